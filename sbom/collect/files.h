/* The first step of a scan: each entry to the path table, its bytes to the collectors that want them. */
#ifndef SB_COLLECT_FILES_H
#define SB_COLLECT_FILES_H

#include "collect/scan_state.h"

/* For the source. CTX of all of it is the struct sb_scan_state. */
struct sb_visitor sb_files_visitor(struct sb_scan_state *scan);
bool sb_files_excluded(void *ctx, sb_str path);

/* A file that is given to its collectors after all entries came. */
struct sb_late_file {
    sb_node node;
    sb_str dir, name, path;
    const struct sb_dispatch_hit *hits;
    size_t n;
};
/* The bytes that the hungriest of the rows wants; 0 if only the file's being there matters. */
size_t sb_files_wanted(const struct sb_dispatch_hit *hits, size_t n);
/* Reads at most MAX bytes of STREAM for the collectors into the worker's `bytes`; what is wrong is told of PATH, and,
 * if TELLS_MORE, that there are more. False if nothing could be read. */
bool sb_files_read(struct sb_scan_state *scan, unsigned worker, sb_str path, struct sb_stream *stream, size_t max,
                   bool tells_more);
/* Is one of the rows for archives whose inside belongs to the tree, or for what CERTAINLY is one? */
bool sb_files_nest(const struct sb_dispatch_hit *hits, size_t n, bool certainly);
void sb_files_late(struct sb_scan_state *scan, unsigned worker, const struct sb_late_file *file, sb_str bytes);

#endif
