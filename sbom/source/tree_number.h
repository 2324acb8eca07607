/* Inside of tree.c: which entries become nodes, and which number each gets. */
#ifndef SB_SOURCE_TREE_NUMBER_H
#define SB_SOURCE_TREE_NUMBER_H

#include "source/tree_sort.h"

/* The number of each entry of SORT, whose `parent`, `end` and `kind` become those of a node; 0 for what was struck.
 * What came before SINCE was taken from the root. Sets TREE->n, and which nodes are the insides of archives. The caller
 * frees. */
uint32_t *sb_tree_number(struct sb_tree_sort *sort, uint32_t since, struct sb_tree *tree);
/* Puts each entry where its number says, and those that were struck behind all others. Uses NUMBERS up. */
void sb_tree_put(struct sb_tree_node *entries, uint32_t *numbers, size_t n_entries, size_t n_nodes);

#endif
