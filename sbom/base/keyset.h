/* A set of 64-bit keys: hashes of what was met. Half as large as a map (base/map.h). */
#ifndef SB_BASE_KEYSET_H
#define SB_BASE_KEYSET_H

#include "base/base.h"

struct sb_keyset {
    uint64_t *keys; /* key + 1; 0 = free */
    size_t n, mask;
};

/* A zeroed set is empty. Key UINT64_MAX must not be used. */
bool sb_keyset_put(struct sb_keyset *set, uint64_t key); /* true: it was there */
bool sb_keyset_has(const struct sb_keyset *set, uint64_t key);
/* The next key from slot *AT on, which begins with 0. False behind the last; in no order that means anything. */
bool sb_keyset_next(const struct sb_keyset *set, size_t *at, uint64_t *ret_key);
void sb_keyset_done(struct sb_keyset *set);

#endif
