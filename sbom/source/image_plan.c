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

/* ---- the OCI layout ---- */

enum { NESTED = 4, CANDIDATES = 1000 };

struct candidate {
    sb_str digest, reference;
    sb_str above; /* digest of the index within index.json that lists it, by which people may know it; or empty */
    uint64_t size;
    struct sb_image_platform platform;
};
struct index {
    struct sb_image_planner *planner;
    SB_VEC(struct candidate) p;
    size_t seen;  /* descriptors of all indexes */
    sb_str above; /* as in struct candidate, of what is read now */
};

static bool is_index_type(sb_str type)
{
    return sb_str_eq(type, SB_S("application/vnd.oci.image.index.v1+json")) ||
           sb_str_eq(type, SB_S("application/vnd.docker.distribution.manifest.list.v2+json"));
}

/* What BuildKit writes beside an image about how it was built. */
static bool is_attestation(const cJSON *descriptor)
{
    const cJSON *annotations = sb_image_json_object(descriptor, "annotations");
    const cJSON *platform = sb_image_json_object(descriptor, "platform");
    sb_str type = sb_image_json_text(annotations, "vnd.docker.reference.type");
    return sb_str_eq(type, SB_S("attestation-manifest")) ||
           (sb_str_eq(sb_image_json_text(platform, "os"), SB_S("unknown")) &&
            sb_str_eq(sb_image_json_text(platform, "architecture"), SB_S("unknown")));
}

static sb_str reference_of(const cJSON *descriptor, sb_str above)
{
    const cJSON *annotations = sb_image_json_object(descriptor, "annotations");
    sb_str name = sb_image_json_text(annotations, "io.containerd.image.name");
    if (name.n == 0)
        name = sb_image_json_text(annotations, "org.opencontainers.image.ref.name");
    return name.n ? name : above;
}

static sb_rc take_index(struct index *index, const cJSON *json, sb_str reference, unsigned depth, struct sb_err *err);

static sb_rc take_nested(struct index *index, const struct candidate *c, unsigned depth, struct sb_err *err)
{
    cJSON *nested;
    sb_str file;
    if (depth == NESTED)
        return sb_fail(err, SB_E_LIMIT, "indexes within indexes, more than %d", NESTED);
    SB_TRY(sb_image_plan_blob(index->planner, c->digest, &file, err));
    SB_TRY(sb_image_plan_json(index->planner, file, c->digest, c->size, &nested, err));
    sb_str above = index->above;
    index->above = above.n ? above : c->digest;
    sb_rc rc = take_index(index, nested, c->reference, depth + 1, err);
    index->above = above;
    cJSON_Delete(nested);
    return rc;
}

static sb_rc take_descriptor(struct index *index, const cJSON *json, sb_str above, unsigned depth, struct sb_err *err)
{
    struct sb_arena *arena = &index->planner->plan->arena;
    const cJSON *platform = sb_image_json_object(json, "platform");
    struct candidate c = {.size = SB_SIZE_UNKNOWN, .above = index->above};
    if (++index->seen > CANDIDATES)
        return sb_fail(err, SB_E_LIMIT, "an index of more than %d manifests", CANDIDATES);
    c.digest = sb_arena_str(arena, sb_image_json_text(json, "digest"));
    c.reference = sb_arena_str(arena, reference_of(json, above));
    sb_image_json_number(json, "size", &c.size);
    if (is_attestation(json))
        return SB_OK;
    if (is_index_type(sb_image_json_text(json, "mediaType")))
        return take_nested(index, &c, depth, err);
    c.platform.os = sb_arena_str(arena, sb_image_json_text(platform, "os"));
    c.platform.architecture = sb_arena_str(arena, sb_image_json_text(platform, "architecture"));
    c.platform.variant = sb_arena_str(arena, sb_image_json_text(platform, "variant"));
    *SB_PUSH(&index->p) = c;
    return SB_OK;
}

