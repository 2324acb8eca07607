/* What documents say that none of their components says: services, vulnerabilities, relations to other documents. It is
 * no software of these documents; so differences are described, or coverage says that nobody looked. */
#include "base/mem.h"
#include "diff/canon.h"
#include "diff/comparison.h"
#include "text/json_write.h"

/* One element of a list: what it is known by on both sides, what a report calls it, what it says. */
struct item {
    sb_str key, label, text;
};
typedef SB_VEC(struct item) items;

static int by_key(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int c = sb_str_cmp(x->key, y->key);
    return c ? c : sb_str_cmp(x->text, y->text);
}

static const struct sb_row_pair the_document = {.identity = UINT32_MAX};

/* "label: value", without the quotes of a text. */
static struct sb_value labelled(struct sb_comparison *cmp, sb_str label, sb_str json)
{
    if (!json.n)
        return (struct sb_value){.none = 1};
    struct sb_value shown = sb_compare_shown(cmp, json);
    sb_str text = shown.text;
    if (shown.json && text.n > 1 && text.p[0] == '"')
        text = sb_str_part(text, 1, text.n - 2);
    return sb_value_text(sb_arena_printf(&cmp->scratch, "%.*s: %.*s", SB_FMT(label), SB_FMT(text)));
}

/* Items of one key on both sides: what differs is described. */
static void compare_items(struct sb_comparison *cmp, sb_str field, const items list[SB_SIDES])
{
    size_t i = 0, k = 0;
    struct sb_value none = {.none = 1};
    while (i < list[SB_OLD].n || k < list[SB_NEW].n) {
        const struct item *old = i < list[SB_OLD].n ? &list[SB_OLD].p[i] : NULL;
        const struct item *new = k < list[SB_NEW].n ? &list[SB_NEW].p[k] : NULL;
        int c = !old ? 1 : !new ? -1 : sb_str_cmp(old->key, new->key);
        i += c <= 0;
        k += c >= 0;
        if (c != 0) {
            sb_note_description(cmp, field, &the_document, c < 0 ? sb_value_text(old->label) : none,
                                c > 0 ? sb_value_text(new->label) : none);
        } else if (!sb_str_eq(old->text, new->text)) {
            sb_str from = old->text, to = new->text;
            sb_str way = sb_canon_narrow(field, &from, &to, &cmp->scratch);
            sb_note_description(cmp, way, &the_document, labelled(cmp, old->label, from),
                                labelled(cmp, new->label, to));
        }
    }
}

/* ---- what elements are called ---- */

/* Text members of an object, by name. */
static void read_texts(struct sb_comparison *cmp, sb_str json, const char *const *names, sb_str *ret, size_t n)
{
    sb_str key;
    for (size_t i = 0; i < n; i++)
        ret[i] = SB_STR_NONE;
    sb_json_restart(cmp->reader, json);
    if (sb_json_next(cmp->reader) != SB_JSON_OBJECT)
        return;
    while (sb_json_member(cmp->reader, &key)) {
        size_t i = 0;
        while (i < n && !sb_str_eq(key, sb_str_of(names[i])))
            i++;
        if (i < n)
            sb_json_take_string(cmp->reader, &cmp->scratch, &ret[i]);
    }
}

static struct item service_of(struct sb_comparison *cmp, sb_str json, sb_str canonical)
{
    static const char *const names[] = {"group", "name"};
    sb_str t[2];
    read_texts(cmp, json, names, t, 2);
    sb_str label = t[0].n ? sb_arena_join(&cmp->scratch, t[0], SB_S("/"), t[1]) : t[1];
    return (struct item){label, label.n ? label : SB_S("a service"), canonical};
}

static struct item vulnerability_of(struct sb_comparison *cmp, sb_str json, sb_str canonical)
{
    static const char *const names[] = {"id"};
    sb_str id;
    read_texts(cmp, json, names, &id, 1);
    return (struct item){id, id.n ? id : SB_S("a vulnerability"), canonical};
}

