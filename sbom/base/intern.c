#include "base/intern.h"

#include "base/mem.h"

void sb_intern_init(struct sb_intern *table)
{
    *table = (struct sb_intern){0};
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
    sb_free(table->hashes);
    *table = (struct sb_intern){0};
}

static void rehash(struct sb_intern *table)
{
    size_t size = table->slot_mask ? (table->slot_mask + 1) * 2 : 256;
    uint32_t *slots = sb_calloc(size, sizeof *slots);
    uint32_t *hashes = sb_calloc(size, sizeof *hashes);
    for (size_t i = 0; table->slots && i <= table->slot_mask; i++) {
        if (!table->slots[i])
            continue;
        size_t at = table->hashes[i] & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = table->slots[i];
        hashes[at] = table->hashes[i];
    }
    sb_free(table->slots);
    sb_free(table->hashes);
    table->slots = slots;
    table->hashes = hashes;
    table->slot_mask = size - 1;
}

/* The slot that holds S, or the free one where it belongs. */
static size_t slot_of(const struct sb_intern *table, sb_str s, uint32_t hash)
{
    size_t at = hash & table->slot_mask;
    while (table->slots[at]) {
        if (table->hashes[at] == hash && sb_str_eq(table->text[table->slots[at] - 1], s))
            break;
        at = (at + 1) & table->slot_mask;
    }
    return at;
}

sb_text sb_intern(struct sb_intern *table, sb_str s)
{
    if (s.n == 0)
        return SB_TEXT_EMPTY;
    if (!table->slots || table->n * 2 > table->slot_mask)
        rehash(table);
    uint32_t hash = (uint32_t)sb_hash(s.p, s.n, 0);
    size_t at = slot_of(table, s, hash);
    if (!table->slots[at]) {
        sb_grow(&table->text, &table->cap, table->n + 1, sizeof *table->text);
        table->text[table->n++] = sb_arena_str(&table->arena, s);
        table->slots[at] = (uint32_t)table->n;
        table->hashes[at] = hash;
    }
    return (sb_text){table->slots[at] - 1};
}

sb_text sb_intern_find(const struct sb_intern *table, sb_str s)
{
    if (s.n == 0)
        return SB_TEXT_EMPTY;
    if (!table->slots)
        return SB_TEXT_ABSENT;
    size_t at = slot_of(table, s, (uint32_t)sb_hash(s.p, s.n, 0));
    return table->slots[at] ? (sb_text){table->slots[at] - 1} : SB_TEXT_ABSENT;
}

sb_str sb_intern_str(const struct sb_intern *table, sb_text id)
{
    return table->text[id.v];
}
