#include "source/tar_header.h"

#include <stdio.h>

#include "base/capability.h"

/* Fields of a header block: POSIX.1-2017, pax, "ustar Header Block". */
enum {
    NAME = 0,
    MODE = 100,
    UID = 108,
    GID = 116,
    SIZE = 124,
    MTIME = 136,
    CHKSUM = 148,
    TYPEFLAG = 156,
    LINKNAME = 157,
    MAGIC = 257,
    DEVMAJOR = 329,
    DEVMINOR = 337,
    PREFIX = 345,
    NAME_LENGTH = 100,
    NUMBER = 8,
    LARGE_NUMBER = 12,
    PREFIX_LENGTH = 155
};

/* Magic and version in one. */
static const char posix_magic[8] = {'u', 's', 't', 'a', 'r', '\0', '0', '0'};
static const char gnu_magic[8] = {'u', 's', 't', 'a', 'r', ' ', ' ', '\0'};

/* What stood before the header itself. */
struct extension {
    sb_str path, link, capability;
    uint64_t size;
    bool pax, has_size, has_link;
};

/* ---- one block ---- */

/* Octal digits, blanks before them, blanks and NULs behind. Programs read on, or stop, at anything else. */
static bool take_octal(const char *p, size_t n, uint64_t *ret)
{
    size_t i = 0;
    uint64_t value = 0;
    while (i < n && p[i] == ' ')
        i++;
    size_t first = i;
    for (; i < n && p[i] >= '0' && p[i] <= '7'; i++)
        value = value * 8 + (uint64_t)(p[i] - '0');
    *ret = value;
    if (i == first)
        return false;
    while (i < n && (p[i] == ' ' || p[i] == '\0'))
        i++;
    return i == n;
}

static bool is_zero(const char *p, size_t n)
{
    return p[0] == '\0' && memcmp(p, p + 1, n - 1) == 0;
}

/* "Each octet of the header added as unsigned, the eight of the field itself taken as spaces." */
static bool has_right_sum(const char *block)
{
    static const uint64_t every_other = 0x00ff00ff00ff00ff;
    uint64_t stated;
    uint64_t pairs = 0; /* four sums of 128 bytes each, which have room in 16 bits */
    for (size_t i = 0; i < SB_TAR_BLOCK; i += sizeof pairs) {
        uint64_t word;
        memcpy(&word, block + i, sizeof word);
        pairs += (word & every_other) + (word >> 8 & every_other);
    }
    uint64_t sum = (pairs & 0xffff) + (pairs >> 16 & 0xffff) + (pairs >> 32 & 0xffff) + (pairs >> 48);
    for (size_t i = 0; i < NUMBER; i++)
        sum = sum + ' ' - (unsigned char)block[CHKSUM + i];
    return take_octal(block + CHKSUM, NUMBER, &stated) && sum == stated;
}

static sb_str field(const char *block, size_t at, size_t n)
{
    return sb_str_n(block + at, strnlen(block + at, n));
}

static sb_str up_to_nul(sb_str text)
{
    return sb_str_part(text, 0, sb_str_chr(text, '\0'));
}

/* What tells a tar from other archives looks at all numbers, also at those that an extended header has no use for. */
bool sb_tar_begins(const char *block)
{
    static const struct {
        short at, n;
    } numbers[] = {{MODE, NUMBER},        {UID, NUMBER},      {GID, NUMBER},
                   {MTIME, LARGE_NUMBER}, {DEVMAJOR, NUMBER}, {DEVMINOR, NUMBER}};
    uint64_t value;
    for (size_t i = 0; i < SB_COUNT(numbers); i++)
        if (!take_octal(block + numbers[i].at, (size_t)numbers[i].n, &value) &&
            !is_zero(block + numbers[i].at, (size_t)numbers[i].n))
            return false;
    for (size_t i = 0; i < 4; i++) /* compressed bytes begin with others, but for those of bzip2 */
        if (block[i] != '\0' && (block[i] < ' ' || block[i] > '~'))
            return false;
    return memcmp(block, "BZh", 3) != 0;
}

