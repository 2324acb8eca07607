/* A cpio archive (cpio_header.h has the formats), as a tar: so that whatever reads tars reads it with the same bounds.
 */
#ifndef SB_SOURCE_CPIO_H
#define SB_SOURCE_CPIO_H

#include "source/source.h"

struct sb_cpio;

bool sb_is_cpio(sb_str front);
/* IN stays the caller's. With LIMITS it may hold several archives, one behind the other and zeros between, as the
 * kernel reads them; a packed one (sb_is_deflated) is the last. Without, nothing is read behind the first. Reading
 * fails with SB_E_SYNTAX for what is damaged or cut, SB_E_LIMIT for names that no file system has. Of a file with
 * several names the bytes stand with one, mostly the last: the others follow it as hard links. */
struct sb_cpio *sb_cpio_open(struct sb_stream *in, const struct sb_limits *limits);
struct sb_stream *sb_cpio_stream(struct sb_cpio *cpio);
void sb_cpio_close(struct sb_cpio *cpio);

#endif
