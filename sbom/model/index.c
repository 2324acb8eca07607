/* Sealing: rows sorted by owner and content, exact repeats dropped, ranges by owner. */
#include "model/index.h"

typedef int row_cmp(const void *a, const void *b, void *doc);

static int cmp_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int cmp_attribute(const void *pa, const void *pb, void *doc)
{
    const struct sb_attribute *a = pa, *b = pb;
    int r = cmp_u32(a->field, b->field);
    return r ? r : sb_doc_text_cmp(doc, a->value, b->value);
}

static int cmp_fact(const void *pa, const void *pb, void *doc)
{
    const struct sb_fact *a = pa, *b = pb;
    int r = sb_doc_text_cmp(doc, a->name, b->name);
    return r ? r : sb_doc_text_cmp(doc, a->value, b->value);
}

static int cmp_property(const void *pa, const void *pb, void *doc)
{
    const struct sb_property *a = pa, *b = pb;
    int r = sb_doc_text_cmp(doc, a->name, b->name);
    return r ? r : sb_doc_text_cmp(doc, a->value, b->value);
}

static int cmp_digest(const struct sb_digest *a, const struct sb_digest *b)
{
    int r = cmp_u32(a->alg, b->alg);
    if (!r)
        r = cmp_u32(a->n, b->n);
    return r ? r : memcmp(a->b, b->b, sizeof a->b);
}

static int cmp_hash(const void *pa, const void *pb, void *doc)
{
    (void)doc;
    return cmp_digest(&((const struct sb_hash *)pa)->digest, &((const struct sb_hash *)pb)->digest);
}

static int cmp_reference_hash(const void *pa, const void *pb, void *doc)
{
    const struct sb_reference_hash *a = pa, *b = pb;
    int r = sb_doc_text_cmp(doc, a->type, b->type);
    if (!r)
        r = sb_doc_text_cmp(doc, a->url, b->url);
    return r ? r : cmp_digest(&a->digest, &b->digest);
}

static int cmp_licence(const void *pa, const void *pb, void *doc)
{
    const struct sb_licence *a = pa, *b = pb;
    int r = cmp_u32(a->role, b->role);
    if (!r)
        r = cmp_u32(a->form, b->form);
    if (!r)
        r = sb_doc_text_cmp(doc, a->text, b->text);
    return r ? r : sb_doc_text_cmp(doc, a->wording, b->wording);
}

static int cmp_reference(const void *pa, const void *pb, void *doc)
{
    const struct sb_reference *a = pa, *b = pb;
    int r = sb_doc_text_cmp(doc, a->type, b->type);
    if (!r)
        r = sb_doc_text_cmp(doc, a->url, b->url);
    return r ? r : sb_doc_text_cmp(doc, a->comment, b->comment);
}

static int cmp_raw(const void *pa, const void *pb, void *doc)
{
    const struct sb_raw *a = pa, *b = pb;
    int r = sb_doc_text_cmp(doc, a->member, b->member);
    return r ? r : sb_doc_text_cmp(doc, a->json, b->json);
}

static int cmp_relation(const void *pa, const void *pb, void *doc)
{
    const struct sb_relation *a = pa, *b = pb;
    int r = cmp_u32(a->kind, b->kind);
    if (!r)
        r = cmp_u32(a->to.v, b->to.v);
    return r ? r : sb_doc_text_cmp(doc, a->name, b->name);
}

