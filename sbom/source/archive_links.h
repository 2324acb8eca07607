/* The symbolic links that an archive brought so far. An entry whose path goes through one of them lands where the link
 * leads, as it does when the archive is unpacked inside its root. */
#ifndef SB_SOURCE_ARCHIVE_LINKS_H
#define SB_SOURCE_ARCHIVE_LINKS_H

#include "base/map.h"
#include "base/mem.h"
#include "source/archive_path.h"
#include "source/source.h"

/* Links and the folders that hold some, as a tree of names; 0 is the root. */
struct sb_archive_link {
    uint32_t parent;
    uint32_t since;  /* when it became a link; 0 = it is none (any more) */
    uint32_t struck; /* when a file or link last took this place: what was below it before is gone */
    uint32_t yields; /* when an entry of a layer that is still to be taken will take this place */
    sb_str name, target;
};
/* A zeroed struct has no links. */
struct sb_archive_links {
    SB_VEC(struct sb_archive_link) p;
    struct sb_map children; /* hash of (parent, name) -> index; the next key where two meet */
    struct sb_arena text;
    struct sb_buf scratch, asked; /* ASKED: the folder that was last asked about ... */
    uint32_t asked_at;            /* ... and which of the above it is; 0 = none */
    bool answered;
    uint32_t first, now; /* NOW: links that yield between the two are not followed; 0 = all are */
};
void sb_archive_links_done(struct sb_archive_links *links);

/* PATH (as sb_archive_path() made it) with the links in its folders followed; the last part is not. SB_PATH_ bits:
 * LINKED if there was one, LEAVES or DEEP (then PATH is no path) if it goes out of the root or round and round. In the
 * layers of an image a link cannot leave the ROOT: ".." in it stays there, as for the processes of its container. */
enum { SB_PATH_LINKED = 8 };
unsigned sb_archive_links_follow(struct sb_archive_links *links, bool root, uint32_t depth, struct sb_buf *path);
/* Entries from FIRST on are still to be taken; what they will replace until the N-th is not followed. N = 0: is. */
void sb_archive_links_look_ahead(struct sb_archive_links *links, uint32_t first, uint32_t n);
/* ENTRY, the N-th, will take its place: what stands there yields, but no folder to a folder and no link to its like. */
void sb_archive_links_yield(struct sb_archive_links *links, const struct sb_entry *entry, uint32_t n);
/* What ENTRY, the N-th (from 1), does to the links. */
void sb_archive_links_take(struct sb_archive_links *links, const struct sb_entry *entry, uint32_t n);

#endif
