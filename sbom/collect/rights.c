#include "collect/rights.h"

sb_str sb_rights_text(const struct sb_join *join, const struct sb_tree_node *node)
{
    return sb_arena_printf(join->arena, "mode %04o", node->mode);
}

/* By node: a folder whose files count, one that leads to such folders; a file that somebody has, and one whose bytes
 * are looked at. */
enum { COUNTS = 1, LEADS = 2, CLAIMED = 4, LOOKED_AT = 8 };

/* The folder that a package fills, and those above it. */
static void mark_folders(const struct sb_tree *tree, uint8_t *marks, sb_node folder)
{
    marks[folder.v] |= COUNTS;
    while (!(marks[folder.v] & LEADS)) {
        marks[folder.v] |= LEADS | COUNTS;
        if (folder.v == SB_NODE_ROOT.v)
            return;
        folder.v = sb_tree_at(tree, folder)->parent;
    }
}

/* Where a system has its programs, and where everybody may write. What users and services keep elsewhere may be more
 * than the system itself. */
static void mark_places(const struct sb_join *join, uint8_t *marks, const struct sb_system *system)
{
    static const char *const places[] = {"bin",    "boot", "etc",  "lib", "lib32", "lib64",
                                         "libx32", "opt",  "sbin", "tmp", "usr",   "var/tmp"};
    for (size_t p = 0; p < SB_COUNT(places) && marks[system->root.v] & LEADS; p++) {
        sb_node place = sb_tree_find(join->tree, system->root, sb_str_of(places[p]), false);
        if (!place.v || sb_tree_at(join->tree, place)->kind != SB_ENTRY_DIR)
            continue;
        for (uint32_t i = place.v; i < sb_tree_at(join->tree, place)->end; i++)
            marks[i] |= COUNTS;
    }
}

static uint8_t *marks_of(const struct sb_join *join)
{
    const struct sb_tree *tree = join->tree;
    uint8_t *marks = sb_calloc((size_t)tree->n + 1, sizeof *marks);
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        if (!claim->node.v)
            continue;
        marks[claim->node.v] |= CLAIMED;
        if (claim->flags & (SB_CLAIM_CONTENT | SB_CLAIM_MANIFEST))
            marks[claim->node.v] |= LOOKED_AT;
        if (sb_join_collector(join, claim->component)->owns)
            mark_folders(tree, marks, (sb_node){sb_tree_at(tree, claim->node)->parent});
    }
    for (size_t i = 0; i < join->systems.n; i++)
        mark_places(join, marks, &join->systems.p[i]);
    return marks;
}

void sb_rights_settle(struct sb_join *join, struct sb_source *source)
{
    const struct sb_tree *tree = join->tree;
    bool asks = source->type->mode != NULL;
    struct sb_source_folder folder = {0};
    struct sb_arena scratch = {0};
    uint8_t *marks = marks_of(join);
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        bool counts = marks[node->parent] & COUNTS || marks[i] & CLAIMED;
        if (node->kind != SB_ENTRY_FILE || (asks && marks[i] & LOOKED_AT))
            continue;
        if (!counts)
            node->mode = SB_MODE_UNKNOWN;
        else if (asks)
            node->mode = source->type->mode(source, &folder, sb_tree_path(tree, (sb_node){i}, &scratch));
        sb_arena_reset(&scratch);
    }
    sb_source_folder_done(&folder);
    sb_arena_done(&scratch);
    sb_free(marks);
}

void sb_rights_execs(struct sb_join *join)
{
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        const struct sb_tree_node *node = claim->node.v ? sb_tree_at(join->tree, claim->node) : NULL;
        if (node && sb_gives_rights(node))
            sb_join_exec(join, (struct sb_exec){.component = claim->component,
                                                .kind = SB_EXEC_OS_SETUID,
                                                .node = claim->node,
                                                .command = sb_rights_text(join, node)});
    }
}
