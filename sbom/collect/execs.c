#include "collect/execs.h"

/* ---- roots of systems ---- */

/* A folder with etc and usr, or etc and two others of those that stand beside it in a root file system: a bundle, an
 * image that was unpacked. */
static bool is_laid_out(const struct sb_tree *tree, sb_node etc)
{
    enum { ENOUGH = 2 };
    static const struct {
        const char *name;
        unsigned points;
    } others[] = {{"usr", 2}, {"bin", 1}, {"home", 1}, {"lib", 1}, {"root", 1}, {"sbin", 1}, {"var", 1}};
    sb_node folder = {sb_tree_at(tree, etc)->parent};
    unsigned points = 0;
    for (size_t i = 0; i < SB_COUNT(others); i++)
        points += sb_tree_child(tree, folder, sb_str_of(others[i].name)).v ? others[i].points : 0;
    return points >= ENOUGH;
}

bool *sb_system_roots(const struct sb_join *join)
{
    const struct sb_tree *tree = join->tree;
    bool *roots = sb_calloc(tree->n + 1, sizeof *roots);
    roots[SB_NODE_ROOT.v] = true;
    for (size_t i = 0; i < join->systems.n; i++)
        roots[join->systems.p[i].root.v] = true;
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->kind == SB_ENTRY_DIR && sb_str_eq(node->name, SB_S("etc")) && is_laid_out(tree, (sb_node){i}))
            roots[node->parent] = true;
    }
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
        sb_str target = at->target;
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
        sb_str command = sb_arena_join(join->arena, SB_S("-> "), sb_tree_at(tree, exec->node)->target, SB_STR_NONE);
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

void sb_execs_settle(struct sb_join *join)
{
    bool *roots = sb_system_roots(join);
    uint32_t *claimer = find_claimers(join);
    for (size_t i = 0; i < join->execs.n; i++) {
        struct sb_exec *exec = &join->execs.p[i];
        if (exec->component.v == 0 && exec->node.v)
            exec->component.v = claimer[exec->node.v];
        follow(join, roots, exec);
    }
    sb_free(roots);
    sb_free(claimer);
}
