#include "base/mem.h"
#include "diff/comparison.h"
#include "diff/match_rows.h"

/* A field that one side has nowhere was not looked for there. Of documents of one tool that is only believed where
 * enough rows on the other side have it; below that it is a change of what was said. */
enum { ENOUGH = 20 };

static const struct {
    const char *name, *noun;
} looked_rows[] = {
    [SB_LOOKED_LICENCE] = {"licence", "a licence"},
    [SB_LOOKED_DIGEST] = {"digest", "a digest"},
    [SB_LOOKED_SUPPLIER] = {"supplier", "a supplier"},
    [SB_LOOKED_ORIGINATOR] = {"originator", "an originator"},
    [SB_LOOKED_COPYRIGHT] = {"copyright", "a copyright text"},
    [SB_LOOKED_TYPE] = {"type", "a component type"},
    [SB_LOOKED_SCOPE] = {"scope", "a scope"},
    [SB_LOOKED_PLACE] = {"place", "a place"},
    [SB_LOOKED_REFERENCE] = {"external references", "an external reference"},
    [SB_LOOKED_PROPERTY] = {"properties", "a property"},
    [SB_LOOKED_OTHER] = {"other members", "other members"},
    [SB_LOOKED_FIELD + SB_F_DESCRIPTION] = {"description", "a description"},
    [SB_LOOKED_FIELD + SB_F_SUMMARY] = {"summary", "a summary"},
    [SB_LOOKED_FIELD + SB_F_AUTHOR] = {"author", "an author"},
    [SB_LOOKED_FIELD + SB_F_PUBLISHER] = {"publisher", "a publisher"},
    [SB_LOOKED_FIELD + SB_F_CPE] = {"cpe", "a CPE"},
    [SB_LOOKED_FIELD + SB_F_MIME_TYPE] = {"mime type", "a MIME type"},
    [SB_LOOKED_FIELD + SB_F_DOWNLOAD] = {"download location", "a download location"},
    [SB_LOOKED_FIELD + SB_F_SOURCE_INFO] = {"source info", "a source information"},
    [SB_LOOKED_FIELD + SB_F_FILE_NAME] = {"file name", "a file name"},
    [SB_LOOKED_FIELD + SB_F_COMMENT] = {"comment", "a comment"},
    [SB_LOOKED_FIELD + SB_F_VERIFICATION_CODE] = {"verification code", "a verification code"},
    [SB_LOOKED_FIELD + SB_F_DOC_NAME] = {"document name", "a document name"},
    [SB_LOOKED_FIELD + SB_F_LICENCE_LIST] = {"licence list", "a licence list"},
    [SB_LOOKED_FIELD + SB_F_EVIDENCE] = {"evidence", "evidence"},
};
_Static_assert(SB_COUNT(looked_rows) == SB_LOOKED_COUNT, "every field has a name");

const char *sb_compare_field_name(enum sb_field field)
{
    return looked_rows[SB_LOOKED_FIELD + field].name;
}

static const char *const side_names[SB_SIDES] = {"old", "new"};

static void count_components(const struct sb_doc *doc, uint32_t looked[SB_LOOKED_COUNT])
{
    for (uint32_t v = 1; v <= sb_doc_count(doc); v++) {
        const struct sb_component *c = sb_doc_at(doc, (sb_comp){v});
        looked[SB_LOOKED_SUPPLIER] += c->supplier.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_ORIGINATOR] += c->originator.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_COPYRIGHT] += c->copyright.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_PLACE] += c->place.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_TYPE] += c->type != SB_TYPE_ABSENT;
        looked[SB_LOOKED_SCOPE] += c->scope != SB_SCOPE_ABSENT;
        looked[SB_LOOKED_LICENCE] += sb_doc_licences_of(doc, (sb_comp){v}).n != 0;
        looked[SB_LOOKED_DIGEST] += sb_doc_hashes_of(doc, (sb_comp){v}).n != 0;
        looked[SB_LOOKED_REFERENCE] += sb_doc_references_of(doc, (sb_comp){v}).n != 0;
        looked[SB_LOOKED_PROPERTY] += sb_doc_properties_of(doc, (sb_comp){v}).n != 0;
    }
    for (size_t i = 0; i < doc->attributes.n; i++) {
        const struct sb_attribute *a = &doc->attributes.p[i];
        if (a->owner.v && a->field < SB_F_COUNT)
            looked[SB_LOOKED_FIELD + a->field]++;
    }
}

static void note_fields(struct sb_comparison *cmp)
{
    uint32_t enough = cmp->delta->same_generator ? ENOUGH : 1;
    for (unsigned side = 0; side < SB_SIDES; side++) {
        for (unsigned f = 0; f < SB_LOOKED_COUNT; f++) {
            uint32_t n = cmp->looked[!side][f];
            if (cmp->looked[side][f] || n < enough)
                continue;
            cmp->unlooked[f] = true;
            sb_note_coverage(cmp, "field", sb_str_of(looked_rows[f].name), side, n,
                             "no component of the %s document has %s, %u of the other have one", side_names[side],
                             looked_rows[f].noun, n);
        }
    }
}

