/* A stream whose bytes are counted and digested on their way. */
#ifndef SB_SOURCE_CHECKED_H
#define SB_SOURCE_CHECKED_H

#include "base/digest.h"
#include "base/io.h"

struct sb_checked {
    struct sb_stream stream;
    struct sb_stream *in;
    struct sb_sha256 *sha256;
    uint64_t n; /* bytes so far */
};

void sb_checked_begin(struct sb_checked *checked, struct sb_stream *in);
/* Reads what is left, and makes the digest as text. */
enum { SB_DIGEST_TEXT = 7 + 2 * SB_SHA256_BYTES }; /* "sha256:" and hex */
SB_MUST sb_rc sb_checked_end(struct sb_checked *checked, char text[SB_DIGEST_TEXT], struct sb_err *err);
void sb_checked_done(struct sb_checked *checked);

#endif