static sb_rc take_index(struct index *index, const cJSON *json, sb_str reference, unsigned depth, struct sb_err *err)
{
    const cJSON *list = sb_image_json_array(json, "manifests");
    const cJSON *descriptor;
    if (!list)
        return sb_fail(err, SB_E_SYNTAX, "an index without manifests");
    cJSON_ArrayForEach(descriptor, list) SB_TRY(take_descriptor(index, descriptor, reference, depth, err));
    return SB_OK;
}

/* ---- a manifest ---- */

static bool is_config_type(sb_str type)
{
    return type.n == 0 || sb_str_eq(type, SB_S("application/vnd.oci.image.config.v1+json")) ||
           sb_str_eq(type, SB_S("application/vnd.docker.container.image.v1+json"));
}

static sb_rc take_layers(struct sb_image_planner *planner, const cJSON *list, struct sb_err *err)
{
    SB_TRY(sb_image_plan_layers(planner, list, err));
    struct sb_image_layer_file *file = planner->plan->files;
    const cJSON *layer;
    cJSON_ArrayForEach(layer, list)
    {
        if (sb_str_ends(sb_image_json_text(layer, "mediaType"), SB_S("+encrypted")))
            return sb_fail(err, SB_E_UNSUPPORTED, "its layers are encrypted");
        file->digest = sb_arena_str(&planner->plan->arena, sb_image_json_text(layer, "digest"));
        file->size = SB_SIZE_UNKNOWN;
        sb_image_json_number(layer, "size", &file->size);
        SB_TRY(sb_image_plan_blob(planner, file->digest, &file->file, err));
        file++;
    }
    return SB_OK;
}

static sb_rc take_manifest(struct sb_image_planner *planner, const cJSON *manifest, struct sb_err *err)
{
    const cJSON *config = sb_image_json_object(manifest, "config");
    const cJSON *layers = sb_image_json_array(manifest, "layers");
    sb_str type = sb_image_json_text(config, "mediaType");
    sb_str digest = sb_arena_str(&planner->plan->arena, sb_image_json_text(config, "digest"));
    sb_str file;
    uint64_t size = SB_SIZE_UNKNOWN;
    if (!config || !layers)
        return sb_fail(err, SB_E_SYNTAX, "a manifest without configuration or layers");
    if (!is_config_type(type))
        return sb_fail(err, SB_E_UNSUPPORTED, "an artifact of type %.*s, and no image",
                       SB_FMT(sb_str_part(type, 0, 100)));
    SB_TRY(take_layers(planner, layers, err));
    SB_TRY(sb_image_plan_blob(planner, digest, &file, err));
    sb_image_json_number(config, "size", &size);
    planner->annotations = sb_image_json_object(manifest, "annotations");
    sb_rc rc = sb_image_plan_read_config(planner, file, digest, size, err);
    planner->annotations = NULL;
    return rc;
}

static sb_rc read_manifest(struct sb_image_planner *planner, const struct candidate *c, struct sb_err *err)
{
    cJSON *manifest;
    sb_str file;
    planner->plan->image = (struct sb_image){.manifest = c->digest, .reference = c->reference};
    SB_TRY(sb_image_plan_blob(planner, c->digest, &file, err));
    SB_TRY(sb_image_plan_json(planner, file, c->digest, c->size, &manifest, err));
    sb_rc rc = take_manifest(planner, manifest, err);
    cJSON_Delete(manifest);
    return rc;
}

/* ---- one of several ---- */

/* What the index does not say, the configurations do. */
static sb_rc find_platforms(struct index *index, struct sb_err *err)
{
    for (size_t i = 0; i < index->p.n; i++) {
        struct candidate *c = &index->p.p[i];
        if (c->platform.os.n || (index->p.n == 1 && !index->planner->platform))
            continue;
        SB_TRY(read_manifest(index->planner, c, err));
        c->platform = sb_image_plan_platform(&index->planner->plan->image);
    }
    return SB_OK;
}

/* With the name that the index gives it. */
static sb_str all_platforms(const struct index *index, struct sb_arena *arena)
{
    struct sb_image_list all = {0};
    for (size_t i = 0; i < index->p.n; i++) {
        sb_str one = sb_image_platform_text(index->p.p[i].platform, arena), name = index->p.p[i].reference;
        sb_image_list_add(&all, name.n ? sb_arena_join(arena, one, SB_S(" "), name) : one, arena);
    }
    return all.text;
}

