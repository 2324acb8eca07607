/* Kept members of a document as numbers that no order of arrays, no white space and no id of an element gets into. */
#ifndef SB_DIFF_CANONICAL_H
#define SB_DIFF_CANONICAL_H

#include "base/str.h"

typedef uint64_t sb_hash_fn(const void *p, size_t n, uint64_t seed);

struct sb_canonical; /* a reader that is used again */
/* HASH: sb_hash to know what is equal, sb_hash_same to sort by. */
struct sb_canonical *sb_canonical_new(sb_hash_fn *hash);
void sb_canonical_free(struct sb_canonical *canonical);

/* The number of one member and its JSON text: equal for texts that say the same. Of what is no JSON, or nested too
 * deeply, the number of its bytes. */
uint64_t sb_canonical_number(struct sb_canonical *canonical, sb_str member, sb_str json);

#endif
