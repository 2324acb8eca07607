/* What an index lists, and the indexes within it. */
#ifndef SB_SOURCE_IMAGE_INDEX_H
#define SB_SOURCE_IMAGE_INDEX_H

#include "source/image_plan.h"

struct sb_image_candidate {
    sb_str digest, reference;
    sb_str above; /* digest of the index within index.json that lists it, by which people may know it; or empty */
    uint64_t size;
    struct sb_image_platform platform;
};
struct sb_image_index {
    struct sb_image_planner *planner;
    SB_VEC(struct sb_image_candidate) p;
    size_t seen;  /* descriptors of all indexes */
    sb_str above; /* as in struct sb_image_candidate, of what is read now */
};
/* The images that JSON lists, but for attestations. */
SB_MUST sb_rc sb_image_index_take(struct sb_image_index *index, const cJSON *json, struct sb_err *err);
/* Refuses another image with the name and the platform of the one that was CHOSEN: programs take the first or the last.
 */
SB_MUST sb_rc sb_image_index_twins(struct sb_image_index *index, const struct sb_image_candidate *chosen,
                                   struct sb_err *err);

#endif
