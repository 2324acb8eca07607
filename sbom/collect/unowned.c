#include "collect/unowned.h"

enum { SHARED = UINT32_MAX }; /* a folder that several components fill, or that holds them */

struct search {
    struct sb_join *join;
    bool *claimed;       /* by node */
    uint32_t *folder_of; /* by node of a folder: the component that fills it, SHARED, or 0 */
    uint8_t *start_up;   /* by node: kind + 1 of a start-up file that its collector could not give to a component */
    struct sb_unowned *out;
};

/* Only Python keeps a record of every file of a package in folders that are the package's alone. */
static bool keeps_record(const struct sb_doc *doc, sb_comp c)
{
    return strcmp(sb_doc_at(doc, c)->from.collector, sb_collect_python.name) == 0;
}

static void mark_folders(struct search *s, const struct sb_claim *claim)
{
    const struct sb_tree *tree = s->join->tree;
    sb_str place = sb_doc_str(s->join->doc, sb_doc_at(s->join->doc, claim->component)->place);
    sb_node top = sb_tree_find(tree, SB_NODE_ROOT, place, false);
    if (!top.v || !sb_tree_below(tree, claim->node, top))
        return;
    s->folder_of[top.v] = SHARED;
    for (uint32_t at = sb_tree_at(tree, claim->node)->parent; at > top.v;
         at = sb_tree_at(tree, (sb_node){at})->parent) {
        if (s->folder_of[at] == 0)
            s->folder_of[at] = claim->component.v;
        else if (s->folder_of[at] != claim->component.v)
            s->folder_of[at] = SHARED;
    }
}

static void mark_claims(struct search *s)
{
    for (size_t i = 0; i < s->join->claims.n; i++) {
        const struct sb_claim *claim = &s->join->claims.p[i];
        if (!claim->node.v)
            continue;
        s->claimed[claim->node.v] = true;
        if (keeps_record(s->join->doc, claim->component))
            mark_folders(s, claim);
    }
    for (size_t i = 0; i < s->join->execs.n; i++) {
        const struct sb_exec *exec = &s->join->execs.p[i];
        if (exec->component.v == 0 && exec->node.v)
            s->start_up[exec->node.v] = (uint8_t)(exec->kind + 1);
    }
}

static bool is_byte_code(const struct sb_tree_node *node)
{
    return sb_str_ends(node->name, SB_S(".pyc")) || sb_str_ends(node->name, SB_S(".pyo"));
}

/* A *.pth file runs only if its collector saw a line that does; everything else by its place. */
static enum sb_exec_kind kind_of(const struct search *s, sb_node node)
{
    if (s->start_up[node.v])
        return (enum sb_exec_kind)(s->start_up[node.v] - 1);
    struct sb_arena scratch = {0};
    enum sb_exec_kind kind = sb_exec_of_path(sb_tree_path(s->join->tree, node, &scratch));
    sb_arena_done(&scratch);
    return kind == SB_EXEC_PY_PTH ? SB_EXEC_COUNT : kind;
}

static void visit(struct search *s, sb_node node, uint32_t folder)
{
    const struct sb_tree_node *at = sb_tree_at(s->join->tree, node);
    if (s->claimed[node.v] || (at->kind != SB_ENTRY_FILE && at->kind != SB_ENTRY_LINK) || is_byte_code(at))
        return;
    enum sb_exec_kind kind = kind_of(s, node);
    if (kind == SB_EXEC_COUNT && folder == 0)
        return;
    bool listed_apart = kind != SB_EXEC_COUNT || folder == SHARED;
    *SB_PUSH(&s->out->files) = (struct sb_unowned_file){node, kind, {listed_apart ? 0 : folder}};
}

static int by_component(const void *left, const void *right)
{
    const struct sb_unowned_file *a = left;
    const struct sb_unowned_file *b = right;
    if (a->component.v != b->component.v)
        return a->component.v < b->component.v ? -1 : 1;
    bool runs_a = a->kind != SB_EXEC_COUNT;
    bool runs_b = b->kind != SB_EXEC_COUNT;
    if (runs_a != runs_b)
        return runs_a ? -1 : 1;
    return (a->node.v > b->node.v) - (a->node.v < b->node.v); /* nodes are in the order of their paths */
}

void sb_unowned_find(struct sb_join *join, struct sb_unowned *ret_unowned)
{
    const struct sb_tree *tree = join->tree;
    struct search s = {.join = join, .out = ret_unowned};
    s.claimed = sb_calloc(tree->n, sizeof *s.claimed);
    s.folder_of = sb_calloc(tree->n, sizeof *s.folder_of);
    s.start_up = sb_calloc(tree->n, sizeof *s.start_up);
    mark_claims(&s);
    /* Parents stand before their children, so one pass hands the folder's owner down. */
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        uint32_t folder = s.folder_of[node->parent];
        if (node->kind == SB_ENTRY_DIR && s.folder_of[i] == 0)
            s.folder_of[i] = folder;
        visit(&s, (sb_node){i}, folder);
    }
    if (ret_unowned->files.n)
        qsort(ret_unowned->files.p, ret_unowned->files.n, sizeof *ret_unowned->files.p, by_component);
    sb_free(s.claimed);
    sb_free(s.folder_of);
    sb_free(s.start_up);
}

void sb_unowned_done(struct sb_unowned *unowned)
{
    sb_free(unowned->files.p);
}
