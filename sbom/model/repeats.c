/* Components that a document lists more than once, in the very same words: one row. What is listed again with other
 * words stays a row of its own, since no word is to be lost; that it is no other package is for a comparison to say
 * (diff/compare_again.c). */
#include "model/index.h"

/* By handle: the row that stands for this one as well; itself for most. */
typedef uint32_t *standing;

static bool same_key(const struct sb_component *a, const struct sb_component *b)
{
    return sb_text_eq(a->purl, b->purl) && sb_text_eq(a->place, b->place) && a->type == b->type &&
           sb_text_eq(a->name, b->name) && sb_text_eq(a->version, b->version);
}

struct content {
    struct sb_doc *doc;
    const uint32_t *parents; /* by handle */
};

static int cmp_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int cmp_rows(struct sb_doc *doc, enum sb_row_kind kind, uint32_t a, uint32_t b)
{
    const uint32_t *starts = doc->index->starts[kind];
    if (!starts)
        return 0;
    const struct sb_rows *rows = sb_rows_of(doc, kind);
    size_t size = sb_row_size(kind);
    uint32_t n = starts[a + 1] - starts[a];
    int c = cmp_u32(n, starts[b + 1] - starts[b]);
    for (uint32_t i = 0; c == 0 && i < n; i++)
        c = sb_row_cmp(doc, kind, rows->p + (starts[a] + i) * size, rows->p + (starts[b] + i) * size);
    return c;
}

/* Everything that two rows say, but for what they are called and what they depend on. */
static int by_content(const void *pa, const void *pb, void *ctx)
{
    const struct content *content = ctx;
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    const struct sb_component *x = &content->doc->components.p[a], *y = &content->doc->components.p[b];
    const uint32_t said[][2] = {{x->scope, y->scope},
                                {x->group.v, y->group.v},
                                {x->supplier.v, y->supplier.v},
                                {x->originator.v, y->originator.v},
                                {x->copyright.v, y->copyright.v},
                                {content->parents[a], content->parents[b]}};
    int c = 0;
    for (size_t i = 0; c == 0 && i < SB_COUNT(said); i++)
        c = cmp_u32(said[i][0], said[i][1]);
    for (unsigned kind = 0; c == 0 && kind < SB_ROW_KINDS; kind++)
        if (kind != SB_ROW_RELATION)
            c = cmp_rows(content->doc, (enum sb_row_kind)kind, a, b);
    return c;
}

/* Rows [FIRST, END) are alike in what they are sorted by. Of those that say the same the first stays. */
static void find_in_run(struct content *content, uint32_t first, uint32_t end, standing of)
{
    uint32_t n = end - first, *order = sb_malloc(n * sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        order[i] = first + i;
    qsort_r(order, n, sizeof *order, by_content, content);
    for (uint32_t i = 0, k; i < n; i = k) {
        uint32_t kept = order[i];
        for (k = i; k < n && by_content(&order[i], &order[k], content) == 0; k++)
            kept = order[k] < kept ? order[k] : kept;
        for (uint32_t m = i; m < k; m++)
            of[order[m]] = kept;
    }
    sb_free(order);
}

static uint32_t *find_parents(const struct sb_doc *doc)
{
    uint32_t *parents = sb_calloc(doc->components.n, sizeof *parents);
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        bool holds = r->kind == SB_REL_CONTAINS || r->kind == SB_REL_OWNS;
        if (holds && r->from.v && (!parents[r->to.v] || r->from.v < parents[r->to.v]))
            parents[r->to.v] = r->from.v;
    }
    return parents;
}

/* Have both a digest of one algorithm, and share none of it? */
static bool digests_clash(const struct sb_doc *doc, uint32_t a, uint32_t b)
{
    struct sb_range x = sb_doc_hashes_of(doc, (sb_comp){a}), y = sb_doc_hashes_of(doc, (sb_comp){b});
    bool clash = false, shared = false;
    for (uint32_t i = x.first; i < x.first + x.n && !shared; i++)
        for (uint32_t k = y.first; k < y.first + y.n && !shared; k++) {
            const struct sb_digest *d = &doc->hashes.p[i].digest, *e = &doc->hashes.p[k].digest;
            shared = sb_digest_eq(d, e);
            clash = clash || d->alg == e->alg;
        }
    return clash && !shared;
}

/* Was REF made unique from BASE ("base#2")? */
static bool is_made_from(sb_str ref, sb_str base)
{
    if (!base.n || !sb_str_chop(&ref, base) || !sb_str_chop(&ref, SB_S("#")) || !ref.n)
        return false;
    for (size_t i = 0; i < ref.n; i++)
        if (!sb_is_digit(ref.p[i]))
            return false;
    return true;
}

static bool same_or_unsaid(sb_text a, sb_text b)
{
    return sb_text_eq(a, b) || !sb_text_set(a) || !sb_text_set(b);
}

