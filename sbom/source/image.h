/* What an image says of itself: its layers, in the order in which they lie above each other, and its configuration (OCI
 * image specification; docker save). Digests are "sha256:" and 64 hex digits. Texts are UTF-8 and as they stand. */
#ifndef SB_SOURCE_IMAGE_H
#define SB_SOURCE_IMAGE_H

#include "base/str.h"

struct sb_image_layer {
    sb_str diff;    /* DiffID: the digest of the layer's tar, unpacked */
    sb_str command; /* the instruction of the history that made it; empty if nothing says so */
};

/* One property of the image, for people and for other tools. */
struct sb_image_property {
    sb_str name, value;
};

struct sb_image {
    sb_str reference; /* "registry/path/name:tag" as far as it is known; or empty */
    sb_str os, architecture, variant;
    sb_str manifest; /* digest of the manifest, by which registries know the image; empty in what docker save writes */
    sb_str config;   /* digest of the configuration: the image's id */
    struct sb_image_layer *layers;
    size_t n_layers;
    const struct sb_image_property *properties; /* sorted by name, then by value */
    size_t n_properties;
};

#endif
