/* Do all programs see the same in a zip? Some go by its directory, some by what stands before each entry, and they look
 * for the directory in different ways. */
#ifndef SB_SOURCE_ZIP_END_H
#define SB_SOURCE_ZIP_END_H

#include "base/str.h"

/* Does BYTES, a whole file, look like a zip? */
bool sb_zip_is(sb_str bytes);

/* A zip that is read in any order. */
struct sb_zip_file {
    bool (*read)(const struct sb_zip_file *file, uint64_t at, void *p, size_t n); /* N bytes, all inside of SIZE */
    const char *bytes;                                                            /* whatever READ needs */
    int fd;
    uint64_t size;
};
struct sb_zip_file sb_zip_of_bytes(sb_str bytes);
struct sb_zip_file sb_zip_of_fd(int fd, uint64_t size);

enum { SB_ZIP_ANY = -1 };
/* Why the zip, of which ENTRIES were read, or SB_ZIP_ANY (then names that come twice count, too), may hold something
 * else for another reader (APPNOTE.TXT of PKWARE, 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3); NULL if it does not. */
const char *sb_zip_doubt(const struct sb_zip_file *file, int64_t entries);

#endif
