/* What a CycloneDX component says: the members whose shape is more than a text. */
#include "base/digest.h"
#include "base/mem.h"
#include "formats/attributes.h"
#include "formats/cyclonedx.h"

static bool read_name_of(struct sb_reading *reading, const struct sb_field_row *row, const char *const *names, size_t n,
                         uint8_t *slot)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    char first = text.n ? *text.p : '\0';
    *slot = 0;
    for (size_t i = 1; i < n && *slot == 0; i++)
        if (*names[i] == first && sb_str_eq(sb_str_of(names[i]), text))
            *slot = (uint8_t)i;
    if (*slot == 0)
        sb_reading_diag(reading, SB_D_UNKNOWN_VALUE, "%s %.*s is not known", row->key, SB_FMT(text));
    return true;
}

bool sb_cdx_read_type(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    return read_name_of(reading, row, sb_comp_type_names, SB_TYPE_COUNT, &sb_doc_at(reading->doc, owner)->type);
}

bool sb_cdx_read_scope(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    return read_name_of(reading, row, sb_scope_names, SB_SCOPE_COUNT, &sb_doc_at(reading->doc, owner)->scope);
}

bool sb_cdx_read_purl(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    if (ok && text.n)
        sb_read_purl(reading, owner, text);
    return true;
}

/* supplier or manufacturer: the name is taken; an address, a contact ... keeps the whole as raw text. */
bool sb_cdx_read_party(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str key, text;
    bool ok;
    sb_read_part(reading);
    struct sb_component *component = sb_doc_at(reading->doc, owner);
    sb_text *slot = strcmp(row->key, "supplier") == 0 ? &component->supplier : &component->originator;
    bool good = sb_read_open(reading, SB_JSON_OBJECT, row->key, &ok) && ok;
    while (good && sb_json_member(reading->json, &key)) {
        if (!sb_str_eq(key, SB_S("name")))
            good = sb_read_extra(reading);
        else if ((good = sb_read_text(reading, row->key, &text, &ok)) && ok)
            *slot = sb_doc_put(reading->doc, text);
    }
    sb_read_part_end(reading, owner, row->key);
    return good || sb_json_error(reading->json, NULL) == SB_OK;
}

/* Two texts of an object in an array; anything else in it is an unknown member of the name WHAT. */
static bool read_two(struct sb_reading *reading, const char *what, const sb_str keys[2], sb_str texts[2])
{
    sb_str key, text;
    texts[0] = texts[1] = SB_STR_NONE;
    while (sb_json_member(reading->json, &key)) {
        bool ok, second = sb_str_eq(key, keys[1]);
        if (!second && !sb_str_eq(key, keys[0])) {
            sb_str name = sb_arena_join(&reading->arena, sb_str_of(what), SB_S("."), key);
            sb_tally_add(&reading->unknown, name, sb_reading_line(reading));
            if (!sb_json_skip(reading->json, NULL))
                return false;
            continue;
        }
        if (!sb_read_text(reading, what, &text, &ok))
            return false;
        if (ok)
            texts[second] = sb_arena_str(&reading->arena, text);
    }
    return sb_json_error(reading->json, NULL) == SB_OK;
}

bool sb_cdx_read_hashes(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    static const sb_str keys[2] = {{"alg", 3}, {"content", 7}};
    sb_str texts[2];
    bool more;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &more))
        return false;
    while (more) {
        if (!sb_read_next_object(reading, "hashes[]", &more) || (more && !read_two(reading, "hashes[]", keys, texts)))
            return false;
        if (more)
            sb_read_hash(reading, owner, texts[0], texts[1]);
    }
    return true;
}

bool sb_cdx_read_properties(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    static const sb_str keys[2] = {{"name", 4}, {"value", 5}};
    sb_str texts[2];
    bool more;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &more))
        return false;
    while (more) {
        if (!sb_read_next_object(reading, "properties[]", &more) ||
            (more && !read_two(reading, "properties[]", keys, texts)))
            return false;
        /* What this program says about its own writing is no property of the document. */
        if (more && texts[0].n && (owner.v || !sb_str_eq(texts[0], SB_S("cdx:reproducible"))))
            sb_read_property(reading, owner, texts[0], texts[1]);
    }
    return true;
}

/* ---- licences ---- */

