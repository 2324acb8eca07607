/* Symbolic links of a scanned tree: where they lead inside the root, and what is told of those that do not. */
#ifndef SB_COLLECT_LINKS_H
#define SB_COLLECT_LINKS_H

#include "collect/collect.h"

/* What LINK leads to in the end, or SB_NODE_NONE. An absolute target counts from the scan root, or from a folder above
 * the link where that is not there: the root of a system in a folder. */
sb_node sb_link_target(const struct sb_tree *tree, sb_node link);
/* Is NAME one of NAMES? They may be NULL, and end with NULL. */
bool sb_link_is_named(const char *const *names, sb_str name);
/* Loops, links that lead out of the root or to nothing, and among those the ones whose name says that a collector's
 * files lie behind them. */
void sb_links_tell(struct sb_join *join);
/* Where the links that begin at NODE end, absolute targets from ROOT; NODE itself if it is none. SB_NODE_NONE if they
 * leave the tree or lead to nothing. */
sb_node sb_link_end(const struct sb_tree *tree, sb_node root, sb_node node);

#endif
