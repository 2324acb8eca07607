/* Inside of the summary: what a text holds that nobody sees who reads it, fed in pieces of any size.
 *
 * - Characters without a shape, one beside the other: variation selectors (U+FE00 to U+FE0F, U+E0100 to U+E01EF),
 * joiners, spaces and marks of no width (U+200B to U+200F, U+2060 to U+2064), tags (U+E0000 to U+E007F), at most two
 * bytes of something else between two of them. About SB_UNSEEN_CHARACTERS are a run.
 * - Blanks inside a line, with more behind them: about SB_UNSEEN_BLANKS push that out of everybody's window.
 *
 * One byte in SB_UNSEEN_STEP is looked at, so that it costs nothing: what begins before the byte that finds it counts
 * only from there on. */
#ifndef SB_SOURCE_UNSEEN_H
#define SB_SOURCE_UNSEEN_H

#include "base/str.h"

enum {
    SB_UNSEEN_STEP = 61, /* a prime: no pattern stays out of step with it */
    SB_UNSEEN_CHARACTERS = 64,
    SB_UNSEEN_BLANKS = 200,
    SB_UNSEEN_RUN = 4096 /* what such a place counts as encoded at least: it is worse than what can be seen */
};

struct sb_unseen {
    uint64_t seen;            /* bytes before the current piece */
    uint64_t longest, blanks; /* the longest runs of either kind */
    uint64_t n;               /* of the run that is followed */
    uint32_t letter;          /* the character that is open, and how many bytes of it are missing */
    uint8_t missing, gap, form;
    bool inside; /* the blanks have something before them in their line */
    size_t n_tail;
    char tail[SB_UNSEEN_STEP];
};

void sb_unseen_begin(struct sb_unseen *unseen);
void sb_unseen_add(struct sb_unseen *unseen, const char *p, size_t n);
/* 0, or SB_UNSEEN_RUN and the length of the longest run. CODE: blanks count; texts for people have tables. */
uint64_t sb_unseen_end(struct sb_unseen *unseen, bool code);

#endif
