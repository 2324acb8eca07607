#include "base/keyset.h"

#include "base/mem.h"
#include "base/str.h"

static size_t slot_of(const struct sb_keyset *set, uint64_t stored)
{
    size_t at = (size_t)sb_hash(&stored, sizeof stored, 0) & set->mask;
    while (set->keys[at] && set->keys[at] != stored)
        at = (at + 1) & set->mask;
    return at;
}

static void grow(struct sb_keyset *set)
{
    struct sb_keyset bigger = {.n = set->n, .mask = set->mask ? set->mask * 2 + 1 : 63};
    bigger.keys = sb_calloc(bigger.mask + 1, sizeof *bigger.keys);
    for (size_t i = 0; set->keys && i <= set->mask; i++)
        if (set->keys[i])
            bigger.keys[slot_of(&bigger, set->keys[i])] = set->keys[i];
    sb_keyset_done(set);
    *set = bigger;
}

bool sb_keyset_put(struct sb_keyset *set, uint64_t key)
{
    if (!set->keys || set->n * 4 >= set->mask * 3)
        grow(set);
    size_t at = slot_of(set, key + 1);
    bool known = set->keys[at] != 0;
    set->keys[at] = key + 1;
    set->n += !known;
    return known;
}

bool sb_keyset_has(const struct sb_keyset *set, uint64_t key)
{
    return set->keys && set->keys[slot_of(set, key + 1)] != 0;
}

bool sb_keyset_next(const struct sb_keyset *set, size_t *at, uint64_t *ret_key)
{
    while (set->keys && *at <= set->mask && !set->keys[*at])
        ++*at;
    if (!set->keys || *at > set->mask)
        return false;
    *ret_key = set->keys[(*at)++] - 1;
    return true;
}

void sb_keyset_done(struct sb_keyset *set)
{
    sb_free(set->keys);
    *set = (struct sb_keyset){0};
}
