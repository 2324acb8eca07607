/* What an SPDX 2 package says: the members whose shape is more than a text. */
#include "formats/attributes.h"
#include "formats/spdx2.h"
#include "id/purl.h"

/* "NOASSERTION" and "NONE" are statements of their own, no text. */
static sb_text put_said(struct sb_doc *doc, sb_str text)
{
    if (sb_str_eq(text, SB_S("NOASSERTION")))
        return SB_TEXT_NOASSERTION;
    return sb_str_eq(text, SB_S("NONE")) ? SB_TEXT_NONE : sb_doc_put(doc, text);
}

static void set_slot(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner, sb_text value)
{
    memcpy((char *)sb_doc_at(reading->doc, owner) + row->slot, &value, sizeof value);
}

bool sb_spdx2_read_slot(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    bool may_say_nothing =
        row->slot == offsetof(struct sb_component, copyright) || row->slot == offsetof(struct sb_component, version);
    if (ok)
        set_slot(reading, row, owner, may_say_nothing ? put_said(reading->doc, text) : sb_doc_put(reading->doc, text));
    return true;
}

sb_str sb_spdx2_party_of(sb_str text, struct sb_arena *arena)
{
    if (!sb_str_chop(&text, SB_S("Organization:")))
        sb_str_chop(&text, SB_S("Person:"));
    text = sb_str_trim(text);
    size_t open = sb_str_rchr(text, '(');
    if (open == SB_NPOS || !sb_str_ends(text, SB_S(")")))
        return text;
    sb_str mail = sb_str_trim(sb_str_part(text, open + 1, text.n - open - 2));
    sb_str name = sb_str_trim(sb_str_part(text, 0, open));
    if (mail.n == 0)
        return name;
    if (sb_str_chr(mail, '@') == SB_NPOS)
        return text;
    sb_str before = name.n ? sb_arena_join(arena, name, SB_S(" <"), SB_STR_NONE) : SB_S("<");
    return sb_arena_join(arena, before, mail, SB_S(">"));
}

bool sb_spdx2_read_party(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    if (ok)
        set_slot(reading, row, owner, put_said(reading->doc, sb_spdx2_party_of(text, &reading->arena)));
    return true;
}

/* The schema demands the member, so that NOASSERTION in it says as much as its absence. */
bool sb_spdx2_read_download(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    sb_text value = ok ? put_said(reading->doc, text) : SB_TEXT_ABSENT;
    if (ok && !sb_text_eq(value, SB_TEXT_NOASSERTION))
        *SB_PUSH(&reading->doc->attributes) =
            (struct sb_attribute){.owner = owner, .field = SB_F_DOWNLOAD, .value = value};
    return true;
}

bool sb_spdx2_read_homepage(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    if (ok && text.n && !sb_str_eq(text, SB_S("NOASSERTION")) && !sb_str_eq(text, SB_S("NONE")))
        sb_doc_reference(reading->doc, owner, SB_S("website"), text, SB_STR_NONE);
    return true;
}

bool sb_spdx2_read_licence(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    enum sb_licence_role role = strcmp(row->key, "licenseDeclared") == 0 ? SB_LICENCE_DECLARED : SB_LICENCE_CONCLUDED;
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok) || !ok || text.n == 0)
        return sb_json_error(reading->json, NULL) == SB_OK;
    sb_text said = put_said(reading->doc, text);
    if (sb_text_set(said))
        sb_read_expression(reading, owner, role, text);
    else
        *SB_PUSH(&reading->doc->licences) =
            (struct sb_licence){.owner = owner, .role = (uint8_t)role, .form = SB_LICENCE_EXPRESSION, .text = said};
    return true;
}

bool sb_spdx2_read_purpose(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    struct sb_spdx2_reading *state = reading->format;
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    enum sb_comp_type type = sb_spdx2_type_of(text);
    if (type != SB_TYPE_ABSENT && !state->type_said)
        sb_doc_at(reading->doc, owner)->type = (uint8_t)type;
    else if (type == SB_TYPE_ABSENT && !sb_str_eq(text, SB_S("OTHER")))
        sb_doc_property(reading->doc, owner, SB_S("spdx:primary-purpose"), text);
    return true;
}

/* ---- objects in arrays ---- */

