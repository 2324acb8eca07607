#include "text/sqlite_pages.h"

#include "base/number.h"

enum { FILE_HEADER = 100, WAL_HEADER = 32, FRAME_HEADER = 24, WAL_VERSION = 3007000, PAGE_MIN = 512, PAGE_MAX = 65536 };
/* In the first page: which journal readers and writers must know; 1 is none, 2 the write-ahead log. */
enum { VERSIONS_AT = 18, VERSIONS = 2 };
#define WAL_MAGIC UINT32_C(0x377f0682) /* its last bit: checksums are over big-endian numbers */

static uint32_t u32(sb_str s, size_t at)
{
    return sb_u32_at(s, at, true);
}

static bool is_page_size(size_t n)
{
    return n >= PAGE_MIN && n <= PAGE_MAX && (n & (n - 1)) == 0;
}

/* ---- the log ---- */

struct sum {
    uint32_t a, b;
    bool big;
};

static void add(struct sum *sum, sb_str s)
{
    for (size_t at = 0; at + 8 <= s.n; at += 8) {
        sum->a += sb_u32_at(s, at, sum->big) + sum->b;
        sum->b += sb_u32_at(s, at + 4, sum->big) + sum->a;
    }
}

static bool sum_is(const struct sum *sum, sb_str s, size_t at)
{
    return u32(s, at) == sum->a && u32(s, at + 4) == sum->b;
}

/* Frames come into force with the commit behind them. A frame of an older use of the log has other salts. */
static void read_log(struct sb_sqlite_pages *pages)
{
    sb_str wal = pages->wal;
    if (wal.n < WAL_HEADER || (u32(wal, 0) & ~UINT32_C(1)) != WAL_MAGIC || u32(wal, 4) != WAL_VERSION)
        return;
    struct sum sum = {.big = u32(wal, 0) & 1};
    size_t page = u32(wal, 8), n = 0;
    add(&sum, sb_str_part(wal, 0, WAL_HEADER - 8));
    if (!is_page_size(page) || !sum_is(&sum, wal, WAL_HEADER - 8) || (pages->page && pages->page != page))
        return;
    pages->page = page;
    for (size_t at = WAL_HEADER; wal.n - at >= FRAME_HEADER + page; at += FRAME_HEADER + page) {
        sb_str frame = sb_str_part(wal, at, FRAME_HEADER + page);
        add(&sum, sb_str_part(frame, 0, 8));
        add(&sum, sb_str_from(frame, FRAME_HEADER));
        if (u32(frame, 0) == 0 || u32(frame, 8) != u32(wal, 16) || u32(frame, 12) != u32(wal, 20) ||
            !sum_is(&sum, frame, 16))
            return;
        if (u32(frame, 4) == 0)
            continue;
        pages->n = (uint64_t)u32(frame, 4) * page;
        for (size_t last = (at - WAL_HEADER) / (FRAME_HEADER + page); n <= last; n++)
            *sb_map_put(&pages->frame_of, u32(wal, WAL_HEADER + n * (FRAME_HEADER + page))) = (uint32_t)n + 1;
    }
}

void sb_sqlite_pages_init(struct sb_sqlite_pages *pages, sb_str file, sb_str wal)
{
    *pages = (struct sb_sqlite_pages){.file = file, .wal = wal, .n = file.n};
    if (file.n >= FILE_HEADER) {
        pages->page = u32(file, 16) >> 16;
        pages->page = pages->page == 1 ? PAGE_MAX : pages->page; /* which has no place in 16 bits */
        if (!is_page_size(pages->page))
            pages->page = 0;
    }
    if (pages->page || file.n == 0)
        read_log(pages);
}

void sb_sqlite_pages_done(struct sb_sqlite_pages *pages)
{
    sb_map_done(&pages->frame_of);
}

/* ---- reading ---- */

/* At most N bytes from AT on that lie in one piece; empty behind the end. */
static sb_str piece(const struct sb_sqlite_pages *pages, uint64_t at, size_t n)
{
    if (at >= pages->n)
        return SB_STR_NONE;
    size_t within = (size_t)(at % pages->page), left = pages->page - within;
    n = n < left ? n : left;
    const uint32_t *frame = sb_map_get(&pages->frame_of, at / pages->page + 1);
    if (!frame)
        return sb_str_part(pages->file, (size_t)at, n);
    size_t start = WAL_HEADER + (size_t)(*frame - 1) * (FRAME_HEADER + pages->page) + FRAME_HEADER;
    return sb_str_part(pages->wal, start + within, n);
}

bool sb_sqlite_pages_read(const struct sb_sqlite_pages *pages, uint64_t at, char *into, size_t n)
{
    size_t done = 0;
    while (done < n) {
        sb_str part = piece(pages, at + done, n - done);
        if (part.n == 0)
            break;
        memcpy(into + done, part.p, part.n);
        done += part.n;
    }
    memset(into + done, 0, n - done);
    /* The log is applied already: SQLite need not look for one. */
    for (uint64_t i = VERSIONS_AT; i < VERSIONS_AT + VERSIONS; i++)
        if (i >= at && i - at < done)
            into[i - at] = 1;
    return done == n;
}
