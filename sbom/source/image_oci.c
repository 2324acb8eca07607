/* The OCI layout: index.json, manifests. */
#include "source/image_index.h"

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
    SB_TRY(sb_image_json_not(manifest, "Config", err));
    SB_TRY(sb_image_json_not(manifest, "Layers", err));
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

static sb_rc read_manifest(struct sb_image_planner *planner, const struct sb_image_candidate *c, struct sb_err *err)
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
static sb_rc find_platforms(struct sb_image_index *index, struct sb_err *err)
{
    for (size_t i = 0; i < index->p.n; i++) {
        struct sb_image_candidate *c = &index->p.p[i];
        if (c->platform.os.n || (index->p.n == 1 && !index->planner->platform))
            continue;
        SB_TRY(read_manifest(index->planner, c, err));
        c->platform = sb_image_plan_platform(&index->planner->plan->image);
    }
    return SB_OK;
}

/* With the name that the index gives it. */
static sb_str all_platforms(const struct sb_image_index *index, struct sb_arena *arena)
{
    struct sb_image_list all = {0};
    for (size_t i = 0; i < index->p.n; i++) {
        sb_str one = sb_image_platform_text(index->p.p[i].platform, arena), name = index->p.p[i].reference;
        sb_image_list_add(&all, name.n ? sb_arena_join(arena, one, SB_S(" "), name) : one, arena);
    }
    return all.text;
}

/* Platforms of one image have one name. */
static sb_str all_names(const struct sb_image_index *index, struct sb_arena *arena)
{
    struct sb_image_list all = {0};
    for (size_t i = 0; i < index->p.n; i++) {
        const struct sb_image_candidate *c = &index->p.p[i], *last = i ? c - 1 : NULL;
        if (!last || c->reference.n == 0 || !sb_str_eq(c->reference, last->reference))
            sb_image_list_add(&all, c->reference.n ? c->reference : c->digest, arena);
    }
    return all.text;
}

static enum sb_image_fit fit_of(const struct sb_image_candidate *c, sb_str name)
{
    bool digest = sb_str_eq(c->digest, name) || (c->above.n && sb_str_eq(c->above, name));
    return digest ? SB_IMAGE_THIS : sb_image_name_fits(c->reference, name);
}

/* Those that were asked for by name: by all of it before by the tag alone. */
static sb_rc keep_named(struct sb_image_index *index, struct sb_err *err)
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

static const struct sb_image_candidate *first_that_fits(const struct sb_image_index *index, const char *asked)
{
    struct sb_image_platform wanted = sb_image_platform_wanted(asked);
    for (size_t i = 0; i < index->p.n; i++)
        if (sb_image_platform_fits(index->p.p[i].platform, wanted))
            return &index->p.p[i];
    return NULL;
}

static sb_rc choose(struct sb_image_index *index, struct sb_err *err)
{
    struct sb_image_planner *planner = index->planner;
    struct sb_arena *arena = &planner->plan->arena;
    if (index->p.n == 0)
        return sb_fail(err, SB_E_NOTFOUND, "index.json: it lists no image");
    if (planner->name)
        SB_TRY(keep_named(index, err));
    SB_TRY(find_platforms(index, err));
    const struct sb_image_candidate *c = first_that_fits(index, planner->platform);
    if (!c && planner->platform)
        return sb_image_plan_no_platform(planner, all_platforms(index, arena), err);
    const char *why = planner->platform ? "asked for" : c ? "as this machine" : "the first";
    c = c ? c : &index->p.p[0];
    SB_TRY(sb_image_index_twins(index, c, err));
    if (index->p.n > 1)
        sb_diag(planner->diags, SB_D_IMAGE_CHOICE, SB_STR_NONE, 0, "%.*s (%.*s, %s), of %zu: %.*s",
                SB_FMT(sb_image_platform_text(c->platform, arena)), SB_FMT(c->digest), why, index->p.n,
                SB_FMT(all_platforms(index, arena)));
    return read_manifest(planner, c, err);
}

sb_rc sb_image_plan_oci(struct sb_image_planner *planner, struct sb_err *err)
{
    cJSON *json;
    struct sb_image_index index = {.planner = planner};
    SB_TRY(sb_image_plan_json(planner, SB_S("index.json"), SB_STR_NONE, SB_SIZE_UNKNOWN, &json, err));
    sb_rc rc = sb_image_index_take(&index, json, err);
    cJSON_Delete(json);
    if (rc == SB_OK)
        rc = choose(&index, err);
    sb_free(index.p.p);
    return rc;
}
