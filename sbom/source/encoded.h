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

enum { SB_CHUNK = 12, SB_LONG_CHUNK = 40, SB_CHUNK_FRONT = 256, SB_RUN_GAP = 16 };
/* Runs below this are not told: they are digests, keys, names. One place in so many bytes is looked at, and only where
 * it and two of its neighbours may lie in a run all bytes around it are. */
enum { SB_RUN_MIN = 1024, SB_RUN_STEP = SB_RUN_MIN };

/* What is seen of a place: so many bytes before and from it on. */
enum { SB_RUN_BEFORE = 64, SB_RUN_BEHIND = 96, SB_RUN_WINDOW = SB_RUN_BEFORE + SB_RUN_BEHIND };
enum {
    SB_RUN_AHEAD = SB_RUN_STEP / 2 + SB_RUN_BEHIND,
    SB_RUN_BACK = SB_RUN_STEP + SB_RUN_BEFORE,
    SB_RUN_TAIL = SB_RUN_BACK + SB_RUN_AHEAD
};

/* The chunk that is open: its characters; and of the first SB_CHUNK_FRONT of them, changes from one class of them
 * (small, large, digits) to another. */
struct sb_chunk {
    uint64_t n, changes, digits, signs;
    uint32_t letters; /* which there are, by their last five bits */
    uint8_t last;     /* class */
    bool cut;         /* its front was not seen: no part, whatever it looks like from here */
};

/* The run that is followed at the moment. */
struct sb_run {
    uint8_t form;    /* 0: none */
    bool glued;      /* a number: what stands before it makes it a part of something else */
    bool short_hex;  /* the last pair stood behind 0x: a further digit makes it a longer number */
    uint32_t gap;    /* bytes since the last part */
    uint32_t digits; /* of the number that is open */
    uint32_t value;  /* its value */
    uint64_t bytes;  /* the last eight */
    struct sb_chunk chunk;
    uint64_t longest;     /* of all runs so far */
    uint64_t total;       /* of this one */
    uint32_t values;      /* what is in it: kinds of characters or values, 32 classes of them */
    uint64_t at_least_to; /* it is given up only behind this place */
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
