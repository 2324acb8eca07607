/* Inside of the summary: names that nobody gives, fed in pieces of any size: "_0x1f2e3d", what obfuscators call
 * whatever they find. People write numbers so, never names; and no minifier does, which wants them short.
 *
 * A name is "_0x" and SB_SCRAMBLED_DIGITS small hex digits or more, with nothing before it that a name may hold. */
#ifndef SB_SOURCE_SCRAMBLED_H
#define SB_SOURCE_SCRAMBLED_H

#include "base/str.h"

enum {
    SB_SCRAMBLED_DIGITS = 4,
    SB_SCRAMBLED_NAMES = 16, /* fewer are an example in a comment, or a test of a parser */
    SB_SCRAMBLED_WINDOW = 1 + 3 + SB_SCRAMBLED_DIGITS,
    SB_SCRAMBLED_RUN = 32 * 1024 /* what such a text counts as encoded: nobody can read any of it */
};

struct sb_scrambled {
    uint64_t names;
    size_t n_tail;
    char tail[SB_SCRAMBLED_WINDOW - 1]; /* the last bytes before the current piece */
};

void sb_scrambled_begin(struct sb_scrambled *s);
void sb_scrambled_add(struct sb_scrambled *s, const char *p, size_t n);
/* 0 or SB_SCRAMBLED_RUN */
uint64_t sb_scrambled_end(const struct sb_scrambled *s);

#endif