/* Two of one ref and name say one thing in two ways, where neither says another. */
static bool shares_ref(const struct sb_doc *doc, const struct sb_component *a, const struct sb_component *b)
{
    sb_str x = sb_doc_str(doc, a->ref), y = sb_doc_str(doc, b->ref);
    return (is_made_from(x, y) || is_made_from(y, x)) && sb_text_eq(a->name, b->name) &&
           same_or_unsaid(a->purl, b->purl) && same_or_unsaid(a->version, b->version) &&
           same_or_unsaid(a->group, b->group);
}

/* What a document describes is listed among its parts by some tools. A purl says what it is, whatever type is written
 * beside it. */
static bool is_root_again(const struct sb_doc *doc, const struct sb_component *root, const struct sb_component *row)
{
    if (!sb_text_eq(root->name, row->name) || !same_or_unsaid(root->place, row->place))
        return false;
    bool same = sb_text_eq(root->purl, row->purl) && sb_text_eq(root->version, row->version) &&
                sb_text_eq(root->group, row->group) &&
                (sb_text_set(root->purl) || root->type == row->type || !root->type || !row->type);
    return (same || shares_ref(doc, root, row)) &&
           !digests_clash(doc, doc->root.v, (uint32_t)(row - doc->components.p));
}

static bool find_repeats(struct sb_doc *doc, standing of)
{
    const struct sb_component *rows = doc->components.p;
    uint32_t n = (uint32_t)doc->components.n, *parents = find_parents(doc);
    bool any = false;
    for (uint32_t c = 1, end; c < n; c = end) {
        for (end = c + 1; end < n && same_key(&rows[c], &rows[end]); end++) {
        }
        bool known = sb_text_set(rows[c].purl) || sb_text_set(rows[c].version); /* a name alone is none of one thing */
        if (end == c + 1 || !known)
            continue;
        find_in_run(&(struct content){doc, parents}, c, end, of);
    }
    for (uint32_t c = 1; doc->root.v && c < n; c++)
        if (c != doc->root.v && !parents[c] && is_root_again(doc, &rows[doc->root.v], &rows[c]))
            of[c] = doc->root.v;
    sb_free(parents);
    if (doc->root.v && of[doc->root.v] != doc->root.v) { /* the root stands for what stood for it */
        uint32_t kept = of[doc->root.v];
        of[doc->root.v] = doc->root.v;
        for (uint32_t c = 1; c < n; c++)
            of[c] = c == kept || of[c] == kept ? doc->root.v : of[c];
    }
    for (uint32_t c = 1; c < n && !any; c++)
        any = of[c] != c;
    return any;
}

static void take_over(struct sb_component *kept, const struct sb_component *gone)
{
    sb_text *to[] = {&kept->purl,     &kept->group,      &kept->version,  &kept->place,
                     &kept->supplier, &kept->originator, &kept->copyright};
    const sb_text from[] = {gone->purl,     gone->group,      gone->version,  gone->place,
                            gone->supplier, gone->originator, gone->copyright};
    if (!sb_text_set(kept->purl))
        kept->purl_bad = gone->purl_bad;
    for (size_t i = 0; i < SB_COUNT(to); i++)
        if (to[i]->v == SB_TEXT_ABSENT.v)
            *to[i] = from[i];
    kept->type = kept->type ? kept->type : gone->type;
    if (kept->again < UINT8_MAX)
        kept->again++;
}

void sb_doc_merge_repeats(struct sb_doc *doc)
{
    uint32_t n = (uint32_t)doc->components.n, next = 0;
    standing of = sb_malloc(n * sizeof *of);
    for (uint32_t c = 0; c < n; c++)
        of[c] = c;
    if (find_repeats(doc, of)) {
        uint32_t *new_of = sb_malloc(n * sizeof *new_of);
        for (uint32_t c = 0; c < n; c++)
            if (of[c] != c)
                take_over(&doc->components.p[of[c]], &doc->components.p[c]);
        for (uint32_t c = 0; c < n; c++)
            if (of[c] == c) {
                new_of[c] = next;
                doc->components.p[next++] = doc->components.p[c];
            }
        for (uint32_t c = 0; c < n; c++)
            if (of[c] != c)
                new_of[c] = new_of[of[c]];
        doc->components.n = next;
        sb_doc_remap(doc, new_of);
        size_t kept = 0;
        for (size_t i = 0; i < doc->relations.n; i++)
            if (doc->relations.p[i].from.v != doc->relations.p[i].to.v)
                doc->relations.p[kept++] = doc->relations.p[i];
        doc->relations.n = kept;
        sb_free(new_of);
        sb_refs_settle(doc, false);
        sb_doc_seal(doc);
    }
    sb_free(of);
}
