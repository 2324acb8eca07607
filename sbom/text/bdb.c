/* Pages of one size; the first is the meta page. Of a hash the pages hold pairs of items, key and data: offsets stand
 * at the front, from the end of the page downwards lie the items. A large item is a number of bytes and the first page
 * of a chain. Pages are taken by their numbers, not by their buckets: whatever bucket a pair is in, it lies on one
 * page, and a page that is in no bucket has the type of no page. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "text/blobs.h"

enum {
    MAGIC = 0x061561,
    OLDEST = 8,
    NEWEST = 10,
    META = 72,   /* bytes of it that every version has */
    HEADER = 26, /* of a page */
    PAGE_MIN = 512,
    PAGE_MAX = 65536,
};
enum { T_HASH_UNSORTED = 2, T_OVERFLOW = 7, T_HASH_META = 8, T_HASH = 13 };
enum { I_KEYDATA = 1, I_OFFPAGE = 3, OFFPAGE = 12 };

struct pair {
    uint32_t number, page;
    uint16_t at, end; /* of the data item on PAGE */
};

struct bdb {
    sb_str file;
    const struct sb_blobs *to;
    bool big; /* its byte order */
    size_t page;
    uint32_t pages;
    bool *used; /* overflow pages that are part of an item */
    SB_VEC(struct pair) pairs;
    struct sb_buf joined;
};

static uint32_t u32(const struct bdb *bdb, sb_str s, size_t at)
{
    return sb_u32_at(s, at, bdb->big);
}

static uint16_t u16(const struct bdb *bdb, sb_str s, size_t at)
{
    return sb_u16_at(s, at, bdb->big);
}

static sb_str page_of(const struct bdb *bdb, uint32_t number)
{
    return sb_str_part(bdb->file, (size_t)number * bdb->page, bdb->page);
}

bool sb_bdb_is(sb_str file)
{
    return file.n >= META && (sb_u32_at(file, 12, false) == MAGIC || sb_u32_at(file, 12, true) == MAGIC);
}

/* ---- the pages of pairs ---- */

/* The item before it begins where this one ends. False if an offset lies outside of the items. */
static bool item_at(const struct bdb *bdb, sb_str page, size_t i, size_t floor, uint16_t *ret_at, uint16_t *ret_end)
{
    size_t at = u16(bdb, page, HEADER + 2 * i);
    size_t end = i ? u16(bdb, page, HEADER + 2 * (i - 1)) : bdb->page;
    if (at < floor || at >= end || end > bdb->page)
        return false;
    *ret_at = (uint16_t)at;
    *ret_end = (uint16_t)(end == PAGE_MAX ? 0 : end); /* 0: the end of the largest page */
    return true;
}

static sb_str item_of(const struct bdb *bdb, sb_str page, uint16_t at, uint16_t end)
{
    return sb_str_part(page, at, (end ? end : bdb->page) - at);
}

static void read_pairs(struct bdb *bdb, uint32_t number)
{
    enum { KEY = 1 + 4 };
    sb_str page = page_of(bdb, number);
    size_t n = u16(bdb, page, 20), floor = HEADER + 2 * n;
    for (size_t i = 0; i + 1 < n; i += 2) {
        struct pair pair = {.page = number};
        uint16_t at, end;
        if (floor > bdb->page || !item_at(bdb, page, i, floor, &at, &end) ||
            !item_at(bdb, page, i + 1, floor, &pair.at, &pair.end)) {
            sb_blobs_tell(bdb->to, "page %u: offsets of its items are wrong", number);
            return;
        }
        sb_str key = item_of(bdb, page, at, end);
        if (key.n != KEY || key.p[0] != I_KEYDATA)
            continue;
        pair.number = u32(bdb, key, 1);
        *SB_PUSH(&bdb->pairs) = pair;
    }
}

/* ---- the data of a pair ---- */

