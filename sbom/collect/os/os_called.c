/* What others call or load by its name, of a package: commands and libraries that are links or lie in usr/local. */
#include "collect/execs.h"
#include "collect/shadowed.h"
#include "os/os_state.h"

static bool is_library(sb_str path)
{
    sb_str name = sb_path_base(path);
    return (sb_str_ends(name, SB_S(".so")) || sb_str_find(name, SB_S(".so.")) != SB_NPOS) &&
           sb_place_of_libraries(sb_path_dir(path));
}

/* The link at PATH leads out of where the loader looks. One that leads to nothing is not asked where that would be. */
static bool leads_out(struct sb_os *os, sb_node node)
{
    const struct sb_tree *tree = os->join->tree;
    sb_node end = sb_exec_follow(tree, os->root, node);
    if (!end.v)
        return false;
    sb_node folder = {sb_tree_at(tree, end)->parent};
    return !sb_place_of_libraries(sb_tree_path_below(tree, folder, os->root, os->join->arena));
}

/* COMMAND without a TARGET: the digest is the file's. */
static void report(struct sb_os *os, sb_node node, enum sb_exec_kind kind, sb_str command, sb_str target)
{
    sb_join_exec(os->join, (struct sb_exec){.component = os->current->component,
                                            .kind = kind,
                                            .node = node,
                                            .command = command,
                                            .told = target.n ? sb_os_told(os->join, target) : NULL});
}

/* ---- below usr/local ---- */

static sb_str named_in(struct sb_os *os, sb_node folder, sb_str name)
{
    const struct sb_tree *tree = os->join->tree;
    sb_node found = folder.v ? sb_tree_child(tree, folder, name) : SB_NODE_NONE;
    if (!found.v)
        return SB_STR_NONE;
    return sb_arena_join(os->join->arena, SB_S("shadows "), sb_tree_path_below(tree, found, os->root, os->join->arena),
                         SB_STR_NONE);
}

sb_str sb_os_shadows(struct sb_os *os, sb_node node, sb_str path)
{
    static const sb_str better = {"/glibc-hwcaps/", 14}; /* the loader takes these first */
    enum { LOOKED_FOR = 1024 };
    bool library = is_library(path);
    size_t at = library ? sb_str_find(path, better) : SB_NPOS;
    if (at != SB_NPOS)
        return named_in(os, sb_tree_find(os->join->tree, os->root, sb_str_part(path, 0, at), true), sb_path_base(path));
    if (!sb_str_starts(path, SB_S("usr/local/")) || (library && os->shadowed++ >= LOOKED_FOR))
        return SB_STR_NONE;
    return library ? sb_shadowed_library(os->join, os->root, node, NULL, NULL)
                   : sb_shadowed_command(os->join, os->root, node, sb_path_dir(path));
}

/* ---- both ---- */

/* A link has no digest in most lists: where it leads is all there is to tell. Libraries are links everywhere, and lead
 * to their neighbours. */
void sb_os_called(struct sb_os *os, sb_node node, sb_str path)
{
    const struct sb_tree_node *at = sb_tree_at(os->join->tree, node);
    bool link = at->kind == SB_ENTRY_LINK, library = is_library(path);
    sb_str shadows = library ? sb_os_shadows(os, node, path) : SB_STR_NONE;
    if (library && !link && (shadows.n || sb_str_starts(path, SB_S("usr/local/"))))
        report(os, node, SB_EXEC_OS_LIBRARY, shadows, SB_STR_NONE);
    else if (link && (library ? leads_out(os, node) : sb_place_of_commands(sb_path_dir(path))))
        report(os, node, library ? SB_EXEC_OS_LIBRARY : SB_EXEC_OS_COMMAND,
               sb_arena_join(os->join->arena, SB_S("-> "), sb_tree_target(at), SB_STR_NONE), sb_tree_target(at));
}
