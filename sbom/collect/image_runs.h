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

/* Calls ASK for each file whose look sb_image_runs() may want: for what the configuration names, and for what the
 * scripts among these name, as far as there are looks at them. */
void sb_image_runs_ask(struct sb_join *join, const struct sb_image *image, const struct sb_looks *looks,
                       void (*ask)(void *ctx, sb_node node), void *ctx);

#endif
