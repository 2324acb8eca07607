#include "diff/delta.h"

const char *const sb_level_names[SB_LEVEL_COUNT] = {"none", "info", "low", "medium", "high", "critical"};
const char *const sb_tier_names[SB_TIER_COUNT] = {"", "purl", "digest", "alias", "coordinates", "user"};
const char *const sb_change_names[SB_CHANGE_KINDS] = {"added", "removed", "upgraded", "downgraded", "changed"};

enum sb_level sb_level_find(sb_str name)
{
    size_t level = 0;
    while (level < SB_LEVEL_COUNT && !sb_str_eq_nocase(name, sb_str_of(sb_level_names[level])))
        level++;
    return (enum sb_level)level;
}
