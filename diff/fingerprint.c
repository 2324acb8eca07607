#include "base/digest.h"
#include "diff/signal_run.h"

enum { FINGERPRINT_BYTES = 8 };

/* Adds PATH with a "*" for every occurrence of VERSION. */
static void add_path(struct sb_sha256 *sha, sb_str path, sb_str version)
{
    size_t at;
    while (version.n && (at = sb_str_find(path, version)) != SB_NPOS) {
        sb_sha256_add(sha, path.p, at);
        sb_sha256_add(sha, "*", 1);
        path = sb_str_from(path, at + version.n);
    }
    sb_sha256_add(sha, path.p, path.n);
}

void sb_fingerprint(const char *signal, sb_str identity, sb_str below, sb_str version, char ret[17])
{
    struct sb_sha256 *sha = sb_sha256_new();
    uint8_t digest[SB_SHA256_BYTES];
    sb_sha256_begin(sha);
    sb_sha256_add(sha, signal, strlen(signal) + 1);
    sb_sha256_add(sha, identity.p, identity.n);
    sb_sha256_add(sha, "", 1);
    add_path(sha, below, version);
    sb_sha256_end(sha, digest);
    sb_sha256_free(sha);
    sb_hex_encode(digest, FINGERPRINT_BYTES, ret);
    ret[2 * FINGERPRINT_BYTES] = '\0';
}
