#include "base/mem.h"
#include "diff/carried.h"
#include "diff/comparison.h"
#include "id/licence.h"
#include "id/purl.h"

static const struct sb_component *at(const struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_side side)
{
    return sb_doc_at(cmp->delta->doc[side], pair->row[side]);
}

/* ---- parties and copyright ---- */

/* The name without its kind and its contact: "Organization: Name (mail)", "Name <mail>", where others have the name
 * alone. A contact without a name stays. */
static sb_str bare_party(sb_str text)
{
    static const char *const kinds[] = {"Organization:", "Person:", "Tool:"};
    text = sb_str_trim(text);
    for (size_t i = 0; i < SB_COUNT(kinds); i++)
        sb_str_chop(&text, sb_str_of(kinds[i]));
    size_t open = sb_str_rchr(text, '(');
    if (open != SB_NPOS && open > 0 && sb_str_ends(text, SB_S(")")))
        text = sb_str_trim(sb_str_part(text, 0, open));
    open = sb_str_rchr(text, '<');
    if (open != SB_NPOS && open > 0 && sb_str_ends(text, SB_S(">")))
        text = sb_str_part(text, 0, open);
    return sb_str_trim(text);
}

static void compare_parties(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    static const struct {
        const char *field;
        size_t offset;
        enum sb_looked looked;
        bool party;
    } rows[] = {
        {"supplier", offsetof(struct sb_component, supplier), SB_LOOKED_SUPPLIER, true},
        {"originator", offsetof(struct sb_component, originator), SB_LOOKED_ORIGINATOR, true},
        {"copyright", offsetof(struct sb_component, copyright), SB_LOOKED_COPYRIGHT, false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_value v[SB_SIDES];
        for (unsigned side = 0; side < SB_SIDES; side++) {
            const char *slot = (const char *)at(cmp, pair, side) + rows[i].offset;
            sb_text text;
            memcpy(&text, slot, sizeof text);
            v[side] = sb_value_of(cmp->delta->doc[side], text);
        }
        bool values = sb_value_set(v[SB_OLD]) && sb_value_set(v[SB_NEW]) && !sb_licence_is_none(v[SB_OLD].text) &&
                      !sb_licence_is_none(v[SB_NEW].text);
        sb_str old = v[SB_OLD].text, new = v[SB_NEW].text;
        bool same = rows[i].party ? sb_str_eq(bare_party(old), bare_party(new)) : sb_str_eq(old, new);
        if (values && !same)
            sb_note_term(cmp, rows[i].field, pair, v[SB_OLD], v[SB_NEW]);
        else
            sb_compare_said(cmp, rows[i].looked, rows[i].field, pair, v[SB_OLD], v[SB_NEW]);
    }
}

/* ---- spelling of the identity ---- */

/* Qualifiers say what the package is for, except for these, which say where it came from and what its bytes are. */
static const char *software_of_qualifier(sb_str key, bool same_version)
{
    if (sb_str_eq(key, SB_S("repository_url")))
        return "origin";
    return same_version && sb_str_eq(key, SB_S("checksum")) ? "digest" : NULL;
}

/* One registry has several names, and the scheme is no part of them. */
static sb_str repository_of(sb_str url, struct sb_arena *arena)
{
    static const char *const names[] = {"index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", NULL};
    size_t scheme = sb_str_find(url, SB_S("://"));
    url = scheme == SB_NPOS ? url : sb_str_from(url, scheme + 3);
    while (sb_str_chop_end(&url, SB_S("/"))) {
    }
    size_t slash = sb_str_chr(url, '/');
    sb_str host = sb_str_part(url, 0, slash == SB_NPOS ? url.n : slash);
    return sb_str_is_one_of(host, names)
               ? sb_arena_join(arena, SB_S("docker.io"), sb_str_from(url, host.n), SB_STR_NONE)
               : url;
}

/* Only the scheme or the name of the registry is written in another way. */
static bool is_same_repository(struct sb_comparison *cmp, const struct sb_row_pair *pair, struct sb_value old,
                               struct sb_value new)
{
    static const char *const images[] = {"docker", "oci", NULL};
    if (sb_str_eq(sb_bare_url(old.text), sb_bare_url(new.text)))
        return true;
    return sb_str_is_one_of(cmp->delta->identities.p[pair->identity].type, images) &&
           sb_str_eq(repository_of(old.text, &cmp->scratch), repository_of(new.text, &cmp->scratch));
}

static void note_qualifier(struct sb_comparison *cmp, const struct sb_row_pair *pair, sb_str key, struct sb_value old,
                           struct sb_value new, bool same_version)
{
    static const char *const carriers[] = {"download_url", "vcs_url", NULL};
    const char *software = software_of_qualifier(key, same_version);
    for (size_t i = 0; i < cmp->fields.n; i++)
        if (sb_str_is_one_of(key, carriers) && strcmp(cmp->fields.p[i].field, "origin") == 0)
            return; /* that was told of it already */
    if (software && sb_value_set(old) && sb_value_set(new) && !is_same_repository(cmp, pair, old, new))
        sb_note_software(cmp, software, old, new);
    else
        sb_note_description(cmp, sb_arena_join(&cmp->scratch, SB_S("purl qualifier "), key, SB_STR_NONE), pair, old,
                            new);
}

static void compare_qualifiers(struct sb_comparison *cmp, const struct sb_row_pair *pair, const struct sb_purl *old,
                               const struct sb_purl *new, bool same_version)
{
    size_t o = 0, n = 0;
    while (o < old->n_qualifiers || n < new->n_qualifiers) {
        int c = o == old->n_qualifiers   ? 1
                : n == new->n_qualifiers ? -1
                                         : sb_str_cmp(old->qualifiers[o].key, new->qualifiers[n].key);
        struct sb_value from = {.none = 1}, to = {.none = 1};
        sb_str key = c <= 0 ? old->qualifiers[o].key : new->qualifiers[n].key;
        if (c <= 0)
            from = sb_value_text(old->qualifiers[o++].value);
        if (c >= 0)
            to = sb_value_text(new->qualifiers[n++].value);
        if (!sb_value_eq(from, to))
            note_qualifier(cmp, pair, key, from, to, same_version);
    }
}

/* The purl without version and qualifiers, which have lines of their own. */
static struct sb_value bare_purl(struct sb_purl purl, struct sb_arena *arena)
{
    purl.version = SB_STR_NONE;
    purl.n_qualifiers = 0;
    return sb_value_text(sb_purl_text(&purl, arena));
}

/* Whether the purl of one side is one of several on the other: the package may be had in more than one way. */
static bool is_among_purls(const struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_side side)
{
    const struct sb_doc *doc = cmp->delta->doc[!side];
    struct sb_range r = sb_doc_references_of(doc, pair->row[!side]);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_str_eq(sb_doc_str(doc, doc->references.p[i].url), sb_delta_row(cmp->delta, side, pair->row[side])->purl))
            return true;
    return false;
}

