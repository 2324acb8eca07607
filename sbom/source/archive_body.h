/* Inside of the reading of archives: the bytes of one entry. */
#ifndef SB_SOURCE_ARCHIVE_BODY_H
#define SB_SOURCE_ARCHIVE_BODY_H

#include "source/archive_reader.h"

struct sb_archive_body {
    struct sb_stream stream;
    struct sb_archive_reader *r;
    const char *block;
    size_t n;          /* left of the block */
    uint64_t at;       /* bytes that were given out or left out */
    uint64_t block_at; /* where the block begins: zeros up to there */
    bool ended;
    bool failed;
};

void sb_archive_body_begin(struct sb_archive_body *body, struct sb_archive_reader *r);
void sb_archive_body_fail(struct sb_archive_body *body, enum sb_code code, const char *text);
/* Reads what nobody wanted: it has to be counted and checked like the rest. */
void sb_archive_body_drain(struct sb_archive_body *body);
/* The entry has none that anybody is given. */
void sb_archive_no_body(struct sb_archive_reader *r);
/* To the next header, without reading what lies between. */
void sb_archive_pass_over(struct sb_archive_reader *r);
/* Says that the archive has no end. */
void sb_archive_tell_open(const struct sb_archive_reader *r);

#endif
