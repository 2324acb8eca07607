/* Which collectors want a file, by its path alone: one hash look-up for its name, one for its suffix. */
#ifndef SB_COLLECT_DISPATCH_H
#define SB_COLLECT_DISPATCH_H

#include "collect/collect.h"

struct sb_dispatch_hit {
    const struct sb_collector *collector;
    const struct sb_match *row;
    size_t bytes;  /* that are read for the row */
    uint32_t rank; /* of the collector in its table */
};
struct sb_dispatch;

/* COLLECTORS: NULL-terminated. LIST_BYTES: as sb_limits has it, 0 as sb_limits_default. */
struct sb_dispatch *sb_dispatch_new(const struct sb_collector *const *collectors, uint64_t list_bytes);
void sb_dispatch_free(struct sb_dispatch *dispatch);
/* How many rows there are: no file has more hits. */
size_t sb_dispatch_rows(const struct sb_dispatch *dispatch);
/* Fills HITS (room for sb_dispatch_rows() of them) in the order of the tables; returns how many. Any thread. */
size_t sb_dispatch_find(const struct sb_dispatch *dispatch, sb_str dir, sb_str name, struct sb_dispatch_hit *hits);
/* Of a link: without the rows that want a file's front. Returns how many are left. */
size_t sb_dispatch_link(struct sb_dispatch_hit *hits, size_t n);

#endif