/* Texts of an object; RET_TEXTS are in the order of KEYS and live in the arena. */
static bool read_texts(struct sb_reading *reading, const char *what, const char *const *keys, size_t n,
                       sb_str *ret_texts)
{
    sb_str key, text;
    for (size_t i = 0; i < n; i++)
        ret_texts[i] = SB_STR_NONE;
    while (sb_json_member(reading->json, &key)) {
        bool ok;
        size_t at = 0;
        while (at < n && !sb_str_eq(sb_str_of(keys[at]), key))
            at++;
        if (at == n) {
            sb_str name = sb_arena_join(&reading->arena, sb_str_of(what), SB_S("."), key);
            sb_tally_add(&reading->unknown, name, sb_reading_line(reading));
            if (!sb_json_skip(reading->json, NULL))
                return false;
        } else if (!sb_read_text(reading, what, &text, &ok)) {
            return false;
        } else if (ok) {
            ret_texts[at] = sb_arena_str(&reading->arena, text);
        }
    }
    return sb_json_error(reading->json, NULL) == SB_OK;
}

bool sb_spdx2_read_checksums(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    static const char *const keys[] = {"algorithm", "checksumValue"};
    sb_str texts[2];
    bool more;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &more))
        return false;
    while (more) {
        if (!sb_read_next_object(reading, "checksums[]", &more) ||
            (more && !read_texts(reading, "checksums[]", keys, 2, texts)))
            return false;
        if (!more)
            break;
        sb_str_chop(&texts[0], SB_S("checksumAlgorithm_")); /* the name in RDF, which some tools write */
        sb_read_hash(reading, owner, texts[0], texts[1]);
    }
    return true;
}

bool sb_spdx2_read_code(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    sb_str key, text;
    bool ok;
    sb_read_part(reading);
    bool good = sb_read_open(reading, SB_JSON_OBJECT, row->key, &ok) && ok;
    while (good && sb_json_member(reading->json, &key)) {
        if (!sb_str_eq(key, SB_S("packageVerificationCodeValue")))
            good = sb_read_extra(reading);
        else if ((good = sb_read_text(reading, row->key, &text, &ok)) && ok)
            sb_doc_attribute(reading->doc, owner, SB_F_VERIFICATION_CODE, text);
    }
    sb_read_part_end(reading, owner, row->key);
    return good || sb_json_error(reading->json, NULL) == SB_OK;
}

/* One of several purls is the package's: the smallest, so that their order does not matter. The others are references.
 */
static void add_purl(struct sb_reading *reading, sb_comp owner, sb_str text, sb_str comment)
{
    struct sb_doc *doc = reading->doc;
    struct sb_component before = *sb_doc_at(doc, owner);
    sb_read_purl(reading, owner, text);
    struct sb_component *row = sb_doc_at(doc, owner);
    if (!before.purl.v)
        return;
    bool bad = row->purl_bad, other = sb_str_cmp(sb_doc_str(doc, row->purl), sb_doc_str(doc, before.purl)) > 0;
    sb_text left = before.purl;
    if (bad != before.purl_bad ? bad : other) {
        left = row->purl;
        row->purl = before.purl;
        row->purl_bad = before.purl_bad;
    }
    if (!sb_text_eq(left, row->purl))
        sb_doc_reference(doc, owner, SB_S("PACKAGE-MANAGER purl"), sb_doc_str(doc, left), comment);
}

/* "PACKAGE-MANAGER", however it is written: the schema of 2.2 has "PACKAGE_MANAGER". */
static sb_str one_spelling(struct sb_reading *reading, sb_str category)
{
    char *p = sb_arena_alloc(&reading->arena, category.n + 1);
    for (size_t i = 0; i < category.n; i++)
        p[i] = category.p[i] == '_' ? '-' : sb_upper(category.p[i]);
    return sb_str_n(p, category.n);
}

/* TEXTS: category, type, locator, comment. What is no purl and no CPE is a reference; its type has the category before
 * it unless that is OTHER. */
