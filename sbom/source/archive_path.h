/* The names of archive entries, made into paths below the root. */
#ifndef SB_SOURCE_ARCHIVE_PATH_H
#define SB_SOURCE_ARCHIVE_PATH_H

#include "base/buf.h"

enum {
    SB_PATH_UNSAFE = 1, /* it was absolute or had ".." in it */
    SB_PATH_LEAVES = 2, /* it leads out of the root; OUT is where it leads in a root that ".." stays in */
    SB_PATH_DEEP = 4    /* more parts or bytes than are taken */
};

/* RAW without "/" at its ends, empty parts, "." and "..", into OUT (cleared first; empty for the root itself). Returns
 * SB_PATH_ bits. */
unsigned sb_archive_path(sb_str raw, uint32_t depth, struct sb_buf *out);

#endif
