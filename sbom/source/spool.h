/* A pipe as a file that can be read more than once. */
#ifndef SB_SOURCE_SPOOL_H
#define SB_SOURCE_SPOOL_H

#include "base/io.h"

/* All of IN, in such a file. */
SB_MUST sb_rc sb_spool_stream(struct sb_stream *in, uint64_t max, int *ret_fd, struct sb_err *err);
/* All of HEAD, which was read before, and what FD still has, in a file without a name below TMPDIR or /tmp. A regular
 * file of which nothing was read is taken as it is. The caller closes *RET_FD; FD stays open. */
SB_MUST sb_rc sb_spool(int fd, sb_str head, uint64_t max, int *ret_fd, struct sb_err *err);

#endif
