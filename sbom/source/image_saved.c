/* What docker save writes: manifest.json, a list of images. */
#include "source/image_plan.h"

/* Config and layers are named after their digests, in one of three ways: HEX.json, blobs/sha256/HEX, sha256:HEX. */
static sb_str digest_of_name(struct sb_image_planner *planner, sb_str name)
{
    sb_str base = sb_path_base(name);
    sb_str_chop(&base, SB_S("sha256:"));
    sb_str digest = sb_arena_join(&planner->plan->arena, SB_S("sha256:"), SB_STR_NONE, sb_str_part(base, 0, 64));
    sb_str rest = sb_str_from(base, 64);
    return sb_is_image_digest(digest) && (rest.n == 0 || rest.p[0] == '.') ? digest : SB_STR_NONE;
}

static sb_rc take_layer_names(struct sb_image_planner *planner, const cJSON *names, struct sb_err *err)
{
    struct sb_image_layer_file *file = planner->plan->files;
    const cJSON *name;
    cJSON_ArrayForEach(name, names)
    {
        file->file = sb_arena_str(&planner->plan->arena, sb_image_json_value(name));
        file->size = SB_SIZE_UNKNOWN;
        if (file->file.n == 0)
            return sb_fail(err, SB_E_SYNTAX, "manifest.json: a layer without a name");
        if (sb_str_starts(file->file, SB_S("blobs/sha256/")))
            file->digest = digest_of_name(planner, file->file);
        file++;
    }
    return SB_OK;
}

static sb_rc take_saved(struct sb_image_planner *planner, const cJSON *saved, sb_str tag, struct sb_err *err)
{
    const cJSON *names = sb_image_json_array(saved, "Layers");
    sb_str config = sb_image_json_text(saved, "Config");
    SB_TRY(sb_image_json_not(saved, "config", err));
    SB_TRY(sb_image_json_not(saved, "layers", err));
    if (config.n == 0 || !names)
        return sb_fail(err, SB_E_SYNTAX, "manifest.json: an image without configuration or layers");
    SB_TRY(sb_image_plan_layers(planner, names, err));
    SB_TRY(take_layer_names(planner, names, err));
    planner->plan->image.reference = sb_arena_str(&planner->plan->arena, tag);
    return sb_image_plan_read_config(planner, config, digest_of_name(planner, config), SB_SIZE_UNKNOWN, err);
}

/* One image of manifest.json: it may have several names, of which the one that was asked for counts, else the first. */
struct saved {
    const cJSON *json;
    sb_str tag;
    enum sb_image_fit fit;
};

static struct saved look_at_saved(struct sb_image_planner *planner, const cJSON *json, struct sb_image_list *all)
{
    const cJSON *tags = sb_image_json_array(json, "RepoTags"), *tag;
    sb_str id = digest_of_name(planner, sb_image_json_text(json, "Config")), name = sb_str_of(planner->name);
    struct saved saved = {.json = json, .tag = sb_image_json_value(tags ? tags->child : NULL)};
    cJSON_ArrayForEach(tag, tags)
    {
        enum sb_image_fit fit = sb_image_name_fits(sb_image_json_value(tag), name);
        if (fit > saved.fit)
            saved = (struct saved){json, sb_image_json_value(tag), fit};
        sb_image_list_add(all, sb_image_json_value(tag), &planner->plan->arena);
    }
    if (saved.tag.n == 0)
        sb_image_list_add(all, id.n ? id : SB_S("one without a name"), &planner->plan->arena);
    if (id.n && sb_str_eq(id, name))
        saved.fit = SB_IMAGE_THIS;
    return saved;
}

typedef SB_VEC(struct saved) saved_list;

/* Those that were asked for by name: by all of it before by the tag alone. */
static sb_rc keep_named_saved(struct sb_image_planner *planner, saved_list *list, sb_str all, struct sb_err *err)
{
    enum sb_image_fit best = SB_IMAGE_OTHER;
    size_t n = 0;
    if (!planner->name)
        return SB_OK;
    for (size_t i = 0; i < list->n; i++)
        best = list->p[i].fit > best ? list->p[i].fit : best;
    for (size_t i = 0; i < list->n; i++)
        if (list->p[i].fit == best)
            list->p[n++] = list->p[i];
    list->n = n;
    if (best == SB_IMAGE_OTHER || (best == SB_IMAGE_TAG && n > 1))
        return sb_image_plan_no_name(planner, best != SB_IMAGE_OTHER, all, err);
    return SB_OK;
}

/* ---- two of one name ---- */

static bool has_tag(const cJSON *saved, sb_str tag)
{
    const cJSON *other;
    cJSON_ArrayForEach(other, sb_image_json_array(saved, "RepoTags"))
    {
        if (tag.n && sb_str_eq(sb_image_json_value(other), tag))
            return true;
    }
    return false;
}