static const struct {
    size_t offset, size;
    row_cmp *cmp;
} row_kinds[SB_ROW_KINDS] = {
    [SB_ROW_ATTRIBUTE] = {offsetof(struct sb_doc, attributes), sizeof(struct sb_attribute), cmp_attribute},
    [SB_ROW_FACT] = {offsetof(struct sb_doc, facts), sizeof(struct sb_fact), cmp_fact},
    [SB_ROW_PROPERTY] = {offsetof(struct sb_doc, properties), sizeof(struct sb_property), cmp_property},
    [SB_ROW_HASH] = {offsetof(struct sb_doc, hashes), sizeof(struct sb_hash), cmp_hash},
    [SB_ROW_LICENCE] = {offsetof(struct sb_doc, licences), sizeof(struct sb_licence), cmp_licence},
    [SB_ROW_REFERENCE] = {offsetof(struct sb_doc, references), sizeof(struct sb_reference), cmp_reference},
    [SB_ROW_REFERENCE_HASH] = {offsetof(struct sb_doc, reference_hashes), sizeof(struct sb_reference_hash),
                               cmp_reference_hash},
    [SB_ROW_RAW] = {offsetof(struct sb_doc, raws), sizeof(struct sb_raw), cmp_raw},
    [SB_ROW_RELATION] = {offsetof(struct sb_doc, relations), sizeof(struct sb_relation), cmp_relation},
};
enum { ROW_SIZE_MAX = 128 };
_Static_assert(sizeof(struct sb_reference_hash) <= ROW_SIZE_MAX, "the largest row fits the sort's spare place");

struct sb_rows *sb_rows_of(struct sb_doc *doc, enum sb_row_kind kind)
{
    return (struct sb_rows *)(void *)((char *)doc + row_kinds[kind].offset);
}

size_t sb_row_size(enum sb_row_kind kind)
{
    return row_kinds[kind].size;
}

int sb_row_cmp(struct sb_doc *doc, enum sb_row_kind kind, const void *a, const void *b)
{
    return row_kinds[kind].cmp(a, b, doc);
}

static uint32_t owner_of(const char *row)
{
    uint32_t owner;
    memcpy(&owner, row, sizeof owner);
    return owner;
}

/* Counting sort by owner, into SORTED. STARTS, zeroed, gets where each owner's rows begin, and the end. */
static void scatter(const struct sb_rows *rows, size_t size, uint32_t *starts, size_t n_owners, char *sorted)
{
    for (size_t i = 0; i < rows->n; i++)
        starts[owner_of(rows->p + i * size) + 1]++;
    for (size_t i = 0; i < n_owners; i++)
        starts[i + 1] += starts[i];
    uint32_t *next = sb_malloc(n_owners * sizeof *next);
    memcpy(next, starts, n_owners * sizeof *next);
    for (size_t i = 0; i < rows->n; i++) {
        const char *row = rows->p + i * size;
        memcpy(sorted + (size_t)next[owner_of(row)]++ * size, row, size);
    }
    sb_free(next);
}

enum { SMALL = 16 };

/* Drops what stands twice in N sorted rows. Returns how many are left. */
static size_t drop_repeats(char *own, size_t n, size_t size, row_cmp *cmp, struct sb_doc *doc)
{
    size_t kept = 1;
    for (size_t i = 1; i < n; i++) {
        if (cmp(own + (kept - 1) * size, own + i * size, doc) == 0)
            continue;
        if (kept != i)
            memcpy(own + kept * size, own + i * size, size);
        kept++;
    }
    return kept;
}

/* Sorts the N rows of an owner and drops what stands twice. Returns how many are left. */
static size_t settle_owner(char *own, size_t n, size_t size, row_cmp *cmp, struct sb_doc *doc)
{
    char row[ROW_SIZE_MAX];
    if (n <= 1)
        return n;
    if (n > SMALL) {
        qsort_r(own, n, size, cmp, doc);
        return drop_repeats(own, n, size, cmp, doc);
    }
    size_t kept = 1;
    for (size_t i = 1; i < n; i++) {
        size_t at = kept;
        int order = 1;
        while (at && (order = cmp(own + (at - 1) * size, own + i * size, doc)) > 0)
            at--;
        if (order == 0 || at == i) { /* it is there, or it is where it belongs */
            kept += order != 0;
            continue;
        }
        memcpy(row, own + i * size, size);
        memmove(own + (at + 1) * size, own + at * size, (kept - at) * size);
        memcpy(own + at * size, row, size);
        kept++;
    }
    return kept;
}

