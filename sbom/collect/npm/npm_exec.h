/* Execution points of a package. */
#ifndef SB_NPM_NPM_EXEC_H
#define SB_NPM_NPM_EXEC_H

#include "npm/npm_world.h"

/* PREPARES: npm runs its script "prepare", too: what came from git or is linked to. */
void sb_npm_tell_execs(struct sb_npm_world *world, const struct sb_npm_package *package, bool prepares);
/* Adds the commands that PACKAGE declares to WORLD. */
void sb_npm_add_commands(struct sb_npm_world *world, const struct sb_npm_package *package);
/* What the files of GYP run, each of its package. */
void sb_npm_tell_gyp_commands(struct sb_npm_world *world);

/* What npm runs by itself when it installs what a project depends on: scripts of the project's own. */
void sb_npm_tell_own_scripts(struct sb_npm_world *world, const struct sb_npm_package *package);

#endif
