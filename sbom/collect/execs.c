#include "collect/execs.h"

#include "collect/links.h"
#include "collect/place_alias.h"

/* ---- links ---- */

sb_node sb_exec_follow(const struct sb_tree *tree, sb_node root, sb_node node)
{
    sb_node end = sb_link_end(tree, root, node);
    return end.v && sb_tree_at(tree, end)->kind == SB_ENTRY_FILE ? end : SB_NODE_NONE;
}

static void follow(struct sb_join *join, const struct sb_places *places, struct sb_exec *exec)
{
    enum { COMMAND = 256 };
    const struct sb_tree *tree = join->tree;
    if (!exec->node.v || exec->runs.v || sb_tree_at(tree, exec->node)->kind != SB_ENTRY_LINK)
        return;
    exec->runs = sb_exec_follow(tree, sb_places_root(places, tree, exec->node), exec->node);
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

/* By node: claimed by a component whose collector speaks for the whole system and has asked each path, or already known
 * to run. */
enum { ASKED = 1, KNOWN = 2 };

static uint8_t *find_settled(const struct sb_join *join)
{
    uint8_t *settled = sb_calloc(join->tree->n + 1, sizeof *settled);
    for (size_t i = 0; i < join->claims.n; i++)
        if (sb_join_collector(join, join->claims.p[i].component)->owns)
            settled[join->claims.p[i].node.v] |= ASKED;
    for (size_t i = 0; i < join->execs.n; i++)
        settled[join->execs.p[i].node.v] |= KNOWN;
    return settled;
}

/* By its own path unless that was ASKED, or by that of a link to its folder. */
static enum sb_exec_kind kind_of(const struct sb_places *places, const struct sb_tree *tree, sb_node node, bool asked,
                                 struct sb_arena *scratch)
{
    const struct sb_tree_node *at = sb_tree_at(tree, node);
    sb_str paths[SB_PLACE_ALIASES];
    if (asked && places->aliases.n == 0)
        return SB_EXEC_COUNT;
    sb_arena_reset(scratch);
    sb_node root = sb_places_root(places, tree, node);
    enum sb_exec_kind kind = sb_exec_of_path(sb_tree_path_below(tree, node, root, scratch));
    while (kind == SB_EXEC_COUNT && (root = sb_places_outside(places, tree, root)).v)
        kind = sb_exec_of_path(sb_tree_path_below(tree, node, root, scratch));
    if (kind != SB_EXEC_COUNT)
        return asked ? SB_EXEC_COUNT : kind;
    size_t n = sb_place_alias_paths(places, tree, (sb_node){at->parent}, scratch, paths);
    for (size_t i = 0; i < n && kind == SB_EXEC_COUNT; i++)
        kind = sb_exec_of_path(sb_arena_join(scratch, paths[i], SB_S("/"), at->name));
    return kind;
}

/* A record may name any path, and so a place of the system: that is a point of its package. Commands are told by those
 * who know which of them a package puts into a folder of programs. */
static void report_places(struct sb_join *join, const struct sb_places *places, const uint32_t *claimer)
{
    const struct sb_tree *tree = join->tree;
    struct sb_arena scratch = {0};
    uint8_t *settled = find_settled(join);
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        sb_node node = {i};
        const struct sb_tree_node *at = sb_tree_at(tree, node);
        if (claimer[i] == 0 || settled[i] & KNOWN || at->kind == SB_ENTRY_DIR || !places->runs[at->parent])
            continue;
        enum sb_exec_kind kind = kind_of(places, tree, node, settled[i] & ASKED, &scratch);
        if (kind != SB_EXEC_COUNT && kind != SB_EXEC_OS_COMMAND &&
            sb_str_starts(sb_str_of(sb_exec_rows[kind].token), SB_S("os:")))
            sb_join_exec(join, (struct sb_exec){.component = {claimer[i]}, .kind = kind, .node = node});
    }
    sb_free(settled);
    sb_arena_done(&scratch);
}

/* ---- links of packages ---- */

/* The file at NODE is nobody's, or all files of the folder are: a package links to what packages bring, or to what is
 * not there yet. */
static bool is_of_nobody(const struct sb_tree *tree, sb_node node, const uint32_t *claimer)
{
    enum { LOOKED_AT = 4096 };
    const struct sb_tree_node *at = sb_tree_at(tree, node);
    bool any = at->kind == SB_ENTRY_FILE;
    uint32_t end = at->kind == SB_ENTRY_DIR ? at->end : node.v + 1;
    for (uint32_t i = node.v; i < end && i - node.v < LOOKED_AT; i++) {
        if (claimer[i])
            return false;
        any = any || sb_tree_at(tree, (sb_node){i})->kind == SB_ENTRY_FILE;
    }
    return any;
}

/* A link that a distribution's package has, and behind which something else lies: its digest, if there is one, says
 * nothing of that. */
static void report_links(struct sb_join *join, const struct sb_places *places, const uint32_t *claimer)
{
    enum { COMMAND = 256 };
    const struct sb_tree *tree = join->tree;
    uint8_t *settled = find_settled(join);
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        const struct sb_tree_node *at = sb_tree_at(tree, (sb_node){i});
        if (at->kind != SB_ENTRY_LINK || settled[i] != ASKED)
            continue;
        sb_node end = sb_link_end(tree, sb_places_root(places, tree, (sb_node){i}), (sb_node){i});
        if (!end.v || !is_of_nobody(tree, end, claimer))
            continue;
        sb_str target = sb_tree_target(at);
        struct sb_exec_bytes *told = SB_NEW(join->arena, struct sb_exec_bytes);
        told->size = target.n;
        sb_sha256_of(target, told->sha256);
        sb_join_exec(
            join, (struct sb_exec){
                      .component = {claimer[i]},
                      .kind = SB_EXEC_OS_DIVERT,
                      .node = {i},
                      .command = sb_str_part(sb_arena_join(join->arena, SB_S("-> "), target, SB_STR_NONE), 0, COMMAND),
                      .told = told});
    }
    sb_free(settled);
}

void sb_execs_settle(struct sb_join *join, const struct sb_places *places)
{
    uint32_t *claimer = find_claimers(join);
    report_places(join, places, claimer);
    report_links(join, places, claimer);
    for (size_t i = 0; i < join->execs.n; i++) {
        struct sb_exec *exec = &join->execs.p[i];
        if (exec->component.v == 0 && exec->node.v)
            exec->component.v = claimer[exec->node.v];
        follow(join, places, exec);
    }
    sb_free(claimer);
}
