/* Inside of the reading of archives: headers and bytes, one entry after the other. Plain tars are read here (see
 * source/tar_header.h). At the first header that is not plain libarchive takes the rest over, and so at the end, which
 * it is the judge of; the other archives it reads from their first byte on. Which of the two reads makes no difference
 * for what comes out. */
#ifndef SB_SOURCE_ARCHIVE_INPUT_H
#define SB_SOURCE_ARCHIVE_INPUT_H

#include "source/archive_reader.h"

/* False: no archive, sb_archive_reason() says why. sb_archive_input_end() has to be called in any case. */
bool sb_archive_input_begin(struct sb_archive_reader *r);
void sb_archive_input_end(struct sb_archive_reader *r);
/* These return codes of libarchive: ARCHIVE_OK, _EOF, _WARN, _FAILED, _FATAL. The next entry, in r->header ... */
int sb_archive_input_next(struct sb_archive_reader *r);
/* ... a piece of its bytes, which lives until the next call, and where in the file it begins ... */
int sb_archive_input_block(struct sb_archive_reader *r, const char **ret_block, size_t *ret_n, int64_t *ret_offset);
/* ... or past what is left of them. */
int sb_archive_input_pass(struct sb_archive_reader *r);
bool sb_archive_is_tar(const struct sb_archive_reader *r);
/* Why the last of them failed. */
const char *sb_archive_reason(const struct sb_archive_reader *r);
/* How many bytes were taken of what came out of the decompressor. */
int64_t sb_archive_input_at(const struct sb_archive_reader *r);

#endif
