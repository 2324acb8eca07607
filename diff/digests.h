/* The digests of two rows, side by side: each algorithm that both have, in one walk over lists that sealing sorted. */
#ifndef SB_DIFF_DIGESTS_H
#define SB_DIFF_DIGESTS_H

#include "diff/delta.h"

struct sb_digest_walk {
    const struct sb_doc *doc[SB_SIDES];
    struct sb_range rest[SB_SIDES];
    const struct sb_digest *old, *new; /* the first of either side */
    bool equal;                        /* one is shared: a list of digests (one for each published file) may grow */
    uint32_t steps;                    /* digests looked at so far: at most as many as there are */
};
struct sb_digest_walk sb_digest_walk(const struct sb_delta *delta, const sb_comp row[SB_SIDES]);
/* Goes to the next algorithm; false at the end. */
bool sb_digest_next(struct sb_digest_walk *walk);

#endif
