#include "diff/alike.h"

#include "base/pool.h"
#include "diff/ahead.h"
#include "id/licence.h"

typedef const struct sb_doc *const sides[SB_SIDES];

/* Absent, empty, NOASSERTION and NONE are different statements; their ids are the same everywhere. */
static bool same_text(sides doc, sb_text old, sb_text new)
{
    if (!sb_text_set(old) || !sb_text_set(new))
        return old.v == new.v;
    return sb_str_eq(sb_doc_str(doc[SB_OLD], old), sb_doc_str(doc[SB_NEW], new));
}

/* ---- rows of a component, one of each side ---- */

static bool same_attribute(sides doc, uint32_t old, uint32_t new)
{
    const struct sb_attribute *a = &doc[SB_OLD]->attributes.p[old], *b = &doc[SB_NEW]->attributes.p[new];
    return a->field == b->field && same_text(doc, a->value, b->value);
}

static bool same_fact(sides doc, uint32_t old, uint32_t new)
{
    const struct sb_fact *a = &doc[SB_OLD]->facts.p[old], *b = &doc[SB_NEW]->facts.p[new];
    return same_text(doc, a->name, b->name) && same_text(doc, a->value, b->value);
}

static bool same_property(sides doc, uint32_t old, uint32_t new)
{
    const struct sb_property *a = &doc[SB_OLD]->properties.p[old], *b = &doc[SB_NEW]->properties.p[new];
    return same_text(doc, a->name, b->name) && same_text(doc, a->value, b->value);
}

static bool same_hash(sides doc, uint32_t old, uint32_t new)
{
    return sb_digest_eq(&doc[SB_OLD]->hashes.p[old].digest, &doc[SB_NEW]->hashes.p[new].digest);
}

/* What an expression calls by a reference is what the document says that it is. */
static bool has_refs(const struct sb_doc *doc, const struct sb_licence *licence)
{
    sb_str rest = sb_doc_str(doc, licence->text), ref;
    return doc->licence_texts.n && licence->form == SB_LICENCE_EXPRESSION && sb_licence_next_ref(&rest, &ref);
}

static bool same_licence(sides doc, uint32_t old, uint32_t new)
{
    const struct sb_licence *a = &doc[SB_OLD]->licences.p[old], *b = &doc[SB_NEW]->licences.p[new];
    return a->role == b->role && a->form == b->form && same_text(doc, a->text, b->text) &&
           same_text(doc, a->wording, b->wording) && !has_refs(doc[SB_OLD], a) && !has_refs(doc[SB_NEW], b);
}

static bool same_reference(sides doc, uint32_t old, uint32_t new)
{
    const struct sb_reference *a = &doc[SB_OLD]->references.p[old], *b = &doc[SB_NEW]->references.p[new];
    return same_text(doc, a->type, b->type) && same_text(doc, a->url, b->url) && same_text(doc, a->comment, b->comment);
}

static bool same_reference_hash(sides doc, uint32_t old, uint32_t new)
{
    const struct sb_reference_hash *a = &doc[SB_OLD]->reference_hashes.p[old];
    const struct sb_reference_hash *b = &doc[SB_NEW]->reference_hashes.p[new];
    return same_text(doc, a->type, b->type) && same_text(doc, a->url, b->url) && sb_digest_eq(&a->digest, &b->digest);
}

static bool same_raw(sides doc, uint32_t old, uint32_t new)
{
    const struct sb_raw *a = &doc[SB_OLD]->raws.p[old], *b = &doc[SB_NEW]->raws.p[new];
    return same_text(doc, a->member, b->member) && same_text(doc, a->json, b->json);
}

struct kind {
    struct sb_range (*of)(const struct sb_doc *doc, sb_comp owner);
    bool (*same)(sides doc, uint32_t old, uint32_t new);
};

/* What differs most often stands first. */
static const struct kind hashes = {sb_doc_hashes_of, same_hash}, facts = {sb_doc_facts_of, same_fact};
static const struct kind others[] = {
    {sb_doc_licences_of, same_licence},
    {sb_doc_references_of, same_reference},
    {sb_doc_attributes_of, same_attribute},
    {sb_doc_properties_of, same_property},
    {sb_doc_reference_hashes_of, same_reference_hash},
    {sb_doc_raws_of, same_raw},
};

