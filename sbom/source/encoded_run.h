/* Inside of encoded.c: an encoded run, followed byte by byte. */
#ifndef SB_SOURCE_ENCODED_RUN_H
#define SB_SOURCE_ENCODED_RUN_H

#include "base/base.h"

enum { SB_CHUNK = 12, SB_LONG_CHUNK = 40, SB_CHUNK_FRONT = 256, SB_RUN_GAP = 16 };
enum { SB_PAIR_GAP = SB_RUN_GAP + 4 /* with the pair itself */, SB_RUN_WIDE = SB_PAIR_GAP + 1 /* no gap at all */ };

enum sb_run_form { SB_RUN_NONE, SB_RUN_CHUNKS, SB_RUN_PAIRS, SB_RUN_NUMBERS };

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
    uint8_t form;    /* enum sb_run_form */
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

/* As far as the chunk goes on, from AT; returns where it ends. What it is its front tells; of one that is too short for
 * a part only the length matters. */
size_t sb_chunk_read(struct sb_chunk *chunk, const char *p, size_t at, size_t n);
/* Names change their case or have digits, hardly ever both so often. */
bool sb_chunk_is_mixed(const struct sb_chunk *chunk);

/* Takes a run through N bytes that stand at place AT of the text; how many it took until it was over. */
size_t sb_run_follow(struct sb_run *run, uint64_t at, const char *p, size_t n);
void sb_run_finish(struct sb_run *run); /* behind the last byte */

#endif
