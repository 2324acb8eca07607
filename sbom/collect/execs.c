#include "collect/execs.h"

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
    for (uint32_t i = folder.v + 1; i < at->end; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->parent != folder.v || node->kind == SB_ENTRY_DIR)
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
    unsigned n = 0;
    sb_arena_reset(arena);
    for (uint32_t i = etc.v + 1; i < sb_tree_at(tree, etc)->end && n < CHILDREN; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->parent != etc.v)
            continue;
        n++;
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

bool *sb_system_roots(const struct sb_join *join)
{
    const struct sb_tree *tree = join->tree;
    struct sb_arena scratch = {0};
    bool *roots = sb_calloc(tree->n + 1, sizeof *roots);
    roots[SB_NODE_ROOT.v] = true;
    for (size_t i = 0; i < join->systems.n; i++)
        roots[join->systems.p[i].root.v] = true;
    /* Parents stand before their children: what is above is known when its parts come. */
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++)
        if (!roots[i] && sb_tree_at(tree, (sb_node){i})->kind == SB_ENTRY_DIR)
            roots[i] = is_system(tree, roots, (sb_node){i}, &scratch);
    sb_arena_done(&scratch);
    return roots;
}

static sb_node root_above(const struct sb_tree *tree, const bool *roots, sb_node node)
{
    while (node.v > SB_NODE_ROOT.v && !roots[node.v])
        node.v = sb_tree_at(tree, node)->parent;
    return node;
}

/* ---- links ---- */

sb_node sb_exec_follow(const struct sb_tree *tree, sb_node root, sb_node node)
{
    enum { LINKS = 40 }; /* as the kernel has it */
    for (unsigned i = 0; node.v && i < LINKS; i++) {
        const struct sb_tree_node *at = sb_tree_at(tree, node);
        if (at->kind != SB_ENTRY_LINK)
            return at->kind == SB_ENTRY_FILE ? node : SB_NODE_NONE;
        sb_str target = sb_tree_target(at);
        bool absolute = sb_str_starts(target, SB_S("/"));
        while (sb_str_chop(&target, SB_S("/")))
            continue;
        node = sb_tree_find(tree, absolute ? root : (sb_node){at->parent}, target, false);
    }
    return SB_NODE_NONE;
}

static void follow(struct sb_join *join, const bool *roots, struct sb_exec *exec)
{
    enum { COMMAND = 256 };
    const struct sb_tree *tree = join->tree;
    if (!exec->node.v || exec->runs.v || sb_tree_at(tree, exec->node)->kind != SB_ENTRY_LINK)
        return;
    exec->runs = sb_exec_follow(tree, root_above(tree, roots, exec->node), exec->node);
    if (exec->command.n == 0) {
        sb_str command =
            sb_arena_join(join->arena, SB_S("-> "), sb_tree_target(sb_tree_at(tree, exec->node)), SB_STR_NONE);
        exec->command = sb_str_part(command, 0, COMMAND);
    }
}

/* ---- owners ---- */

/* By node: the smallest component that claims it. */
static uint32_t *find_claimers(const struct sb_join *join)
{
    uint32_t *claimer = sb_calloc(join->tree->n + 1, sizeof *claimer);
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        uint32_t *at = &claimer[claim->node.v];
        if (claim->node.v && (*at == 0 || claim->component.v < *at))
            *at = claim->component.v;
    }
    return claimer;
}

/* By node: claimed by a component whose collector speaks for the whole system, or already known to run. */
static bool *find_settled(const struct sb_join *join)
{
    bool *settled = sb_calloc(join->tree->n + 1, sizeof *settled);
    for (size_t i = 0; i < join->claims.n; i++)
        if (sb_join_collector(join, join->claims.p[i].component)->owns)
            settled[join->claims.p[i].node.v] = true;
    for (size_t i = 0; i < join->execs.n; i++)
        settled[join->execs.p[i].node.v] = true;
    return settled;
}

/* By node: a folder that files of the system run from. */
static bool *find_places(const struct sb_tree *tree, const bool *roots)
{
    bool *places = sb_calloc(tree->n + 1, sizeof *places);
    struct sb_arena scratch = {0};
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n; i++) {
        sb_node node = {i};
        if (sb_tree_at(tree, node)->kind != SB_ENTRY_DIR)
            continue;
        places[i] = sb_exec_has_places(sb_tree_path_below(tree, node, root_above(tree, roots, node), &scratch));
        sb_arena_reset(&scratch);
    }
    sb_arena_done(&scratch);
    return places;
}

/* A record may name any path, and so a place of the system: that is a point of its package. Commands are told by those
 * who know which of them a package puts into a folder of programs. */
static void report_places(struct sb_join *join, const bool *roots, const uint32_t *claimer)
{
    const struct sb_tree *tree = join->tree;
    struct sb_arena scratch = {0};
    bool *settled = find_settled(join);
    bool *places = find_places(tree, roots);
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        sb_node node = {i};
        const struct sb_tree_node *at = sb_tree_at(tree, node);
        if (claimer[i] == 0 || settled[i] || at->kind == SB_ENTRY_DIR || !places[at->parent])
            continue;
        sb_arena_reset(&scratch);
        enum sb_exec_kind kind =
            sb_exec_of_path(sb_tree_path_below(tree, node, root_above(tree, roots, node), &scratch));
        if (kind != SB_EXEC_COUNT && kind != SB_EXEC_OS_COMMAND &&
            sb_str_starts(sb_str_of(sb_exec_rows[kind].token), SB_S("os:")))
            sb_join_exec(join, (struct sb_exec){.component = {claimer[i]}, .kind = kind, .node = node});
    }
    sb_free(settled);
    sb_free(places);
    sb_arena_done(&scratch);
}

void sb_execs_settle(struct sb_join *join)
{
    bool *roots = sb_system_roots(join);
    uint32_t *claimer = find_claimers(join);
    report_places(join, roots, claimer);
    for (size_t i = 0; i < join->execs.n; i++) {
        struct sb_exec *exec = &join->execs.p[i];
        if (exec->component.v == 0 && exec->node.v)
            exec->component.v = claimer[exec->node.v];
        follow(join, roots, exec);
    }
    sb_free(roots);
    sb_free(claimer);
}
