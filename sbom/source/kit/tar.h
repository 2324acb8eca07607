/* For tests: archives made in memory, also such as no tar program would make. */
#ifndef SB_SOURCE_KIT_TAR_H
#define SB_SOURCE_KIT_TAR_H

#include "base/buf.h"
#include "source/source.h"

struct sb_kit_tar;

/* FORMAT "ustar", "gnutar" or "pax"; FILTER "none", "gzip", "xz", "bzip2" or "zstd". The bytes go to OUT. */
struct sb_kit_tar *sb_kit_tar_new(const char *format, const char *filter, struct sb_buf *out);
void sb_kit_tar_file(struct sb_kit_tar *tar, const char *path, sb_str bytes);
void sb_kit_tar_zeros(struct sb_kit_tar *tar, const char *path, uint64_t n); /* a file of N zeros */
void sb_kit_tar_dir(struct sb_kit_tar *tar, const char *path);
void sb_kit_tar_link(struct sb_kit_tar *tar, const char *path, const char *target);
void sb_kit_tar_hardlink(struct sb_kit_tar *tar, const char *path, const char *earlier);
void sb_kit_tar_fifo(struct sb_kit_tar *tar, const char *path);
void sb_kit_tar_end(struct sb_kit_tar *tar); /* and frees it */

/* A folder as a tar, its entries sorted by path; what is neither file, folder nor link is left out. */
SB_MUST sb_rc sb_kit_tar_folder(const char *path, const char *filter, struct sb_buf *out, struct sb_err *err);

#endif
