#include "source/tree_inside.h"

enum { MAX_LINKS = 40 };

/* What is still to be walked: the path, and over it the targets of links that are being followed. */
struct pending {
    sb_str paths[MAX_LINKS + 1];
    size_t n;
};

/* Cuts the next part; false when nothing is left. */
static bool next_part(struct pending *pending, sb_str *ret_part)
{
    while (pending->n) {
        sb_str *top = &pending->paths[pending->n - 1];
        while (top->n && top->p[0] == '/')
            *top = sb_str_from(*top, 1);
        if (top->n == 0) {
            pending->n--;
            continue;
        }
        sb_str_cut(top, '/', ret_part);
        return true;
    }
    return false;
}

static bool is_last(const struct pending *pending)
{
    for (size_t i = 0; i < pending->n; i++)
        for (size_t j = 0; j < pending->paths[i].n; j++)
            if (pending->paths[i].p[j] != '/')
                return false;
    return true;
}

sb_node sb_tree_find(const struct sb_tree *tree, sb_node base, sb_str path, bool follow)
{
    struct pending pending; /* large, and mostly unused */
    pending.paths[0] = path;
    pending.n = 1;
    sb_node at = path.n && path.p[0] == '/' ? SB_NODE_ROOT : base;
    unsigned links = 0;
    sb_str part;
    while (at.v && next_part(&pending, &part)) {
        bool up = sb_str_eq(part, SB_S(".."));
        if (up || sb_str_eq(part, SB_S("."))) {
            bool folder = sb_tree_at(tree, at)->kind == SB_ENTRY_DIR;
            if (!folder)
                return SB_NODE_NONE;
            if (up && at.v != SB_NODE_ROOT.v)
                at.v = sb_tree_at(tree, at)->parent;
            continue;
        }
        sb_node child = sb_tree_child(tree, at, part);
        const struct sb_tree_node *node = sb_tree_at(tree, child);
        if (links && sb_tree_enters(tree, at, child))
            return SB_NODE_NONE;
        if (!child.v || node->kind != SB_ENTRY_LINK || (!follow && is_last(&pending))) {
            at = child;
            continue;
        }
        if (++links > MAX_LINKS)
            return SB_NODE_NONE;
        sb_str target = sb_tree_target(node);
        if (sb_str_starts(target, SB_S("/")))
            at = SB_NODE_ROOT;
        pending.paths[pending.n++] = target;
    }
    return at;
}
