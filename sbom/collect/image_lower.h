/* What an image had in a lower layer and has no more: it is shipped all the same, and anybody can unpack it. */
#ifndef SB_COLLECT_IMAGE_LOWER_H
#define SB_COLLECT_IMAGE_LOWER_H

#include "collect/collect.h"

/* Inventories of the image up to a layer, each sealed. */
struct sb_lower {
    SB_VEC(struct sb_doc *) docs; /* the lowest first */
};
void sb_lower_done(struct sb_lower *lower);

/* Adds what stands in no place of JOIN's document any more: with its fact sbom:layer, and the scope "excluded". Before
 * the components are put in order. */
void sb_lower_add(const struct sb_lower *lower, struct sb_join *join);
/* Adds what was incomplete there, and is not told in DIAGS. */
void sb_lower_tell(const struct sb_lower *lower, struct sb_diags *diags);

#endif
