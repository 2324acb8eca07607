/* Refs: the names by which a document's elements point at each other. They are made unique, and found again by text. */
#include "model/index.h"

int sb_doc_text_cmp(const struct sb_doc *doc, sb_text a, sb_text b)
{
    if (sb_text_eq(a, b))
        return 0;
    if (!sb_text_set(a) || !sb_text_set(b))
        return a.v < b.v ? -1 : 1;
    return sb_str_cmp(sb_doc_str(doc, a), sb_doc_str(doc, b));
}

static int cmp_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int cmp_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int cmp_slots(const struct sb_doc *doc, const struct sb_component *a, const struct sb_component *b)
{
    int r = sb_doc_text_cmp(doc, a->group, b->group);
    if (!r)
        r = sb_doc_text_cmp(doc, a->supplier, b->supplier);
    if (!r)
        r = sb_doc_text_cmp(doc, a->originator, b->originator);
    if (!r)
        r = sb_doc_text_cmp(doc, a->copyright, b->copyright);
    return r ? r : cmp_u32(a->scope, b->scope);
}

/* Where an element stands comes last: that only tells those apart that say the same. */
static int cmp_origins(const struct sb_doc *doc, const struct sb_component *a, const struct sb_component *b)
{
    int r = sb_doc_text_cmp(doc, a->from.path, b->from.path);
    if (!r)
        r = cmp_u32(a->from.line, b->from.line);
    return r ? r : strcmp(a->from.collector, b->from.collector);
}

int sb_doc_compare(const struct sb_doc *doc, sb_comp ca, sb_comp cb)
{
    const struct sb_component *a = sb_doc_at(doc, ca), *b = sb_doc_at(doc, cb);
    int r = sb_doc_text_cmp(doc, a->purl, b->purl);
    if (!r)
        r = sb_doc_text_cmp(doc, a->place, b->place);
    if (!r)
        r = cmp_u32(a->type, b->type);
    if (!r)
        r = sb_doc_text_cmp(doc, a->name, b->name);
    if (!r)
        r = sb_doc_text_cmp(doc, a->version, b->version);
    if (!r)
        r = cmp_slots(doc, a, b);
    if (!r)
        r = sb_doc_text_cmp(doc, a->ref, b->ref);
    if (!r && ca.v != cb.v)
        r = cmp_u64(sb_doc_content(doc, ca), sb_doc_content(doc, cb));
    return r ? r : cmp_origins(doc, a, b);
}

sb_str sb_doc_name_version(const struct sb_doc *doc, const struct sb_component *row, struct sb_arena *arena)
{
    sb_str name = sb_doc_str(doc, row->name), version = sb_doc_str(doc, row->version);
    return version.n ? sb_arena_join(arena, name, SB_S("@"), version) : name;
}

/* Components that cannot keep their ref, or have none and would like the one that is written in their row for now. */
typedef SB_VEC(sb_comp) wishes;

static uint32_t *holder(struct sb_doc_index *index, sb_text ref)
{
    if (ref.v >= index->n_texts) {
        size_t n = index->n_texts;
        sb_grow(&index->by_text, &index->cap_texts, (size_t)ref.v + 1, sizeof *index->by_text);
        index->n_texts = index->cap_texts;
        memset(index->by_text + n, 0, (index->n_texts - n) * sizeof *index->by_text);
    }
    return &index->by_text[ref.v];
}

static int cmp_wish(const void *pa, const void *pb, void *ctx)
{
    const struct sb_doc *doc = ctx;
    const sb_comp *a = pa, *b = pb;
    int r = sb_doc_text_cmp(doc, sb_doc_at(doc, *a)->ref, sb_doc_at(doc, *b)->ref);
    if (!r)
        r = sb_doc_compare(doc, *a, *b);
    return r ? r : cmp_u32(a->v, b->v);
}

/* Of two with one ref the first by content keeps it. */
static void claim(struct sb_doc *doc, sb_comp c, wishes *losers, bool tell)
{
    uint32_t *held = holder(doc->index, sb_doc_at(doc, c)->ref);
    sb_comp loser = c;
    if (*held == 0) {
        *held = c.v;
        return;
    }
    if (sb_doc_compare(doc, c, (sb_comp){*held}) < 0) {
        loser.v = *held;
        *held = c.v;
    }
    const struct sb_component *row = sb_doc_at(doc, loser);
    if (tell)
        sb_diag(&doc->diags, SB_D_DUPLICATE_REF, sb_doc_str(doc, row->from.path), row->from.line,
                "%.*s names more than one element", SB_FMT(sb_doc_str(doc, row->ref)));
    *SB_PUSH(losers) = loser;
}

/* Wishes for one ref follow each other, so that the counter need not start over: ref, ref#2, ref#3 ... */
static void grant(struct sb_doc *doc, const wishes *list)
{
    struct sb_arena arena = {0};
    sb_text last = SB_TEXT_ABSENT;
    uint32_t k = 2;
    for (size_t i = 0; i < list->n; i++) {
        struct sb_component *row = sb_doc_at(doc, list->p[i]);
        sb_text ref = row->ref;
        if (!sb_text_eq(ref, last))
            k = 2;
        last = ref;
        sb_text got = ref;
        while (*holder(doc->index, got)) {
            sb_arena_reset(&arena);
            got = sb_doc_put(doc, sb_arena_printf(&arena, "%.*s#%u", SB_FMT(sb_doc_str(doc, ref)), k++));
        }
        *holder(doc->index, got) = list->p[i].v;
        row->ref = got;
    }
    sb_arena_done(&arena);
}

void sb_refs_settle(struct sb_doc *doc, bool tell)
{
    sb_doc_content_forget(doc);
    if (doc->index->n_texts)
        memset(doc->index->by_text, 0, doc->index->n_texts * sizeof *doc->index->by_text);
    wishes list = {0};
    struct sb_arena arena = {0};
    holder(doc->index, (sb_text){(uint32_t)doc->text.n});
    for (uint32_t i = 1; i <= sb_doc_count(doc); i++) {
        struct sb_component *row = &doc->components.p[i];
        if (sb_text_set(row->ref)) {
            claim(doc, (sb_comp){i}, &list, tell);
            continue;
        }
        sb_arena_reset(&arena);
        row->ref = sb_text_set(row->purl) ? row->purl : sb_doc_put(doc, sb_doc_name_version(doc, row, &arena));
        if (!sb_text_set(row->ref))
            row->ref = sb_doc_put(doc, SB_S("unnamed"));
        *SB_PUSH(&list) = (sb_comp){i};
    }
    if (list.n)
        qsort_r(list.p, list.n, sizeof *list.p, cmp_wish, doc);
    grant(doc, &list);
    sb_arena_done(&arena);
    sb_free(list.p);
}

void sb_doc_settle_refs(struct sb_doc *doc)
{
    sb_refs_settle(doc, true);
}

sb_comp sb_doc_by_ref_text(const struct sb_doc *doc, sb_text ref)
{
    if (!doc->index || !sb_text_set(ref) || ref.v >= doc->index->n_texts)
        return SB_COMP_NONE;
    return (sb_comp){doc->index->by_text[ref.v]};
}

sb_comp sb_doc_by_ref(const struct sb_doc *doc, sb_str ref)
{
    return sb_doc_by_ref_text(doc, sb_intern_find(&doc->text, ref));
}