static void count_types(struct sb_comparison *cmp, unsigned side)
{
    for (uint32_t v = 1; v <= sb_doc_count(cmp->delta->doc[side]); v++) {
        const struct sb_row *row = &cmp->delta->rows[side][v];
        if (row->has_purl && v != cmp->delta->doc[side]->root.v)
            ++*sb_map_put(&cmp->types[side], sb_intern(&cmp->names, row->type).v);
    }
}

bool sb_compare_type_uncovered(const struct sb_comparison *cmp, enum sb_side side, sb_str type)
{
    return !cmp->delta->same_generator && type.n &&
           !sb_map_get(&cmp->types[!side], sb_intern_find(&cmp->names, type).v);
}

static void note_types(struct sb_comparison *cmp)
{
    for (uint32_t id = 0; id < cmp->names.n; id++) {
        for (unsigned side = 0; side < SB_SIDES; side++) {
            const uint32_t *here = sb_map_get(&cmp->types[side], id), *there = sb_map_get(&cmp->types[!side], id);
            if (cmp->delta->same_generator || here || !there)
                continue;
            sb_str type = sb_intern_str(&cmp->names, (sb_text){id});
            sb_note_coverage(cmp, "type", type, side, *there,
                             "the tool of the %s document lists no %.*s package, the other lists %u", side_names[side],
                             SB_FMT(type), *there);
        }
    }
}

static void note_graph(struct sb_comparison *cmp)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        if (cmp->delta->doc[side]->has_graph || !cmp->delta->doc[!side]->has_graph)
            continue;
        const struct sb_doc *other = cmp->delta->doc[!side];
        uint32_t edges = 0;
        for (size_t i = 0; i < other->relations.n; i++)
            edges += other->relations.p[i].kind == SB_REL_DEPENDS_ON;
        sb_note_coverage(cmp, "graph", SB_S("dependencies"), side, edges,
                         "the %s document has no dependency graph, the other has %u edges", side_names[side], edges);
    }
}

/* ---- facts ---- */

enum { CONTENT_FACTS = SB_FACT_COUNT };

/* Marks the rows that have a fact on their content. */
static bool *rows_with_facts(const struct sb_doc *doc)
{
    uint32_t ids[CONTENT_FACTS];
    size_t n = 0;
    for (unsigned f = 0; f < SB_FACT_COUNT; f++) {
        sb_text id = sb_intern_find(&doc->text, sb_str_of(sb_fact_rows[f].name));
        if (sb_fact_rows[f].content && !sb_fact_rows[f].document && sb_text_set(id))
            ids[n++] = id.v;
    }
    bool *has = sb_calloc(doc->components.n, sizeof *has);
    for (size_t i = 0; i < doc->facts.n; i++)
        for (size_t k = 0; k < n; k++)
            if (doc->facts.p[i].name.v == ids[k])
                has[doc->facts.p[i].owner.v] = true;
    return has;
}

/* By purl type: how many of the paired rows have facts. */
struct facts_of_type {
    sb_str type;
    uint32_t with[SB_SIDES];
};

typedef SB_VEC(struct facts_of_type) facts_by_type;

static void count_facts(struct sb_comparison *cmp, facts_by_type *types)
{
    struct sb_delta *delta = cmp->delta;
    bool *has[SB_SIDES] = {rows_with_facts(delta->doc[SB_OLD]), rows_with_facts(delta->doc[SB_NEW])};
    struct sb_map at = {0};
    for (size_t i = 0; i < delta->pairs.n; i++) {
        const struct sb_row_pair *pair = &delta->pairs.p[i];
        sb_str type = delta->identities.p[pair->identity].type;
        if (!pair->row[SB_OLD].v || !pair->row[SB_NEW].v || !type.n)
            continue;
        uint32_t *slot = sb_map_put(&at, sb_intern(&cmp->names, type).v);
        if (!*slot) {
            *SB_PUSH(types) = (struct facts_of_type){.type = type};
            *slot = (uint32_t)types->n;
        }
        for (unsigned side = 0; side < SB_SIDES; side++)
            types->p[*slot - 1].with[side] += has[side][pair->row[side].v];
    }
    sb_map_done(&at);
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(has[side]);
}

static void note_facts(struct sb_comparison *cmp)
{
    facts_by_type types = {0};
    count_facts(cmp, &types);
    for (size_t i = 0; i < types.n; i++) {
        for (unsigned side = 0; side < SB_SIDES; side++) {
            uint32_t n = types.p[i].with[!side];
            if (types.p[i].with[side] || !n)
                continue;
            sb_note_coverage(cmp, "facts", types.p[i].type, side, n,
                             "the %s document has no facts on %.*s packages, the other has them on %u: signals that "
                             "look at contents could not run",
                             side_names[side], SB_FMT(types.p[i].type), n);
        }
    }
    sb_free(types.p);
}

