#include "base/map.h"

#include "base/mem.h"
#include "base/str.h"

static size_t slot_of(const struct sb_map *map, uint64_t stored)
{
    size_t at = (size_t)sb_hash(&stored, sizeof stored, 0) & map->mask;
    while (map->keys[at] && map->keys[at] != stored)
        at = (at + 1) & map->mask;
    return at;
}

static void grow(struct sb_map *map)
{
    struct sb_map bigger = {.n = map->n, .mask = map->mask ? map->mask * 2 + 1 : 63};
    bigger.keys = sb_calloc(bigger.mask + 1, sizeof *bigger.keys);
    bigger.values = sb_calloc(bigger.mask + 1, sizeof *bigger.values);
    for (size_t i = 0; map->keys && i <= map->mask; i++) {
        if (!map->keys[i])
            continue;
        size_t at = slot_of(&bigger, map->keys[i]);
        bigger.keys[at] = map->keys[i];
        bigger.values[at] = map->values[i];
    }
    sb_map_done(map);
    *map = bigger;
}

uint32_t *sb_map_put(struct sb_map *map, uint64_t key)
{
    if (!map->keys || map->n * 3 >= map->mask * 2)
        grow(map);
    size_t at = slot_of(map, key + 1);
    if (!map->keys[at]) {
        map->keys[at] = key + 1;
        map->values[at] = 0;
        map->n++;
    }
    return &map->values[at];
}

uint32_t *sb_map_get(const struct sb_map *map, uint64_t key)
{
    if (!map->keys)
        return NULL;
    size_t at = slot_of(map, key + 1);
    return map->keys[at] ? &map->values[at] : NULL;
}

void sb_map_done(struct sb_map *map)
{
    sb_free(map->keys);
    sb_free(map->values);
    *map = (struct sb_map){0};
}
