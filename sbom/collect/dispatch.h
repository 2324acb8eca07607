/* Which collectors want a file, by its path alone: one hash look-up for its name, one for its suffix. */
#ifndef SB_COLLECT_DISPATCH_H
#define SB_COLLECT_DISPATCH_H

#include "collect/collect.h"

enum { SB_DISPATCH_MAX = 8 }; /* rows that may match one file */

struct sb_dispatch_hit {
    const struct sb_collector *collector;
    const struct sb_match *row;
};
struct sb_dispatch;

struct sb_dispatch *sb_dispatch_new(void);
void sb_dispatch_free(struct sb_dispatch *dispatch);
/* Fills HITS in the order of the tables; returns how many. Any thread. */
size_t sb_dispatch_find(const struct sb_dispatch *dispatch, sb_str dir, sb_str name,
                        struct sb_dispatch_hit hits[SB_DISPATCH_MAX]);

#endif
