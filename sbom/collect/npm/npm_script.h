/* Which files a command of a manifest, or of binding.gyp, runs. */
#ifndef SB_NPM_NPM_SCRIPT_H
#define SB_NPM_NPM_SCRIPT_H

#include "npm/npm_resolve.h"

enum { SB_NPM_RUN_FILES = 8 };

struct sb_npm_run {
    sb_node files[SB_NPM_RUN_FILES]; /* in the order of the command, each once */
    size_t n;
    bool builds; /* it calls something that builds native code, or fetches it */
};

/* COMMAND is run in FOLDER: `node x`, `sh x`, `./x`, paths among the arguments, also inside a quoted require. SCRIPTS
 * (or NULL) are those that it may hand over to: `npm run x`. */
struct sb_npm_run sb_npm_run_of(const struct sb_npm_world *world, sb_node folder, const struct sb_npm_pairs *scripts,
                                sb_str command);

#endif