static void compare_purls(struct sb_comparison *cmp, const struct sb_row_pair *pair, bool same_version)
{
    const struct sb_row *row[SB_SIDES];
    struct sb_purl purl[SB_SIDES];
    struct sb_err err = {0};
    for (unsigned side = 0; side < SB_SIDES; side++)
        row[side] = sb_delta_row(cmp->delta, side, pair->row[side]);
    if (row[SB_OLD]->has_purl != row[SB_NEW]->has_purl) {
        struct sb_value v[SB_SIDES];
        for (unsigned side = 0; side < SB_SIDES; side++)
            v[side] = sb_value_of(cmp->delta->doc[side], at(cmp, pair, side)->purl);
        sb_note_description(cmp, SB_S("purl"), pair, v[SB_OLD], v[SB_NEW]);
        return;
    }
    if (!row[SB_OLD]->has_purl || sb_same_slice(row[SB_OLD]->purl, row[SB_NEW]->purl))
        return;
    for (unsigned side = 0; side < SB_SIDES; side++)
        if (sb_purl_parse(row[side]->purl, &cmp->scratch, &purl[side], &err) != SB_OK)
            return;
    struct sb_value old = bare_purl(purl[SB_OLD], &cmp->scratch), new = bare_purl(purl[SB_NEW], &cmp->scratch);
    if (!sb_value_eq(old, new))
        sb_note_description(cmp, SB_S("purl"), pair, old, new);
    if (!is_among_purls(cmp, pair, SB_OLD) && !is_among_purls(cmp, pair, SB_NEW))
        compare_qualifiers(cmp, pair, &purl[SB_OLD], &purl[SB_NEW], same_version);
}

