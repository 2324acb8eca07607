/* Inside of the reading of archives: the bytes as they lie in the input. */
#ifndef SB_SOURCE_ARCHIVE_STREAM_H
#define SB_SOURCE_ARCHIVE_STREAM_H

#include "source/archive_reader.h"

/* One read, to P, where there is room for SB_ARCHIVE_INPUT. */
ptrdiff_t sb_archive_take(struct sb_archive_reader *r, char *p);
/* Passes over N bytes or fewer, as far as the input can. */
int64_t sb_archive_skip(struct sb_archive_reader *r, int64_t n);

#endif
