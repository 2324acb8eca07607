#include "base/digest.h"
#include "diff/signal_run.h"

enum { FINGERPRINT_BYTES = 8 };

/* A NUL parts what is hashed, and where STARS a "*" stands for the version: one that a document has must not pass for
 * it. */
static void add_escaped(struct sb_sha256 *sha, sb_str text, bool stars)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool nul = text.p[i] == '\0';
        if (!nul && !(stars && text.p[i] == '*'))
            continue;
        sb_sha256_add(sha, text.p + from, i - from);
        sb_sha256_add(sha, nul ? "\0\1" : "\0\2", 2);
        from = i + 1;
    }
    if (from < text.n)
        sb_sha256_add(sha, text.p + from, text.n - from);
}

/* Words of a command are none: who chooses the version of a release must not choose what is left out of it. */
static bool is_plain(sb_str version)
{
    enum { LONGEST = 64 };
    for (size_t i = 0; i < version.n; i++)
        if (!sb_is_alnum(version.p[i]) && !sb_is_in(version.p[i], ".+-_~:!"))
            return false;
    return version.n && version.n <= LONGEST && sb_is_digit(*version.p);
}

/* VERSION stands in TEXT from AT on, and no part of another word or number. */
static bool stands_alone(sb_str text, size_t at, size_t n)
{
    return (at == 0 || !sb_is_digit(text.p[at - 1])) && (at + n == text.n || !sb_is_alnum(text.p[at + n]));
}

/* Adds TEXT with a "*" for every occurrence of VERSION. */
static void add_text(struct sb_sha256 *sha, sb_str text, sb_str version)
{
    size_t from = 0, at;
    while (version.n && (at = sb_str_find(sb_str_from(text, from), version)) != SB_NPOS) {
        at += from;
        from = at + 1;
        if (!stands_alone(text, at, version.n))
            continue;
        add_escaped(sha, sb_str_part(text, 0, at), true);
        sb_sha256_add(sha, "*", 1);
        text = sb_str_from(text, at + version.n);
        from = 0;
    }
    add_escaped(sha, text, true);
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
    version = is_plain(version) ? version : SB_STR_NONE;
    uint8_t digest[SB_SHA256_BYTES];
    sb_sha256_begin(sha);
    sb_sha256_add(sha, signal, strlen(signal) + 1);
    add_escaped(sha, identity, false);
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
