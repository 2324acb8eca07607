/* Inside of the reading of archives: what its steps share, and where it stops. */
#ifndef SB_SOURCE_ARCHIVE_READER_H
#define SB_SOURCE_ARCHIVE_READER_H

#include <archive.h>
#include <archive_entry.h>

#include "base/mem.h"
#include "source/archive_links.h"
#include "source/archive_read.h"
#include "source/tar_plain.h"

/* What is packed more tightly than limits.ratio is a bomb from this many bytes on; of a nest, of which a tree may have
 * many, from fewer. */
enum { SB_ARCHIVE_RATIO_FROM = 64 * 1024 * 1024, SB_ARCHIVE_NEST_FROM = 4 * 1024 * 1024 };

/* Bytes that are taken of the input at once at most, and the room for them behind the headers of an entry. */
enum { SB_ARCHIVE_INPUT = 256 * 1024, SB_ARCHIVE_ROOM = SB_ARCHIVE_INPUT + SB_TAR_HEADERS };

/* What is asked for of an entry, whoever read its headers. The texts live until its bytes are asked for; those that it
 * does not have are NULL. */
struct sb_archive_header {
    sb_str path, symlink, hardlink;
    mode_t type; /* AE_IFREG and its like; 0 where nothing says it */
    uint16_t mode;
    int64_t size;
    SB_VEC(sb_str) capabilities; /* values of the attribute */
};

struct sb_archive_reader {
    struct sb_tar_plain plain; /* either this reads, or ... */
    struct archive *archive;
    struct archive_entry *entry;
    sb_str before[2];  /* what libarchive reads before the rest of the input */
    int64_t at_before; /* where in the tar it began to count */
    char state[2 * SB_TAR_BLOCK];
    struct sb_archive_header header;
    struct sb_stream *in;
    const struct sb_limits *limits;
    const struct sb_source_options *options;
    const struct sb_archive_part *part; /* USED is NULL for an archive that is all there is */
    const struct sb_visitor *visitor;
    struct sb_diags *diags;
    char *input;
    size_t step; /* bytes that are read at once: few where bodies may be passed over, more as one is read */
    struct sb_err in_err;
    uint64_t in_bytes; /* taken from the stream */
    uint64_t holes;    /* bytes that sparse entries have without having them in the archive */
    uint64_t entries;
    int64_t body_from; /* where the bytes of the entry begin in what comes out */
    uint64_t path_bytes;
    uint64_t counted; /* of the bytes that came out, in what all parts used */
    bool in_ended;
    bool stop;
    bool broken; /* it breaks off: WHY */
    bool cut;    /* ... by a limit */
    struct sb_buf why;
    struct sb_archive_links links;
    struct sb_buf path, link, folder, checked; /* FOLDER: of the entry before; CHECKED: last found not to be excluded */
    bool checked_any;
};

/* A diagnostic of the current entry; of the archive while there is none. */
void sb_archive_tell(struct sb_archive_reader *r, enum sb_code code, const char *text);
/* Nothing more can be read. */
void sb_archive_break_off(struct sb_archive_reader *r, const char *why);
void sb_archive_stop(struct sb_archive_reader *r, enum sb_code code, const char *text);
/* Counts what came out of the decompressor; false if it is too much, which is told. */
bool sb_archive_within_limits(struct sb_archive_reader *r);
/* As sb_entry.place of the current entry. What libarchive reads may lie elsewhere than behind its header. */
uint32_t sb_archive_place(const struct sb_archive_reader *r);
uint64_t sb_archive_add_used(_Atomic uint64_t *used, uint64_t n);

#endif
