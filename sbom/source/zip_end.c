#include "source/zip_end.h"

#include <unistd.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"

enum { END = 22, COMMENT_MAX = 65535, LOCATOR = 20, LARGE_END = 56, CENTRAL = 46, LOCAL = 30 };
enum { HAS_DESCRIPTOR = 8 }; /* sizes stand behind the bytes */
enum { LARGE = 1 };          /* id of an extra field: numbers that have no room in 32 bits */

static uint32_t u32(sb_str s, size_t at)
{
    return sb_u32_at(s, at, false);
}

static uint32_t u16(sb_str s, size_t at)
{
    return (uint32_t)(uint8_t)s.p[at] | (uint32_t)(uint8_t)s.p[at + 1] << 8;
}

static uint64_t u64(sb_str s, size_t at)
{
    return u32(s, at) | (uint64_t)u32(s, at + 4) << 32;
}

static bool starts(sb_str s, size_t at, const char *magic)
{
    return at <= s.n && sb_str_starts(sb_str_from(s, at), sb_str_of(magic));
}

/* The last record that looks like the end, as most search for it. SB_NPOS if there is none. */
static size_t find_end(sb_str bytes)
{
    size_t least = bytes.n > END + COMMENT_MAX ? bytes.n - END - COMMENT_MAX : 0;
    for (size_t at = bytes.n < END ? 0 : bytes.n - END + 1; at-- > least;)
        if (starts(bytes, at, "PK\5\6"))
            return at;
    return SB_NPOS;
}

bool sb_zip_is(sb_str bytes)
{
    return starts(bytes, 0, "PK\3\4") || find_end(bytes) != SB_NPOS;
}

/* ---- the bytes ---- */

static bool read_bytes(const struct sb_zip_file *file, uint64_t at, void *p, size_t n)
{
    memcpy(p, file->bytes + at, n);
    return true;
}

static bool read_fd(const struct sb_zip_file *file, uint64_t at, void *p, size_t n)
{
    char *to = p;
    for (ptrdiff_t got; n; to += got, at += (uint64_t)got, n -= (size_t)got)
        if ((got = pread(file->fd, to, n, (off_t)at)) <= 0)
            return false;
    return true;
}

struct sb_zip_file sb_zip_of_bytes(sb_str bytes)
{
    return (struct sb_zip_file){.read = read_bytes, .bytes = bytes.p, .size = bytes.n};
}

struct sb_zip_file sb_zip_of_fd(int fd, uint64_t size)
{
    return (struct sb_zip_file){.read = read_fd, .fd = fd, .size = size};
}

struct reading {
    const struct sb_zip_file *file;
    uint64_t at, end, before; /* of the directory; BEFORE: bytes of a program, of which the offsets know nothing */
    uint64_t stated, n;       /* entries */
    uint64_t first;           /* where the first of them lies */
    bool by_itself;           /* nobody else sees its names */
    struct sb_map names;      /* hashes */
    struct sb_buf central, front, tail;
};

/* Of N bytes at AT; false if they are not there. */
static bool get(const struct reading *r, uint64_t at, size_t n, struct sb_buf *buf, sb_str *ret)
{
    if (at > r->file->size || n > r->file->size - at)
        return false;
    buf->n = 0;
    sb_grow(&buf->p, &buf->cap, n + 1, 1); /* none is NULL */
    if (n && !r->file->read(r->file, at, buf->p, n))
        return false;
    buf->n = n;
    *ret = sb_buf_all(buf);
    return true;
}

/* ---- the directory ---- */

/* A number of the end that has no room there is in the larger end in front of it, and only there. */
static bool is_said(uint64_t small, uint64_t most, uint64_t large)
{
    return small == most || small == large;
}

/* The end for large archives, in front of its locator, which stands at AT. */
static const char *take_large_end(struct reading *r, sb_str end, uint64_t at, sb_str locator)
{
    sb_str large;
    uint64_t offset = u64(locator, 8);
    if (u32(locator, 4) != 0 || u32(locator, 16) > 1 || at < LARGE_END)
        return "it says that it is a part of several";
    if (!get(r, at - LARGE_END, LARGE_END, &r->front, &large) || !starts(large, 0, "PK\6\6") ||
        u64(large, 4) != LARGE_END - 12 || offset > at - LARGE_END)
        return "it has a second end, for large archives, which leads nowhere";
    r->end = at - LARGE_END;
    r->before = r->end - offset;
    uint64_t size = u64(large, 40), from = u64(large, 48);
    if (!is_said(u32(end, 12), UINT32_MAX, size) || !is_said(u32(end, 16), UINT32_MAX, from) ||
        !is_said(u16(end, 10), UINT16_MAX, u64(large, 32)) || u64(large, 24) != u64(large, 32))
        return "it has two ends, which say different things";
    if (size > r->end || from != r->end - size - r->before)
        return "its directory lies nowhere";
    r->at = r->end - size;
    r->stated = u64(large, 32);
    return NULL;
}

/* Some fill their last block with zeros, which hold nothing. */
static bool ends_there(sb_str end)
{
    size_t n = END + (size_t)u16(end, 20);
    for (size_t i = n; i < end.n; i++)
        if (end.p[i])
            return false;
    return end.n >= n;
}

