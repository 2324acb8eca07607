/* Inside of the summary: stretches of a text that use far more different characters than words do, fed in pieces of any
 * size: base85 in any alphabet, and base64 in pieces too short for source/encoded.h, however they are quoted and
 * wrapped.
 *
 * One place in SB_CROWDED_STEP is looked at. What begins before the place that finds it is not counted; a stretch of
 * two steps is found wherever it begins. */
#ifndef SB_SOURCE_CROWDED_H
#define SB_SOURCE_CROWDED_H

#include "base/str.h"

enum {
    SB_CROWDED_STEP = 2048,
    SB_CROWDED_WINDOW = 256, /* holds SB_CROWDED_VALUES different characters or more; code has about 40, base64 no more
                                than 64, base85 about 80 */
    SB_CROWDED_VALUES = 66,
    SB_CROWDED_GAP = 1 /* windows in between that hold fewer */
};

struct sb_crowded {
    uint64_t seen;      /* bytes before the current piece */
    uint64_t next;      /* where the current window begins */
    uint64_t values[2]; /* which there are in it so far */
    uint64_t found;     /* bytes of the stretch that is followed; 0: none is */
    uint64_t longest;
    uint32_t signs; /* of the front of the current window */
    uint8_t gap;    /* windows behind the last one of the stretch */
};

void sb_crowded_begin(struct sb_crowded *crowded);
void sb_crowded_add(struct sb_crowded *crowded, const char *p, size_t n);
/* 0, or about how long the longest is, 2 * SB_CROWDED_STEP at least: with the step that it may have begun in. */
uint64_t sb_crowded_end(struct sb_crowded *crowded);

#endif