struct licence {
    sb_str id, name, expression;
    sb_text wording; /* of its text */
    bool concluded;
};

/* The text of a licence, which is kept as it stands, too. */
static bool read_licence_body(struct sb_reading *reading, struct licence *licence)
{
    sb_str key, text, content = SB_STR_NONE, encoding = SB_STR_NONE;
    bool ok;
    reading->extra = true;
    if (!sb_read_open(reading, SB_JSON_OBJECT, "licenses[].license.text", &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    while (sb_json_member(reading->json, &key)) {
        sb_str *slot = sb_str_eq(key, SB_S("content")) ? &content : sb_str_eq(key, SB_S("encoding")) ? &encoding : NULL;
        if (slot ? !sb_read_text(reading, "licenses[].license.text", &text, &ok) : !sb_read_extra(reading))
            return false;
        if (slot && ok)
            *slot = sb_arena_str(&reading->arena, text);
    }
    if (sb_str_eq(encoding, SB_S("base64")) && content.n) {
        char *bytes = sb_arena_alloc(&reading->arena, content.n);
        size_t n = sb_base64_decode(content, (uint8_t *)bytes, content.n);
        content = n == SB_NPOS ? content : sb_str_n(bytes, n);
    }
    licence->wording = sb_doc_wording(reading->doc, content);
    return sb_json_error(reading->json, NULL) == SB_OK;
}

static bool read_licence_text(struct sb_reading *reading, sb_str key, struct licence *licence)
{
    sb_str text, *slot = sb_str_eq(key, SB_S("id"))           ? &licence->id
                         : sb_str_eq(key, SB_S("name"))       ? &licence->name
                         : sb_str_eq(key, SB_S("expression")) ? &licence->expression
                                                              : NULL;
    bool ok, acknowledgement = sb_str_eq(key, SB_S("acknowledgement"));
    if (sb_str_eq(key, SB_S("text")))
        return read_licence_body(reading, licence);
    if (!slot && !acknowledgement)
        return sb_read_extra(reading);
    if (!sb_read_text(reading, "licenses[]", &text, &ok))
        return false;
    if (ok && slot)
        *slot = sb_arena_str(&reading->arena, text);
    else if (ok)
        licence->concluded = sb_str_eq(text, SB_S("concluded"));
    return true;
}

static void add_licence(struct sb_reading *reading, sb_comp owner, const struct licence *licence)
{
    enum sb_licence_role role = licence->concluded ? SB_LICENCE_CONCLUDED : SB_LICENCE_DECLARED;
    if (licence->expression.n)
        sb_read_expression(reading, owner, role, licence->expression);
    else if (licence->id.n)
        sb_doc_licence(reading->doc, owner, role, SB_LICENCE_ID, licence->id);
    else if (licence->name.n || sb_text_set(licence->wording)) {
        sb_doc_licence(reading->doc, owner, role, SB_LICENCE_NAME,
                       licence->name.n ? licence->name : SB_S("(a text without a name)"));
        reading->doc->licences.p[reading->doc->licences.n - 1].wording = licence->wording;
    }
}

/* One entry: {license: {...}} or {expression, ...}. */
static bool read_licence(struct sb_reading *reading, sb_comp owner)
{
    struct licence licence = {0};
    sb_str key;
    bool ok;
    while (sb_json_member(reading->json, &key)) {
        if (!sb_str_eq(key, SB_S("license"))) {
            if (!read_licence_text(reading, key, &licence))
                return false;
            continue;
        }
        if (!sb_read_open(reading, SB_JSON_OBJECT, "licenses[].license", &ok))
            return false;
        while (ok && sb_json_member(reading->json, &key))
            if (!read_licence_text(reading, key, &licence))
                return false;
    }
    add_licence(reading, owner, &licence);
    return sb_json_error(reading->json, NULL) == SB_OK;
}

bool sb_cdx_read_licences(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_read_part(reading);
    bool more, good = sb_read_open(reading, SB_JSON_ARRAY, row->key, &more);
    while (good && more)
        good = sb_read_next_object(reading, "licenses[]", &more) && (!more || read_licence(reading, owner));
    sb_read_part_end(reading, owner, row->key);
    return good || sb_json_error(reading->json, NULL) == SB_OK;
}

/* ---- references, evidence ---- */

/* Their type and url may stand behind them, so they are filled in at the end. The member is kept as it stands, too. */
static bool read_reference_hashes(struct sb_reading *reading, sb_comp owner)
{
    static const sb_str keys[2] = {{"alg", 3}, {"content", 7}};
    struct sb_digest digest;
    sb_str texts[2];
    bool more;
    reading->extra = true;
    if (!sb_read_open(reading, SB_JSON_ARRAY, "externalReferences[].hashes", &more))
        return false;
    while (more) {
        if (!sb_read_next_object(reading, "externalReferences[].hashes[]", &more) ||
            (more && !read_two(reading, "externalReferences[].hashes[]", keys, texts)))
            return false;
        if (more && sb_read_digest(reading, texts[0], texts[1], &digest))
            sb_doc_reference_hash(reading->doc, owner, SB_STR_NONE, SB_STR_NONE, &digest);
    }
    return true;
}

static bool read_reference(struct sb_reading *reading, sb_comp owner)
{
    struct sb_doc *doc = reading->doc;
    size_t first = doc->reference_hashes.n;
    sb_str key, text, type = SB_STR_NONE, url = SB_STR_NONE, comment = SB_STR_NONE;
    while (sb_json_member(reading->json, &key)) {
        bool ok;
        if (sb_str_eq(key, SB_S("hashes"))) {
            if (!read_reference_hashes(reading, owner))
                return false;
            continue;
        }
        sb_str *slot = sb_str_eq(key, SB_S("type"))      ? &type
                       : sb_str_eq(key, SB_S("url"))     ? &url
                       : sb_str_eq(key, SB_S("comment")) ? &comment
                                                         : NULL;
        if (slot ? !sb_read_text(reading, "externalReferences[]", &text, &ok) : !sb_read_extra(reading))
            return false;
        if (slot && ok)
            *slot = sb_arena_str(&reading->arena, text);
    }
    if (!type.n)
        type = SB_S("other");
    if (url.n)
        sb_doc_reference(doc, owner, type, url, comment);
    for (size_t i = first; i < doc->reference_hashes.n; i++) {
        doc->reference_hashes.p[i].type = sb_doc_put(doc, type);
        doc->reference_hashes.p[i].url = sb_doc_put(doc, url);
    }
    return sb_json_error(reading->json, NULL) == SB_OK;
}

bool sb_cdx_read_references(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_read_part(reading);
    bool more, good = sb_read_open(reading, SB_JSON_ARRAY, row->key, &more);
    while (good && more)
        good = sb_read_next_object(reading, "externalReferences[]", &more) && (!more || read_reference(reading, owner));
    sb_read_part_end(reading, owner, row->key);
    return good || sb_json_error(reading->json, NULL) == SB_OK;
}

/* Content addresses, which are kept as they stand, too. */
bool sb_cdx_read_content_ids(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_read_part(reading);
    bool ok;
    bool good = sb_read_open(reading, SB_JSON_ARRAY, row->key, &ok);
    while (good && ok) {
        enum sb_json_event event = sb_json_element(reading->json);
        ok = event != SB_JSON_ARRAY_END;
        if (event == SB_JSON_STRING)
            sb_read_content_id(reading, owner, sb_json_text(reading->json));
        else if (ok)
            good = sb_read_wrong(reading, event, row->key);
    }
    reading->extra = true;
    sb_read_part_end(reading, owner, row->key);
    return good || sb_json_error(reading->json, NULL) == SB_OK;
}

static bool read_occurrence(struct sb_reading *reading, sb_comp owner)
{
    sb_str key, text;
    while (sb_json_member(reading->json, &key)) {
        bool ok = false, known = sb_str_eq(key, SB_S("location"));
        if (known ? !sb_read_text(reading, "evidence.occurrences[]", &text, &ok) : !sb_read_extra(reading))
            return false;
        if (ok && text.n)
            sb_doc_attribute(reading->doc, owner, SB_F_EVIDENCE, text);
    }
    return sb_json_error(reading->json, NULL) == SB_OK;
}

bool sb_cdx_read_evidence(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str key;
    bool ok;
    sb_read_part(reading);
    bool good = sb_read_open(reading, SB_JSON_OBJECT, row->key, &ok) && ok;
    while (good && sb_json_member(reading->json, &key)) {
        if (!sb_str_eq(key, SB_S("occurrences"))) {
            good = sb_read_extra(reading);
            continue;
        }
        bool more;
        good = sb_read_open(reading, SB_JSON_ARRAY, "evidence.occurrences", &more);
        while (good && more)
            good = sb_read_next_object(reading, "evidence.occurrences[]", &more) &&
                   (!more || read_occurrence(reading, owner));
    }
    sb_read_part_end(reading, owner, row->key);
    return good || sb_json_error(reading->json, NULL) == SB_OK;
}

/* ---- pedigree ---- */

bool sb_cdx_read_pedigree(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)row;
    struct sb_later later = {.owner = owner};
    sb_str json;
    if (!sb_json_skip(reading->json, &json))
        return false;
    later.json = sb_arena_str(&reading->held, json);
    *SB_PUSH(&reading->later) = later;
    return true;
}

/* The component of each purl: the first by content. */
static uint32_t *index_purls(const struct sb_doc *doc, size_t n_texts)
{
    uint32_t *by_purl = sb_calloc(n_texts, sizeof *by_purl);
    for (uint32_t i = 1; i <= sb_doc_count(doc); i++) {
        sb_text purl = doc->components.p[i].purl;
        if (sb_text_set(purl) &&
            (!by_purl[purl.v] || sb_doc_compare(doc, (sb_comp){i}, (sb_comp){by_purl[purl.v]}) < 0))
            by_purl[purl.v] = i;
    }
    return by_purl;
}

/* One ancestor: the component that its purl names. What goes beyond type, name, version and purl is extra. */
static bool read_ancestor(struct sb_reading *reading, const uint32_t *by_purl, size_t n_texts, sb_comp owner)
{
    sb_str key, text;
    sb_comp found = SB_COMP_NONE;
    while (sb_json_member(reading->json, &key)) {
        bool ok;
        if (!sb_str_eq(key, SB_S("purl"))) {
            bool plain = sb_str_eq(key, SB_S("type")) || sb_str_eq(key, SB_S("name")) ||
                         sb_str_eq(key, SB_S("version")) || sb_str_eq(key, SB_S("group"));
            if (plain ? !sb_json_skip(reading->json, NULL) : !sb_read_extra(reading))
                return false;
            continue;
        }
        if (!sb_read_text(reading, "pedigree.ancestors[].purl", &text, &ok))
            return false;
        sb_text purl = sb_intern_find(&reading->doc->text, text);
        if (ok && sb_text_set(purl) && purl.v < n_texts)
            found.v = by_purl[purl.v];
    }
    if (found.v)
        sb_doc_relate(reading->doc, owner, found, SB_REL_GENERATED_FROM, SB_STR_NONE);
    else
        reading->extra = true;
    return true;
}

static void read_ancestors(struct sb_reading *reading, const uint32_t *by_purl, size_t n_texts, sb_comp owner)
{
    sb_str key;
    bool ok, good = sb_read_open(reading, SB_JSON_OBJECT, "pedigree", &ok) && ok;
    while (good && sb_json_member(reading->json, &key)) {
        if (!sb_str_eq(key, SB_S("ancestors"))) {
            good = sb_read_extra(reading);
            continue;
        }
        bool more;
        good = sb_read_open(reading, SB_JSON_ARRAY, "pedigree.ancestors", &more);
        while (good && more)
            good = sb_read_next_object(reading, "pedigree.ancestors[]", &more) &&
                   (!more || read_ancestor(reading, by_purl, n_texts, owner));
    }
}

void sb_cdx_pedigree_resolve(struct sb_reading *reading)
{
    if (reading->later.n == 0)
        return;
    struct sb_json *main = reading->json;
    size_t n_texts = reading->doc->text.n;
    uint32_t *by_purl = index_purls(reading->doc, n_texts);
    reading->json = reading->sub;
    for (size_t i = 0; i < reading->later.n; i++) {
        const struct sb_later *later = &reading->later.p[i];
        reading->extra = false;
        sb_json_restart(reading->json, later->json);
        read_ancestors(reading, by_purl, n_texts, later->owner);
        if (reading->extra)
            sb_doc_raw(reading->doc, later->owner, SB_S("pedigree"), later->json);
    }
    reading->json = main;
    sb_free(by_purl);
}
