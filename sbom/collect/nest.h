/* Archives within a tree, and archives within those: what lies in the archive a/x is delivered as entries of a/x!, from
 * the bytes that were read of it anyway. Nothing is read twice, and nothing is written. */
#ifndef SB_COLLECT_NEST_H
#define SB_COLLECT_NEST_H

#include "source/archive_read.h"

/* An archive of the tree and all that lies in it, however deep: one budget. A zeroed struct is that of an outermost
 * archive that nothing was taken of. */
struct sb_nest {
    struct sb_archive_used used;
    uint32_t depth; /* archives that are open at the moment; ... */
    uint64_t open;  /* ... and their bytes, which are in memory */
    uint64_t below; /* entries that archives had which lie in the one that is open, or lay in one before */
};

struct sb_nest_archive {
    sb_str path; /* from the scan root */
    sb_str bytes;
    uint32_t sequence; /* of its entry; its own entries bear it, too */
    unsigned worker;
    const struct sb_limits *limits;
    const struct sb_source_options *options; /* of the scan: what is left out */
    /* Its `wants` is only asked where not all bytes are wanted; or NULL. `entry` may read an archive of the same nest.
     */
    struct sb_visitor visitor;
    struct sb_diags *diags;
};

/* Delivers the folder of its inside and all entries of a zip, as its directory has them and with no link followed: this
 * is how programs read it in place. What it is too deep, too large or too broken for is told of its path or of those in
 * it. */
uint64_t sb_nest_room(const struct sb_nest *nest, const struct sb_limits *limits); /* for the bytes of one more */
void sb_nest_read(struct sb_nest *nest, const struct sb_nest_archive *archive);

#endif
