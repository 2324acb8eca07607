#include "source/tree_inside.h"

sb_node sb_tree_inside(const struct sb_tree *tree, sb_node node)
{
    size_t low = 0;
    for (size_t high = tree->inside.n; low < high;) { /* the first behind NODE */
        size_t middle = low + (high - low) / 2;
        if (tree->inside.p[middle].v <= node.v)
            low = middle + 1;
        else
            high = middle;
    }
    return low && sb_tree_below(tree, node, tree->inside.p[low - 1]) ? tree->inside.p[low - 1] : SB_NODE_NONE;
}

sb_node sb_tree_inside_of(const struct sb_tree *tree, sb_node file)
{
    const struct sb_tree_node *at = sb_tree_at(tree, file);
    if (tree->inside.n == 0 || !file.v)
        return SB_NODE_NONE;
    struct sb_arena scratch = {0};
    sb_node found =
        sb_tree_child(tree, (sb_node){at->parent}, sb_arena_join(&scratch, at->name, SB_S("!"), SB_STR_NONE));
    sb_arena_done(&scratch);
    return found.v && sb_tree_inside(tree, found).v ? found : SB_NODE_NONE;
}

sb_node sb_tree_outside_of(const struct sb_tree *tree, sb_node inside)
{
    const struct sb_tree_node *at = sb_tree_at(tree, inside);
    return sb_tree_child(tree, (sb_node){at->parent}, sb_str_part(at->name, 0, at->name.n - 1));
}

bool sb_tree_enters(const struct sb_tree *tree, sb_node from, sb_node to)
{
    return tree->inside.n && to.v && sb_tree_inside(tree, to).v && !sb_tree_inside(tree, from).v;
}