static void add_ref(struct sb_reading *reading, sb_comp owner, const sb_str texts[4])
{
    struct sb_doc *doc = reading->doc;
    sb_str type = texts[1], category = one_spelling(reading, texts[0]);
    sb_str_chop(&type, SB_S("http://spdx.org/rdf/references/"));
    if (sb_str_eq(type, SB_S("gitoid")) || sb_str_eq(type, SB_S("swh")))
        sb_read_content_id(reading, owner, texts[2]);
    if (sb_str_eq(type, SB_S("purl")))
        add_purl(reading, owner, texts[2], texts[3]);
    else if (sb_str_eq(type, SB_S("cpe23Type")) || sb_str_eq(type, SB_S("cpe22Type")))
        sb_doc_attribute(doc, owner, SB_F_CPE, texts[2]);
    else if (sb_str_eq(category, SB_S("OTHER")) || category.n == 0)
        sb_doc_reference(doc, owner, type, texts[2], texts[3]);
    else
        sb_doc_reference(doc, owner, sb_arena_join(&reading->arena, category, SB_S(" "), type), texts[2], texts[3]);
}

bool sb_spdx2_read_refs(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    static const char *const keys[] = {"referenceCategory", "referenceType", "referenceLocator", "comment"};
    sb_str texts[4];
    bool more;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &more))
        return false;
    while (more) {
        if (!sb_read_next_object(reading, "externalRefs[]", &more) ||
            (more && !read_texts(reading, "externalRefs[]", keys, 4, texts)))
            return false;
        if (more && texts[2].n)
            add_ref(reading, owner, texts);
    }
    return true;
}

/* ---- annotations ---- */

static void read_facts(struct sb_reading *reading, sb_comp owner, sb_str lines)
{
    sb_str line, name;
    reading->own_facts = true;
    while (sb_str_line(&lines, &line))
        if (sb_str_cut(&line, '=', &name))
            sb_read_property(reading, owner, name, line);
        else if (name.n)
            sb_reading_diag(reading, SB_D_BAD_FACT, "%.*s: a line without =", SB_FMT(name));
}

static uint8_t find_name(const char *const *names, size_t n, sb_str text)
{
    for (size_t i = 1; i < n; i++)
        if (sb_str_eq(sb_str_of(names[i]), text))
            return (uint8_t)i;
    return 0;
}

/* A property; three names stand for slots that SPDX has no place for. */
static void read_property(struct sb_reading *reading, sb_comp owner, sb_str name, sb_str value)
{
    struct sb_spdx2_reading *state = reading->format;
    struct sb_component *row = sb_doc_at(reading->doc, owner);
    if (owner.v && sb_str_eq(name, SB_S(SB_PROPERTY_TYPE))) {
        row->type = find_name(sb_comp_type_names, SB_TYPE_COUNT, value);
        state->type_said = true;
    } else if (owner.v && sb_str_eq(name, SB_S(SB_PROPERTY_SCOPE))) {
        row->scope = find_name(sb_scope_names, SB_SCOPE_COUNT, value);
    } else if (owner.v && sb_str_eq(name, SB_S(SB_PROPERTY_GROUP))) {
        row->group = value.n ? sb_doc_put(reading->doc, value) : SB_TEXT_ABSENT;
        state->group_said = true;
    } else {
        sb_read_property(reading, owner, name, value);
    }
}

/* Lines of ["name","value"], or ["name"] for a property without a value. */
static void read_properties(struct sb_reading *reading, sb_comp owner, sb_str lines)
{
    sb_str line;
    struct sb_json *sub = reading->sub;
    while (sb_str_line(&lines, &line)) {
        sb_str texts[2] = {SB_STR_NONE, SB_STR_NONE};
        size_t n = 0;
        sb_json_restart(sub, line);
        bool good = sb_json_next(sub) == SB_JSON_ARRAY;
        while (good && n < 2 && sb_json_element(sub) == SB_JSON_STRING)
            texts[n++] = sb_arena_str(&reading->arena, sb_json_text(sub));
        if (n)
            read_property(reading, owner, texts[0], texts[1]);
        else
            sb_reading_diag(reading, SB_D_BAD_FACT, "a line of %s", "sbom:properties/1 is no pair");
    }
}

