/* Inside of the summary: bytes that a text carries as a list of short quoted pieces, fed in pieces of any size: base64
 * and hex cut too short for source/encoded.h, addresses of networks and of their
 * cards.
 *
 * One place in SB_PIECES_STEP is looked at. A stretch of two steps is found wherever it begins. */
#ifndef SB_SOURCE_PIECES_H
#define SB_SOURCE_PIECES_H

#include "base/str.h"

enum {
    SB_PIECES_STEP = 1024,
    SB_PIECES_WINDOW = 256, /* holds SB_PIECES_MIN of them or more */
    SB_PIECES_MIN = 4,
    SB_PIECES_SHORT = 4, /* characters of a piece of base64 or hex, from ... */
    SB_PIECES_LONG = 16, /* ... to: longer ones are chunks */
    SB_PIECES_RUN = 768  /* characters that a list has at least */
};

struct sb_pieces {
    uint64_t seen;  /* bytes before the current piece of the text */
    uint64_t next;  /* where the current window begins */
    uint64_t found; /* characters of the stretch that is followed; 0: none is */
    uint64_t longest;
    bool gap; /* the last window of the stretch held something else */
    char window[SB_PIECES_WINDOW];
};

void sb_pieces_begin(struct sb_pieces *pieces);
void sb_pieces_add(struct sb_pieces *pieces, const char *p, size_t n);
/* 0, or about how many characters the longest list carries, with the step that it may have begun in. */
uint64_t sb_pieces_end(struct sb_pieces *pieces);

#endif
