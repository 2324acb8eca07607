/* The order of a scan's components, and their refs: the same whatever the order in which collectors added them. */
#include "model/index.h"

#include <endian.h>

#include "base/sort_inside.h"

enum { KEY_WORDS = 3 };

/* A component to sort. The bytes of its purl behind those that all purls begin with are at hand as numbers, which tells
 * most components apart without a look at their text; 0 for one without a purl, which stands first. */
struct item {
    uint64_t key[KEY_WORDS];
    uint32_t handle;
};

static size_t common_prefix(const struct sb_doc *doc)
{
    sb_str common = SB_STR_NONE;
    for (size_t i = 1; i < doc->components.n; i++) {
        if (!sb_text_set(doc->components.p[i].purl))
            continue;
        sb_str purl = sb_doc_str(doc, doc->components.p[i].purl);
        if (!common.p)
            common = purl;
        size_t n = 0;
        while (n < common.n && n < purl.n && common.p[n] == purl.p[n])
            n++;
        common.n = n;
    }
    return common.n;
}

static struct item item_of(const struct sb_doc *doc, uint32_t handle, size_t skip)
{
    struct item item = {.handle = handle};
    sb_text purl = doc->components.p[handle].purl;
    sb_str rest = sb_text_set(purl) ? sb_str_from(sb_doc_str(doc, purl), skip) : SB_STR_NONE;
    if (rest.n)
        memcpy(item.key, rest.p, rest.n < sizeof item.key ? rest.n : sizeof item.key);
    for (size_t i = 0; i < KEY_WORDS; i++)
        item.key[i] = be64toh(item.key[i]);
    return item;
}

static int cmp_items(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    for (size_t i = 0; i < KEY_WORDS; i++)
        if (a->key[i] != b->key[i])
            return a->key[i] < b->key[i] ? -1 : 1;
    int r = sb_doc_compare(ctx, (sb_comp){a->handle}, (sb_comp){b->handle});
    return r ? r : (a->handle > b->handle) - (a->handle < b->handle);
}

void sb_doc_remap(struct sb_doc *doc, const uint32_t *new_of)
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
    size_t skip = common_prefix(doc);
    sb_doc_content_forget(doc);
    struct item *items = sb_malloc(n * sizeof *items);
    uint32_t *new_of = sb_malloc(n * sizeof *new_of);
    struct sb_component *rows = sb_malloc(n * sizeof *rows);
    for (uint32_t i = 0; i < n; i++)
        items[i] = item_of(doc, i, skip);
    sb_sort_inside(items + 1, n - 1, sizeof *items, cmp_items, doc);
    for (uint32_t i = 0; i < n; i++) {
        new_of[items[i].handle] = i;
        rows[i] = doc->components.p[items[i].handle];
    }
    sb_free(items);
    sb_free(doc->index->room);
    doc->index->room = doc->components.p;
    doc->components.p = rows;
    doc->components.cap = n;
    sb_doc_remap(doc, new_of);
    sb_doc_content_forget(doc);
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