/* The version member beside a purl that has the version. */
static void compare_version_member(struct sb_comparison *cmp, const struct sb_row_pair *pair,
                                   enum sb_version_relation relation)
{
    const struct sb_doc *const *doc = cmp->delta->doc;
    struct sb_value old = sb_value_of(doc[SB_OLD], at(cmp, pair, SB_OLD)->version);
    struct sb_value new = sb_value_of(doc[SB_NEW], at(cmp, pair, SB_NEW)->version);
    if (relation == SB_VERSION_SPELLED || relation == SB_VERSION_UNSAID) {
        old = sb_value_text(sb_delta_row(cmp->delta, SB_OLD, pair->row[SB_OLD])->version);
        new = sb_value_text(sb_delta_row(cmp->delta, SB_NEW, pair->row[SB_NEW])->version);
    }
    bool root = pair->identity == cmp->delta->root_identity;
    if (relation != SB_VERSION_DIFFERENT && !sb_value_eq(old, new))
        sb_note_description(cmp, root ? SB_S("root version") : SB_S("version"), pair, old, new);
}

/* ---- the rest ---- */

static const char *const scope_names[SB_SCOPE_COUNT] = {"", "required", "optional", "excluded"};

static bool same_text(const struct sb_comparison *cmp, sb_text old, sb_text new)
{
    return sb_str_eq(sb_doc_str(cmp->delta->doc[SB_OLD], old), sb_doc_str(cmp->delta->doc[SB_NEW], new));
}

/* Group and name together: one tool's "@scope/name" is another's group and name. */
static void compare_names(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    const struct sb_component *o = at(cmp, pair, SB_OLD), *n = at(cmp, pair, SB_NEW);
    if (same_text(cmp, o->name, n->name) && same_text(cmp, o->group, n->group))
        return;
    struct sb_value old = sb_value_text(sb_doc_display(cmp->delta->doc[SB_OLD], pair->row[SB_OLD], &cmp->scratch));
    struct sb_value new = sb_value_text(sb_doc_display(cmp->delta->doc[SB_NEW], pair->row[SB_NEW], &cmp->scratch));
    bool root = pair->identity == cmp->delta->root_identity;
    if (!sb_value_eq(old, new))
        sb_note_description(cmp, root ? SB_S("root name") : SB_S("name"), pair, old, new);
}

/* How often a document lists the rows of an identity. */
static uint32_t times_listed(const struct sb_comparison *cmp, const struct sb_identity *identity, enum sb_side side)
{
    uint32_t times = 0;
    for (uint32_t i = 0; i < identity->n[side]; i++)
        times += 1u + sb_doc_at(cmp->delta->doc[side], identity->rows[side][i])->again;
    return times;
}

/* Which of several equal rows is the one listed twice means nothing; of the identity it is told once. */
static void compare_times(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    const struct sb_identity *identity = &cmp->delta->identities.p[pair->identity];
    if (at(cmp, pair, SB_OLD)->again == at(cmp, pair, SB_NEW)->again)
        return;
    uint32_t more[SB_SIDES], times[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        times[side] = times_listed(cmp, identity, side);
        more[side] = times[side] - identity->n[side];
    }
    if (more[SB_OLD] == more[SB_NEW])
        return;
    sb_str text[] = {sb_arena_printf(&cmp->scratch, "%u", times[SB_OLD]),
                     sb_arena_printf(&cmp->scratch, "%u", times[SB_NEW])};
    sb_note_description(cmp, SB_S("times listed"), pair, sb_value_json(text[0]), sb_value_json(text[1]));
}

static void compare_slots(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    const struct sb_component *o = at(cmp, pair, SB_OLD), *n = at(cmp, pair, SB_NEW);
    const struct sb_doc *const *doc = cmp->delta->doc;
    sb_compare_said(cmp, SB_LOOKED_TYPE, "type", pair, sb_value_text(sb_str_of(sb_comp_type_names[o->type])),
                    sb_value_text(sb_str_of(sb_comp_type_names[n->type])));
    sb_compare_said(cmp, SB_LOOKED_SCOPE, "scope", pair, sb_value_text(sb_str_of(scope_names[o->scope])),
                    sb_value_text(sb_str_of(scope_names[n->scope])));
    sb_compare_said(cmp, SB_LOOKED_PLACE, "place", pair, sb_value_of(doc[SB_OLD], o->place),
                    sb_value_of(doc[SB_NEW], n->place));
    compare_names(cmp, pair);
    compare_times(cmp, pair);
}

/* Digests of both sides that can be compared are software; here only that one side has none. */
static void compare_presence_of_digests(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    uint32_t n[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++)
        n[side] = sb_doc_hashes_of(cmp->delta->doc[side], pair->row[side]).n;
    if ((n[SB_OLD] == 0) == (n[SB_NEW] == 0))
        return;
    struct sb_value some = sb_value_json(SB_S("\"present\"")), none = {.none = 1};
    sb_compare_said(cmp, SB_LOOKED_DIGEST, "digest", pair, n[SB_OLD] ? some : none, n[SB_NEW] ? some : none);
}

