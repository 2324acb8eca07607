/* Inside of the reading of archives: tars of plain headers, read without libarchive. */
#ifndef SB_SOURCE_TAR_PLAIN_H
#define SB_SOURCE_TAR_PLAIN_H

#include "base/io.h"
#include "source/tar_header.h"

struct sb_archive_reader;

struct sb_tar_plain {
    bool on;
    const char *p; /* what was taken of the input and is left of it, N bytes */
    size_t n;
    int64_t at;    /* where P is in the tar */
    uint64_t done; /* bytes of the entry that were given out, the last GIVEN of which still stand at P */
    uint64_t left; /* behind them */
    size_t given, padding;
    bool gnu, pax, files, links; /* what libarchive would have seen: the last header's kind, any of the others */
    char why[sizeof((struct sb_err *)0)->text];
    struct sb_tar_header header;
};

/* Does the input begin with a plain header? */
bool sb_tar_plain_begin(struct sb_archive_reader *r);
/* The next header, in plain.header. False: what follows is not plain. */
bool sb_tar_plain_next(struct sb_archive_reader *r);
/* As those of archive_input.h. */
int sb_tar_plain_block(struct sb_archive_reader *r, const char **ret_block, size_t *ret_n, int64_t *ret_offset);
int sb_tar_plain_pass(struct sb_archive_reader *r);
/* An empty entry, of one header or two, that brings libarchive into the state which it would be in behind the headers
 * that were read here. */
sb_str sb_tar_plain_state(const struct sb_tar_plain *plain, char room[2 * SB_TAR_BLOCK]);

#endif
