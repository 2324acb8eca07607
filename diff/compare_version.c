#include "diff/comparison.h"

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

enum sb_version_relation sb_compare_versions(sb_str type, sb_str old, sb_str new)
{
    if (sb_same_slice(old, new))
        return SB_VERSION_SAME;
    if (!old.n || !new.n)
        return SB_VERSION_UNSAID;
    if (sb_version_scheme_of(type)->compare(old, new) == 0 || epoch_left_out(type, old, new))
        return SB_VERSION_SPELLED;
    sb_str_chop(&old, SB_S("v"));
    sb_str_chop(&new, SB_S("v"));
    return sb_str_eq(old, new) ? SB_VERSION_SPELLED : SB_VERSION_DIFFERENT;
}
