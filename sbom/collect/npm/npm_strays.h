/* Files below a node_modules that lie in no package. */
#ifndef SB_NPM_NPM_STRAYS_H
#define SB_NPM_NPM_STRAYS_H

#include "npm/npm_world.h"

/* Tells them to the join, and of each folder of packages that there are some. */
void sb_npm_tell_strays(struct sb_npm_world *world);
/* What LINK leads to runs as well: all of it, unless it is (in) an installed package, or the link lies in it. */
void sb_npm_add_target(struct sb_npm_world *world, sb_node link);

#endif
