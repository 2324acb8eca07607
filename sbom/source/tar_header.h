/* The headers of one entry of a tar (POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format"; GNU
 * tar) where all programs take them for the same. It is a fast path before libarchive, which says what the others are.
 */
#ifndef SB_SOURCE_TAR_HEADER_H
#define SB_SOURCE_TAR_HEADER_H

#include "base/str.h"

enum {
    SB_TAR_BLOCK = 512,
    SB_TAR_LONGEST = 64 * 1024,                              /* extended header that is looked at, and ... */
    SB_TAR_HEADERS = 2 * (SB_TAR_LONGEST + 2 * SB_TAR_BLOCK) /* ... all headers of one entry: fewer than that */
};

struct sb_tar_header {
    char type;         /* typeflag: '0' to '6'; '\0' is a file, too */
    bool gnu;          /* of GNU tar; else of POSIX */
    bool pax;          /* it came with an extended header */
    bool links;        /* it has a link name, whatever it is */
    uint32_t mode;     /* whole, as it stands there */
    uint64_t size;     /* of a file; else 0 */
    sb_str path;       /* not empty; not that of a folder if it is a file */
    sb_str link;       /* of a link, not empty */
    sb_str capability; /* value of the attribute security.capability; P is NULL if there is none */
    size_t length;     /* of all its headers, a multiple of the block */
    char room[100 + 1 + 155];
};

enum sb_tar_answer {
    SB_TAR_PLAIN, /* the bytes of the entry follow */
    SB_TAR_SHORT, /* there may be more of them behind the N bytes */
    SB_TAR_ODD    /* no header, or one that programs may differ about */
};
/* P: N bytes from the first byte of a header on. The texts of RET lie in P and in RET. */
enum sb_tar_answer sb_tar_header(const char *p, size_t n, struct sb_tar_header *ret);
/* May the block be the first of an archive? Whatever tells formats apart by their first bytes takes it for a tar. */
bool sb_tar_begins(const char *block);
/* Makes the header of an empty file, or of a FOLDER, with a link name if LINKS, in 512 bytes. */
void sb_tar_make(char type, bool gnu, bool links, char *block);

#endif