static bool chain(struct bdb *bdb, uint32_t first, uint32_t length)
{
    sb_buf_clear(&bdb->joined);
    for (uint32_t number = first; bdb->joined.n < length;) {
        if (number == 0 || number >= bdb->pages || bdb->used[number])
            return false;
        bdb->used[number] = true;
        sb_str page = page_of(bdb, number);
        size_t n = u16(bdb, page, 22);
        if (page.p[25] != T_OVERFLOW || n == 0 || n > bdb->page - HEADER)
            return false;
        sb_buf_str(&bdb->joined, sb_str_part(page, HEADER, n));
        number = u32(bdb, page, 16);
    }
    return bdb->joined.n == length;
}

static void give(struct bdb *bdb, const struct pair *pair)
{
    sb_str item = item_of(bdb, page_of(bdb, pair->page), pair->at, pair->end);
    if (item.p[0] == I_KEYDATA)
        bdb->to->blob(bdb->to->ctx, pair->number, sb_str_from(item, 1));
    else if (item.p[0] != I_OFFPAGE || item.n != OFFPAGE)
        sb_blobs_tell(bdb->to, "blob %u: an item of a kind that is not read", pair->number);
    else if (chain(bdb, u32(bdb, item, 4), u32(bdb, item, 8)))
        bdb->to->blob(bdb->to->ctx, pair->number, sb_buf_all(&bdb->joined));
    else
        sb_blobs_tell(bdb->to, "blob %u: its chain of pages is cut, goes round or meets another one", pair->number);
}

static int by_number(const void *left, const void *right)
{
    const struct pair *a = left;
    const struct pair *b = right;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    if (a->page != b->page)
        return a->page < b->page ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* ---- the file ---- */

static sb_rc read_meta(struct bdb *bdb, struct sb_err *err)
{
    bdb->big = sb_u32_at(bdb->file, 12, true) == MAGIC;
    uint32_t version = u32(bdb, bdb->file, 16), page = u32(bdb, bdb->file, 20), parts = u32(bdb, bdb->file, 36);
    uint64_t pages = (uint64_t)u32(bdb, bdb->file, 32) + 1;
    if (version < OLDEST || version > NEWEST || bdb->file.p[25] != T_HASH_META)
        return sb_fail(err, SB_E_UNSUPPORTED, "no Berkeley DB hash of version %d to %d", OLDEST, NEWEST);
    if (bdb->file.p[24] || parts)
        return sb_fail(err, SB_E_UNSUPPORTED, "a Berkeley DB hash that is encrypted or in parts");
    if (page < PAGE_MIN || page > PAGE_MAX || (page & (page - 1)))
        return sb_fail(err, SB_E_SYNTAX, "a page size of %u", page);
    bdb->page = page;
    bdb->pages = (uint32_t)(bdb->file.n / page);
    if (pages > bdb->pages)
        return sb_fail(err, SB_E_SYNTAX, "the file has %u whole pages and says %llu", bdb->pages,
                       (unsigned long long)pages);
    if (pages < bdb->pages)
        sb_blobs_tell(bdb->to, "%llu pages lie behind the last one that the file counts",
                      bdb->pages - (unsigned long long)pages);
    bdb->pages = (uint32_t)pages;
    return SB_OK;
}

sb_rc sb_bdb_read(sb_str file, const struct sb_blobs *to, struct sb_err *err)
{
    struct bdb bdb = {.file = file, .to = to};
    if (!sb_bdb_is(file))
        return sb_fail(err, SB_E_SYNTAX, "no Berkeley DB hash");
    SB_TRY(read_meta(&bdb, err));
    bdb.used = sb_calloc(bdb.pages, sizeof *bdb.used);
    for (uint32_t number = 1; number < bdb.pages; number++) {
        char type = page_of(&bdb, number).p[25];
        if (type == T_HASH || type == T_HASH_UNSORTED)
            read_pairs(&bdb, number);
    }
    if (bdb.pairs.n)
        qsort(bdb.pairs.p, bdb.pairs.n, sizeof *bdb.pairs.p, by_number);
    for (size_t i = 0; i < bdb.pairs.n; i++)
        give(&bdb, &bdb.pairs.p[i]);
    sb_free(bdb.used);
    sb_free(bdb.pairs.p);
    sb_buf_done(&bdb.joined);
    return SB_OK;
}
