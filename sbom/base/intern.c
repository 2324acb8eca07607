#include "base/intern.h"

#include "base/mem.h"

void sb_intern_init(struct sb_intern *table)
{
    *table = (struct sb_intern){.arena.huge = true};
    static const sb_str reserved[] = {{"", 0}, {"", 0}, {"NOASSERTION", 11}, {"NONE", 4}, {"", 0}};
    table->n = SB_COUNT(reserved);
    sb_grow(&table->text, &table->cap, 1024, sizeof *table->text);
    memcpy(table->text, reserved, sizeof reserved);
}

void sb_intern_done(struct sb_intern *table)
{
    sb_arena_done(&table->arena);
    sb_free(table->text);
    sb_free(table->slots);
    sb_free(table->memo);
    sb_free(table->shorts);
    *table = (struct sb_intern){0};
}

/* Written before it is read, which costs one page fault a page: fresh memory that is read first costs two. */
static struct sb_intern_slot *new_slots(size_t n)
{
    struct sb_intern_slot *slots = sb_malloc(n * sizeof *slots);
    return memset(slots, 0, n * sizeof *slots);
}

static void rehash(struct sb_intern *table)
{
    size_t size = table->slot_mask ? (table->slot_mask + 1) * 2 : 256;
    struct sb_intern_slot *slots = new_slots(size);
    for (size_t i = 0; table->slots && i <= table->slot_mask; i++) {
        if (!table->slots[i].id)
            continue;
        size_t at = table->slots[i].hash & (size - 1);
        while (slots[at].id)
            at = (at + 1) & (size - 1);
        slots[at] = table->slots[i];
    }
    sb_free(table->slots);
    table->slots = slots;
    table->slot_mask = size - 1;
}

/* The slot that holds S, or the free one where it belongs. */
static struct sb_intern_slot *slot_of(const struct sb_intern *table, sb_str s, uint32_t hash)
{
    size_t at = hash & table->slot_mask;
    while (table->slots[at].id && (table->slots[at].hash != hash || !sb_str_eq(table->text[table->slots[at].id], s)))
        at = (at + 1) & table->slot_mask;
    return &table->slots[at];
}

static uint32_t store(struct sb_intern *table, sb_str s)
{
    sb_grow(&table->text, &table->cap, table->n + 1, sizeof *table->text);
    table->text[table->n] = sb_arena_str(&table->arena, s);
    return (uint32_t)table->n++;
}

static uint32_t hash_of(sb_str s)
{
    return (uint32_t)sb_hash(s.p, s.n, 0);
}

static void make_room(struct sb_intern *table, size_t n)
{
    while (!table->slots || (table->n_slots + n) * 4 > table->slot_mask * 3)
        rehash(table);
}

static sb_text intern(struct sb_intern *table, sb_str s, uint32_t hash)
{
    struct sb_intern_slot *slot = slot_of(table, s, hash);
    if (!slot->id) {
        *slot = (struct sb_intern_slot){store(table, s), hash};
        table->n_slots++;
    }
    return (sb_text){slot->id};
}

static sb_text look_up(struct sb_intern *table, sb_str s)
{
    make_room(table, 1);
    return intern(table, s, hash_of(s));
}

enum { SHORT = 16, SHORTS_BITS = 8 };

sb_text sb_intern(struct sb_intern *table, sb_str s)
{
    uint64_t words[2];
    if (s.n == 0)
        return SB_TEXT_EMPTY;
    if (s.n > SHORT)
        return look_up(table, s);
    if (SB_UNLIKELY(!table->shorts))
        table->shorts = sb_calloc(1 << SHORTS_BITS, sizeof *table->shorts);
    sb_words_of(s.p, s.n, words);
    uint64_t number = (words[0] + words[1] * 3 + s.n) * 0x9e3779b97f4a7c15u;
    struct sb_intern_short *known = &table->shorts[number >> (64 - SHORTS_BITS)];
    if (known->words[0] != words[0] || known->words[1] != words[1] || known->n != s.n)
        *known = (struct sb_intern_short){{words[0], words[1]}, (uint32_t)s.n, look_up(table, s).v};
    return (sb_text){known->id};
}

void sb_intern_many(struct sb_intern *table, const sb_str *texts, size_t n, sb_text *ids)
{
    uint32_t hashes[SB_INTERN_MANY];
    const struct sb_intern_slot *slots[SB_INTERN_MANY];
    make_room(table, n);
    for (size_t i = 0; i < n; i++) {
        hashes[i] = hash_of(texts[i]);
        slots[i] = &table->slots[hashes[i] & table->slot_mask];
        __builtin_prefetch(slots[i]);
    }
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&table->text[slots[i]->id]);
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(table->text[slots[i]->id].p);
    for (size_t i = 0; i < n; i++)
        ids[i] = texts[i].n ? intern(table, texts[i], hashes[i]) : SB_TEXT_EMPTY;
}

sb_text sb_intern_find(const struct sb_intern *table, sb_str s)
{
    if (s.n == 0)
        return SB_TEXT_EMPTY;
    if (!table->slots)
        return SB_TEXT_ABSENT;
    return (sb_text){slot_of(table, s, hash_of(s))->id};
}

/* A look-up costs more than it saves where texts are long and differ: a cache miss or two each. */
enum { LONG = 16, MEMO = 1024 };

sb_text sb_intern_keep(struct sb_intern *table, sb_str s)
{
    if (s.n < LONG)
        return sb_intern(table, s);
    if (!table->memo)
        table->memo = new_slots(MEMO);
    uint64_t front, back;
    memcpy(&front, s.p, sizeof front);
    memcpy(&back, s.p + s.n - sizeof back, sizeof back);
    uint32_t hash = (uint32_t)sb_hash_pair(front, back + s.n);
    struct sb_intern_slot *known = &table->memo[hash % MEMO];
    if (!known->id || known->hash != hash || !sb_str_eq(table->text[known->id], s))
        *known = (struct sb_intern_slot){store(table, s), hash};
    return (sb_text){known->id};
}
