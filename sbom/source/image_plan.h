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
    const char *name;     /* the same */
    struct sb_diags *diags;
    struct sb_image_plan *plan;
    struct sb_buf buf;        /* of the file that was read last */
    uint64_t spent;           /* bytes of JSON so far */
    const cJSON *annotations; /* of the manifest whose configuration is read; or NULL */
};

/* docker save: manifest.json. */
SB_MUST sb_rc sb_image_plan_docker(struct sb_image_planner *planner, struct sb_err *err);
/* The images that manifest.json lists: the digests of their configurations. */
struct sb_image_saved {
    const sb_str *configs;
    size_t n;
};
/* Refuses an index.json beside manifest.json that has another image for the platform of the one that was planned. */
SB_MUST sb_rc sb_image_plan_agrees(struct sb_image_planner *planner, const struct sb_image_saved *saved,
                                   struct sb_err *err);
/* The OCI layout: index.json. */
SB_MUST sb_rc sb_image_plan_oci(struct sb_image_planner *planner, struct sb_err *err);
void sb_image_plan_done(struct sb_image_plan *plan);

/* Inside: */

/* The JSON in FILE, which has this digest and size where they are known. */
SB_MUST sb_rc sb_image_plan_json(struct sb_image_planner *planner, sb_str file, sb_str digest, uint64_t size,
                                 cJSON **ret_json, struct sb_err *err);
/* blobs/ALGORITHM/HEX; SB_E_SYNTAX for what is no digest of sha256 or sha512. */
SB_MUST sb_rc sb_image_plan_blob(struct sb_image_planner *planner, sb_str digest, sb_str *ret_file, struct sb_err *err);
/* Makes room for the layers of a manifest. */
SB_MUST sb_rc sb_image_plan_layers(struct sb_image_planner *planner, const cJSON *list, struct sb_err *err);
/* Reads the configuration in the file NAME, with this digest and size where they are known. */
SB_MUST sb_rc sb_image_plan_read_config(struct sb_image_planner *planner, sb_str name, sb_str digest, uint64_t size,
                                        struct sb_err *err);
/* Takes what the configuration says, once image.n_layers is set. */
SB_MUST sb_rc sb_image_plan_config(struct sb_image_planner *planner, const cJSON *config, struct sb_err *err);

struct sb_image_platform {
    sb_str os, architecture, variant;
};

/* Does an image with this REFERENCE go by NAME? By all of it ("docker.io/library/" and ":latest" may be left out), or
 * by its tag alone, which several may have. */
enum sb_image_fit { SB_IMAGE_OTHER, SB_IMAGE_TAG, SB_IMAGE_THIS };
enum sb_image_fit sb_image_name_fits(sb_str reference, sb_str name);
/* Nothing is what was asked for: ALL is a list of what there is. */
SB_MUST sb_rc sb_image_plan_no_platform(const struct sb_image_planner *planner, sb_str all, struct sb_err *err);
SB_MUST sb_rc sb_image_plan_no_name(const struct sb_image_planner *planner, bool several, sb_str all,
                                    struct sb_err *err);
/* Names for a message, the first few of many: TEXT is "a, b, c". */
struct sb_image_list {
    sb_str text;
    size_t n;
};
void sb_image_list_add(struct sb_image_list *list, sb_str one, struct sb_arena *arena);

/* This machine's, or what was asked for. */
struct sb_image_platform sb_image_platform_wanted(const char *asked);
struct sb_image_platform sb_image_plan_platform(const struct sb_image *image);
bool sb_image_platform_fits(struct sb_image_platform has, struct sb_image_platform wanted);
/* "os/architecture[/variant]"; unknown parts are "unknown". */
sb_str sb_image_platform_text(struct sb_image_platform platform, struct sb_arena *arena);

#endif
