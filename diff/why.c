#include "diff/why.h"

#include "base/mem.h"
#include "base/sort.h"

enum { LONGEST = 64 };

/* A breadth-first forest. Rows are visited in the order of their ways, so the first that finds a row has the smallest
 * way. */
struct sb_why {
    const struct sb_doc *doc;
    const struct sb_row *rows;
    uint32_t n;       /* handles are below */
    uint32_t *rank;   /* of a row by purl and ref */
    uint32_t *parent; /* the row before it on its way; itself for a row that is reached directly; 0: not reached */
    uint32_t *queue;
    uint32_t queued, done;
};

static int by_purl(const void *a, const void *b, void *ctx)
{
    const struct sb_why *why = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int c = sb_str_cmp(why->rows[x].purl, why->rows[y].purl);
    return c ? c
             : sb_str_cmp(sb_doc_str(why->doc, why->doc->components.p[x].ref),
                          sb_doc_str(why->doc, why->doc->components.p[y].ref));
}

static int by_rank(const void *a, const void *b, void *ctx)
{
    const uint32_t *rank = ctx;
    uint32_t x = rank[*(const uint32_t *)a], y = rank[*(const uint32_t *)b];
    return (x > y) - (x < y);
}

/* RET_ORDER: all handles by purl. */
static uint32_t *rank_rows(struct sb_why *why)
{
    uint32_t *order = sb_calloc(why->n, sizeof *order);
    for (uint32_t v = 1; v < why->n; v++)
        order[v - 1] = v;
    sb_sort(order, why->n - 1, sizeof *order, by_purl, why);
    for (uint32_t i = 0; i + 1 < why->n; i++)
        why->rank[order[i]] = i;
    return order;
}

static void reach(struct sb_why *why, uint32_t row, uint32_t from)
{
    if (why->parent[row])
        return;
    why->parent[row] = from;
    why->queue[why->queued++] = row;
}

/* Goes on from all rows that are queued, over relations of the kinds in the mask. */
static void spread(struct sb_why *why, unsigned kinds)
{
    SB_VEC(uint32_t) next = {0};
    while (why->done < why->queued) {
        uint32_t row = why->queue[why->done++];
        struct sb_range r = sb_doc_relations_from(why->doc, (sb_comp){row});
        next.n = 0;
        for (uint32_t i = r.first; i < r.first + r.n; i++) {
            const struct sb_relation *rel = &why->doc->relations.p[i];
            if (kinds >> rel->kind & 1 && rel->to.v && !why->parent[rel->to.v])
                *SB_PUSH(&next) = rel->to.v;
        }
        if (next.n > 1)
            qsort_r(next.p, next.n, sizeof *next.p, by_rank, why->rank);
        for (size_t i = 0; i < next.n; i++)
            reach(why, next.p[i], row);
    }
    sb_free(next.p);
}

static void mark_wanted(const struct sb_why *why, bool *wanted, unsigned kinds)
{
    for (size_t i = 0; i < why->doc->relations.n; i++) {
        const struct sb_relation *rel = &why->doc->relations.p[i];
        if (kinds >> rel->kind & 1 && rel->from.v && rel->from.v != rel->to.v)
            wanted[rel->to.v] = true;
    }
}

static void search(struct sb_why *why, const uint32_t *order)
{
    const unsigned depends = 1u << SB_REL_DEPENDS_ON;
    const unsigned all = depends | 1u << SB_REL_OWNS | 1u << SB_REL_CONTAINS;
    if (why->doc->root.v)
        reach(why, why->doc->root.v, why->doc->root.v);
    spread(why, depends);
    why->done = 0;
    spread(why, all);
    bool *wanted = sb_calloc(why->n, sizeof *wanted);
    mark_wanted(why, wanted, all);
    for (unsigned round = 0; round < 2; round++) { /* at last the circles that nothing leads to */
        for (uint32_t i = 0; i + 1 < why->n; i++)
            if (round == 1 || !wanted[order[i]])
                reach(why, order[i], order[i]);
        spread(why, all);
    }
    sb_free(wanted);
}

const struct sb_why *sb_why_of(struct sb_delta *delta)
{
    if (delta->why)
        return delta->why;
    struct sb_why *why = delta->why = sb_calloc(1, sizeof *why);
    why->doc = delta->doc[SB_NEW];
    why->rows = delta->rows[SB_NEW];
    why->n = sb_doc_count(why->doc) + 1;
    why->rank = sb_calloc(why->n, sizeof *why->rank);
    why->parent = sb_calloc(why->n, sizeof *why->parent);
    why->queue = sb_calloc(why->n, sizeof *why->queue);
    uint32_t *order = rank_rows(why);
    search(why, order);
    sb_free(order);
    return why;
}

void sb_why_free(struct sb_why *why)
{
    if (!why)
        return;
    sb_free(why->rank);
    sb_free(why->parent);
    sb_free(why->queue);
    sb_free(why);
}

static sb_str root_name(const struct sb_why *why, struct sb_arena *arena)
{
    const struct sb_doc *doc = why->doc;
    if (doc->root.v)
        return sb_doc_display(doc, doc->root, arena);
    sb_text name = sb_doc_attribute_of(doc, SB_DOC_ITSELF, SB_F_DOC_NAME);
    return sb_text_set(name) ? sb_doc_str(doc, name) : SB_S("document");
}

sb_str *sb_why_path(const struct sb_why *why, sb_comp c, struct sb_arena *arena, size_t *ret_n)
{
    uint32_t steps[LONGEST];
    size_t n = 0;
    uint32_t at = c.v, root = why->doc->root.v;
    while (at != root && n < LONGEST) {
        steps[n++] = at;
        if (why->parent[at] == at)
            at = root;
        else
            at = why->parent[at];
    }
    bool cut = at != root;
    sb_str *path = sb_arena_alloc(arena, (n + 2) * sizeof *path);
    *ret_n = 0;
    path[(*ret_n)++] = root_name(why, arena);
    if (cut)
        path[(*ret_n)++] = SB_S("...");
    while (n)
        path[(*ret_n)++] = why->rows[steps[--n]].purl;
    return path;
}
