/* Inside of the summary: the longest encoded run of a text, fed in pieces of any size.
 *
 * A run is what somebody makes of bytes to hide or to carry them in a text, however it is laid out. It has parts:
 * - chunks of base64 or hex characters, in both alphabets: of SB_CHUNK or more that hold a digit and are mixed (one
 *   character in five is of another class than the one before: small, large, digit), or of SB_LONG_CHUNK or more
 * whatever they are. Each of their characters counts;
 * - or pairs of hex digits behind \x, 0x, % or \u00; each counts 2;
 * - or numbers below 256, in decimal, with no letters between them but those of chr(); each counts 2.
 * All together they have eight different characters or values at least. Between two parts stand at most SB_RUN_GAP
 * bytes of anything: quotes, commas, plus signs, line ends, the beginning of the next call. */
#ifndef SB_SOURCE_ENCODED_H
#define SB_SOURCE_ENCODED_H

#include "base/str.h"
#include "source/encoded_place.h"

/* Runs below this are not told: they are digests, keys, names. One place in so many bytes is looked at, and only where
 * it and two of its neighbours may lie in a run all bytes around it are. */
enum { SB_RUN_MIN = 1024, SB_RUN_STEP = SB_RUN_MIN };

enum {
    SB_RUN_AHEAD = SB_RUN_STEP / 2 + SB_RUN_BEHIND,
    SB_RUN_BACK = SB_RUN_STEP + SB_RUN_BEFORE,
    SB_RUN_TAIL = SB_RUN_BACK + SB_RUN_AHEAD
};

struct sb_encoded {
    uint64_t seen;   /* bytes before the current piece */
    uint64_t sample; /* the place that is looked at next */
    struct sb_run run;
    size_t n_tail;
    char tail[SB_RUN_TAIL]; /* the last bytes before the current piece */
};

void sb_encoded_init(void); /* makes the tables; once or often, from any thread */
void sb_encoded_begin(struct sb_encoded *e);
void sb_encoded_add(struct sb_encoded *e, const char *p, size_t n);
uint64_t sb_encoded_end(struct sb_encoded *e); /* 0 or at least SB_RUN_MIN */
/* All of these, for a text that is there as a whole. */
uint64_t sb_encoded_of(struct sb_encoded *e, sb_str text);

#endif
