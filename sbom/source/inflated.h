/* A stream that unpacks another one: gzip, xz, lzma, bzip2 or zstd, found by looking. */
#ifndef SB_SOURCE_INFLATED_H
#define SB_SOURCE_INFLATED_H

#include "source/source.h"

struct sb_inflated;

/* FRONT: the first bytes of a stream, six or all of them. */
bool sb_is_deflated(sb_str front);
/* It has no magic number, but a header: what nearly every encoder writes, and a dictionary of 64 KiB or more. So it is
 * no tar whose first name is a bracket. */
bool sb_is_lzma(sb_str front);
/* IN stays the caller's. More than LIMITS allow (bytes, ratio) is SB_E_LIMIT. */
SB_MUST sb_rc sb_inflated_open(struct sb_stream *in, const struct sb_limits *limits, struct sb_inflated **ret_inflated,
                               struct sb_err *err);
struct sb_stream *sb_inflated_stream(struct sb_inflated *inflated);
void sb_inflated_close(struct sb_inflated *inflated);

#endif
