/* Digests as bytes, and SHA-256 and MD5 over OpenSSL's EVP: an algorithm is looked up once, a context serves many
 * messages. */
#ifndef SB_BASE_DIGEST_H
#define SB_BASE_DIGEST_H

#include "base/str.h"

/* Names and numbers: CycloneDX hashAlg and SPDX 2.3 checksum algorithms. */
enum sb_alg {
#define SB_ALG(id, bytes, strength, cyclonedx, spdx, sri) SB_ALG_##id,
#include "base/digest.def"
#undef SB_ALG
    SB_ALG_COUNT
};

struct sb_alg_row {
    uint8_t bytes;                      /* length of a digest; 0 = any */
    uint8_t strength;                   /* for "is it weaker than before": MD5 1, SHA-1 2, 256 bits 4 ... */
    const char *cyclonedx, *spdx, *sri; /* NULL where the format has no name for it */
};
extern const struct sb_alg_row sb_algs[SB_ALG_COUNT];

struct sb_digest {
    uint8_t alg; /* enum sb_alg */
    uint8_t n;   /* bytes used */
    uint8_t b[64];
};

bool sb_digest_eq(const struct sb_digest *a, const struct sb_digest *b);
/* By name in one of the spellings, without regard to case and "-" or "_". SB_ALG_NONE if unknown. */
enum sb_alg sb_alg_find(sb_str name);

SB_MUST bool sb_hex_decode(sb_str hex, uint8_t *bytes, size_t n); /* exactly N bytes */
void sb_hex_encode(const uint8_t *bytes, size_t n, char *hex);    /* 2 * N characters, no NUL */
/* Base64, standard or URL-safe alphabet, padding optional. Returns the number of bytes, or SB_NPOS. */
SB_MUST size_t sb_base64_decode(sb_str text, uint8_t *bytes, size_t room);
/* "sha512-<base64>" of an SRI string: the strongest digest of the list. False if none is understood. */
SB_MUST bool sb_sri_decode(sb_str sri, struct sb_digest *ret_digest);

#define SB_SHA256_BYTES 32
struct sb_sha256; /* a reusable context */
struct sb_sha256 *sb_sha256_new(void);
/* One of two that are fed side by side (sb_sha256_add_two()), which is faster than one behind the other where the
 * processor can. */
struct sb_sha256 *sb_sha256_new_lane(void);
void sb_sha256_free(struct sb_sha256 *ctx);
void sb_sha256_begin(struct sb_sha256 *ctx);
void sb_sha256_add(struct sb_sha256 *ctx, const void *p, size_t n);
/* Takes bytes off both until one of them, or each, is empty. */
void sb_sha256_add_two(struct sb_sha256 *a, sb_str *a_bytes, struct sb_sha256 *b, sb_str *b_bytes);
void sb_sha256_end(struct sb_sha256 *ctx, uint8_t out[SB_SHA256_BYTES]);
void sb_sha256_of(sb_str s, uint8_t out[SB_SHA256_BYTES]); /* one short message; makes its own context */

/* Digests that others recorded and that this program makes for nothing else: MD5, SHA-1 and SHA-512. A system in FIPS
 * mode offers no MD5: then the rest must not be called for it. */
#define SB_MD5_BYTES 16
#define SB_SHA1_BYTES 20
#define SB_SHA512_BYTES 64
bool sb_md5_offered(void);
void sb_sha1_of(sb_str s, uint8_t out[SB_SHA1_BYTES]);          /* one short message */
struct sb_record_digest;                                        /* a reusable context */
struct sb_record_digest *sb_record_digest_new(enum sb_alg alg); /* one of these */
void sb_record_digest_free(struct sb_record_digest *ctx);
void sb_record_digest_begin(struct sb_record_digest *ctx);
void sb_record_digest_add(struct sb_record_digest *ctx, const void *p, size_t n);
void sb_record_digest_end(struct sb_record_digest *ctx, uint8_t *out); /* sb_algs[].bytes of them */

#endif
