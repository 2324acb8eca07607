/* An expression as a tree that is built from its leaves up, so that children always come before their parent; only for
 * the licence*.c files here. */
#ifndef SB_ID_LICENCE_TREE_H
#define SB_ID_LICENCE_TREE_H

#include "base/mem.h"
#include "id/licence.h"

enum sb_licence_op { SB_LICENCE_LEAF, SB_LICENCE_OR, SB_LICENCE_AND };

struct sb_licence_node {
    enum sb_licence_op op;
    bool taken;                 /* its children went to a larger node of the same operator */
    uint32_t first, last, next; /* children and sibling: index + 1, 0 for none */
    uint32_t children;
    sb_str *items; /* of an operator, once written: the texts of its operands */
    size_t n_items;
    sb_str text;
};

struct sb_licence_tree {
    SB_VEC(struct sb_licence_node) nodes;
};

uint32_t sb_licence_leaf(struct sb_licence_tree *tree, sb_str text);
/* A node over two operands; operands with the same operator are dissolved in it. */
uint32_t sb_licence_join(struct sb_licence_tree *tree, enum sb_licence_op op, uint32_t left, uint32_t right);
/* The text below ROOT, which must be the last node. SORTED: operands sorted and without repeats. */
sb_str sb_licence_write(struct sb_licence_tree *tree, uint32_t root, bool sorted, struct sb_arena *arena);

/* As sb_licence_parse(), to the form that sb_licence_key() gives. */
SB_MUST sb_rc sb_licence_parse_key(sb_str text, struct sb_arena *arena, sb_str *ret_key);

#endif
