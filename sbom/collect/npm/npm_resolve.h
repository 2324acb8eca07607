/* What Node loads for a path: its file, or the one that extensions and folders lead to. */
#ifndef SB_NPM_NPM_RESOLVE_H
#define SB_NPM_NPM_RESOLVE_H

#include "npm/npm_world.h"

/* The regular file at PATH from FOLDER, links followed inside the tree; it may lie outside of FOLDER. */
sb_node sb_npm_file(const struct sb_npm_world *world, sb_node folder, sb_str path);
/* The same with .js, .json or .node behind it. */
sb_node sb_npm_file_like(const struct sb_npm_world *world, sb_node folder, sb_str path);
/* As `require` does: also a folder, by the main of its package.json or its index. */
sb_node sb_npm_load(const struct sb_npm_world *world, sb_node folder, sb_str path);

#endif