/* SPARE has room for all rows of the kind: there they are sorted, and brought back. */
static void seal_kind(struct sb_doc *doc, enum sb_row_kind kind, char *spare)
{
    struct sb_rows *rows = sb_rows_of(doc, kind);
    size_t size = row_kinds[kind].size, n_owners = doc->components.n;
    sb_free(doc->index->starts[kind]);
    doc->index->starts[kind] = NULL;
    if (rows->n == 0)
        return;
    uint32_t *starts = doc->index->starts[kind] = sb_calloc(n_owners + 1, sizeof *starts);
    scatter(rows, size, starts, n_owners, spare);
    rows->n = 0;
    for (size_t owner = 0; owner < n_owners; owner++) {
        char *own = spare + starts[owner] * size;
        size_t kept = settle_owner(own, starts[owner + 1] - starts[owner], size, row_kinds[kind].cmp, doc);
        starts[owner] = (uint32_t)rows->n;
        if (kept)
            memcpy(rows->p + rows->n * size, own, kept * size);
        rows->n += kept;
    }
    starts[n_owners] = (uint32_t)rows->n;
}

void sb_doc_seal(struct sb_doc *doc)
{
    sb_doc_settle_refs(doc);
    sb_doc_seal_licence_texts(doc);
    size_t most = 0; /* bytes of a kind */
    for (unsigned kind = 0; kind < SB_ROW_KINDS; kind++) {
        size_t bytes = sb_rows_of(doc, (enum sb_row_kind)kind)->n * row_kinds[kind].size;
        most = bytes > most ? bytes : most;
    }
    char *spare = sb_realloc(doc->index->room, most);
    doc->index->room = NULL;
    for (unsigned kind = 0; kind < SB_ROW_KINDS; kind++)
        seal_kind(doc, (enum sb_row_kind)kind, spare);
    sb_free(spare);
    doc->sealed = true;
}

void sb_doc_index_free(struct sb_doc_index *index)
{
    if (!index)
        return;
    for (unsigned kind = 0; kind < SB_ROW_KINDS; kind++)
        sb_free(index->starts[kind]);
    sb_free(index->by_text);
    sb_free(index->contents);
    sb_free(index->room);
    sb_free(index);
}

static struct sb_range range(const struct sb_doc *doc, enum sb_row_kind kind, sb_comp owner)
{
    const uint32_t *starts = doc->index->starts[kind];
    return starts ? (struct sb_range){starts[owner.v], starts[owner.v + 1] - starts[owner.v]} : (struct sb_range){0};
}

struct sb_range sb_doc_attributes_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_ATTRIBUTE, owner);
}

struct sb_range sb_doc_facts_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_FACT, owner);
}

struct sb_range sb_doc_properties_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_PROPERTY, owner);
}

struct sb_range sb_doc_hashes_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_HASH, owner);
}

struct sb_range sb_doc_licences_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_LICENCE, owner);
}

struct sb_range sb_doc_references_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_REFERENCE, owner);
}

struct sb_range sb_doc_reference_hashes_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_REFERENCE_HASH, owner);
}

struct sb_range sb_doc_raws_of(const struct sb_doc *doc, sb_comp owner)
{
    return range(doc, SB_ROW_RAW, owner);
}

struct sb_range sb_doc_relations_from(const struct sb_doc *doc, sb_comp from)
{
    return range(doc, SB_ROW_RELATION, from);
}

sb_str sb_doc_fact_of(const struct sb_doc *doc, sb_comp owner, const char *name)
{
    sb_text wanted = sb_intern_find(&doc->text, sb_str_of(name));
    struct sb_range r = sb_doc_facts_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_text_eq(doc->facts.p[i].name, wanted))
            return sb_doc_str(doc, doc->facts.p[i].value);
    return SB_STR_NONE;
}

sb_text sb_doc_attribute_of(const struct sb_doc *doc, sb_comp owner, enum sb_field field)
{
    struct sb_range r = sb_doc_attributes_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (doc->attributes.p[i].field == field)
            return doc->attributes.p[i].value;
    return SB_TEXT_ABSENT;
}
