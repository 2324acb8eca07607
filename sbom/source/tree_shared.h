/* Inside of tree.c: where the bytes of hard links are. */
#ifndef SB_SOURCE_TREE_SHARED_H
#define SB_SOURCE_TREE_SHARED_H

#include "source/tree_sort.h"

/* Fills tree->shared, before there are nodes: each has the number of its entry for now. */
void sb_tree_share_bytes(struct sb_tree *tree, const struct sb_tree_sort *sort, const struct sb_tree_batch *batches);
/* By what sb_tree_number() gave. */
void sb_tree_share_nodes(struct sb_tree *tree, const uint32_t *numbers);

#endif
