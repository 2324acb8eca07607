#include "text/json_names.h"

enum { FIRST_SLOTS = 64 };

void sb_names_init(struct sb_names *names)
{
    *names = (struct sb_names){0};
    sb_grow(&names->names.p, &names->names.cap, 64, sizeof *names->names.p);
}

void sb_names_done(struct sb_names *names)
{
    sb_free(names->names.p);
    sb_free(names->slots.p);
    sb_free(names->bytes.p);
    *names = (struct sb_names){0};
}

void sb_names_clear(struct sb_names *names)
{
    names->names.n = 0;
    names->slots.n = 0;
    names->bytes.n = 0;
}

void sb_names_open(const struct sb_names *names, struct sb_name_set *set)
{
    *set = (struct sb_name_set){names->names.n, names->slots.n, names->bytes.n, 0, 0};
}

void sb_names_close(struct sb_names *names, const struct sb_name_set *set)
{
    names->names.n = set->first;
    names->slots.n = set->first_slot;
    names->bytes.n = set->first_byte;
}

static bool same_name(const struct sb_names *names, const struct sb_name *a, const struct sb_name *b)
{
    return a->front == b->front && a->back == b->back && a->n == b->n &&
           (a->n <= SB_NAME_IN_WORDS || memcmp(names->bytes.p + a->at, names->bytes.p + b->at, a->n) == 0);
}

/* The last of the names OWN of one object against the N before it. */
static bool among_few(const struct sb_names *names, const struct sb_name *own, size_t n)
{
    const uint64_t front = own[n].front;
    for (size_t i = 0; i < n; i++)
        if (SB_UNLIKELY(own[i].front == front) && same_name(names, &own[i], &own[n]))
            return true;
    return false;
}

static size_t hash_of(const struct sb_names *names, const struct sb_name *name)
{
    const uint64_t words[] = {name->front, name->back};
    return name->n > SB_NAME_IN_WORDS ? sb_hash(names->bytes.p + name->at, name->n, 0)
                                      : sb_hash(words, sizeof words, name->n);
}

/* Puts the N names of SET into COUNT slots; they are the last ones of the stack, so it may grow there. */
static void build_slots(struct sb_names *names, struct sb_name_set *set, size_t n, size_t count)
{
    sb_grow(&names->slots.p, &names->slots.cap, set->first_slot + count, sizeof *names->slots.p);
    names->slots.n = set->first_slot + count;
    set->slots = count;
    uint32_t *slots = names->slots.p + set->first_slot;
    memset(slots, 0, count * sizeof *slots);
    for (size_t i = 0; i < n; i++) {
        size_t at = hash_of(names, &names->names.p[set->first + i]) & (count - 1);
        while (slots[at])
            at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)i + 1;
    }
}

static bool among_many(struct sb_names *names, struct sb_name_set *set, size_t n)
{
    if (n * 2 >= set->slots)
        build_slots(names, set, n, set->slots ? set->slots * 2 : FIRST_SLOTS);
    uint32_t *slots = names->slots.p + set->first_slot;
    const struct sb_name *own = names->names.p + set->first;
    size_t at = hash_of(names, &own[n]) & (set->slots - 1);
    for (; slots[at]; at = (at + 1) & (set->slots - 1))
        if (same_name(names, &own[slots[at] - 1], &own[n]))
            return true;
    slots[at] = (uint32_t)n + 1;
    return false;
}

void sb_names_keep_bytes(struct sb_names *names, struct sb_name *name, sb_str text)
{
    name->at = names->bytes.n;
    sb_grow(&names->bytes.p, &names->bytes.cap, name->at + text.n, 1);
    memcpy(names->bytes.p + name->at, text.p, text.n);
    names->bytes.n += text.n;
}

bool sb_names_meet(struct sb_names *names, struct sb_name_set *set)
{
    size_t n = names->names.n - set->first - 1;
    return n < SB_NAMES_FEW ? among_few(names, names->names.p + set->first, n) : among_many(names, set, n);
}
