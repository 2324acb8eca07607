#include "source/image_plan.h"

#include "source/checked.h"

enum { LAYERS = 4096, JSON_BYTES = 256 * 1024 * 1024 /* of one source; what is listed often is read often */ };

/* ---- files ---- */

static sb_rc check_digest(sb_str bytes, sb_str digest, sb_str file, struct sb_err *err)
{
    char room[SB_DIGEST_SHA512];
    sb_str made = sb_digest_like(digest, bytes, room);
    if (sb_str_eq(digest, made))
        return SB_OK;
    return sb_fail(err, SB_E_SYNTAX, "%.*s has another digest than it should: %.*s, not %.*s", SB_FMT(file),
                   SB_FMT(made), SB_FMT(digest));
}

sb_rc sb_image_plan_json(struct sb_image_planner *planner, sb_str file, sb_str digest, uint64_t size, cJSON **ret_json,
                         struct sb_err *err)
{
    struct sb_err why = {0};
    *ret_json = NULL;
    if (digest.n == 0 && sb_image_blobs_twice(planner->blobs, file))
        return sb_fail(err, SB_E_SYNTAX, "%.*s stands there twice, and programs differ in which they read",
                       SB_FMT(file));
    sb_rc rc = sb_image_blobs_read(planner->blobs, file, SB_IMAGE_JSON_MAX, &planner->buf, &why);
    if (rc == SB_E_LIMIT)
        return sb_fail(err, SB_E_LIMIT, "%.*s has more than %d bytes", SB_FMT(file), SB_IMAGE_JSON_MAX);
    if (rc != SB_OK)
        return sb_fail(err, rc, "%s", why.text);
    sb_str bytes = sb_buf_all(&planner->buf);
    if (size != SB_SIZE_UNKNOWN && size != bytes.n)
        return sb_fail(err, SB_E_SYNTAX, "%.*s has %zu bytes, and should have %llu", SB_FMT(file), bytes.n,
                       (unsigned long long)size);
    planner->spent += bytes.n;
    if (planner->spent > JSON_BYTES)
        return sb_fail(err, SB_E_LIMIT, "manifests and configurations of more than %d bytes", JSON_BYTES);
    if (digest.n)
        SB_TRY(check_digest(bytes, digest, file, err));
    rc = sb_image_json_parse(bytes, ret_json, &why);
    return rc == SB_OK ? SB_OK : sb_fail(err, rc, "%.*s: %s", SB_FMT(file), why.text);
}

sb_rc sb_image_plan_blob(struct sb_image_planner *planner, sb_str digest, sb_str *ret_file, struct sb_err *err)
{
    sb_str shown = sb_str_part(digest, 0, 80);
    if (!sb_is_digest(digest))
        return sb_fail(err, SB_E_SYNTAX, "\"%.*s\" is no digest of sha256 or sha512", SB_FMT(shown));
    *ret_file = sb_arena_join(&planner->plan->arena, sb_str_part(digest, 0, 6), SB_S("/"), sb_str_from(digest, 7));
    *ret_file = sb_arena_join(&planner->plan->arena, SB_S("blobs"), SB_S("/"), *ret_file);
    return SB_OK;
}

sb_rc sb_image_plan_layers(struct sb_image_planner *planner, const cJSON *list, struct sb_err *err)
{
    struct sb_image_plan *plan = planner->plan;
    int n = cJSON_GetArraySize(list);
    if (n > LAYERS)
        return sb_fail(err, SB_E_LIMIT, "an image of more than %d layers", LAYERS);
    plan->image.n_layers = (size_t)n;
    plan->image.layers = sb_arena_zalloc(&plan->arena, (size_t)n * sizeof *plan->image.layers);
    plan->files = sb_arena_zalloc(&plan->arena, (size_t)n * sizeof *plan->files);
    return SB_OK;
}

void sb_image_plan_done(struct sb_image_plan *plan)
{
    sb_arena_done(&plan->arena);
}

/* ---- what both have ---- */

sb_rc sb_image_plan_read_config(struct sb_image_planner *planner, sb_str name, sb_str digest, uint64_t size,
                                struct sb_err *err)
{
    cJSON *config;
    struct sb_image *image = &planner->plan->image;
    SB_TRY(sb_image_plan_json(planner, name, digest, size, &config, err));
    uint8_t made[SB_SHA256_BYTES];
    char hex[2 * SB_SHA256_BYTES];
    sb_sha256_of(sb_buf_all(&planner->buf), made);
    sb_hex_encode(made, sizeof made, hex);
    image->config = sb_arena_join(&planner->plan->arena, SB_S("sha256:"), SB_STR_NONE, sb_str_n(hex, sizeof hex));
    sb_rc rc = sb_image_plan_config(planner, config, err);
    cJSON_Delete(config);
    return rc;
}

struct sb_image_platform sb_image_plan_platform(const struct sb_image *image)
{
    return (struct sb_image_platform){image->os, image->architecture, image->variant};
}

sb_rc sb_image_plan_no_platform(const struct sb_image_planner *planner, sb_str has, struct sb_err *err)
{
    return sb_fail(err, SB_E_NOTFOUND, "no image for %s: there is one for %.*s", planner->platform, SB_FMT(has));
}

sb_rc sb_image_plan_no_name(const struct sb_image_planner *planner, bool several, sb_str all, struct sb_err *err)
{
    return sb_fail(err, SB_E_NOTFOUND, "%s image %s; there are %.*s", several ? "more than one" : "no", planner->name,
                   SB_FMT(all));
}
