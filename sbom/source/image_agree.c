/* Whether all programs take the same image out of a source. */
#include "source/image_index.h"

/* The digest of the configuration: what is packed in two ways is one image. Empty if the manifest is not there. */
static sb_rc read_config_digest(struct sb_image_planner *planner, const struct sb_image_candidate *c,
                                sb_str *ret_digest, struct sb_err *err)
{
    cJSON *manifest;
    sb_str file;
    *ret_digest = SB_STR_NONE;
    SB_TRY(sb_image_plan_blob(planner, c->digest, &file, err));
    if (!sb_image_blobs_have(planner->blobs, file))
        return SB_OK;
    SB_TRY(sb_image_plan_json(planner, file, c->digest, c->size, &manifest, err));
    *ret_digest =
        sb_arena_str(&planner->plan->arena, sb_image_json_text(sb_image_json_object(manifest, "config"), "digest"));
    cJSON_Delete(manifest);
    return SB_OK;
}

/* Of Windows there are several with the same words. */
static bool is_for_same(struct sb_image_platform a, struct sb_image_platform b)
{
    return sb_str_eq(a.os, b.os) && sb_str_eq(a.architecture, b.architecture) && sb_str_eq(a.variant, b.variant) &&
           !sb_str_eq(a.os, SB_S("windows"));
}

/* Of one name, programs take the first image or the last. */
sb_rc sb_image_index_twins(struct sb_image_index *index, const struct sb_image_candidate *chosen, struct sb_err *err)
{
    struct sb_image_planner *planner = index->planner;
    sb_str own = SB_STR_NONE, other;
    for (size_t i = 0; i < index->p.n; i++) {
        const struct sb_image_candidate *c = &index->p.p[i];
        if (sb_str_eq(c->digest, chosen->digest) || c->reference.n == 0 ||
            !sb_str_eq(c->reference, chosen->reference) || !is_for_same(c->platform, chosen->platform))
            continue;
        if (own.n == 0)
            SB_TRY(read_config_digest(planner, chosen, &own, err));
        SB_TRY(read_config_digest(planner, c, &other, err));
        if (other.n && !sb_str_eq(own, other))
            return sb_fail(err, SB_E_SYNTAX, "index.json: two images for %.*s are called %.*s",
                           SB_FMT(sb_image_platform_text(c->platform, &planner->plan->arena)), SB_FMT(c->reference));
    }
    return SB_OK;
}

/* ---- two lists ---- */

static sb_rc differ(struct sb_err *err)
{
    return sb_fail(err, SB_E_SYNTAX, "index.json and manifest.json list different images");
}

static bool is_saved(const struct sb_image_saved *saved, sb_str config)
{
    for (size_t i = 0; i < saved->n; i++)
        if (sb_str_eq(saved->configs[i], config))
            return true;
    return false;
}

/* A tar that has both is read by the one or by the other. */
static sb_rc check_listed(struct sb_image_index *index, const struct sb_image_saved *saved, struct sb_err *err)
{
    const struct sb_image *image = &index->planner->plan->image;
    struct sb_image_platform own = sb_image_plan_platform(image);
    bool any = false, this_one = false;
    sb_str config;
    for (size_t i = 0; i < index->p.n; i++) {
        const struct sb_image_candidate *c = &index->p.p[i];
        if (c->platform.os.n && !sb_image_platform_fits(c->platform, own))
            continue;
        SB_TRY(read_config_digest(index->planner, c, &config, err));
        bool same = sb_str_eq(config, image->config);
        bool called = sb_image_name_fits(c->reference, image->reference) == SB_IMAGE_THIS;
        if (config.n && (!is_saved(saved, config) || (called && !same)))
            return differ(err);
        any |= config.n > 0;
        this_one |= same;
    }
    return any && !this_one ? differ(err) : SB_OK;
}

sb_rc sb_image_plan_agrees(struct sb_image_planner *planner, const struct sb_image_saved *saved, struct sb_err *err)
{
    cJSON *json;
    struct sb_image_index index = {.planner = planner};
    if (!sb_image_blobs_have(planner->blobs, SB_S("index.json")) ||
        !sb_image_blobs_have(planner->blobs, SB_S("oci-layout")))
        return SB_OK;
    SB_TRY(sb_image_plan_json(planner, SB_S("index.json"), SB_STR_NONE, SB_SIZE_UNKNOWN, &json, err));
    sb_rc rc = sb_image_index_take(&index, json, err);
    cJSON_Delete(json);
    if (rc == SB_OK)
        rc = check_listed(&index, saved, err);
    sb_free(index.p.p);
    return rc;
}
