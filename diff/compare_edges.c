#include "base/mem.h"
#include "diff/compare.h"

typedef SB_VEC(uint32_t) identities;

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The identities that a row depends on, ascending (which is by key) and each once. */
static void read_edges(const struct sb_comparison *cmp, enum sb_side side, sb_comp row, identities *ret)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct sb_range r = sb_doc_relations_from(doc, row);
    ret->n = 0;
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (doc->relations.p[i].kind == SB_REL_DEPENDS_ON && doc->relations.p[i].to.v)
            *SB_PUSH(ret) = sb_delta_row(cmp->delta, side, doc->relations.p[i].to)->identity;
    if (ret->n > 1)
        qsort(ret->p, ret->n, sizeof *ret->p, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < ret->n; i++)
        if (kept == 0 || ret->p[kept - 1] != ret->p[i])
            ret->p[kept++] = ret->p[i];
    ret->n = kept;
}

static bool counts(const struct sb_comparison *cmp, const struct sb_row_pair *pair, uint32_t target)
{
    const struct sb_identity *id = &cmp->delta->identities.p[target];
    return pair->identity != cmp->delta->root_identity || (id->n[SB_OLD] && id->n[SB_NEW]);
}

/* The array of the keys that stand in A and not in B. */
static sb_str array_without(struct sb_comparison *cmp, const struct sb_row_pair *pair, const identities *a,
                            const identities *b)
{
    struct sb_buf buf = {0};
    size_t k = 0;
    sb_buf_chr(&buf, '[');
    for (size_t i = 0; i < a->n; i++) {
        while (k < b->n && b->p[k] < a->p[i])
            k++;
        if ((k < b->n && b->p[k] == a->p[i]) || !counts(cmp, pair, a->p[i]))
            continue;
        if (buf.n > 1)
            sb_buf_chr(&buf, ',');
        sb_buf_str(&buf, sb_note_quoted(&cmp->scratch, cmp->delta->identities.p[a->p[i]].key));
    }
    sb_buf_chr(&buf, ']');
    sb_str ret = sb_arena_str(&cmp->scratch, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ret;
}

static bool equal(const identities *a, const identities *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n * sizeof *a->p) == 0);
}

void sb_compare_edges(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    identities edges[SB_SIDES] = {0};
    for (unsigned side = 0; side < SB_SIDES; side++)
        read_edges(cmp, side, pair->row[side], &edges[side]);
    if (!equal(&edges[SB_OLD], &edges[SB_NEW])) {
        sb_str gone = array_without(cmp, pair, &edges[SB_OLD], &edges[SB_NEW]);
        sb_str come = array_without(cmp, pair, &edges[SB_NEW], &edges[SB_OLD]);
        if (cmp->edges_comparable && (gone.n > 2 || come.n > 2))
            sb_note_software(cmp, "dependencies", sb_value_json(gone), sb_value_json(come));
        cmp->edges_differ += gone.n > 2 || come.n > 2;
    }
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(edges[side].p);
}
