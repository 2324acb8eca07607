/* What lies in archives of a tree has paths as "lib/x.egg!/EGG-INFO/PKG-INFO": the archive x.egg is a file as any
 * other, and beside it stands the folder of its inside, "x.egg!" (SB_ENTRY_INSIDE). A source opens nothing at such a
 * path, and no link leads there. */
#ifndef SB_SOURCE_TREE_INSIDE_H
#define SB_SOURCE_TREE_INSIDE_H

#include "source/tree.h"

/* The outermost such folder where NODE lies in one or is one; else none. */
sb_node sb_tree_inside(const struct sb_tree *tree, sb_node node);
/* The folder of what lies in the archive FILE; none if it was not read. */
sb_node sb_tree_inside_of(const struct sb_tree *tree, sb_node file);
/* The archive of the folder INSIDE. */
sb_node sb_tree_outside_of(const struct sb_tree *tree, sb_node inside);

/* A step from FROM to TO goes into an archive. */
bool sb_tree_enters(const struct sb_tree *tree, sb_node from, sb_node to);

#endif
