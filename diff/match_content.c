#include "base/mem.h"
#include "diff/canon.h"
#include "diff/match_rows.h"
#include "id/purl.h"

/* What a row says of itself, as numbers: equal numbers are equal statements. Two rows of one purl and version are told
 * apart by them, never by their refs or where they stand in a document. Numbers that have no order of their own are
 * added up, so that no order of the document gets in. */

struct sb_match_content {
    const struct sb_delta *delta;
    uint64_t *edges[SB_SIDES]; /* by handle: of all relations of the row, in both directions */
    struct sb_canon canon;     /* of members that are kept as JSON */
    struct sb_arena scratch;
};

static uint64_t hash(sb_str s, uint64_t seed)
{
    return sb_hash_same(s.p, s.n, seed);
}

/* Absent, empty, NOASSERTION and NONE are different statements. */
static uint64_t text(const struct sb_doc *doc, sb_text t, uint64_t seed)
{
    return sb_text_set(t) ? hash(sb_doc_str(doc, t), seed) : sb_hash_pair(seed, t.v);
}

static void add_edges(struct sb_match_content *content, unsigned side)
{
    enum { REVERSED = 64 };
    const struct sb_doc *doc = content->delta->doc[side];
    content->edges[side] = sb_calloc(doc->components.n, sizeof *content->edges[side]);
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        if (!r->from.v || !r->to.v)
            continue;
        uint64_t from = content->delta->rows[side][r->from.v].identity,
                 to = content->delta->rows[side][r->to.v].identity;
        content->edges[side][r->from.v] += sb_hash_pair(r->kind + 1u, to);
        content->edges[side][r->to.v] += sb_hash_pair(r->kind + 1u + REVERSED, from);
    }
}

struct sb_match_content *sb_match_content_new(const struct sb_delta *delta)
{
    struct sb_match_content *content = sb_calloc(1, sizeof *content);
    content->delta = delta;
    sb_canon_begin(&content->canon, NULL, NULL);
    content->canon.nameless = true;
    return content;
}

void sb_match_content_free(struct sb_match_content *content)
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(content->edges[side]);
    sb_canon_done(&content->canon);
    sb_arena_done(&content->scratch);
    sb_free(content);
}

static void add_digests(const struct sb_doc *doc, sb_comp c, uint64_t *keys)
{
    struct sb_range r = sb_doc_hashes_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_digest *d = &doc->hashes.p[i].digest;
        uint64_t number = sb_hash_same(d->b, d->n, d->alg + 1u);
        enum sb_match_key key = sb_algs[d->alg].strength > 4    ? SB_MATCH_LONG_DIGEST
                                : sb_algs[d->alg].strength == 4 ? SB_MATCH_DIGEST
                                                                : SB_MATCH_WEAK_DIGEST;
        keys[key] += number;
        keys[SB_MATCH_DIGESTS] += number;
    }
}

/* A LicenseRef may be called anything: an expression without the names of its own licences. */
static uint64_t licence(const struct sb_doc *doc, const struct sb_licence *licence)
{
    sb_str rest = sb_doc_str(doc, licence->text), word;
    uint64_t number = licence->role + 1u;
    if (!sb_text_set(licence->text) || sb_str_find(rest, SB_S("LicenseRef-")) == SB_NPOS)
        return text(doc, licence->text, number);
    while (sb_str_word(&rest, &word)) {
        size_t name = sb_str_find(word, SB_S("LicenseRef-"));
        number = sb_hash_pair(number, hash(sb_str_part(word, 0, name == SB_NPOS ? word.n : name), 1));
    }
    return number;
}

static void add_licences(const struct sb_doc *doc, sb_comp c, uint64_t *keys)
{
    struct sb_range r = sb_doc_licences_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        keys[SB_MATCH_LICENCE] += licence(doc, &doc->licences.p[i]);
}

/* Texts with a name: what a file is called, where it was got from, properties of tools. */
static void add_texts(struct sb_match_content *content, const struct sb_doc *doc, sb_comp c, uint64_t *keys)
{
    struct sb_range r = sb_doc_attributes_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_attribute *a = &doc->attributes.p[i];
        bool path = a->field == SB_F_FILE_NAME || a->field == SB_F_EVIDENCE || a->field == SB_F_DOWNLOAD;
        keys[path ? SB_MATCH_PATH : SB_MATCH_REST] += text(doc, a->value, a->field + 1u);
    }
    r = sb_doc_properties_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        keys[SB_MATCH_REST] +=
            sb_hash_pair(text(doc, doc->properties.p[i].name, 1), text(doc, doc->properties.p[i].value, 2));
    r = sb_doc_references_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_reference *e = &doc->references.p[i];
        keys[SB_MATCH_REST] +=
            sb_hash_pair(sb_hash_pair(text(doc, e->type, 1), text(doc, e->url, 2)), text(doc, e->comment, 3));
    }
    r = sb_doc_facts_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        keys[SB_MATCH_REST] += sb_hash_pair(text(doc, doc->facts.p[i].name, 1), text(doc, doc->facts.p[i].value, 4));
    r = sb_doc_raws_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_str member = sb_doc_str(doc, doc->raws.p[i].member);
        sb_str said = sb_canon_look(&content->canon, member, sb_doc_str(doc, doc->raws.p[i].json));
        keys[SB_MATCH_REST] += hash(said, hash(member, 1));
    }
}

static void add_slots(const struct sb_doc *doc, const struct sb_component *row, uint64_t *keys)
{
    const sb_text slots[] = {row->group,    row->name,       row->version,  row->place,
                             row->supplier, row->originator, row->copyright};
    for (size_t i = 0; i < SB_COUNT(slots); i++)
        keys[SB_MATCH_REST] += text(doc, slots[i], i + 16);
    keys[SB_MATCH_REST] += sb_hash_pair(row->type + 1u, row->scope);
}

static void add_purl(struct sb_match_content *content, sb_str text, uint64_t *keys)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    sb_arena_reset(&content->scratch);
    if (sb_purl_parse(text, &content->scratch, &purl, &err) != SB_OK)
        return;
    sb_str arch = sb_purl_get(&purl, SB_S("arch"));
    purl.version = SB_STR_NONE;
    keys[SB_MATCH_PURL] = hash(sb_purl_text(&purl, &content->scratch), 1);
    keys[SB_MATCH_ARCH] = arch.n ? hash(arch, 1) : 0;
}

void sb_match_content_of(struct sb_match_content *content, enum sb_side side, sb_comp c, uint64_t keys[SB_MATCH_KEYS])
{
    const struct sb_doc *doc = content->delta->doc[side];
    const struct sb_row *row = sb_delta_row(content->delta, side, c);
    if (!content->edges[side])
        add_edges(content, side);
    memset(keys, 0, SB_MATCH_KEYS * sizeof *keys);
    sb_str files = sb_doc_fact_of(doc, c, sb_fact_rows[SB_FACT_FILES].name);
    keys[SB_MATCH_FILES] = files.n ? hash(files, 1) : 0;
    if (row->has_purl)
        add_purl(content, row->purl, keys);
    keys[SB_MATCH_EDGES] = content->edges[side][c.v];
    add_digests(doc, c, keys);
    add_licences(doc, c, keys);
    add_texts(content, doc, c, keys);
    add_slots(doc, sb_doc_at(doc, c), keys);
    for (unsigned i = SB_MATCH_WHOLE + 1; i < SB_MATCH_KEYS; i++)
        keys[SB_MATCH_WHOLE] = sb_hash_pair(keys[SB_MATCH_WHOLE], keys[i]);
}
