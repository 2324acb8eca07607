#include "id/version.h"

#include "id/version_parts.h"

const struct sb_version_scheme *sb_version_scheme_of(sb_str purl_type)
{
    static const struct {
        const char *type;
        const struct sb_version_scheme *scheme;
    } types[] = {
        {"alpm", &sb_version_alpm},  {"apk", &sb_version_apk},       {"cargo", &sb_version_semver},
        {"deb", &sb_version_deb},    {"golang", &sb_version_semver}, {"hex", &sb_version_semver},
        {"npm", &sb_version_semver}, {"pypi", &sb_version_pep440},   {"rpm", &sb_version_rpm},
    };
    for (size_t i = 0; i < SB_COUNT(types); i++)
        if (sb_str_eq(purl_type, sb_str_of(types[i].type)))
            return types[i].scheme;
    return &sb_version_generic;
}

/* The digits in front of ":" or "!". */
static sb_str epoch_of(sb_str version)
{
    sb_str rest = sb_str_trim(version), epoch = sb_take_digits(&rest);
    return rest.n && (rest.p[0] == ':' || rest.p[0] == '!') ? epoch : SB_STR_NONE;
}

static bool is_hex(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_digit(s.p[i]) && !(sb_lower(s.p[i]) >= 'a' && sb_lower(s.p[i]) <= 'f'))
            return false;
    return s.n > 0;
}

/* As long as a digest that is in use: MD5, SHA-1 (git), 224 bits and more. */
static bool is_digest(sb_str s)
{
    static const size_t lengths[] = {32, 40, 56, 64, 96, 128};
    for (size_t i = 0; i < SB_COUNT(lengths); i++)
        if (s.n == lengths[i])
            return is_hex(s);
    return false;
}

bool sb_version_is_address(sb_str version)
{
    static const char *const algorithms[] = {"sha1", "sha224", "sha256",  "sha384", "sha512",  "sha3-256", "sha3-512",
                                             "md5",  "blake3", "blake2b", "git",    "gitsha1", "commit"};
    sb_str rest = version, algorithm;
    size_t hash = sb_str_rchr(version, '#'), at = sb_str_rchr(version, '@');
    if (is_digest(version))
        return true;
    if ((hash != SB_NPOS && is_digest(sb_str_from(version, hash + 1))) ||
        (at != SB_NPOS && is_digest(sb_str_from(version, at + 1))))
        return true;
    if (at != SB_NPOS)
        rest = sb_str_from(version, at + 1);
    static const char separators[] = {':', '-', '_', '='};
    for (size_t i = 0; i < sizeof separators; i++) {
        sb_str value = rest;
        if (!sb_str_cut(&value, separators[i], &algorithm))
            continue;
        for (size_t k = 0; k < SB_COUNT(algorithms); k++)
            if (sb_str_eq_nocase(algorithm, sb_str_of(algorithms[k])) && value.n >= 7)
                return is_hex(value) || sb_str_starts(algorithm, SB_S("sha"));
    }
    return false;
}

/* The front of a commit, as git abbreviates it: with a letter, so that it is no number. */
static bool is_short_commit(sb_str version)
{
    enum { LEAST = 7, MOST = 40 };
    bool letter = false;
    for (size_t i = 0; i < version.n; i++)
        letter = letter || !sb_is_digit(version.p[i]);
    return letter && version.n >= LEAST && version.n <= MOST && is_hex(version);
}

bool sb_versions_have_order(sb_str a, sb_str b)
{
    bool commits = is_short_commit(a) && is_short_commit(b);
    return !commits && !sb_version_is_address(a) && !sb_version_is_address(b);
}

enum sb_step sb_version_step(const struct sb_version_scheme *scheme, sb_str older, sb_str newer)
{
    enum { MOST = 16 };
    uint64_t a[MOST] = {0}, b[MOST] = {0};
    if (sb_str_eq(older, newer) || scheme->compare(older, newer) == 0)
        return SB_STEP_SAME;
    if (!sb_versions_have_order(older, newer))
        return SB_STEP_OTHER;
    if (scheme->release(older, a, MOST) == 0 || scheme->release(newer, b, MOST) == 0)
        return SB_STEP_OTHER;
    if (sb_cmp_digits(epoch_of(older), epoch_of(newer)) != 0)
        return SB_STEP_OTHER; /* counting began anew */
    if (a[0] != b[0])
        return SB_STEP_MAJOR;
    return a[1] != b[1] && a[0] != 0 ? SB_STEP_MINOR : SB_STEP_PATCH;
}
