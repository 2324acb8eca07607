/* Folders of a system in which interpreters look for code before, or beside, those that its packages fill. */
#ifndef SB_COLLECT_SEARCH_PATH_H
#define SB_COLLECT_SEARCH_PATH_H

#include "source/tree.h"

/* Calls TAKE with each that is there; ROOT: of the system. */
void sb_search_paths(const struct sb_tree *tree, sb_node root, void (*take)(void *ctx, sb_node folder), void *ctx);

#endif
