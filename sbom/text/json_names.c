#include "text/json_names.h"

#include "text/json_token.h"

enum { FEW = 12, FIRST_SLOTS = 64 };

void sb_names_init(struct sb_names *names)
{
    *names = (struct sb_names){0};
    sb_grow(&names->names.p, &names->names.cap, 64, sizeof *names->names.p);
}

void sb_names_done(struct sb_names *names)
{
    sb_free(names->names.p);
    sb_free(names->slots.p);
    *names = (struct sb_names){0};
}

void sb_names_clear(struct sb_names *names)
{
    names->names.n = 0;
    names->slots.n = 0;
}

void sb_names_open(const struct sb_names *names, struct sb_name_set *set)
{
    *set = (struct sb_name_set){names->names.n, names->slots.n, 0};
}

void sb_names_close(struct sb_names *names, const struct sb_name_set *set)
{
    names->names.n = set->first;
    names->slots.n = set->first_slot;
}

static bool has_escape(sb_str raw)
{
    return sb_str_chr(raw, '\\') != SB_NPOS;
}

/* Both were checked when they were read; only the ways to write one name may differ. */
static bool same_name(sb_str a, sb_str b)
{
    if (sb_str_eq(a, b))
        return true;
    if (!has_escape(a) && !has_escape(b))
        return false;
    const char *bad_at, *wrong;
    char *text = sb_malloc(a.n + b.n);
    size_t n = sb_token_unescape(a, text, &bad_at, &wrong);
    size_t m = sb_token_unescape(b, text + a.n, &bad_at, &wrong);
    bool same = n == m && memcmp(text, text + a.n, n) == 0;
    sb_free(text);
    return same;
}

static bool among_few(const struct sb_name *names, size_t n, uint64_t hash, sb_str raw)
{
    for (size_t i = 0; i < n; i++)
        if (SB_UNLIKELY(names[i].hash == hash) && same_name(names[i].raw, raw))
            return true;
    return false;
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
        size_t at = names->names.p[set->first + i].hash & (count - 1);
        while (slots[at])
            at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)i + 1;
    }
}

static bool among_many(struct sb_names *names, struct sb_name_set *set, size_t n, uint64_t hash, sb_str raw)
{
    if (n * 2 >= set->slots)
        build_slots(names, set, n, set->slots ? set->slots * 2 : FIRST_SLOTS);
    uint32_t *slots = names->slots.p + set->first_slot;
    const struct sb_name *own = names->names.p + set->first;
    size_t at = hash & (set->slots - 1);
    for (; slots[at]; at = (at + 1) & (set->slots - 1)) {
        const struct sb_name *other = &own[slots[at] - 1];
        if (other->hash == hash && same_name(other->raw, raw))
            return true;
    }
    slots[at] = (uint32_t)n + 1;
    return false;
}

bool sb_names_add(struct sb_names *names, struct sb_name_set *set, sb_str text, sb_str raw)
{
    uint64_t hash = sb_hash(text.p, text.n, 0);
    size_t n = names->names.n - set->first;
    bool twice = n < FEW ? among_few(names->names.p + set->first, n, hash, raw) : among_many(names, set, n, hash, raw);
    if (SB_UNLIKELY(twice))
        return false;
    *SB_PUSH(&names->names) = (struct sb_name){hash, raw};
    return true;
}