/* Rows of one owner are sorted by their content. */
static bool same_kind(sides doc, const struct sb_row_pair *pair, const struct kind *kind)
{
    struct sb_range a = kind->of(doc[SB_OLD], pair->row[SB_OLD]), b = kind->of(doc[SB_NEW], pair->row[SB_NEW]);
    bool same = a.n == b.n;
    for (uint32_t i = 0; same && i < a.n; i++)
        same = kind->same(doc, a.first + i, b.first + i);
    return same;
}

/* ---- pairs ---- */

static bool same_component(sides doc, const struct sb_row_pair *pair)
{
    const struct sb_component *a = sb_doc_at(doc[SB_OLD], pair->row[SB_OLD]);
    const struct sb_component *b = sb_doc_at(doc[SB_NEW], pair->row[SB_NEW]);
    return a->type == b->type && a->scope == b->scope && a->purl_bad == b->purl_bad && a->again == b->again &&
           same_text(doc, a->purl, b->purl) && same_text(doc, a->version, b->version) &&
           same_text(doc, a->name, b->name) && same_text(doc, a->group, b->group) &&
           same_text(doc, a->place, b->place) && same_text(doc, a->supplier, b->supplier) &&
           same_text(doc, a->originator, b->originator) && same_text(doc, a->copyright, b->copyright);
}

bool sb_alike_facts(const struct sb_delta *delta, const struct sb_row_pair *pair)
{
    return same_kind(delta->doc, pair, &facts);
}

bool sb_alike_hashes(const struct sb_delta *delta, const struct sb_row_pair *pair)
{
    return same_kind(delta->doc, pair, &hashes);
}

static bool is_alike(const struct sb_delta *delta, const struct sb_row_pair *pair)
{
    bool alike = pair->row[SB_OLD].v && pair->row[SB_NEW].v && same_component(delta->doc, pair) &&
                 sb_alike_hashes(delta, pair) && sb_alike_facts(delta, pair);
    for (size_t i = 0; alike && i < SB_COUNT(others); i++)
        alike = same_kind(delta->doc, pair, &others[i]);
    return alike;
}

/* What a row says was read together, and lies near its purl: this much of it is asked for. */
enum { TEXTS = 12, BYTES = 384, BLOCK = 64 };

static sb_text purl_of(const struct sb_delta *delta, size_t pair, unsigned side)
{
    return sb_doc_at(delta->doc[side], delta->pairs.p[pair].row[side])->purl;
}

SB_AHEAD ask_ahead(const struct sb_delta *delta, size_t pair)
{
    for (unsigned side = 0; pair + SB_AHEAD_PLACES < delta->pairs.n && side < SB_SIDES; side++) {
        sb_ahead_places(delta->doc[side], purl_of(delta, pair + SB_AHEAD_PLACES, side), TEXTS);
        sb_ahead_bytes(delta->doc[side], purl_of(delta, pair + SB_AHEAD_BYTES, side), BYTES);
    }
}

static void look_at_block(void *ctx, unsigned worker, size_t block)
{
    struct sb_delta *delta = ctx;
    (void)worker;
    for (size_t i = block * BLOCK; i < (block + 1) * BLOCK && i < delta->pairs.n; i++) {
        ask_ahead(delta, i);
        delta->pairs.p[i].alike = is_alike(delta, &delta->pairs.p[i]);
    }
}

/* What one specification calls a member the other may say in a row: of two of them nothing is taken for the same
 * unseen. */
void sb_alike_find(struct sb_delta *delta, unsigned threads)
{
    enum { WORTH_A_THREAD = 4096 };
    if (!sb_doc_same_specification(delta->doc[SB_OLD], delta->doc[SB_NEW]))
        return;
    sb_parallel(delta->pairs.n < WORTH_A_THREAD ? 1 : threads, (delta->pairs.n + BLOCK - 1) / BLOCK, look_at_block,
                delta);
}
