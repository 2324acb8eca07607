/* binding.gyp and its *.gypi: what they run while they are read or built. A reader of Python's literals that forgives
 * everything: what GYP itself would refuse runs nothing, but must not hide what stands behind it. */
#ifndef SB_NPM_NPM_GYP_H
#define SB_NPM_NPM_GYP_H

#include "base/arena.h"

enum { SB_NPM_GYP_COMMANDS = 64, SB_NPM_GYP_COMMAND = 1024 /* bytes */ };

struct sb_npm_gyp {
    sb_str *commands; /* sorted, each once, valid UTF-8; the first SB_NPM_GYP_COMMANDS by bytes */
    size_t n;
    bool cut; /* there were more */
};

/* Commands are: what stands in "<!(...)" and its kin wherever it stands, the words of an `action`, settings that name a
 * program ("make_global_settings: CC ./cc"), files that are included and do not look like GYP ("includes: x.txt"),
 * conditions that are more than comparisons ("condition: ..."; GYP evaluates them as Python), flags that load code into
 * the compiler ("flag: ..."), and the value of each variable that one of these names ("NAME=VALUE"). */
const struct sb_npm_gyp *sb_npm_gyp_read(sb_str bytes, struct sb_arena *arena);

/* A condition of comparisons between names, texts and numbers. */
bool sb_npm_gyp_is_plain(sb_str condition);

#endif
