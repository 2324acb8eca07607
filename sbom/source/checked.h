/* A stream whose bytes are counted and digested on their way. */
#ifndef SB_SOURCE_CHECKED_H
#define SB_SOURCE_CHECKED_H

#include "base/digest.h"
#include "base/io.h"

enum {
    SB_DIGEST_SHA256 = 7 + 2 * SB_SHA256_BYTES, /* "sha256:" and hex */
    SB_DIGEST_SHA512 = 7 + 2 * SB_SHA512_BYTES
};

struct sb_checked {
    struct sb_stream stream;
    struct sb_stream *in;
    struct sb_sha256 *sha256;
    struct sb_record_digest *sha512; /* NULL: not made */
    uint64_t n;                      /* bytes so far */
    char sha256_text[SB_DIGEST_SHA256], sha512_text[SB_DIGEST_SHA512];
};

/* SHOULD: the digest that is known of all bytes, as text, or empty; it may be of SHA-512. That of SHA-256 is always
 * made. */
void sb_checked_begin(struct sb_checked *checked, struct sb_stream *in, sb_str should);
/* Reads what is left, and makes the digests; once. */
SB_MUST sb_rc sb_checked_end(struct sb_checked *checked, struct sb_err *err);
/* After that: the digest by the algorithm of SHOULD. */
sb_str sb_checked_digest(const struct sb_checked *checked, sb_str should);
void sb_checked_done(struct sb_checked *checked);

/* The digest of BYTES by the algorithm of SHOULD ("sha256:..", "sha512:.."), as text in ROOM. */
sb_str sb_digest_like(sb_str should, sb_str bytes, char room[SB_DIGEST_SHA512]);

#endif
