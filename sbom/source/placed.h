/* Files of a tar that are read once more, by where they lie in it. */
#ifndef SB_SOURCE_PLACED_H
#define SB_SOURCE_PLACED_H

#include "source/source.h"

/* FD holds the tar from FIRST on. Finds the bytes of FILE behind its headers, which are looked at again. -1 with errno;
 * any thread. */
int sb_placed_find(int fd, uint64_t first, const struct sb_placed *file, struct sb_reread *ret);

#endif