static struct item document_of(struct sb_comparison *cmp, sb_str json, sb_str canonical)
{
    static const char *const names[] = {"spdxDocument"};
    sb_str uri;
    read_texts(cmp, json, names, &uri, 1);
    return (struct item){uri, uri.n ? uri : SB_S("a document"), canonical};
}

typedef struct item name_fn(struct sb_comparison *cmp, sb_str json, sb_str canonical);

/* The elements of the arrays that the rows of a member hold. */
static void read_items(struct sb_comparison *cmp, enum sb_side side, struct sb_range r, name_fn *name, items *ret)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    sb_str raw;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        struct sb_json *list = sb_json_new(sb_doc_str(doc, doc->raws.p[i].json), 0);
        if (sb_json_next(list) == SB_JSON_ARRAY)
            while (sb_json_skip(list, &raw)) {
                sb_str canonical = sb_compare_canonical(cmp, side, SB_STR_NONE, raw);
                *SB_PUSH(ret) = name(cmp, raw, canonical);
            }
        sb_json_free(list);
    }
    if (ret->n)
        qsort(ret->p, ret->n, sizeof *ret->p, by_key);
}

/* ---- relations that lead out of the document, or to what is no component ---- */

struct names {
    struct sb_intern refs;
    SB_VEC(sb_str) text; /* by id of a ref */
};

static void add_name(struct names *names, sb_str ref, sb_str name)
{
    if (!ref.n || !name.n)
        return;
    uint32_t id = sb_intern(&names->refs, ref).v;
    while (names->text.n <= id)
        *SB_PUSH(&names->text) = SB_STR_NONE;
    names->text.p[id] = name;
}

/* Empty where there is none. */
static sb_str find_name(const struct names *names, sb_str ref)
{
    uint32_t id = sb_intern_find(&names->refs, ref).v;
    return id < names->text.n ? names->text.p[id] : SB_STR_NONE;
}

/* Every object below JSON that has a ref and a name. */
static void read_names(struct sb_comparison *cmp, sb_str json, unsigned deep, struct names *names)
{
    enum { DEEP = 8 };
    static const char *const members[] = {"bom-ref", "name", "externalDocumentId", "spdxDocument"};
    sb_str t[4], key, raw;
    bool object = sb_str_starts(json, SB_S("{"));
    if (deep > DEEP || (!object && !sb_str_starts(json, SB_S("["))))
        return;
    if (object) {
        read_texts(cmp, json, members, t, 4);
        add_name(names, t[0], t[1]);
        if (t[2].n)
            add_name(names, t[2], t[3]);
    }
    struct sb_json *reader = sb_json_new(json, 0);
    sb_json_next(reader);
    while (object ? sb_json_member(reader, &key) && sb_json_skip(reader, &raw) : sb_json_skip(reader, &raw))
        read_names(cmp, raw, deep + 1, names);
    sb_json_free(reader);
}

static void read_all_names(struct sb_comparison *cmp, const struct sb_doc *doc, struct names *names)
{
    static const char *const members[] = {"services", "externalDocumentRefs", "formulation", NULL};
    struct sb_range r = sb_doc_raws_of(doc, SB_DOC_ITSELF);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_str_is_one_of(sb_doc_str(doc, doc->raws.p[i].member), members))
            read_names(cmp, sb_doc_str(doc, doc->raws.p[i].json), 0, names);
}

static sb_str name_of(struct sb_comparison *cmp, const struct sb_doc *doc, const struct names *names, sb_str ref)
{
    sb_comp c = sb_doc_by_ref(doc, ref);
    sb_str name = find_name(names, ref);
    if (c.v)
        return sb_doc_display(doc, c, &cmp->scratch);
    if (name.n)
        return name;
    size_t colon = sb_str_chr(ref, ':');
    if (sb_str_starts(ref, SB_S("DocumentRef-")) && colon != SB_NPOS) {
        name = find_name(names, sb_str_part(ref, 0, colon));
        return name.n ? sb_arena_join(&cmp->scratch, name, SB_S("#"), sb_str_from(ref, colon + 1)) : ref;
    }
    bool local = sb_str_starts(ref, SB_S("SPDXRef-")) && !sb_str_eq(ref, SB_S("SPDXRef-DOCUMENT"));
    return local ? SB_S("an element without a row") : ref;
}

