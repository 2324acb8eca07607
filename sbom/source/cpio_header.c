#include "source/cpio_header.h"

/* Where the numbers stand, each with its digits. */
struct field {
    unsigned at, n;
};
struct fields {
    struct field inode, mode, links, size, device, minor, name_size;
};

static bool number(const char *bytes, struct field field, unsigned base, uint64_t *ret)
{
    *ret = 0;
    for (size_t i = field.at; i < field.at + field.n; i++) {
        char c = bytes[i];
        unsigned digit = sb_is_digit(c)           ? (unsigned)(c - '0')
                         : (c >= 'a' && c <= 'f') ? (unsigned)(c - 'a') + 10
                         : (c >= 'A' && c <= 'F') ? (unsigned)(c - 'A') + 10
                                                  : base;
        if (digit >= base)
            return false;
        *ret = *ret * base + digit;
    }
    return true;
}

static bool parse(const char *bytes, const struct fields *fields, unsigned base, struct sb_cpio_header *ret)
{
    uint64_t inode, mode, links, size, device, minor, name_size;
    if (!number(bytes, fields->inode, base, &inode) || !number(bytes, fields->mode, base, &mode) ||
        !number(bytes, fields->links, base, &links) || !number(bytes, fields->size, base, &size) ||
        !number(bytes, fields->device, base, &device) || !number(bytes, fields->minor, base, &minor) ||
        !number(bytes, fields->name_size, base, &name_size) || size > UINT32_MAX)
        return false;
    *ret =
        (struct sb_cpio_header){(uint32_t)mode, (uint32_t)links, sb_hash_pair(sb_hash_pair(device, minor), inode) >> 1,
                                (uint32_t)name_size, (uint32_t)size};
    return true;
}

static bool parse_new(const struct sb_cpio_format *format, const char *bytes, struct sb_cpio_header *ret)
{
    static const struct fields fields = {{6, 8}, {14, 8}, {38, 8}, {54, 8}, {62, 8}, {70, 8}, {94, 8}};
    (void)format;
    return parse(bytes, &fields, 16, ret);
}

static bool parse_octal(const struct sb_cpio_format *format, const char *bytes, struct sb_cpio_header *ret)
{
    static const struct fields fields = {{12, 6}, {18, 6}, {36, 6}, {65, 11}, {6, 6}, {0, 0}, {59, 6}};
    (void)format;
    return parse(bytes, &fields, 8, ret);
}

static uint32_t short_at(const struct sb_cpio_format *format, const char *bytes, size_t index)
{
    const unsigned char *p = (const unsigned char *)bytes + 2 * index;
    return format->magic.p[0] == '\x71' ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
}

/* Of a long number the upper half stands first in either order. */
static bool parse_binary(const struct sb_cpio_format *format, const char *bytes, struct sb_cpio_header *ret)
{
    enum { DEVICE = 1, INODE, MODE, LINKS = 6, NAME_SIZE = 10, SIZE };
    *ret = (struct sb_cpio_header){short_at(format, bytes, MODE), short_at(format, bytes, LINKS),
                                   sb_hash_pair(short_at(format, bytes, DEVICE), short_at(format, bytes, INODE)) >> 1,
                                   short_at(format, bytes, NAME_SIZE),
                                   short_at(format, bytes, SIZE) << 16 | short_at(format, bytes, SIZE + 1)};
    return true;
}

const struct sb_cpio_format *sb_cpio_format_of(sb_str front)
{
    static const struct sb_cpio_format formats[] = {
        {{"070701", 6}, SB_CPIO_HEADER, 4, parse_new}, {{"070702", 6}, SB_CPIO_HEADER, 4, parse_new},
        {{"070707", 6}, 76, 1, parse_octal},           {{"\xc7\x71", 2}, 26, 2, parse_binary},
        {{"\x71\xc7", 2}, 26, 2, parse_binary},
    };
    for (size_t i = 0; i < SB_COUNT(formats); i++)
        if (sb_str_starts(front, formats[i].magic))
            return &formats[i];
    return NULL;
}
