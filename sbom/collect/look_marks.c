#include "collect/look_marks.h"

#include "collect/rights.h"

struct marks {
    const struct sb_join *join;
    bool verify;
    uint8_t *what; /* by node */
    bool *asks;    /* by component: does it ask which of its dependencies are mentioned? */
};

static void mark(struct marks *marks, sb_node node, unsigned what)
{
    if (node.v && sb_tree_at(marks->join->tree, node)->kind == SB_ENTRY_FILE)
        marks->what[node.v] |= (uint8_t)what;
}

/* What checking the file against its record takes. */
static unsigned for_record(const struct marks *marks, const struct sb_digest *recorded)
{
    if (recorded && recorded->alg == SB_ALG_SHA256)
        return SB_MARK_LOOK;
    unsigned digests = recorded && marks->verify ? sb_look_for_record(recorded) : 0;
    return digests ? SB_MARK_LOOK | SB_MARK_DIGESTS * digests : 0;
}

static void mark_claim(struct marks *marks, const struct sb_claim *claim)
{
    const struct sb_tree *tree = marks->join->tree;
    if (!claim->node.v)
        return;
    bool link = sb_tree_at(tree, claim->node)->kind == SB_ENTRY_LINK;
    sb_node node = link ? sb_look_target(tree, claim->node) : claim->node;
    if (marks->asks[claim->component.v])
        mark(marks, node, SB_LOOK_MENTIONS);
    if (claim->flags & (SB_CLAIM_CONTENT | SB_CLAIM_MANIFEST))
        mark(marks, node, SB_MARK_LOOK | SB_LOOK_LINES);
    mark(marks, node, for_record(marks, claim->recorded));
    if (sb_rights_kind(tree, claim->node) != SB_EXEC_COUNT || sb_rights_writable(sb_tree_at(tree, claim->node)))
        mark(marks, claim->node, SB_MARK_LOOK);
}

/* Of a link what it leads to. */
static void mark_running(struct marks *marks, sb_node node, sb_node runs)
{
    mark(marks, node, SB_MARK_LOOK);
    mark(marks, runs, SB_MARK_LOOK);
}

static void mark_all(struct marks *marks, const struct sb_unowned *unowned)
{
    const struct sb_join *join = marks->join;
    for (size_t i = 0; i < join->deps.n; i++)
        if (join->deps.p[i].name.n)
            marks->asks[join->deps.p[i].component.v] = true;
    for (size_t i = 0; i < join->claims.n; i++)
        mark_claim(marks, &join->claims.p[i]);
    for (size_t i = 0; i < join->capable.n; i++)
        mark(marks, join->capable.p[i].node, SB_MARK_LOOK);
    for (size_t i = 0; i < join->execs.n; i++)
        mark_running(marks, join->execs.p[i].node, join->execs.p[i].runs);
    for (size_t i = 0; i < unowned->files.n; i++)
        mark_running(marks, unowned->files.p[i].node, unowned->files.p[i].runs);
}

uint8_t *sb_look_marks(const struct sb_join *join, const struct sb_unowned *unowned, bool verify)
{
    struct marks marks = {.join = join, .verify = verify};
    marks.what = sb_calloc(join->tree->n, sizeof *marks.what);
    marks.asks = sb_calloc((size_t)sb_doc_count(join->doc) + 1, sizeof *marks.asks);
    mark_all(&marks, unowned);
    sb_free(marks.asks);
    return marks.what;
}
