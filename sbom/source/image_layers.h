/* Reading the layers of an image, each once, in parallel. */
#ifndef SB_SOURCE_IMAGE_LAYERS_H
#define SB_SOURCE_IMAGE_LAYERS_H

#include "source/image_plan.h"

struct sb_image_reading {
    const struct sb_image_blobs *blobs;
    const struct sb_image_plan *plan;
    const struct sb_limits *limits;
    const struct sb_source_options *options;
    const struct sb_visitor *visitor;
    struct sb_diags *diags; /* one a worker */
    uint32_t stride;
    bool seeks; /* contents of files that nobody wants are passed over, and then not checked */
};

/* Delivers the entries of all layers. Size, digest and DiffID of each are checked on the way: an error names the lowest
 * layer that is not what it should be, and by then much was delivered. */
SB_MUST sb_rc sb_image_layers_read(const struct sb_image_reading *reading, struct sb_err *err);

#endif
