/* Reading an archive from a stream, in one pass and without a file: what the source of the same name and the tests
 * stand on. */
#ifndef SB_SOURCE_ARCHIVE_READ_H
#define SB_SOURCE_ARCHIVE_READ_H

#include "source/source.h"

/* Delivers the entries of the tar (plain or gzip, xz, bzip2, zstd) that IN holds to VISITOR as worker 0, in the order
 * of the archive: `layer` counts them from 1. An entry below a link that came before lands where the link leads.
 * SB_E_SYNTAX (SB_E_IO where IN could not be read) for what is no tar from the start, and for one that breaks off: what
 * came before that was delivered. */
SB_MUST sb_rc sb_archive_read(struct sb_stream *in, const struct sb_limits *limits,
                              const struct sb_source_options *options, const struct sb_visitor *visitor,
                              struct sb_diags *diags, struct sb_err *err);

#endif
