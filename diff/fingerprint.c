#include "base/digest.h"
#include "diff/signal_run.h"

enum { FINGERPRINT_BYTES = 8 };

/* A NUL parts what is hashed; one that a document has in a name must not pass for it. */
static void add_bytes(struct sb_sha256 *sha, sb_str text)
{
    size_t nul;
    while (text.n && (nul = sb_str_chr(text, '\0')) != SB_NPOS) {
        sb_sha256_add(sha, text.p, nul);
        sb_sha256_add(sha, "\0\1", 2);
        text = sb_str_from(text, nul + 1);
    }
    sb_sha256_add(sha, text.p, text.n);
}

/* Adds TEXT with a "*" for every occurrence of VERSION. */
static void add_text(struct sb_sha256 *sha, sb_str text, sb_str version)
{
    size_t at;
    while (version.n && (at = sb_str_find(text, version)) != SB_NPOS) {
        add_bytes(sha, sb_str_part(text, 0, at));
        sb_sha256_add(sha, "*", 1);
        text = sb_str_from(text, at + version.n);
    }
    add_bytes(sha, text);
}

/* Digits of a digest are no version. */
static bool is_digest(sb_str text)
{
    enum { SHORTEST = 32 };
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_digit(text.p[i]) && (text.p[i] < 'a' || text.p[i] > 'f'))
            return false;
    return text.n >= SHORTEST;
}

void sb_fingerprint(const char *signal, sb_str identity, sb_str below, sb_str version, sb_str content, char ret[17])
{
    struct sb_sha256 *sha = sb_sha256_new();
    uint8_t digest[SB_SHA256_BYTES];
    sb_sha256_begin(sha);
    sb_sha256_add(sha, signal, strlen(signal) + 1);
    add_bytes(sha, identity);
    sb_sha256_add(sha, "", 1);
    add_text(sha, below, version);
    if (content.n) {
        sb_sha256_add(sha, "", 1);
        add_text(sha, content, is_digest(content) ? SB_STR_NONE : version);
    }
    sb_sha256_end(sha, digest);
    sb_sha256_free(sha);
    sb_hex_encode(digest, FINGERPRINT_BYTES, ret);
    ret[2 * FINGERPRINT_BYTES] = '\0';
}