/* Platforms of one image have one name. */
static sb_str all_names(const struct index *index, struct sb_arena *arena)
{
    struct sb_image_list all = {0};
    for (size_t i = 0; i < index->p.n; i++) {
        const struct candidate *c = &index->p.p[i], *last = i ? c - 1 : NULL;
        if (!last || c->reference.n == 0 || !sb_str_eq(c->reference, last->reference))
            sb_image_list_add(&all, c->reference.n ? c->reference : c->digest, arena);
    }
    return all.text;
}

static enum sb_image_fit fit_of(const struct candidate *c, sb_str name)
{
    bool digest = sb_str_eq(c->digest, name) || (c->above.n && sb_str_eq(c->above, name));
    return digest ? SB_IMAGE_THIS : sb_image_name_fits(c->reference, name);
}

/* Those that were asked for by name: by all of it before by the tag alone. */
static sb_rc keep_named(struct index *index, struct sb_err *err)
{
    const struct sb_image_planner *planner = index->planner;
    sb_str name = sb_str_of(planner->name), all = all_names(index, &index->planner->plan->arena);
    enum sb_image_fit best = SB_IMAGE_OTHER;
    size_t n = 0;
    bool several = false;
    for (size_t i = 0; i < index->p.n; i++) {
        enum sb_image_fit fit = fit_of(&index->p.p[i], name);
        best = fit > best ? fit : best;
    }
    for (size_t i = 0; i < index->p.n; i++)
        if (fit_of(&index->p.p[i], name) == best) {
            index->p.p[n++] = index->p.p[i];
            several |= !sb_str_eq(index->p.p[n - 1].reference, index->p.p[0].reference);
        }
    index->p.n = n;
    return best == SB_IMAGE_OTHER || several ? sb_image_plan_no_name(planner, best != SB_IMAGE_OTHER, all, err) : SB_OK;
}

static const struct candidate *first_that_fits(const struct index *index, const char *asked)
{
    struct sb_image_platform wanted = sb_image_platform_wanted(asked);
    for (size_t i = 0; i < index->p.n; i++)
        if (sb_image_platform_fits(index->p.p[i].platform, wanted))
            return &index->p.p[i];
    return NULL;
}

static sb_rc choose(struct index *index, struct sb_err *err)
{
    struct sb_image_planner *planner = index->planner;
    struct sb_arena *arena = &planner->plan->arena;
    if (index->p.n == 0)
        return sb_fail(err, SB_E_NOTFOUND, "index.json: it lists no image");
    if (planner->name)
        SB_TRY(keep_named(index, err));
    SB_TRY(find_platforms(index, err));
    const struct candidate *c = first_that_fits(index, planner->platform);
    if (!c && planner->platform)
        return sb_image_plan_no_platform(planner, all_platforms(index, arena), err);
    const char *why = planner->platform ? "asked for" : c ? "as this machine" : "the first";
    c = c ? c : &index->p.p[0];
    if (index->p.n > 1)
        sb_diag(planner->diags, SB_D_IMAGE_CHOICE, SB_STR_NONE, 0, "%.*s (%.*s, %s), of %zu: %.*s",
                SB_FMT(sb_image_platform_text(c->platform, arena)), SB_FMT(c->digest), why, index->p.n,
                SB_FMT(all_platforms(index, arena)));
    return read_manifest(planner, c, err);
}

sb_rc sb_image_plan_oci(struct sb_image_planner *planner, struct sb_err *err)
{
    cJSON *json;
    struct index index = {.planner = planner};
    SB_TRY(sb_image_plan_json(planner, SB_S("index.json"), SB_STR_NONE, SB_SIZE_UNKNOWN, &json, err));
    sb_rc rc = take_index(&index, json, SB_STR_NONE, 0, err);
    cJSON_Delete(json);
    if (rc == SB_OK)
        rc = choose(&index, err);
    sb_free(index.p.p);
    return rc;
}
