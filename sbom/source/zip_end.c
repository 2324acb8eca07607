#include "source/zip_end.h"

#include "base/number.h"

enum { END = 22, COMMENT_MAX = 65535, LOCATOR = 20, CENTRAL = 46, LOCAL = 30 };
enum { HAS_DESCRIPTOR = 8 }; /* sizes stand behind the bytes */

static uint32_t u32(sb_str s, size_t at)
{
    return sb_u32_at(s, at, false);
}

static uint32_t u16(sb_str s, size_t at)
{
    return (uint32_t)(uint8_t)s.p[at] | (uint32_t)(uint8_t)s.p[at + 1] << 8;
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

/* What the directory says of an entry against what stands before its bytes. */
static const char *compare(sb_str bytes, sb_str central, sb_str name, size_t local)
{
    if (local > bytes.n || bytes.n - local < LOCAL || !starts(bytes, local, "PK\3\4"))
        return "an entry of its directory lies nowhere";
    sb_str front = sb_str_from(bytes, local);
    bool sized = !(u16(front, 6) & HAS_DESCRIPTOR);
    if (!sb_str_eq(sb_str_part(front, LOCAL, u16(front, 26)), name))
        return "its directory has an entry under another name than the entry itself";
    if (u16(front, 8) != u16(central, 10) ||
        (sized && (u32(front, 18) != u32(central, 20) || u32(front, 22) != u32(central, 24))))
        return "its directory says something else of an entry than the entry itself";
    return NULL;
}

const char *sb_zip_doubt(sb_str bytes, uint64_t entries)
{
    size_t end = find_end(bytes);
    if (end == SB_NPOS || bytes.n - end != END + u16(bytes, end + 20))
        return "bytes stand behind its end";
    uint32_t size = u32(bytes, end + 12), offset = u32(bytes, end + 16);
    if (u32(bytes, end + 4) != 0 || u16(bytes, end + 8) != u16(bytes, end + 10))
        return "it says that it is a part of several";
    if (end >= LOCATOR && starts(bytes, end - LOCATOR, "PK\6\7"))
        return "it has a second directory, for large archives";
    if (size > end || offset > end - size)
        return "its directory lies nowhere";
    size_t before = end - size - offset; /* a program, of which the offsets know nothing */
    if (before && starts(bytes, offset, "PK\1\2"))
        return "it has two directories";
    size_t at = end - size;
    uint64_t n = 0;
    for (; end - at >= CENTRAL && starts(bytes, at, "PK\1\2"); n++) {
        sb_str central = sb_str_n(bytes.p + at, end - at);
        size_t length = CENTRAL + (size_t)u16(central, 28) + u16(central, 30) + u16(central, 32);
        if (length > central.n)
            break;
        const char *doubt =
            compare(bytes, central, sb_str_part(central, CENTRAL, u16(central, 28)), before + u32(central, 42));
        if (doubt)
            return doubt;
        at += length;
    }
    return at != end || n != entries || n != u16(bytes, end + 10)
               ? "its directory has another number of entries than it says"
               : NULL;
}
