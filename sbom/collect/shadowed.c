#include "collect/shadowed.h"

sb_str sb_shadowed_command(const struct sb_join *join, sb_node root, sb_node node, sb_str dir)
{
    static const char *const folders[] = {"usr/bin/", "usr/sbin/", "bin/", "sbin/"};
    for (size_t i = 0; i < SB_COUNT(folders); i++) {
        sb_str path =
            sb_arena_join(join->arena, sb_str_of(folders[i]), sb_tree_at(join->tree, node)->name, SB_STR_NONE);
        sb_node other = sb_tree_find(join->tree, root, path, false);
        if (!sb_str_eq(sb_path_dir(path), dir) && other.v && other.v != node.v)
            return sb_arena_join(join->arena, SB_S("shadows "), path, SB_STR_NONE);
    }
    return SB_STR_NONE;
}

struct search {
    const struct sb_join *join;
    sb_node root, node;
    bool (*is_owned)(const void *ctx, sb_node node);
    const void *ctx;
};

static sb_str shadowed_in(const struct search *s, sb_node folder)
{
    const struct sb_tree *tree = s->join->tree;
    const struct sb_tree_node *library = sb_tree_at(tree, s->node);
    sb_node other = sb_tree_child(tree, folder, library->name);
    if (!other.v || folder.v == library->parent || (s->is_owned && !s->is_owned(s->ctx, other)))
        return SB_STR_NONE;
    return sb_arena_join(s->join->arena, SB_S("shadows "), sb_tree_path_below(tree, other, s->root, s->join->arena),
                         SB_STR_NONE);
}

sb_str sb_shadowed_library(const struct sb_join *join, sb_node root, sb_node node,
                           bool (*is_owned)(const void *ctx, sb_node node), const void *ctx)
{
    enum { ENTRIES = 2000 }; /* that are looked through for folders of architectures */
    static const char *const bases[] = {"usr/lib", "lib", "usr/lib64", "lib64", "usr/lib32", "lib32"};
    const struct search s = {.join = join, .root = root, .node = node, .is_owned = is_owned, .ctx = ctx};
    const struct sb_tree *tree = join->tree;
    for (size_t i = 0; i < SB_COUNT(bases); i++) {
        sb_node base = sb_tree_find(tree, root, sb_str_of(bases[i]), false);
        if (!base.v || sb_tree_at(tree, base)->kind != SB_ENTRY_DIR)
            continue;
        sb_str found = shadowed_in(&s, base);
        size_t n = 0;
        for (uint32_t at = base.v + 1, next; at < sb_tree_at(tree, base)->end && !found.n && n < ENTRIES;
             at = next, n++) {
            const struct sb_tree_node *child = sb_tree_at(tree, (sb_node){at});
            next = child->end;
            if (child->kind == SB_ENTRY_DIR && sb_str_find(child->name, SB_S("-linux-")) != SB_NPOS)
                found = shadowed_in(&s, (sb_node){at});
        }
        if (found.n)
            return found;
    }
    return SB_STR_NONE;
}
