/* What a native build makes in a package's folder. */
#ifndef SB_NPM_NPM_BUILT_H
#define SB_NPM_NPM_BUILT_H

#include "npm/npm_world.h"

/* The binding.gyp in FOLDER, or none. */
sb_node sb_npm_gyp_of(const struct sb_npm_world *world, sb_node folder);
/* Whether npm runs a script of the manifest's when it installs the package. */
bool sb_npm_has_install_script(const struct sb_npm_manifest *manifest);
/* npm builds the package although no script says so. */
bool sb_npm_builds_itself(const struct sb_npm_world *world, const struct sb_npm_package *package);

struct sb_npm_builds {
    bool builds;        /* npm runs something that builds, or fetches what was built, when it installs the package */
    sb_str module_path; /* where node-pre-gyp puts it, in lower case; empty for nowhere */
};
struct sb_npm_builds sb_npm_builds(struct sb_npm_world *world, const struct sb_npm_package *package);
/* A file that such a build makes, by its path from the package's folder in lower case: nothing that Node reads as text.
 */
bool sb_npm_is_built(const struct sb_npm_builds *builds, sb_str path);
/* A module that Node loads into itself, or a library. */
bool sb_npm_is_native(sb_str path);

#endif