/* Lists of texts, sorted in both documents: the first element that the other side lacks stands for the difference. */
struct list {
    const struct sb_doc *doc;
    struct sb_range rest;
    sb_str (*key)(const struct sb_doc *doc, uint32_t i, struct sb_arena *arena);
};

static struct sb_value list_head(struct sb_comparison *cmp, const struct list *list)
{
    return list->rest.n ? sb_value_text(list->key(list->doc, list->rest.first, &cmp->scratch))
                        : (struct sb_value){.none = 1};
}

static void list_step(struct list *list)
{
    list->rest.first++;
    list->rest.n--;
}

static void compare_lists(struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_looked looked,
                          const char *field, struct list o, struct list n)
{
    while (o.rest.n || n.rest.n) {
        struct sb_value old = list_head(cmp, &o), new = list_head(cmp, &n);
        if (!o.rest.n || !n.rest.n || !sb_str_eq(old.text, new.text)) {
            sb_compare_said(cmp, looked, field, pair, old, new);
            return;
        }
        list_step(&o);
        list_step(&n);
    }
}

static sb_str reference_key(const struct sb_doc *doc, uint32_t i, struct sb_arena *arena)
{
    const struct sb_reference *r = &doc->references.p[i];
    return sb_arena_join(arena, sb_doc_str(doc, r->type), SB_S(" "), sb_doc_str(doc, r->url));
}

static sb_str property_key(const struct sb_doc *doc, uint32_t i, struct sb_arena *arena)
{
    const struct sb_property *p = &doc->properties.p[i];
    return sb_arena_join(arena, sb_doc_str(doc, p->name), SB_S("="), sb_doc_str(doc, p->value));
}

void sb_compare_lists(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    const struct sb_doc *o = cmp->delta->doc[SB_OLD], *n = cmp->delta->doc[SB_NEW];
    sb_comp ro = pair->row[SB_OLD], rn = pair->row[SB_NEW];
    if (o->references.n || n->references.n)
        compare_lists(cmp, pair, SB_LOOKED_REFERENCE, "external references",
                      (struct list){o, sb_doc_references_of(o, ro), reference_key},
                      (struct list){n, sb_doc_references_of(n, rn), reference_key});
    if (o->properties.n || n->properties.n)
        compare_lists(cmp, pair, SB_LOOKED_PROPERTY, "properties",
                      (struct list){o, sb_doc_properties_of(o, ro), property_key},
                      (struct list){n, sb_doc_properties_of(n, rn), property_key});
}

/* Attributes lie sorted by field and value; a field that differs is told once. */
static void compare_attributes(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    const struct sb_doc *od = cmp->delta->doc[SB_OLD], *nd = cmp->delta->doc[SB_NEW];
    struct sb_range o = sb_doc_attributes_of(od, pair->row[SB_OLD]), n = sb_doc_attributes_of(nd, pair->row[SB_NEW]);
    uint32_t told = SB_F_COUNT;
    while (o.n || n.n) {
        const struct sb_attribute *a = o.n ? &od->attributes.p[o.first] : NULL;
        const struct sb_attribute *b = n.n ? &nd->attributes.p[n.first] : NULL;
        bool take_a = a && (!b || a->field <= b->field), take_b = b && (!a || b->field <= a->field);
        uint16_t field = take_a ? a->field : b->field;
        struct sb_value none = {.none = 1};
        struct sb_value old = take_a ? sb_value_of(od, a->value) : none,
                        new = take_b ? sb_value_of(nd, b->value) : none;
        if (field < SB_F_COUNT && field != told && !sb_value_eq(old, new)) {
            sb_compare_said(cmp, SB_LOOKED_AT(field), sb_compare_field_name(field), pair, old, new);
            told = field;
        }
        o = take_a ? (struct sb_range){o.first + 1, o.n - 1} : o;
        n = take_b ? (struct sb_range){n.first + 1, n.n - 1} : n;
    }
}

void sb_compare_text(struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_version_relation relation)
{
    sb_compare_licences(cmp, pair);
    compare_parties(cmp, pair);
    compare_purls(cmp, pair, relation == SB_VERSION_SAME || relation == SB_VERSION_SPELLED);
    compare_version_member(cmp, pair, relation);
    compare_slots(cmp, pair);
    compare_presence_of_digests(cmp, pair);
    compare_attributes(cmp, pair);
    sb_compare_lists(cmp, pair);
    if (cmp->delta->doc[SB_OLD]->raws.n || cmp->delta->doc[SB_NEW]->raws.n)
        sb_compare_members(cmp, pair);
}
