#include "diff/compare_version.h"

#include "id/version.h"

/* The number in front of a colon, as deb and rpm have it; false if there is none. */
static bool cut_epoch(sb_str *version)
{
    size_t colon = sb_str_chr(*version, ':');
    uint64_t epoch;
    if (colon == SB_NPOS || !sb_str_u64(sb_str_part(*version, 0, colon), &epoch))
        return false;
    *version = sb_str_from(*version, colon + 1);
    return true;
}

/* Tools that do not read the epoch leave it out; all else being equal, that is no other version. */
static bool epoch_left_out(sb_str type, sb_str old, sb_str new)
{
    static const char *const types[] = {"alpm", "deb", "rpm", NULL};
    if (!sb_str_is_one_of(type, types))
        return false;
    bool had = cut_epoch(&old), has = cut_epoch(&new);
    return had != has && sb_str_eq(old, new);
}

/* A gem's version has no "-"; what stands behind one is the platform, which others write as a qualifier or not at all.
 */
bool sb_is_platform_step(sb_str type, sb_str old, sb_str new)
{
    size_t from = sb_str_chr(old, '-'), to = sb_str_chr(new, '-');
    return sb_str_eq(type, SB_S("gem")) && !sb_str_eq(old, new) &&
           sb_str_eq(sb_str_part(old, 0, from), sb_str_part(new, 0, to));
}

static bool platform_left_out(sb_str type, sb_str old, sb_str new)
{
    return sb_is_platform_step(type, old, new) && (sb_str_chr(old, '-') == SB_NPOS || sb_str_chr(new, '-') == SB_NPOS);
}

/* One number of a version without its leading zeros; empty where no digit stands in front. */
static sb_str take_number(sb_str *rest)
{
    size_t n = 0, zeros = 0;
    while (n < rest->n && sb_is_digit(rest->p[n]))
        n++;
    while (zeros + 1 < n && rest->p[zeros] == '0')
        zeros++;
    sb_str ret = sb_str_part(*rest, zeros, n - zeros);
    *rest = sb_str_from(*rest, n);
    return ret;
}

/* NuGet's own form: three numbers, and the fourth only where it is not 0; what lies behind "+" says nothing, and
 * letters of a label have no case. */
static bool same_nuget(sb_str type, sb_str old, sb_str new)
{
    enum { NUMBERS = 4 };
    if (!sb_str_eq(type, SB_S("nuget")))
        return false;
    old = sb_str_part(old, 0, sb_str_chr(old, '+'));
    new = sb_str_part(new, 0, sb_str_chr(new, '+'));
    for (unsigned i = 0; i < NUMBERS; i++) {
        sb_str a = i == 0 || sb_str_chop(&old, SB_S(".")) ? take_number(&old) : SB_S("0");
        sb_str b = i == 0 || sb_str_chop(&new, SB_S(".")) ? take_number(&new) : SB_S("0");
        if (!a.n || !sb_str_eq(a, b))
            return false;
    }
    return sb_str_eq_nocase(old, new);
}

enum sb_version_relation sb_compare_versions(sb_str type, sb_str old, sb_str new, bool same_tool)
{
    if (sb_str_eq(old, new))
        return SB_VERSION_SAME;
    if (!old.n || !new.n)
        return SB_VERSION_UNSAID;
    if (sb_version_scheme_of(type)->compare(old, new) == 0 || epoch_left_out(type, old, new) ||
        (!same_tool && platform_left_out(type, old, new)) || same_nuget(type, old, new))
        return SB_VERSION_SPELLED;
    sb_str_chop(&old, SB_S("v"));
    sb_str_chop(&new, SB_S("v"));
    return sb_str_eq(old, new) ? SB_VERSION_SPELLED : SB_VERSION_DIFFERENT;
}
