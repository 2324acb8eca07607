/* What components say beyond their own row, as one number each: rows that are equal otherwise are ordered by it, and
 * not by where they stand in a document. Numbers of rows are added up, because those are not sorted yet. */
#include "model/index.h"

struct summing {
    const struct sb_doc *doc;
    uint64_t *sums;
};

static uint64_t text(const struct sb_doc *doc, sb_text t)
{
    if (!sb_text_set(t))
        return t.v;
    sb_str s = sb_doc_str(doc, t);
    return sb_hash_same(s.p, s.n, 1);
}

static void add(struct summing *s, sb_comp owner, enum sb_row_kind kind, uint64_t a, uint64_t b)
{
    s->sums[owner.v] += sb_hash_pair(sb_hash_pair(kind, a), b);
}

/* A kept member in whatever order its own lists stand: its words, added up. */
static uint64_t words(sb_str json)
{
    uint64_t sum = 0;
    size_t start = 0;
    for (size_t i = 0; i <= json.n; i++) {
        bool part = i < json.n && (unsigned char)json.p[i] > ' ' && !memchr("{}[]:,\"", json.p[i], 7);
        if (part)
            continue;
        if (i > start)
            sum += sb_hash_same(json.p + start, i - start, 2);
        start = i + 1;
    }
    return sum;
}

static void add_texts(struct summing *s)
{
    const struct sb_doc *doc = s->doc;
    for (size_t i = 0; i < doc->attributes.n; i++)
        add(s, doc->attributes.p[i].owner, SB_ROW_ATTRIBUTE, doc->attributes.p[i].field,
            text(doc, doc->attributes.p[i].value));
    for (size_t i = 0; i < doc->facts.n; i++)
        add(s, doc->facts.p[i].owner, SB_ROW_FACT, text(doc, doc->facts.p[i].name), text(doc, doc->facts.p[i].value));
    for (size_t i = 0; i < doc->properties.n; i++)
        add(s, doc->properties.p[i].owner, SB_ROW_PROPERTY, text(doc, doc->properties.p[i].name),
            text(doc, doc->properties.p[i].value));
    for (size_t i = 0; i < doc->licences.n; i++)
        add(s, doc->licences.p[i].owner, SB_ROW_LICENCE, doc->licences.p[i].role, text(doc, doc->licences.p[i].text));
    for (size_t i = 0; i < doc->references.n; i++)
        add(s, doc->references.p[i].owner, SB_ROW_REFERENCE, text(doc, doc->references.p[i].type),
            text(doc, doc->references.p[i].url));
    for (size_t i = 0; i < doc->raws.n; i++)
        add(s, doc->raws.p[i].owner, SB_ROW_RAW, text(doc, doc->raws.p[i].member),
            words(sb_doc_str(doc, doc->raws.p[i].json)));
}

static void add_hashes(struct summing *s)
{
    for (size_t i = 0; i < s->doc->hashes.n; i++) {
        const struct sb_hash *hash = &s->doc->hashes.p[i];
        add(s, hash->owner, SB_ROW_HASH, hash->digest.alg, sb_hash_same(hash->digest.b, hash->digest.n, 3));
    }
}

/* Its neighbours count by what they are called. */
static void add_relations(struct summing *s)
{
    enum { REVERSED = 64 };
    const struct sb_doc *doc = s->doc;
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        const struct sb_component *from = sb_doc_at(doc, r->from), *to = sb_doc_at(doc, r->to);
        add(s, r->from, SB_ROW_RELATION, r->kind, sb_hash_pair(text(doc, to->purl), text(doc, to->name)));
        add(s, r->to, SB_ROW_RELATION, r->kind + REVERSED, sb_hash_pair(text(doc, from->purl), text(doc, from->name)));
    }
}

uint64_t sb_doc_content(const struct sb_doc *doc, sb_comp c)
{
    struct sb_doc_index *index = doc->index;
    if (!index)
        return 0;
    if (!index->contents || index->n_contents != doc->components.n) {
        sb_free(index->contents);
        index->n_contents = doc->components.n;
        index->contents = sb_calloc(index->n_contents, sizeof *index->contents);
        struct summing s = {doc, index->contents};
        add_texts(&s);
        add_hashes(&s);
        add_relations(&s);
    }
    return index->contents[c.v];
}

void sb_doc_content_forget(struct sb_doc *doc)
{
    if (!doc->index)
        doc->index = sb_calloc(1, sizeof *doc->index);
    sb_free(doc->index->contents);
    doc->index->contents = NULL;
}
