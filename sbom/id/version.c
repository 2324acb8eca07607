#include "id/version.h"

#include "id/version_parts.h"

const struct sb_version_scheme *sb_version_scheme_of(sb_str purl_type)
{
    static const struct {
        const char *type;
        const struct sb_version_scheme *scheme;
    } types[] = {
        {"cargo", &sb_version_semver}, {"deb", &sb_version_deb},    {"golang", &sb_version_semver},
        {"hex", &sb_version_semver},   {"npm", &sb_version_semver}, {"pypi", &sb_version_pep440},
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

enum sb_step sb_version_step(const struct sb_version_scheme *scheme, sb_str older, sb_str newer)
{
    enum { MOST = 16 };
    uint64_t a[MOST] = {0}, b[MOST] = {0};
    if (sb_str_eq(older, newer) || scheme->compare(older, newer) == 0)
        return SB_STEP_SAME;
    if (scheme->release(older, a, MOST) == 0 || scheme->release(newer, b, MOST) == 0)
        return SB_STEP_OTHER;
    if (sb_cmp_digits(epoch_of(older), epoch_of(newer)) != 0)
        return SB_STEP_OTHER; /* counting began anew */
    if (a[0] != b[0])
        return SB_STEP_MAJOR;
    return a[1] != b[1] && a[0] != 0 ? SB_STEP_MINOR : SB_STEP_PATCH;
}
