/* The headers of cpio archives: the new format in hexadecimal (070701, 070702: what rpm packages and the kernel have),
 * the one of POSIX in octal (070707), and the old one of binary numbers in either byte order. */
#ifndef SB_SOURCE_CPIO_HEADER_H
#define SB_SOURCE_CPIO_HEADER_H

#include "base/str.h"

enum { SB_CPIO_MAGIC = 6, SB_CPIO_HEADER = 110 }; /* bytes that tell the format, and of the longest header */

struct sb_cpio_header {
    uint32_t mode, links;
    uint64_t file; /* device and inode as one number */
    uint32_t name_size, size;
};

struct sb_cpio_format {
    sb_str magic;
    size_t n;      /* bytes of a header, with the magic */
    unsigned fill; /* names and bytes are filled up to a multiple of this */
    bool (*parse)(const struct sb_cpio_format *format, const char *bytes, struct sb_cpio_header *ret);
};

/* By the first bytes, SB_CPIO_MAGIC of them; NULL if it is none. */
const struct sb_cpio_format *sb_cpio_format_of(sb_str front);

#endif
