/* Little-endian. The first pages hold slots of 16 bytes (the first two are the header of the file): magic, number,
 * where the blob lies and how many units it has, both in units of 16 bytes. Before the blob stand magic, number,
 * generation and length, behind it the Adler-32 of all that is before the sum, the length again and another magic. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "text/blobs.h"

enum { UNIT = 16, PAGE = 4096, HEADER_SLOTS = 2, HEAD = 16, TAIL = 12 };

struct slot {
    uint32_t number, first, units;
};

struct ndb {
    sb_str file;
    const struct sb_blobs *to;
    SB_VEC(struct slot) slots;
};

static uint32_t u32(sb_str s, size_t at)
{
    return sb_u32_at(s, at, false);
}

static uint32_t adler32(sb_str s)
{
    enum { PRIME = 65521, RUN = 5552 }; /* that many bytes do not overflow the sums */
    uint32_t a = 1, b = 0;
    for (size_t at = 0; at < s.n;) {
        for (size_t end = s.n - at < RUN ? s.n : at + RUN; at < end; at++) {
            a += (unsigned char)s.p[at];
            b += a;
        }
        a %= PRIME;
        b %= PRIME;
    }
    return b << 16 | a;
}

bool sb_ndb_is(sb_str file)
{
    return file.n >= (size_t)HEADER_SLOTS * UNIT && sb_str_starts(file, SB_S("RpmP"));
}

static int by_place(const void *left, const void *right)
{
    const struct slot *a = left;
    const struct slot *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static int by_number(const void *left, const void *right)
{
    const struct slot *a = left;
    const struct slot *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

/* A slot without a place is free. */
static void read_slots(struct ndb *ndb, size_t n)
{
    unsigned bad = 0;
    for (size_t i = HEADER_SLOTS; i < n; i++) {
        sb_str slot = sb_str_part(ndb->file, i * UNIT, UNIT);
        struct slot row = {u32(slot, 4), u32(slot, 8), u32(slot, 12)};
        if (!sb_str_starts(slot, SB_S("Slot")))
            bad++;
        else if (row.first)
            *SB_PUSH(&ndb->slots) = row;
    }
    if (bad)
        sb_blobs_tell(ndb->to, "%u slots are none", bad);
}

/* Leaves out what lies outside of the file, in its slots or in another blob. */
static void drop_overlapping(struct ndb *ndb, size_t end)
{
    struct slot *slots = ndb->slots.p;
    size_t n = 0;
    uint64_t free = end;
    if (ndb->slots.n)
        qsort(slots, ndb->slots.n, sizeof *slots, by_place);
    for (size_t i = 0; i < ndb->slots.n; i++) {
        uint64_t first = (uint64_t)slots[i].first * UNIT, last = first + (uint64_t)slots[i].units * UNIT;
        if (first < free || last > ndb->file.n || last - first < HEAD + TAIL) {
            sb_blobs_tell(ndb->to, "slot of blob %u: no place of its own in the file", slots[i].number);
            continue;
        }
        free = last;
        slots[n++] = slots[i];
    }
    ndb->slots.n = n;
}

static void give(const struct ndb *ndb, const struct slot *slot)
{
    sb_str blob = sb_str_part(ndb->file, (size_t)slot->first * UNIT, (size_t)slot->units * UNIT);
    size_t tail = blob.n - TAIL;
    uint32_t length = u32(blob, 12);
    bool framed = sb_str_starts(blob, SB_S("BlbS")) && u32(blob, 4) == slot->number &&
                  sb_str_ends(blob, SB_S("BlbE")) && u32(blob, tail + 4) == length && length <= tail - HEAD;
    if (!framed)
        sb_blobs_tell(ndb->to, "blob %u: it is not where its slot says", slot->number);
    else if (adler32(sb_str_part(blob, 0, tail)) != u32(blob, tail))
        sb_blobs_tell(ndb->to, "blob %u: its checksum is wrong", slot->number);
    else
        ndb->to->blob(ndb->to->ctx, slot->number, sb_str_part(blob, HEAD, length));
}

sb_rc sb_ndb_read(sb_str file, const struct sb_blobs *to, struct sb_err *err)
{
    struct ndb ndb = {.file = file, .to = to};
    if (!sb_ndb_is(file) || u32(file, 4) != 0)
        return sb_fail(err, SB_E_UNSUPPORTED, "no ndb database of version 0");
    uint64_t pages = u32(file, 12);
    if (pages == 0)
        return sb_fail(err, SB_E_SYNTAX, "a database has pages of slots, this one none");
    if (pages * PAGE > file.n)
        return sb_fail(err, SB_E_SYNTAX, "the file is shorter than its %u pages of slots", u32(file, 12));
    read_slots(&ndb, (size_t)pages * PAGE / UNIT);
    drop_overlapping(&ndb, (size_t)pages * PAGE);
    if (ndb.slots.n)
        qsort(ndb.slots.p, ndb.slots.n, sizeof *ndb.slots.p, by_number);
    for (size_t i = 0; i < ndb.slots.n; i++)
        give(&ndb, &ndb.slots.p[i]);
    sb_free(ndb.slots.p);
    return SB_OK;
}