static void add_relation(struct sb_comparison *cmp, const struct sb_doc *doc, const struct names *names, sb_str from,
                         sb_str kind, sb_str to, items *ret)
{
    sb_str text = sb_arena_printf(&cmp->scratch, "%.*s %.*s %.*s", SB_FMT(name_of(cmp, doc, names, from)), SB_FMT(kind),
                                  SB_FMT(name_of(cmp, doc, names, to)));
    *SB_PUSH(ret) = (struct item){text, text, SB_STR_NONE};
}

static void read_relations(struct sb_comparison *cmp, enum sb_side side, items *ret)
{
    static const char *const members[] = {"spdxElementId", "relationshipType", "relatedSpdxElement"};
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct names names = {0};
    sb_intern_init(&names.refs);
    struct sb_range r = sb_doc_raws_of(doc, SB_DOC_ITSELF);
    sb_str t[3];
    read_all_names(cmp, doc, &names);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        if (!sb_str_eq(sb_doc_str(doc, doc->raws.p[i].member), SB_S("relationships")))
            continue;
        read_texts(cmp, sb_doc_str(doc, doc->raws.p[i].json), members, t, 3);
        add_relation(cmp, doc, &names, t[0], t[1], t[2], ret);
    }
    for (size_t i = 0; i < doc->outside.n; i++) {
        const struct sb_outside *edge = &doc->outside.p[i];
        add_relation(cmp, doc, &names, sb_doc_str(doc, edge->from),
                     sb_text_set(edge->name) ? sb_doc_str(doc, edge->name) : SB_S("depends on"),
                     sb_doc_str(doc, edge->to), ret);
    }
    if (ret->n)
        qsort(ret->p, ret->n, sizeof *ret->p, by_key);
    sb_intern_done(&names.refs);
    sb_free(names.text.p);
}

/* A document may do no more than relate elements of others. */
static void note_nothing_but_relations(struct sb_comparison *cmp, enum sb_side side, size_t n)
{
    static const char *const names[SB_SIDES] = {"old", "new"};
    if (n && sb_doc_count(cmp->delta->doc[side]) == 0)
        sb_note_coverage(cmp, "field", SB_S("relationships"), side, n,
                         "the %s document lists no component of its own; it relates elements of other documents (%zu "
                         "relations), which are not at hand",
                         names[side], n);
}

static bool same_keys(const items *a, const items *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++)
        same = sb_str_eq(a->p[i].key, b->p[i].key);
    return same;
}

static void compare_relations(struct sb_comparison *cmp)
{
    items list[SB_SIDES] = {{0}};
    for (unsigned side = 0; side < SB_SIDES; side++)
        read_relations(cmp, side, &list[side]);
    for (unsigned side = 0; side < SB_SIDES && !same_keys(&list[SB_OLD], &list[SB_NEW]); side++)
        note_nothing_but_relations(cmp, side, list[side].n);
    compare_items(cmp, SB_S("other relations"), list);
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(list[side].p);
}

/* ---- members ---- */

/* What is done with the members of a document. What has no row here is described as it stands. */
static const struct member {
    const char *member;
    name_fn *items; /* its elements are compared one by one */
    bool passed;    /* told elsewhere, or nothing of what the document is about */
} members[] = {
    {"annotations", NULL, false},
    {"citations", NULL, false},
    {"compositions", NULL, false},
    {"declarations", NULL, false},
    {"definitions", NULL, false},
    {"externalDocumentRefs", document_of, false},
    {"formulation", NULL, false},
    {"hasExtractedLicensingInfos", NULL, true},
    {"metadata.tools", NULL, true},
    {"relationships", NULL, true},
    {"revieweds", NULL, false},
    {"services", service_of, false},
    {"signature", NULL, true},
    {"snippets", NULL, false},
    {"vulnerabilities", vulnerability_of, false},
    {"{http://www.w3.org/2000/09/xmldsig#}Signature", NULL, true}, /* the same in XML */
};