static const char *find_directory(struct reading *r)
{
    sb_str tail, end, locator;
    size_t n = r->file->size < END + COMMENT_MAX ? (size_t)r->file->size : END + COMMENT_MAX;
    size_t found = get(r, r->file->size - n, n, &r->tail, &tail) ? find_end(tail) : SB_NPOS;
    if (found == SB_NPOS || !ends_there(sb_str_from(tail, found)))
        return "bytes stand behind its end";
    end = sb_str_part(tail, found, END);
    r->end = r->file->size - n + found;
    if (u32(end, 4) != 0 || u16(end, 8) != u16(end, 10))
        return "it says that it is a part of several";
    if (r->end >= LOCATOR && get(r, r->end - LOCATOR, LOCATOR, &r->central, &locator) && starts(locator, 0, "PK\6\7"))
        return take_large_end(r, end, r->end - LOCATOR, locator);
    uint64_t size = u32(end, 12), offset = u32(end, 16);
    if (size > r->end || offset > r->end - size)
        return "its directory lies nowhere";
    r->before = r->end - size - offset;
    if (r->before && get(r, offset, 4, &r->front, &locator) && starts(locator, 0, "PK\1\2"))
        return "it has two directories";
    r->at = r->end - size;
    r->stated = u16(end, 10);
    return NULL;
}

/* ---- entries ---- */

/* As both the directory and what stands before an entry say. */
struct entry {
    uint32_t method;
    uint64_t full, packed, local;
    sb_str name;
};

/* Fills what is written with all bits because it has no room. */
static void take_large(sb_str extra, struct entry *entry)
{
    uint64_t *const numbers[] = {&entry->full, &entry->packed, &entry->local};
    while (extra.n >= 4) {
        sb_str field = sb_str_part(extra, 4, u16(extra, 2));
        bool large = u16(extra, 0) == LARGE;
        extra = sb_str_from(extra, 4 + (size_t)u16(extra, 2));
        for (size_t i = 0; large && i < SB_COUNT(numbers); i++) {
            if (*numbers[i] != UINT32_MAX || field.n < 8)
                continue;
            *numbers[i] = u64(field, 0);
            field = sb_str_from(field, 8);
        }
    }
}

/* What the directory says of an entry against what stands before its bytes. */
static const char *compare(struct reading *r, const struct entry *central)
{
    sb_str front, head;
    uint64_t at = r->before + central->local;
    if (central->local > r->file->size || !get(r, at, LOCAL, &r->front, &head) || !starts(head, 0, "PK\3\4"))
        return "an entry of its directory lies nowhere";
    size_t n = LOCAL + (size_t)u16(head, 26) + u16(head, 28);
    if (!get(r, at, n, &r->front, &front))
        return "an entry of its directory lies nowhere";
    struct entry local = {.method = u16(front, 8), .packed = u32(front, 18), .full = u32(front, 22)};
    take_large(sb_str_from(front, LOCAL + (size_t)u16(front, 26)), &local);
    if (!sb_str_eq(sb_str_part(front, LOCAL, u16(front, 26)), central->name))
        return "its directory has an entry under another name than the entry itself";
    bool sized = !(u16(front, 6) & HAS_DESCRIPTOR);
    if (local.method != central->method || (sized && (local.packed != central->packed || local.full != central->full)))
        return "its directory says something else of an entry than the entry itself";
    return NULL;
}

/* The next entry of the directory; *RET_DONE where there is none. */
static const char *next_entry(struct reading *r, bool *ret_done)
{
    sb_str head, all;
    *ret_done = r->end - r->at < CENTRAL || !get(r, r->at, CENTRAL, &r->central, &head) || !starts(head, 0, "PK\1\2");
    if (*ret_done)
        return NULL;
    size_t name = u16(head, 28), n = CENTRAL + name + u16(head, 30) + u16(head, 32);
    *ret_done = n > r->end - r->at || !get(r, r->at, n, &r->central, &all);
    if (*ret_done)
        return NULL;
    struct entry entry = {.method = u16(all, 10),
                          .packed = u32(all, 20),
                          .full = u32(all, 24),
                          .local = u32(all, 42),
                          .name = sb_str_part(all, CENTRAL, name)};
    take_large(sb_str_part(all, CENTRAL + name, u16(all, 30)), &entry);
    const char *doubt = compare(r, &entry);
    bool again = r->by_itself && ++*sb_map_put(&r->names, sb_hash(entry.name.p, entry.name.n, 0) >> 1) > 1;
    r->first = r->n && r->first < entry.local ? r->first : entry.local;
    r->at += n;
    r->n++;
    return doubt ? doubt : again && !sb_str_ends(entry.name, SB_S("/")) ? "a name comes twice in it" : NULL;
}

static const char *check(struct reading *r, int64_t entries)
{
    const char *doubt = find_directory(r);
    for (bool done = false; !doubt && !done;)
        doubt = next_entry(r, &done);
    if (doubt)
        return doubt;
    sb_str start;
    bool before = r->n && r->before + r->first && get(r, 0, 4, &r->front, &start) && starts(start, 0, "PK\3\4");
    if (before)
        return "it begins with an entry that is not in its directory";
    bool all = r->at == r->end && r->n == r->stated && (entries == SB_ZIP_ANY || r->n == (uint64_t)entries);
    return all ? NULL : "its directory has another number of entries than it says";
}

const char *sb_zip_doubt(const struct sb_zip_file *file, int64_t entries)
{
    struct reading r = {.file = file, .by_itself = entries == SB_ZIP_ANY};
    const char *doubt = check(&r, entries);
    sb_map_done(&r.names);
    sb_buf_done(&r.central);
    sb_buf_done(&r.front);
    sb_buf_done(&r.tail);
    return doubt;
}
