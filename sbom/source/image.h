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

/* What the configuration says that a container of the image runs or loads, or as whom. */
enum sb_image_what {
    SB_IMAGE_ENTRYPOINT,
    SB_IMAGE_CMD,
    SB_IMAGE_HEALTHCHECK, /* its Test */
    SB_IMAGE_ONBUILD,
    SB_IMAGE_SHELL,
    SB_IMAGE_ENV, /* a variable by which something else is loaded (source/variable.h): "NAME=value" */
    SB_IMAGE_USER /* also where it is not set */
};
struct sb_image_run {
    enum sb_image_what what;
    sb_str text;         /* whole; of lists as JSON */
    const sb_str *words; /* of lists */
    size_t n_words;
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
    const struct sb_image_run *runs; /* in the order of the configuration's members as they stand above */
    size_t n_runs;
    const sb_str
        *tokens; /* of entrypoint, cmd and health check: what may be the name or path of a file; the first of them */
    size_t n_tokens;
    const sb_str *names; /* their last parts, sorted, each once */
    size_t n_names;
    sb_str folder; /* that its programs start in; or empty */
    sb_str path;   /* PATH of its environment; or empty */
};

/* A byte of a path as scripts and commands write them: no blank, quote, bracket or mark of a shell. */
static inline bool sb_image_is_path(char c)
{
    return sb_is_alnum(c) || (c & 0x80) || sb_is_in(c, "/._-+@%~,");
}
/* How many bytes of TEXT a path at its start has; a "*" behind a slash, for all that lies there, is its last. */
static inline size_t sb_image_path_of(sb_str text)
{
    size_t n = 0;
    while (n < text.n && sb_image_is_path(text.p[n]))
        n++;
    return n > 1 && n < text.n && text.p[n - 1] == '/' && text.p[n] == '*' ? n + 1 : n;
}
/* Whether a file of this name may be what the image runs. */
bool sb_image_names(const struct sb_image *image, sb_str name);

#endif