void sb_tar_make(char type, bool gnu, bool links, char *block)
{
    unsigned sum = 0;
    memset(block, 0, SB_TAR_BLOCK);
    block[NAME] = 'x';
    block[LINKNAME] = links ? 'x' : '\0';
    block[TYPEFLAG] = type;
    memcpy(block + MAGIC, gnu ? gnu_magic : posix_magic, sizeof gnu_magic);
    memcpy(block + MODE, "0000644", NUMBER);
    memcpy(block + SIZE, "00000000000", LARGE_NUMBER);
    memset(block + CHKSUM, ' ', NUMBER);
    for (size_t i = 0; i < SB_TAR_BLOCK; i++)
        sum += (unsigned char)block[i];
    snprintf(block + CHKSUM, NUMBER, "%06o", sum);
}

/* ---- extended headers ---- */

/* Nothing of what these say is asked for. "hdrcharset" says that names are not of UTF-8: here they are bytes anyway. */
static bool changes_nothing(sb_str key)
{
    static const char *const whole[] = {"mtime",
                                        "atime",
                                        "ctime",
                                        "uid",
                                        "gid",
                                        "uname",
                                        "gname",
                                        "comment",
                                        "hdrcharset",
                                        "SCHILY.dev",
                                        "SCHILY.ino",
                                        "SCHILY.nlink",
                                        "SCHILY.devmajor",
                                        "SCHILY.devminor",
                                        "SCHILY.fflags",
                                        "LIBARCHIVE.creationtime",
                                        "RHT.security.selinux"};
    for (size_t i = 0; i < SB_COUNT(whole); i++)
        if (sb_str_eq(key, sb_str_of(whole[i])))
            return true;
    /* The names of others may be written in percent signs. */
    return sb_str_starts(key, SB_S("SCHILY.xattr.")) ||
           (sb_str_starts(key, SB_S("LIBARCHIVE.xattr.")) && sb_str_chr(key, '%') == SB_NPOS &&
            !sb_str_eq(key, SB_S("LIBARCHIVE.xattr." SB_CAPABILITY_ATTRIBUTE)));
}

static bool take_once(sb_str *ret, sb_str value)
{
    if (ret->p || value.n == 0 || sb_str_chr(value, '\0') != SB_NPOS)
        return false;
    *ret = value;
    return true;
}

static bool take_size(struct extension *e, sb_str value)
{
    if (e->has_size || value.n == 0 || value.n > 18)
        return false;
    e->has_size = true;
    for (size_t i = 0; i < value.n; i++) {
        if (!sb_is_digit(value.p[i]))
            return false;
        e->size = e->size * 10 + (uint64_t)(value.p[i] - '0');
    }
    return true;
}

static bool take_record(struct extension *e, sb_str key, sb_str value)
{
    if (sb_str_eq(key, SB_S("path")))
        return take_once(&e->path, value);
    if (sb_str_eq(key, SB_S("linkpath")))
        return take_once(&e->link, value);
    if (sb_str_eq(key, SB_S("size")))
        return take_size(e, value);
    if (!sb_str_eq(key, SB_S("SCHILY.xattr." SB_CAPABILITY_ATTRIBUTE)))
        return changes_nothing(key);
    if (e->capability.p || value.n == 0)
        return false;
    e->capability = value;
    return true;
}

/* "%d %s=%s\n", the number being the length of all of it (pax, "pax Extended Header"). */
static bool take_records(struct extension *e, sb_str body)
{
    while (body.n) {
        size_t length = 0, at = 0;
        for (; at < body.n && at < 6 && sb_is_digit(body.p[at]); at++)
            length = length * 10 + (size_t)(body.p[at] - '0');
        if (at == 0 || body.p[0] == '0' || length > body.n || length <= at + 1 || body.p[at] != ' ' ||
            body.p[length - 1] != '\n')
            return false;
        sb_str record = sb_str_part(body, at + 1, length - at - 2), key;
        if (!sb_str_cut(&record, '=', &key) || key.n == 0 || sb_str_chr(key, '\0') != SB_NPOS ||
            !take_record(e, key, record))
            return false;
        body = sb_str_from(body, length);
    }
    return true;
}