/* Takes an annotation of this program; others are left as they are. */
static bool read_annotation(struct sb_reading *reading, sb_comp owner, enum sb_json_event event)
{
    sb_str key, text, comment = SB_STR_NONE;
    bool ok = event == SB_JSON_OBJECT, good = ok || sb_read_wrong(reading, event, "annotations[]");
    while (good && ok && sb_json_member(reading->json, &key)) {
        bool is_comment = sb_str_eq(key, SB_S("comment")), is_text = true;
        good = is_comment ? sb_read_text(reading, "annotations[].comment", &text, &is_text)
                          : sb_json_skip(reading->json, NULL);
        if (is_comment && is_text)
            comment = sb_arena_str(&reading->arena, text);
    }
    if (sb_str_chop(&comment, SB_S(SB_SPDX2_FACTS)))
        read_facts(reading, owner, comment);
    else if (sb_str_chop(&comment, SB_S(SB_SPDX2_PROPERTIES)))
        read_properties(reading, owner, comment);
    else
        reading->extra = true;
    return good;
}

bool sb_spdx2_read_annotations(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    bool ok;
    enum sb_json_event event;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    while ((event = sb_read_element(reading)) != SB_JSON_ARRAY_END) {
        if (!read_annotation(reading, owner, event))
            return false;
        sb_read_part_end(reading, owner, row->key);
    }
    return true;
}

/* ---- packages ---- */

bool sb_spdx2_split_name(sb_str purl, sb_str text, struct sb_arena *arena, sb_str *ret_group, sb_str *ret_name)
{
    struct sb_purl parts;
    struct sb_err err = {0};
    if (sb_purl_parse(purl, arena, &parts, &err) != SB_OK || parts.ns.n == 0)
        return false;
    *ret_name = text;
    if (!sb_str_chop(ret_name, parts.ns) || ret_name->n < 2 || !sb_is_in(ret_name->p[0], "/:"))
        return false;
    *ret_group = parts.ns;
    *ret_name = sb_str_from(*ret_name, 1);
    return sb_str_eq(*ret_name, parts.name);
}

static void close_row(struct sb_reading *reading, sb_comp c, const char *what)
{
    const struct sb_spdx2_reading *state = reading->format;
    struct sb_doc *doc = reading->doc;
    struct sb_component *row = sb_doc_at(doc, c);
    sb_str group, name;
    if (row->name.v == SB_TEXT_ABSENT.v) {
        row->name = SB_TEXT_EMPTY;
        sb_reading_diag(reading, SB_D_WRONG_TYPE, "%s has no name", what);
    }
    sb_str text = sb_doc_str(doc, row->name);
    if (state->group_said && row->group.v) {
        sb_str said = sb_doc_str(doc, row->group);
        if (sb_str_chop(&text, said) && sb_str_chop(&text, SB_S("/")))
            row->name = sb_doc_put(doc, text);
    } else if (!state->group_said && row->purl.v && !row->purl_bad &&
               sb_spdx2_split_name(sb_doc_str(doc, row->purl), text, &reading->arena, &group, &name)) {
        row->group = sb_doc_put(doc, group);
        row->name = sb_doc_put(doc, name);
    }
}

static bool read_row(struct sb_reading *reading, const struct sb_field_table *table, enum sb_comp_type type)
{
    struct sb_spdx2_reading *state = reading->format;
    sb_comp c = sb_doc_add(reading->doc);
    struct sb_component *row = sb_doc_at(reading->doc, c);
    row->type = (uint8_t)type;
    row->tag = c.v; /* its number in the document */
    row->from = (struct sb_origin){
        .collector = reading->doc->format, .path = reading->name_text, .line = sb_reading_line(reading)};
    state->type_said = state->group_said = false;
    sb_str key;
    while (sb_json_member(reading->json, &key))
        if (!sb_read_member(reading, table, key, c))
            return false;
    close_row(reading, c, table == &sb_spdx2_file ? "a file" : "a package");
    sb_arena_reset(&reading->arena);
    return sb_json_error(reading->json, NULL) == SB_OK;
}

static bool read_rows(struct sb_reading *reading, const struct sb_field_row *member, const struct sb_field_table *table,
                      enum sb_comp_type type)
{
    bool more;
    if (!sb_read_open(reading, SB_JSON_ARRAY, member->key, &more))
        return false;
    while (more)
        if (!sb_read_next_object(reading, member->key, &more) || (more && !read_row(reading, table, type)))
            return false;
    return true;
}

bool sb_spdx2_read_packages(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    return read_rows(reading, row, &sb_spdx2_package, SB_TYPE_ABSENT);
}

bool sb_spdx2_read_files(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    return read_rows(reading, row, &sb_spdx2_file, SB_TYPE_FILE);
}
