/* The order of a scan's components, and their refs: the same whatever the order in which collectors added them. */
#include "model/index.h"

static int cmp_handles(const void *pa, const void *pb, void *ctx)
{
    const uint32_t *a = pa, *b = pb;
    int r = sb_doc_compare(ctx, (sb_comp){*a}, (sb_comp){*b});
    return r ? r : (*a > *b) - (*a < *b);
}

static void remap_owners(struct sb_doc *doc, const uint32_t *new_of)
{
    for (unsigned kind = 0; kind < SB_ROW_KINDS; kind++) {
        struct sb_rows *rows = sb_rows_of(doc, (enum sb_row_kind)kind);
        size_t size = sb_row_size((enum sb_row_kind)kind);
        for (size_t i = 0; i < rows->n; i++) {
            sb_comp *owner = (sb_comp *)(void *)(rows->p + i * size);
            owner->v = new_of[owner->v];
        }
    }
    for (size_t i = 0; i < doc->relations.n; i++)
        doc->relations.p[i].to.v = new_of[doc->relations.p[i].to.v];
    doc->root.v = new_of[doc->root.v];
}

void sb_doc_sort(struct sb_doc *doc)
{
    size_t n = doc->components.n;
    uint32_t *old_of = sb_malloc(n * sizeof *old_of);
    uint32_t *new_of = sb_malloc(n * sizeof *new_of);
    struct sb_component *rows = sb_malloc(n * sizeof *rows);
    for (uint32_t i = 0; i < n; i++)
        old_of[i] = i;
    if (n > 1)
        qsort_r(old_of + 1, n - 1, sizeof *old_of, cmp_handles, doc);
    for (uint32_t i = 0; i < n; i++) {
        new_of[old_of[i]] = i;
        rows[i] = doc->components.p[old_of[i]];
    }
    sb_free(doc->components.p);
    doc->components.p = rows;
    doc->components.cap = n;
    remap_owners(doc, new_of);
    sb_free(old_of);
    sb_free(new_of);
}

static bool same_purl_elsewhere(const struct sb_doc *doc, uint32_t i)
{
    sb_text purl = doc->components.p[i].purl;
    return (i > 1 && sb_text_eq(doc->components.p[i - 1].purl, purl)) ||
           (i + 1 < doc->components.n && sb_text_eq(doc->components.p[i + 1].purl, purl));
}

void sb_doc_order(struct sb_doc *doc)
{
    struct sb_arena arena = {0};
    sb_doc_sort(doc);
    for (uint32_t i = 1; i < doc->components.n; i++) {
        struct sb_component *row = &doc->components.p[i];
        bool has_purl = sb_text_set(row->purl);
        sb_str ref = has_purl ? sb_doc_str(doc, row->purl) : sb_doc_name_version(doc, row, &arena);
        if (sb_text_set(row->place) && (!has_purl || same_purl_elsewhere(doc, i)))
            ref = sb_arena_join(&arena, ref, SB_S("|"), sb_doc_str(doc, row->place));
        row->ref = sb_doc_put(doc, ref);
        sb_arena_reset(&arena);
    }
    sb_arena_done(&arena);
    sb_refs_settle(doc, false);
}
