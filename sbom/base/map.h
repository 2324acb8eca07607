/* A hash map from 64-bit keys (a handle, a pair of handles, a hash) to 32-bit values. Never iterated. */
#ifndef SB_BASE_MAP_H
#define SB_BASE_MAP_H

#include "base/base.h"

struct sb_map {
    uint64_t *keys; /* key + 1; 0 = free */
    uint32_t *values;
    size_t n, mask;
};

/* A zeroed map is empty. Key UINT64_MAX must not be used. */
uint32_t *sb_map_put(struct sb_map *map, uint64_t key);       /* the slot, zeroed when it is new */
uint32_t *sb_map_get(const struct sb_map *map, uint64_t key); /* NULL if absent */
void sb_map_done(struct sb_map *map);
static inline uint64_t sb_pair(uint32_t a, uint32_t b)
{
    return (uint64_t)a << 32 | b;
}

#endif