static const struct member *row_of(sb_str member)
{
    for (size_t i = 0; i < SB_COUNT(members); i++)
        if (sb_str_eq(sb_str_of(members[i].member), member))
            return &members[i];
    return NULL;
}

/* How many elements the rows of a member hold: those of an array, or one. */
static uint32_t count(struct sb_comparison *cmp, enum sb_side side, struct sb_range r)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    uint32_t n = 0;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_str json = sb_doc_str(doc, doc->raws.p[i].json);
        sb_json_restart(cmp->reader, json);
        if (sb_json_next(cmp->reader) != SB_JSON_ARRAY)
            n++;
        else
            while (sb_json_skip(cmp->reader, NULL))
                n++;
    }
    return n;
}

/* Elements of the member on either side, all in one spelling and order. */
static sb_str canonical_of(struct sb_comparison *cmp, enum sb_side side, struct sb_range r)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct sb_buf all = {0};
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_buf_str(&all, i == r.first ? SB_S("[") : SB_S(","));
        sb_buf_str(&all, sb_doc_str(doc, doc->raws.p[i].json));
    }
    sb_buf_chr(&all, ']');
    sb_str ret = r.n ? sb_compare_canonical(cmp, side, SB_STR_NONE, sb_buf_all(&all)) : SB_STR_NONE;
    sb_buf_done(&all);
    return ret;
}

/* One line where the sides differ: nobody looked at how. */
static void note_uncompared(struct sb_comparison *cmp, sb_str member, const struct sb_range r[SB_SIDES])
{
    uint32_t n[SB_SIDES];
    if (sb_str_eq(canonical_of(cmp, SB_OLD, r[SB_OLD]), canonical_of(cmp, SB_NEW, r[SB_NEW])))
        return;
    for (unsigned side = 0; side < SB_SIDES; side++)
        n[side] = count(cmp, side, r[side]);
    enum sb_side side = n[SB_NEW] ? SB_NEW : SB_OLD;
    sb_note_coverage(cmp, "field", member, side, n[SB_OLD] > n[SB_NEW] ? n[SB_OLD] : n[SB_NEW],
                     "%.*s differ and are not compared: %u in the old document, %u in the new one", SB_FMT(member),
                     n[SB_OLD], n[SB_NEW]);
}

static void compare_list(struct sb_comparison *cmp, sb_str member, name_fn *name, const struct sb_range r[SB_SIDES])
{
    items list[SB_SIDES] = {{0}};
    for (unsigned side = 0; side < SB_SIDES; side++)
        read_items(cmp, side, r[side], name, &list[side]);
    compare_items(cmp, member, list);
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(list[side].p);
}

void sb_compare_document(struct sb_comparison *cmp)
{
    struct sb_range rest[SB_SIDES], r[SB_SIDES];
    bool formats = !sb_doc_same_specification(cmp->delta->doc[SB_OLD], cmp->delta->doc[SB_NEW]);
    sb_str member;
    for (unsigned side = 0; side < SB_SIDES; side++)
        rest[side] = sb_doc_raws_of(cmp->delta->doc[side], SB_DOC_ITSELF);
    while (sb_compare_next_member(cmp->delta->doc, rest, &member, r)) {
        const struct member *row = row_of(member);
        if ((row && row->passed) || sb_compare_same_members(cmp->delta->doc, r))
            continue;
        if (row && row->items && !formats)
            compare_list(cmp, member, row->items, r);
        else if (row || formats)
            note_uncompared(cmp, member, r);
        else
            sb_compare_member(cmp, &the_document, member, r);
        sb_arena_reset(&cmp->scratch);
    }
    compare_relations(cmp);
    if (!formats)
        sb_compare_lists(cmp, &the_document);
    sb_arena_reset(&cmp->scratch);
}
