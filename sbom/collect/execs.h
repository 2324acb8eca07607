/* What is left to say of execution points when all collectors are done: whose they are, and what runs behind a link. */
#ifndef SB_COLLECT_EXECS_H
#define SB_COLLECT_EXECS_H

#include "collect/places.h"

/* Where the links that begin at NODE end: a regular file of the tree, absolute targets from ROOT; SB_NODE_NONE if they
 * leave the tree, lead to nothing or to something else. A file leads to itself. */
sb_node sb_exec_follow(const struct sb_tree *tree, sb_node root, sb_node node);

/* Gives points that no collector could give to a component to the one that claims their file, and sets `runs` and the
 * command of those that are links. After sb_graph_finish(). */
void sb_execs_settle(struct sb_join *join, const struct sb_places *places);

#endif
