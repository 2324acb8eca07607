/* Inside of digest.c: SHA-256 of two messages side by side. One message leaves half of a processor's SHA unit idle,
 * since each round waits for the one before; a second message takes the other half. */
#ifndef SB_BASE_SHA256_LANES_H
#define SB_BASE_SHA256_LANES_H

#include "base/str.h"

enum { SB_SHA256_BLOCK = 64 };

struct sb_sha256_lane {
    uint32_t state[8];
    uint64_t bytes;                /* of the message so far */
    uint8_t held[SB_SHA256_BLOCK]; /* the last ones, fewer than a block */
};

/* Has this processor what it takes? Otherwise nothing below may be called. */
bool sb_sha256_lanes_offered(void);
void sb_sha256_lane_begin(struct sb_sha256_lane *lane);
void sb_sha256_lane_add(struct sb_sha256_lane *lane, const void *p, size_t n);
/* Takes bytes off both messages until one of them is empty. */
void sb_sha256_lanes_add(struct sb_sha256_lane *a, sb_str *a_bytes, struct sb_sha256_lane *b, sb_str *b_bytes);
void sb_sha256_lane_end(struct sb_sha256_lane *lane, uint8_t out[32]);

#endif
