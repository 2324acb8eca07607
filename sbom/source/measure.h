/* Inside of the summary: lines, runs and entropy of a text, fed in pieces of any size. */
#ifndef SB_SOURCE_MEASURE_H
#define SB_SOURCE_MEASURE_H

#include "source/crowded.h"
#include "source/encoded.h"
#include "source/pieces.h"
#include "source/scrambled.h"
#include "source/summary.h"
#include "source/unpacked.h"
#include "source/unseen.h"

/* The entropy is that of a sample: SB_SAMPLE_FRONT bytes at the front, and behind them the first SB_SAMPLE_TAKEN of
 * every SB_SAMPLE_STEP, so that no part of a large file goes unseen. */
enum { SB_SAMPLE_FRONT = 8 * 1024, SB_SAMPLE_STEP = 8 * 1024, SB_SAMPLE_TAKEN = 1024 };

struct sb_measure {
    uint64_t line;         /* bytes of the line that is still open */
    uint64_t longest_line; /* of the lines that were closed */
    uint64_t seen;         /* bytes that the sample was drawn from */
    uint64_t counted;      /* of them, in the tables */
    bool code;             /* what only code can hold is looked for, too */
    struct sb_unseen unseen;
    struct sb_crowded crowded;
    struct sb_scrambled scrambled;
    uint32_t counts[4][256]; /* four tables, so that equal neighbours do not wait for each other */
    struct sb_encoded encoded;
    struct sb_pieces pieces;
    struct sb_unpacked unpacked;
};

void sb_measure_init(void); /* makes the table of logarithms; once or often, from any thread */
void sb_measure_begin(struct sb_measure *m);
/* Once it is known, before the first piece: is the text a script, or data and words? */
void sb_measure_kind(struct sb_measure *m, bool code);
void sb_measure_add(struct sb_measure *m, const char *p, size_t n);
void sb_measure_end(struct sb_measure *m, struct sb_summary *summary);
/* All of these, for a text of fewer than SB_DENSE_BYTES that is there as a whole. */
void sb_measure_small(struct sb_measure *m, sb_str text, struct sb_summary *summary);
/* The entropy alone, of a few bytes that are no text. */
uint16_t sb_measure_density(struct sb_measure *m, sb_str bytes);

#endif
