/* Reading an archive from a stream, in one pass and without a file: what the source of the same name and the tests
 * stand on. */
#ifndef SB_SOURCE_ARCHIVE_READ_H
#define SB_SOURCE_ARCHIVE_READ_H

#include "source/source.h"

/* Delivers the entries of the tar (plain or gzip, xz, bzip2, zstd) that IN holds to VISITOR as worker 0, in the order
 * of the archive. A tar that breaks off delivers what came before that and leaves SB_D_ARCHIVE_DAMAGED in DIAGS;
 * SB_E_SYNTAX only for what is no tar from the start. */
SB_MUST sb_rc sb_archive_read(struct sb_stream *in, const struct sb_limits *limits,
                              const struct sb_source_options *options, const struct sb_visitor *visitor,
                              struct sb_diags *diags, struct sb_err *err);

#endif
