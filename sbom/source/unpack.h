/* A file that is compressed by itself, in memory. */
#ifndef SB_SOURCE_UNPACK_H
#define SB_SOURCE_UNPACK_H

#include "base/buf.h"
#include "base/err.h"

/* What comes out of BYTES (gzip, xz, bzip2, zstd) into BUF (cleared first); what is not compressed comes out as it is.
 * SB_E_LIMIT past MAX bytes, or past RATIO times as many as went in and 64 KiB; SB_E_SYNTAX for what is damaged or cut.
 * BUF then holds what came before. */
SB_MUST sb_rc sb_unpack(sb_str bytes, size_t max, unsigned ratio, struct sb_buf *buf, struct sb_err *err);

#endif
