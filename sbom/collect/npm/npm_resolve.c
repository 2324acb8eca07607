#include "npm/npm_resolve.h"

enum { PATH = 1024 };

static sb_node find(const struct sb_npm_world *world, sb_node folder, sb_str path, uint8_t kind)
{
    const struct sb_tree *tree = world->join->tree;
    if (path.n > PATH || sb_str_starts(path, SB_S("/")) || sb_str_chr(path, '\0') != SB_NPOS)
        return SB_NODE_NONE;
    sb_node node = sb_tree_find(tree, folder, path, true);
    return node.v && sb_tree_at(tree, node)->kind == kind ? node : SB_NODE_NONE;
}

sb_node sb_npm_file(const struct sb_npm_world *world, sb_node folder, sb_str path)
{
    return path.n ? find(world, folder, path, SB_ENTRY_FILE) : SB_NODE_NONE;
}

sb_node sb_npm_file_like(const struct sb_npm_world *world, sb_node folder, sb_str path)
{
    static const char *const ends[] = {".js", ".json", ".node"};
    char text[PATH + 8];
    sb_node node = sb_npm_file(world, folder, path);
    if (path.n == 0 || path.n > PATH)
        return SB_NODE_NONE;
    memcpy(text, path.p, path.n);
    for (size_t i = 0; i < SB_COUNT(ends) && !node.v; i++) {
        memcpy(text + path.n, ends[i], strlen(ends[i]));
        node = sb_npm_file(world, folder, sb_str_n(text, path.n + strlen(ends[i])));
    }
    return node;
}

static sb_node load_folder(const struct sb_npm_world *world, sb_node folder)
{
    sb_str main = sb_npm_main_of(world, folder);
    sb_node node = sb_npm_file_like(world, folder, main);
    sb_node inner = main.n && !node.v ? find(world, folder, main, SB_ENTRY_DIR) : SB_NODE_NONE;
    if (inner.v)
        node = sb_npm_file_like(world, inner, SB_S("index"));
    return node.v ? node : sb_npm_file_like(world, folder, SB_S("index"));
}

sb_node sb_npm_load(const struct sb_npm_world *world, sb_node folder, sb_str path)
{
    sb_node node = sb_npm_file_like(world, folder, path);
    if (node.v)
        return node;
    sb_node inner = path.n ? find(world, folder, path, SB_ENTRY_DIR) : folder;
    return inner.v ? load_folder(world, inner) : SB_NODE_NONE;
}
