/* The normalisations by which rows of two documents are one package, by name: for --explain. */
#ifndef SB_DIFF_SPELLINGS_H
#define SB_DIFF_SPELLINGS_H

#include "diff/delta.h"

struct sb_spelled;

struct sb_spelling_row {
    const char *name, *what; /* a few words; what falls together by it */
    bool (*applies)(const struct sb_spelled *old, const struct sb_spelled *new);
};
enum { SB_SPELLINGS = 13 };
extern const struct sb_spelling_row sb_spelling_rows[SB_SPELLINGS];

/* How many pairs needed each, and the first of them. */
struct sb_spelling_use {
    uint32_t count;
    const struct sb_row_pair *first; /* smallest purl */
};
void sb_spellings(const struct sb_delta *delta, struct sb_spelling_use ret_uses[SB_SPELLINGS]);

#endif
