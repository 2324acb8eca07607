/* Which files of an image are meant by the names that its configuration and its scripts have for them. */
#ifndef SB_COLLECT_IMAGE_FIND_H
#define SB_COLLECT_IMAGE_FIND_H

#include "collect/collect.h"
#include "source/image.h"

struct sb_image_named {
    sb_str name;
    sb_node node;
};
struct sb_image_find {
    struct sb_join *join;
    const struct sb_image *image;
    bool *claimed;                       /* by node: some component has it */
    SB_VEC(struct sb_image_named) files; /* of nobody, that may be run; sorted by name */
};
enum { SB_IMAGE_FOUND = 64 };
struct sb_image_found {
    sb_node nodes[SB_IMAGE_FOUND]; /* regular files, the first of them */
    size_t n;
};

/* A script that others read in is no program: may a file of this name and size be one? */
bool sb_image_may_be_sourced(sb_str name, uint64_t size);

/* After all claims. */
void sb_image_find_begin(struct sb_image_find *find, struct sb_join *join, const struct sb_image *image);
void sb_image_find_done(struct sb_image_find *find);
/* A word of the configuration: a path, a name in each folder of PATH or where programs start, a module of Python. */
void sb_image_find_named(const struct sb_image_find *find, sb_str token, struct sb_image_found *ret);
/* A path in SCRIPT, from the root, or where programs start, or where the script lies. Where none of these has it, a
 * variable or "cd" stood before it: all files of nobody whose paths end with it. "x/" and "*" behind it, or a folder
 * whose name ends in ".d": what lies in it. */
void sb_image_find_path(const struct sb_image_find *find, sb_node script, sb_str path, struct sb_image_found *ret);

#endif
