/* Inside of the summary: code that runs what it decodes or fetches in one and the same breath, fed in pieces of any
 * size: exec() or eval() of a text, with the call of a decoder or of a network client between its brackets.
 *
 * However short what it decodes is, nobody can read what is run. */
#ifndef SB_SOURCE_UNPACKED_H
#define SB_SOURCE_UNPACKED_H

#include "base/str.h"

enum {
    SB_UNPACKED_CALL = 256, /* as far behind the bracket the decoder is looked for */
    SB_UNPACKED_NAME = 8,   /* what is seen before it */
    SB_UNPACKED_RUN = 4096  /* what such a place counts as encoded: it is worse than what can be seen */
};

struct sb_unpacked {
    bool found;
    size_t n_tail;
    char tail[SB_UNPACKED_NAME + SB_UNPACKED_CALL]; /* the last bytes before the current piece */
};

void sb_unpacked_begin(struct sb_unpacked *unpacked);
void sb_unpacked_add(struct sb_unpacked *unpacked, const char *p, size_t n);
/* 0 or SB_UNPACKED_RUN */
uint64_t sb_unpacked_end(struct sb_unpacked *unpacked);

#endif
