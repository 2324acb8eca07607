#include "source/image_index.h"

enum { NESTED = 4, CANDIDATES = 1000 };

static bool is_index_type(sb_str type)
{
    return sb_str_eq(type, SB_S("application/vnd.oci.image.index.v1+json")) ||
           sb_str_eq(type, SB_S("application/vnd.docker.distribution.manifest.list.v2+json"));
}

/* What BuildKit writes beside an image about how it was built. What says that it is for a platform is an image,
 * whatever its annotations say: programs go by the platform. */
static bool is_attestation(const cJSON *descriptor)
{
    const cJSON *annotations = sb_image_json_object(descriptor, "annotations");
    const cJSON *platform = sb_image_json_object(descriptor, "platform");
    sb_str type = sb_image_json_text(annotations, "vnd.docker.reference.type");
    return (sb_str_eq(type, SB_S("attestation-manifest")) && !platform) ||
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

static sb_rc take_index(struct sb_image_index *index, const cJSON *json, sb_str reference, unsigned depth,
                        struct sb_err *err);

static sb_rc take_nested(struct sb_image_index *index, const struct sb_image_candidate *c, unsigned depth,
                         struct sb_err *err)
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

static sb_rc take_descriptor(struct sb_image_index *index, const cJSON *json, sb_str above, unsigned depth,
                             struct sb_err *err)
{
    struct sb_arena *arena = &index->planner->plan->arena;
    const cJSON *platform = sb_image_json_object(json, "platform");
    struct sb_image_candidate c = {.size = SB_SIZE_UNKNOWN, .above = index->above};
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

static sb_rc take_index(struct sb_image_index *index, const cJSON *json, sb_str reference, unsigned depth,
                        struct sb_err *err)
{
    const cJSON *list = sb_image_json_array(json, "manifests");
    const cJSON *descriptor;
    if (!list)
        return sb_fail(err, SB_E_SYNTAX, "an index without manifests");
    cJSON_ArrayForEach(descriptor, list) SB_TRY(take_descriptor(index, descriptor, reference, depth, err));
    return SB_OK;
}

sb_rc sb_image_index_take(struct sb_image_index *index, const cJSON *json, struct sb_err *err)
{
    return take_index(index, json, SB_STR_NONE, 0, err);
}
