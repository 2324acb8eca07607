/* What containers of an image run, as execution points of the image. */
#ifndef SB_COLLECT_IMAGE_RUNS_H
#define SB_COLLECT_IMAGE_RUNS_H

#include "collect/collect.h"
#include "collect/look.h"
#include "source/image.h"

/* The texts of the configuration (oci:entrypoint and the like; what a text does stands in front of it: "fetches pipes:
 * [...]"), and the files that these name and that no component has (oci:program; the command is its kind and what it
 * does: "script:sh fetches"). After all claims and looks. */
void sb_image_runs(struct sb_join *join, const struct sb_image *image, const struct sb_looks *looks);

/* How looks are made that there are none of yet. */
struct sb_image_asker {
    void (*ask)(void *ctx, sb_node node); /* NODE may be no file, or one that cannot be looked at any more */
    bool (*look)(void *ctx);              /* makes those that were asked for; false: there were none to make */
    void *ctx;
};
/* Asks for the looks that sb_image_runs() will want, at what the configuration names, and at what scripts name in turn,
 * until there are no more. */
void sb_image_runs_ask(struct sb_join *join, const struct sb_image *image, const struct sb_looks *looks,
                       const struct sb_image_asker *asker);

#endif
