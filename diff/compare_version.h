/* How the versions of two rows stand to each other. */
#ifndef SB_DIFF_COMPARE_VERSION_H
#define SB_DIFF_COMPARE_VERSION_H

#include "base/str.h"

enum sb_version_relation {
    SB_VERSION_SAME,
    SB_VERSION_SPELLED, /* the same one in another spelling, or an epoch or a platform that one side left out */
    SB_VERSION_UNSAID,  /* one side has none */
    SB_VERSION_DIFFERENT
};
/* One tool that writes the platform of a gem on one side alone means another build. */
enum sb_version_relation sb_compare_versions(sb_str type, sb_str old, sb_str new, bool same_tool);
/* One version of a gem, built for another platform or for none in particular: neither up nor down. */
bool sb_is_platform_step(sb_str type, sb_str old, sb_str new);

#endif
