/* Lock files: joined with the installed tree where there is one, else components by themselves. */
#ifndef SB_NPM_NPM_LOCKED_H
#define SB_NPM_NPM_LOCKED_H

#include "npm/npm_origin.h"

void sb_npm_apply_locks(struct sb_npm_world *world);
/* The component of a lock file without a tree that DEP leads to from a folder (of a project), or none. */
sb_comp sb_npm_resolve_bare(struct sb_npm_world *world, sb_node folder, const struct sb_npm_pair *dep);
/* Where the components of lock files without a tree came from, when all that ask for them are known. */
void sb_npm_tell_bare(struct sb_npm_world *world);

#endif
