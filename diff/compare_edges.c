#include "base/mem.h"
#include "diff/comparison.h"
#include "diff/ran.h"

/* Ascending numbers of identities, which is by key; each once. */
struct targets {
    const uint32_t *p;
    size_t n;
};

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void add_edges(struct sb_comparison *cmp, enum sb_side side, sb_comp row)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct sb_range r = sb_doc_relations_from(doc, row);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (doc->relations.p[i].kind == SB_REL_DEPENDS_ON && doc->relations.p[i].to.v &&
            doc->relations.p[i].to.v != row.v) /* that it needs itself says nothing */
            *SB_PUSH(&cmp->edges[side]) = cmp->identity_of[side][doc->relations.p[i].to.v];
}

/* The identities that a row depends on; the edges of one that is listed again may lie at either. Valid until the next
 * pair. */
static struct targets read_edges(struct sb_comparison *cmp, enum sb_side side, const struct sb_row_pair *pair)
{
    sb_comp mates[SB_MATES];
    cmp->edges[side].n = 0;
    add_edges(cmp, side, pair->row[side]);
    size_t n_mates = sb_compare_mates(cmp, side, pair->identity, pair->row[side], mates);
    for (size_t i = 0; i < n_mates; i++)
        add_edges(cmp, side, mates[i]);
    uint32_t *p = cmp->edges[side].p;
    size_t n = cmp->edges[side].n, kept = 0;
    if (n > 1)
        qsort(p, n, sizeof *p, by_number);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || p[kept - 1] != p[i])
            p[kept++] = p[i];
    return (struct targets){p, kept};
}

static bool counts(const struct sb_comparison *cmp, const struct sb_row_pair *pair, uint32_t target)
{
    const struct sb_identity *id = &cmp->delta->identities.p[target];
    bool root = pair->identity == cmp->delta->root_identity;
    return !root || (target != pair->identity && id->n[SB_OLD] && id->n[SB_NEW]);
}

/* The array of the keys that stand in A and not in B. */
static sb_str array_without(struct sb_comparison *cmp, const struct sb_row_pair *pair, struct targets a,
                            struct targets b)
{
    struct sb_buf buf = {0};
    size_t k = 0;
    sb_buf_chr(&buf, '[');
    for (size_t i = 0; i < a.n; i++) {
        while (k < b.n && b.p[k] < a.p[i])
            k++;
        if ((k < b.n && b.p[k] == a.p[i]) || !counts(cmp, pair, a.p[i]))
            continue;
        if (buf.n > 1)
            sb_buf_chr(&buf, ',');
        sb_buf_str(&buf, sb_note_quoted(&cmp->scratch, cmp->delta->identities.p[a.p[i]].key));
    }
    sb_buf_chr(&buf, ']');
    sb_str ret = sb_arena_str(&cmp->scratch, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ret;
}

static bool equal(struct targets a, struct targets b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n * sizeof *a.p) == 0);
}

void sb_compare_edges(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    struct targets old = read_edges(cmp, SB_OLD, pair), new = read_edges(cmp, SB_NEW, pair);
    if (equal(old, new))
        return;
    sb_str gone = array_without(cmp, pair, old, new), come = array_without(cmp, pair, new, old);
    bool differ = gone.n > 2 || come.n > 2;
    /* A collector that changed its mind found other edges of the same packages. */
    bool root = pair->identity == cmp->delta->root_identity; /* its edges are found by all of them */
    bool agree = root ? cmp->delta->facts_agree && !cmp->delta->types_disagree
                      : sb_ran_agrees(cmp->delta, cmp->delta->identities.p[pair->identity].type);
    if (cmp->edges_comparable && agree && differ)
        sb_note_software(cmp, "dependencies", sb_value_json(gone), sb_value_json(come));
    cmp->edges_differ += differ;
}
