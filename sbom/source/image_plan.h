/* Which image of a source is read, and of what files it consists: from the index or the list of docker save over the
 * manifest to the configuration. Digests and sizes of all that is small are checked here. */
#ifndef SB_SOURCE_IMAGE_PLAN_H
#define SB_SOURCE_IMAGE_PLAN_H

#include "source/image.h"
#include "source/image_blobs.h"
#include "source/image_json.h"

/* Where a layer lies, beside image.layers. */
struct sb_image_layer_file {
    sb_str file;
    sb_str digest; /* of the file; empty: nothing says */
    uint64_t size; /* SB_SIZE_UNKNOWN: nothing says */
};

struct sb_image_plan {
    struct sb_image image;
    struct sb_image_layer_file *files;
    struct sb_arena arena; /* texts of both */
};

/* What a plan is made from. */
struct sb_image_planner {
    const struct sb_image_blobs *blobs;
    const char *platform; /* asked for; or NULL */
    struct sb_diags *diags;
    struct sb_image_plan *plan;
    struct sb_buf buf; /* of the file that was read last */
    uint64_t spent;    /* bytes of JSON so far */
};

/* docker save: manifest.json. */
SB_MUST sb_rc sb_image_plan_docker(struct sb_image_planner *planner, struct sb_err *err);
/* The OCI layout: index.json. */
SB_MUST sb_rc sb_image_plan_oci(struct sb_image_planner *planner, struct sb_err *err);
void sb_image_plan_done(struct sb_image_plan *plan);

/* Inside: */

/* The JSON in FILE, which has this digest and size where they are known. */
SB_MUST sb_rc sb_image_plan_json(struct sb_image_planner *planner, sb_str file, sb_str digest, uint64_t size,
                                 cJSON **ret_json, struct sb_err *err);
/* blobs/ALGORITHM/HEX; SB_E_UNSUPPORTED for an algorithm that is not known, SB_E_SYNTAX for what is no digest. */
SB_MUST sb_rc sb_image_plan_blob(struct sb_image_planner *planner, sb_str digest, sb_str *ret_file, struct sb_err *err);
/* Takes what the configuration says, once image.n_layers is set. */
SB_MUST sb_rc sb_image_plan_config(struct sb_image_planner *planner, const cJSON *config, struct sb_err *err);

struct sb_image_platform {
    sb_str os, architecture, variant;
};
/* This machine's, or what was asked for. */
struct sb_image_platform sb_image_platform_wanted(const char *asked);
bool sb_image_platform_fits(struct sb_image_platform has, struct sb_image_platform wanted);
/* "os/architecture[/variant]"; unknown parts are "unknown". */
sb_str sb_image_platform_text(struct sb_image_platform platform, struct sb_arena *arena);

#endif