/* GNU tar: 'L' is the name of the next entry, 'K' what it links to, each with its NUL. */
static bool take_extension(struct extension *e, char type, sb_str body)
{
    if (type == 'x') {
        bool alone = !e->pax && !e->path.p && !e->link.p;
        e->pax = true;
        return alone && take_records(e, body);
    }
    sb_str text = up_to_nul(body);
    return !e->pax && (text.n == body.n || is_zero(body.p + text.n, body.n - text.n)) &&
           take_once(type == 'L' ? &e->path : &e->link, text);
}

/* ---- the header itself ---- */

static sb_str path_of(const char *block, struct sb_tar_header *ret)
{
    sb_str name = field(block, NAME, NAME_LENGTH);
    sb_str prefix = ret->gnu ? SB_STR_NONE : field(block, PREFIX, PREFIX_LENGTH);
    if (prefix.n == 0)
        return name;
    memcpy(ret->room, prefix.p, prefix.n);
    if (prefix.p[prefix.n - 1] != '/')
        ret->room[prefix.n++] = '/';
    memcpy(ret->room + prefix.n, name.p, name.n);
    return sb_str_n(ret->room, prefix.n + name.n);
}

/* GNU tar has two times where POSIX has the prefix, and then maps of sparse files. */
static bool has_known_end(const char *block, const struct sb_tar_header *ret)
{
    enum { MAPS = PREFIX + 2 * LARGE_NUMBER };
    return !ret->gnu || is_zero(block + MAPS, SB_TAR_BLOCK - MAPS);
}

static bool ends_like_folder(sb_str path)
{
    return path.p[path.n - 1] == '/';
}

static bool take_main(const char *block, const struct extension *e, struct sb_tar_header *ret)
{
    uint64_t mode, size;
    sb_str link = field(block, LINKNAME, NAME_LENGTH);
    bool file = ret->type == '0' || ret->type == '\0', is_link = ret->type == '1' || ret->type == '2';
    if (!take_octal(block + MODE, NUMBER, &mode) || !take_octal(block + SIZE, LARGE_NUMBER, &size) ||
        !has_known_end(block, ret) || (ret->gnu && e->pax))
        return false;
    ret->mode = (uint32_t)mode;
    ret->size = e->has_size ? e->size : size;
    ret->path = e->path.p ? e->path : path_of(block, ret);
    ret->link = !is_link ? SB_STR_NONE : e->link.p ? e->link : link;
    ret->capability = e->capability;
    ret->pax = e->pax;
    ret->links = link.n || (e->pax && e->link.p);
    if (ret->path.n == 0 || (ret->type < '2' && ends_like_folder(ret->path)))
        return false;
    if (file)
        return !e->link.p;
    return size == 0 && !e->has_size && (is_link ? link.n > 0 : !e->link.p && ret->type >= '3' && ret->type <= '6');
}

static bool is_extension(char type)
{
    return type == 'x' || type == 'L' || type == 'K';
}

enum sb_tar_answer sb_tar_header(const char *p, size_t n, struct sb_tar_header *ret)
{
    struct extension e = {0};
    for (size_t at = 0;;) {
        const char *block = p + at;
        uint64_t size;
        if (n - at < SB_TAR_BLOCK)
            return SB_TAR_SHORT;
        ret->type = block[TYPEFLAG];
        ret->gnu = memcmp(block + MAGIC, gnu_magic, sizeof gnu_magic) == 0;
        ret->length = at + SB_TAR_BLOCK;
        if (block[NAME] == '\0' || !has_right_sum(block) ||
            (!ret->gnu && memcmp(block + MAGIC, posix_magic, sizeof posix_magic) != 0))
            return SB_TAR_ODD;
        if (!is_extension(ret->type))
            return take_main(block, &e, ret) ? SB_TAR_PLAIN : SB_TAR_ODD;
        if (!take_octal(block + SIZE, LARGE_NUMBER, &size) || size > SB_TAR_LONGEST)
            return SB_TAR_ODD;
        size_t whole = SB_TAR_BLOCK + ((size_t)size + SB_TAR_BLOCK - 1) / SB_TAR_BLOCK * SB_TAR_BLOCK;
        if (n - at < whole)
            return SB_TAR_SHORT;
        if (!take_extension(&e, ret->type, sb_str_n(block + SB_TAR_BLOCK, (size_t)size)))
            return SB_TAR_ODD;
        at += whole;
    }
}
