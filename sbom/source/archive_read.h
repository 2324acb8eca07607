/* Reading an archive from a stream, in one pass and without a file: what the source of the same name and the tests
 * stand on. */
#ifndef SB_SOURCE_ARCHIVE_READ_H
#define SB_SOURCE_ARCHIVE_READ_H

#include "source/source.h"

/* What all parts of one tree, or all archives of one nest, have used together. */
struct sb_archive_used {
    _Atomic uint64_t entries, bytes, path_bytes;
    uint64_t packed; /* of a nest: bytes of its outermost archive; else 0 */
};

/* One archive of several that make a tree: a layer of an image, or an archive in the tree. */
struct sb_archive_part {
    const char *name; /* for messages */
    unsigned worker;
    uint32_t first; /* the sequence of what it takes away; its entries count from there */
    bool layer;     /* what does not fit into the limits is an error: no part of it may be missing. Paths have the room
                       of a folder */
    bool plain;     /* whatever is no folder is a file: a link has its target as bytes. All have the sequence FIRST */
    uint64_t above; /* length of the path that its own stand behind */
    struct sb_archive_used *used;
    bool places; /* the stream is of a file: what it holds can be read once more (sb_entry.place), if it is a tar */
    /* Passes over N bytes of the stream or fewer, and returns how many; then what nobody wants is not read. Or NULL. */
    int64_t (*skip)(struct sb_stream *stream, int64_t n);
    bool by_libarchive; /* for tests: also what could be read without it */
    /* As lseek(2). With it zip archives are read, too, by their directory, which is what others go by. Or NULL. */
    int64_t (*seek)(struct sb_stream *stream, int64_t offset, int whence);
};

/* Delivers the entries of the tar (plain or gzip, xz, bzip2, zstd) that IN holds to VISITOR as worker 0, in the
 * order of the archive: `sequence` counts them from 1. An entry below a link that came before lands where the link
 * leads. SB_E_SYNTAX (SB_E_IO where IN could not be read) for what is no tar from the start, and for one that breaks
 * off: what came before that was delivered. */
SB_MUST sb_rc sb_archive_read(struct sb_stream *in, const struct sb_limits *limits,
                              const struct sb_source_options *options, const struct sb_visitor *visitor,
                              struct sb_diags *diags, struct sb_err *err);
/* The same for a part. In a layer names that begin with ".wh." take away what other parts brought (OCI image
 * specification, layers, whiteouts), and never follow a link of the same part. */
SB_MUST sb_rc sb_archive_read_part(struct sb_stream *in, const struct sb_limits *limits,
                                   const struct sb_source_options *options, const struct sb_visitor *visitor,
                                   struct sb_diags *diags, const struct sb_archive_part *part, struct sb_err *err);

#endif