static bool have_one_tag(const cJSON *a, const cJSON *b)
{
    const cJSON *tag;
    cJSON_ArrayForEach(tag, sb_image_json_array(a, "RepoTags"))
    {
        if (has_tag(b, sb_image_json_value(tag)))
            return true;
    }
    return false;
}

/* What the configuration of another image says that it is for. */
static sb_rc read_platform(struct sb_image_planner *planner, const cJSON *saved, struct sb_image_platform *ret,
                           struct sb_err *err)
{
    struct sb_arena *arena = &planner->plan->arena;
    cJSON *config;
    sb_str name = sb_image_json_text(saved, "Config");
    SB_TRY(sb_image_plan_json(planner, name, digest_of_name(planner, name), SB_SIZE_UNKNOWN, &config, err));
    *ret = (struct sb_image_platform){sb_arena_str(arena, sb_image_json_text(config, "os")),
                                      sb_arena_str(arena, sb_image_json_text(config, "architecture")),
                                      sb_arena_str(arena, sb_image_json_text(config, "variant"))};
    cJSON_Delete(config);
    return SB_OK;
}

/* docker load gives the name to the last of them; others take the first. */
static sb_rc check_names(struct sb_image_planner *planner, const cJSON *all, const cJSON *chosen, struct sb_err *err)
{
    struct sb_image_platform own = sb_image_plan_platform(&planner->plan->image), other;
    const cJSON *saved;
    cJSON_ArrayForEach(saved, all)
    {
        if (saved == chosen || !have_one_tag(saved, chosen) ||
            sb_str_eq(sb_image_json_text(saved, "Config"), sb_image_json_text(chosen, "Config")))
            continue;
        SB_TRY(read_platform(planner, saved, &other, err));
        if (sb_image_platform_fits(other, own))
            return sb_fail(err, SB_E_SYNTAX, "manifest.json: two images are called %.*s",
                           SB_FMT(planner->plan->image.reference));
    }
    return SB_OK;
}

static sb_rc check_index(struct sb_image_planner *planner, const cJSON *all, struct sb_err *err)
{
    struct sb_arena *arena = &planner->plan->arena;
    size_t n = (size_t)cJSON_GetArraySize(all);
    sb_str *configs = sb_arena_alloc(arena, n * sizeof *configs + 1);
    const struct sb_image_saved saved = {configs, n};
    const cJSON *one;
    size_t i = 0;
    cJSON_ArrayForEach(one, all) configs[i++] = digest_of_name(planner, sb_image_json_text(one, "Config"));
    return sb_image_plan_agrees(planner, &saved, err);
}

/* ---- one of several ---- */

/* Each in turn until one is for the platform. */
static sb_rc choose_saved(struct sb_image_planner *planner, const saved_list *list, const cJSON *json, sb_str all,
                          struct sb_err *err)
{
    struct sb_arena *arena = &planner->plan->arena;
    struct sb_image_list has = {0};
    for (size_t i = 0; i < list->n; i++) {
        planner->plan->image = (struct sb_image){0};
        SB_TRY(take_saved(planner, list->p[i].json, list->p[i].tag, err));
        struct sb_image_platform platform = sb_image_plan_platform(&planner->plan->image);
        sb_image_list_add(&has, sb_image_platform_text(platform, arena), arena);
        if (planner->platform && !sb_image_platform_fits(platform, sb_image_platform_wanted(planner->platform)))
            continue;
        SB_TRY(check_names(planner, json, list->p[i].json, err));
        SB_TRY(check_index(planner, json, err));
        if (list->n > 1)
            sb_diag(planner->diags, SB_D_IMAGE_CHOICE, SB_STR_NONE, 0, "%.*s, of %zu images: %.*s",
                    SB_FMT(planner->plan->image.reference), list->n, SB_FMT(all));
        return SB_OK;
    }
    return sb_image_plan_no_platform(planner, has.text, err);
}

sb_rc sb_image_plan_docker(struct sb_image_planner *planner, struct sb_err *err)
{
    cJSON *json;
    const cJSON *saved;
    saved_list list = {0};
    struct sb_image_list all = {0};
    SB_TRY(sb_image_plan_json(planner, SB_S("manifest.json"), SB_STR_NONE, SB_SIZE_UNKNOWN, &json, err));
    if (cJSON_IsArray(json))
        cJSON_ArrayForEach(saved, json) * SB_PUSH(&list) = look_at_saved(planner, saved, &all);
    sb_rc rc = list.n ? keep_named_saved(planner, &list, all.text, err)
                      : sb_fail(err, SB_E_SYNTAX, "manifest.json: no list of images");
    if (rc == SB_OK)
        rc = choose_saved(planner, &list, json, all.text, err);
    sb_free(list.p);
    cJSON_Delete(json);
    return rc;
}
