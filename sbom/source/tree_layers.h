/* Entries of an image whose folder is a symbolic link that a lower layer brought: they land where it leads, as they do
 * when the layers are unpacked one over the other. */
#ifndef SB_SOURCE_TREE_LAYERS_H
#define SB_SOURCE_TREE_LAYERS_H

#include "source/tree.h"

/* Gives such entries their place, before the tree is built; batch->moved then has their tokens, in order. What takes
 * something away never follows a link of its own layer, nor one in whose place the layer put something else before. An
 * entry that would leave the root is no entry any more, and that is told, as is how many were moved. */
void sb_tree_settle_layers(struct sb_tree_batch *batches, size_t n_batches, uint32_t stride, uint32_t depth,
                           struct sb_diags *diags);

#endif
