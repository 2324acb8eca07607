#include "collect/places.h"

#include "collect/place_alias.h"

/* ---- roots of systems ---- */

static bool has(const struct sb_tree *tree, sb_node folder, const char *name)
{
    return sb_tree_child(tree, folder, sb_str_of(name)).v != 0;
}

/* A folder with etc and usr, or etc and two others of those that stand beside it in a root file system: a bundle, an
 * image that was unpacked. Prefixes of programs have the two others as well, so of them usr is asked. */
static bool is_laid_out(const struct sb_tree *tree, sb_node folder, bool prefix)
{
    enum { ENOUGH = 2 };
    static const char *const others[] = {"bin", "home", "lib", "root", "sbin", "var"};
    unsigned points = 0;
    for (size_t i = 0; i < SB_COUNT(others); i++)
        points += has(tree, folder, others[i]);
    return has(tree, folder, "usr") || (points >= ENOUGH && !prefix);
}

/* The first file or link in FOLDER, a folder below etc, that a system runs by its place. */
static enum sb_exec_kind kind_in(const struct sb_tree *tree, sb_node folder, struct sb_arena *arena)
{
    const struct sb_tree_node *at = sb_tree_at(tree, folder);
    for (uint32_t i = folder.v + 1; i < at->end; i = sb_tree_at(tree, (sb_node){i})->end) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->kind == SB_ENTRY_DIR)
            continue;
        enum sb_exec_kind kind = sb_exec_of_path(
            sb_arena_join(arena, SB_S("etc/"), sb_arena_join(arena, at->name, SB_S("/"), node->name), SB_STR_NONE));
        if (kind != SB_EXEC_COUNT)
            return kind;
    }
    return SB_EXEC_COUNT;
}

/* An etc that says what runs needs nothing beside it: a list of libraries for every program, or two kinds of places.
 * What a shell reads when it starts lies in the etc of many a program's prefix, and does not count. */
static bool is_running(const struct sb_tree *tree, sb_node etc, struct sb_arena *arena)
{
    enum { CHILDREN = 4096 };
    enum sb_exec_kind first = SB_EXEC_COUNT;
    const uint32_t end = sb_tree_at(tree, etc)->end;
    unsigned n = 0;
    sb_arena_reset(arena);
    for (uint32_t i = etc.v + 1; i < end && n < CHILDREN; i = sb_tree_at(tree, (sb_node){i})->end, n++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        enum sb_exec_kind kind = node->kind == SB_ENTRY_DIR
                                     ? kind_in(tree, (sb_node){i}, arena)
                                     : sb_exec_of_path(sb_arena_join(arena, SB_S("etc/"), node->name, SB_STR_NONE));
        if (kind == SB_EXEC_OS_PRELOAD)
            return true;
        if (kind == SB_EXEC_COUNT || kind == SB_EXEC_OS_PROFILE || kind == SB_EXEC_OS_AUTOSTART)
            continue;
        if (first != SB_EXEC_COUNT && kind != first)
            return true;
        first = kind;
    }
    return false;
}

/* usr and usr/local of the system above: they may have an etc, a bin and a lib of their own, and are part of it. */
static bool is_part(const struct sb_tree *tree, const bool *roots, sb_node folder)
{
    const struct sb_tree_node *at = sb_tree_at(tree, folder);
    if (sb_str_eq(at->name, SB_S("usr")))
        return roots[at->parent];
    const struct sb_tree_node *above = sb_tree_at(tree, (sb_node){at->parent});
    return sb_str_eq(at->name, SB_S("local")) && sb_str_eq(above->name, SB_S("usr")) && roots[above->parent];
}

/* Where one program or environment lies: opt/x, an environment of an interpreter. */
static bool is_prefix(const struct sb_tree *tree, const bool *roots, sb_node folder)
{
    const struct sb_tree_node *above = sb_tree_at(tree, (sb_node){sb_tree_at(tree, folder)->parent});
    return has(tree, folder, "pyvenv.cfg") || has(tree, folder, "conda-meta") ||
           (sb_str_eq(above->name, SB_S("opt")) && roots[above->parent]);
}

static bool is_system(const struct sb_tree *tree, const bool *roots, sb_node folder, struct sb_arena *arena)
{
    sb_node etc = sb_tree_child(tree, folder, SB_S("etc"));
    if (!etc.v || sb_tree_at(tree, etc)->kind != SB_ENTRY_DIR || is_part(tree, roots, folder))
        return false;
    return is_laid_out(tree, folder, is_prefix(tree, roots, folder)) || is_running(tree, etc, arena);
}

static void find_roots(const struct sb_join *join, bool *roots, struct sb_arena *scratch)
{
    const struct sb_tree *tree = join->tree;
    roots[SB_NODE_ROOT.v] = true;
    for (size_t i = 0; i < join->systems.n; i++)
        roots[join->systems.p[i].root.v] = true;
    /* Parents stand before their children: what is above is known when its parts come. */
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++)
        if (!roots[i] && sb_tree_at(tree, (sb_node){i})->kind == SB_ENTRY_DIR)
            roots[i] = is_system(tree, roots, (sb_node){i}, scratch);
}

/* By its own path, or by that of a link that leads to it. */
static bool runs_in(const struct sb_places *places, const struct sb_tree *tree, sb_node folder,
                    struct sb_arena *scratch)
{
    sb_str paths[SB_PLACE_ALIASES];
    sb_arena_reset(scratch);
    for (sb_node root = sb_places_root(places, tree, folder); root.v; root = sb_places_outside(places, tree, root))
        if (sb_exec_has_places(sb_tree_path_below(tree, folder, root, scratch)))
            return true;
    size_t n = sb_place_alias_paths(places, tree, folder, scratch, paths);
    while (n > 0 && !sb_exec_has_places(paths[n - 1]))
        n--;
    return n > 0;
}

void sb_places_find(struct sb_join *join, struct sb_places *ret)
{
    const struct sb_tree *tree = join->tree;
    struct sb_arena scratch = {0};
    ret->roots = sb_calloc((size_t)tree->n + 1, sizeof *ret->roots);
    ret->runs = sb_calloc((size_t)tree->n + 1, sizeof *ret->runs);
    find_roots(join, ret->roots, &scratch);
    sb_place_aliases_find(join, ret);
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n; i++)
        if (sb_tree_at(tree, (sb_node){i})->kind == SB_ENTRY_DIR)
            ret->runs[i] = runs_in(ret, tree, (sb_node){i}, &scratch);
    sb_arena_done(&scratch);
}

void sb_places_done(struct sb_places *places)
{
    sb_place_aliases_done(places);
    sb_free(places->roots);
    sb_free(places->runs);
    sb_map_done(&places->open);
    *places = (struct sb_places){0};
}