/* ---- collectors ---- */

struct collector {
    sb_str name, revision;
};
typedef SB_VEC(struct collector) collectors;

static bool read_ran(struct sb_comparison *cmp, const struct sb_doc *doc, collectors *list)
{
    sb_str fact = sb_doc_fact_of(doc, SB_DOC_ITSELF, sb_fact_rows[SB_FACT_RAN].name), name, raw;
    if (!fact.n)
        return false;
    sb_json_restart(cmp->json, fact);
    if (sb_json_next(cmp->json) != SB_JSON_OBJECT)
        return false;
    while (sb_json_member(cmp->json, &name)) {
        name = sb_arena_str(&cmp->scratch, name);
        if (!sb_json_skip(cmp->json, &raw))
            return false;
        *SB_PUSH(list) = (struct collector){name, raw};
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct collector *x = a, *y = b;
    int c = sb_str_cmp(x->name, y->name);
    return c ? c : sb_str_cmp(x->revision, y->revision);
}

/* How many rows each collector found: nothing for documents, whose rows a format found. */
static void count_collected(struct sb_comparison *cmp, unsigned side, struct sb_map *collected)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    const char *last = NULL;
    uint32_t id = 0;
    for (uint32_t v = 1; v <= sb_doc_count(doc); v++) {
        const char *name = sb_doc_at(doc, (sb_comp){v})->from.collector;
        if (!name)
            continue;
        if (name != last)
            id = sb_intern(&cmp->names, sb_str_of(name)).v;
        last = name;
        ++*sb_map_put(collected, id);
    }
}

static void note_collector_missing(struct sb_comparison *cmp, const struct collector *c, enum sb_side side,
                                   const struct sb_map *collected)
{
    const uint32_t *found = sb_map_get(collected, sb_intern_find(&cmp->names, c->name).v);
    if (sb_str_eq(c->name, SB_S("facts")))
        sb_note_coverage(cmp, "facts", SB_S("facts"), side, cmp->delta->doc[!side]->components.n - 1,
                         "the %s document was made without facts", side_names[side]);
    else
        sb_note_coverage(cmp, "collector", c->name, side, found ? *found : 0,
                         "the collector %.*s did not run for the %s document", SB_FMT(c->name), side_names[side]);
}

static void note_revision(struct sb_comparison *cmp, const struct collector *old, const struct collector *new)
{
    uint64_t a = 0, b = 0;
    if (sb_str_eq(old->revision, new->revision))
        return;
    bool numbers = sb_str_u64(old->revision, &a) && sb_str_u64(new->revision, &b);
    enum sb_side side = numbers && a > b ? SB_NEW : SB_OLD; /* the one that knew less */
    sb_note_coverage(cmp, sb_str_eq(old->name, SB_S("facts")) ? "facts" : "collector", old->name, side, 1,
                     "revision %.*s of %.*s made the old document, %.*s the new one", SB_FMT(old->revision),
                     SB_FMT(old->name), SB_FMT(new->revision));
}

static void note_collectors(struct sb_comparison *cmp)
{
    collectors list[SB_SIDES] = {0};
    struct sb_map collected[SB_SIDES] = {0};
    bool both = true;
    for (unsigned side = 0; side < SB_SIDES; side++) {
        both = read_ran(cmp, cmp->delta->doc[side], &list[side]) && both;
        count_collected(cmp, side, &collected[side]);
        if (list[side].n)
            qsort(list[side].p, list[side].n, sizeof *list[side].p, by_name);
    }
    size_t o = 0, n = 0;
    while (both && (o < list[SB_OLD].n || n < list[SB_NEW].n)) {
        int c = o == list[SB_OLD].n   ? 1
                : n == list[SB_NEW].n ? -1
                                      : sb_str_cmp(list[SB_OLD].p[o].name, list[SB_NEW].p[n].name);
        if (c < 0)
            note_collector_missing(cmp, &list[SB_OLD].p[o], SB_NEW, &collected[SB_OLD]);
        else if (c > 0)
            note_collector_missing(cmp, &list[SB_NEW].p[n], SB_OLD, &collected[SB_NEW]);
        else
            note_revision(cmp, &list[SB_OLD].p[o], &list[SB_NEW].p[n]);
        o += c <= 0;
        n += c >= 0;
    }
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_free(list[side].p);
        sb_map_done(&collected[side]);
    }
}

void sb_compare_coverage(struct sb_comparison *cmp)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        count_components(cmp->delta->doc[side], cmp->looked[side]);
        count_types(cmp, side);
    }
    note_fields(cmp);
    note_types(cmp);
    note_graph(cmp);
    note_facts(cmp);
    note_collectors(cmp);
    sb_arena_reset(&cmp->scratch);
}
