/* The SPDX 2 JSON reader: the document. What a package says is in spdx2_parts.c, what lies between elements in
 * spdx2_relations.c. It is lenient where documents in circulation are: spellings of 2.2 and 2.3, the wrapped form of
 * 2.2, deprecated shorthands. */
#include "formats/spdx2.h"
#include "id/licence.h"

bool sb_spdx2_read_ignored(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)row, (void)owner;
    return sb_json_skip(reading->json, NULL);
}

bool sb_spdx2_read_context(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)row, (void)owner;
    return sb_reading_refuse(reading, SB_E_UNSUPPORTED, SB_S("@context"), "SPDX 3 cannot be read yet");
}

/* 2.2.1 is 2.2 with corrections: a dot and a number behind the version. */
static bool is_correction(sb_str rest)
{
    if (rest.n == 0)
        return true;
    bool good = sb_str_chop(&rest, SB_S(".")) && rest.n > 0 && rest.n <= 2;
    for (size_t i = 0; i < rest.n; i++)
        good = good && sb_is_digit(rest.p[i]);
    return good;
}

bool sb_spdx2_read_version(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    sb_str version = text;
    bool known = sb_str_chop(&version, SB_S("SPDX-"));
    for (const char *const *v = reading->encoding->read_versions; known && *v; v++) {
        sb_str rest = version;
        if (sb_str_chop(&rest, sb_str_of(*v)) && is_correction(rest)) {
            reading->doc->spec_version = sb_doc_put(reading->doc, sb_str_of(*v));
            return true;
        }
    }
    sb_str what = sb_arena_join(&reading->arena, SB_S("spdxVersion "), text, SB_STR_NONE);
    return sb_reading_refuse(reading, SB_E_UNSUPPORTED, what, "SPDX 2.2 and 2.3 can be read");
}

bool sb_spdx2_read_document_text(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    struct sb_doc *doc = reading->doc;
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    if (ok && strcmp(row->key, "documentNamespace") == 0)
        doc->serial = sb_doc_put(doc, text);
    else if (ok)
        sb_doc_attribute(doc, owner, strcmp(row->key, "name") == 0 ? SB_F_DOC_NAME : SB_F_COMMENT, text);
    return true;
}

/* ---- creation ---- */

static void read_creator(struct sb_reading *reading, sb_str text)
{
    sb_str tool = text;
    if (sb_str_chop(&tool, SB_S("Tool:")))
        sb_read_tool(reading, SB_STR_NONE, sb_str_trim(tool), SB_STR_NONE);
    else
        sb_doc_property(reading->doc, SB_DOC_ITSELF, SB_S(SB_SPDX2_CREATOR), text);
}

static bool read_creators(struct sb_reading *reading)
{
    bool ok;
    if (!sb_read_open(reading, SB_JSON_ARRAY, "creationInfo.creators", &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    enum sb_json_event event;
    while ((event = sb_json_element(reading->json)) != SB_JSON_ARRAY_END) {
        if (event == SB_JSON_STRING)
            read_creator(reading, sb_json_text(reading->json));
        else if (!sb_read_wrong(reading, event, "creationInfo.creators[]"))
            return false;
    }
    return true;
}

bool sb_spdx2_read_creation(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    struct sb_doc *doc = reading->doc;
    sb_str key, text;
    bool ok;
    if (!sb_read_open(reading, SB_JSON_OBJECT, row->key, &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    while (sb_json_member(reading->json, &key)) {
        bool created = sb_str_eq(key, SB_S("created")), list = sb_str_eq(key, SB_S("licenseListVersion"));
        if (sb_str_eq(key, SB_S("creators"))) {
            if (!read_creators(reading))
                return false;
            continue;
        }
        if (!created && !list && !sb_str_eq(key, SB_S("comment"))) {
            sb_str name = sb_arena_join(&reading->arena, SB_S("creationInfo."), key, SB_STR_NONE);
            sb_tally_add(&reading->unknown, name, sb_reading_line(reading));
            if (!sb_json_skip(reading->json, NULL))
                return false;
            continue;
        }
        if (!sb_read_text(reading, "creationInfo", &text, &ok))
            return false;
        if (ok && created)
            doc->created = sb_doc_put(doc, text);
        else if (ok && list)
            sb_doc_attribute(doc, owner, SB_F_LICENCE_LIST, text);
        else if (ok)
            sb_doc_property(doc, owner, SB_S(SB_SPDX2_CREATION_COMMENT), text);
    }
    return sb_json_error(reading->json, NULL) == SB_OK;
}

/* ---- licences that are not on the list ---- */

/* An entry that this program wrote has the licence's name as its text, and is made anew when it is needed. */
static bool read_info(struct sb_reading *reading, enum sb_json_event event)
{
    struct sb_spdx2_reading *state = reading->format;
    struct sb_doc *doc = reading->doc;
    sb_text id = SB_TEXT_ABSENT, name = SB_TEXT_ABSENT, body = SB_TEXT_ABSENT;
    sb_str key, text;
    bool ok, is_object = event == SB_JSON_OBJECT;
    bool good = is_object || sb_read_wrong(reading, event, "hasExtractedLicensingInfos[]");
    while (good && is_object && sb_json_member(reading->json, &key)) {
        sb_text *slot = sb_str_eq(key, SB_S("licenseId"))       ? &id
                        : sb_str_eq(key, SB_S("name"))          ? &name
                        : sb_str_eq(key, SB_S("extractedText")) ? &body
                                                                : NULL;
        if (slot ? !sb_read_text(reading, "hasExtractedLicensingInfos[]", &text, &ok) : !sb_read_extra(reading))
            return false;
        if (slot && ok)
            *slot = sb_doc_put(doc, text);
    }
    sb_str none = sb_spdx2_no_text(sb_doc_str(doc, id), &reading->arena);
    bool has_body = !sb_text_eq(body, id) && !sb_str_eq(sb_doc_str(doc, body), none) &&
                    sb_text_set(sb_doc_wording(doc, sb_doc_str(doc, body)));
    sb_text said = has_body ? body : name; /* the name may be all there is */
    if (sb_text_set(id) && sb_text_set(said))
        sb_doc_licence_text(doc, sb_doc_str(doc, id), sb_doc_str(doc, said));
    bool ours = sb_text_set(id) && sb_text_set(name) && sb_text_eq(name, body) && !reading->extra;
    if (ours)
        *sb_map_put(&state->own_licences, id.v) = name.v;
    reading->extra = !ours;
    return good;
}

bool sb_spdx2_read_infos(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    bool ok;
    enum sb_json_event event;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    while ((event = sb_read_element(reading)) != SB_JSON_ARRAY_END) {
        if (!read_info(reading, event))
            return false;
        sb_read_part_end(reading, owner, row->key);
    }
    return true;
}

bool sb_spdx2_read_elements(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    struct sb_spdx2_reading *state = reading->format;
    state->has_snippets = true;
    return sb_read_raw(reading, owner, sb_str_of(row->key));
}

/* ---- licences of ours, which stand for a name ---- */

/* Cuts the next operand of a conjunction off TEXT, at an AND outside of parentheses. */
static sb_str next_operand(sb_str *text)
{
    sb_str and = SB_S(" AND ");
    int depth = 0;
    for (size_t i = 0; i < text->n; i++) {
        depth += (text->p[i] == '(') - (text->p[i] == ')');
        if (depth == 0 && sb_str_starts(sb_str_from(*text, i), and)) {
            sb_str operand = sb_str_part(*text, 0, i);
            *text = sb_str_from(*text, i + and.n);
            return operand;
        }
    }
    sb_str operand = *text;
    *text = SB_STR_NONE;
    return operand;
}

static sb_text own_name(const struct sb_reading *reading, sb_str operand)
{
    const struct sb_spdx2_reading *state = reading->format;
    sb_text id = sb_intern_find(&reading->doc->text, operand);
    const uint32_t *name = sb_text_set(id) ? sb_map_get(&state->own_licences, id.v) : NULL;
    return name ? (sb_text){*name} : SB_TEXT_ABSENT;
}

static bool has_own_name(const struct sb_reading *reading, sb_str expression)
{
    while (expression.n)
        if (own_name(reading, next_operand(&expression)).v)
            return true;
    return false;
}

static void resolve_licence(struct sb_reading *reading, size_t at)
{
    struct sb_doc *doc = reading->doc;
    struct sb_licence licence = doc->licences.p[at];
    sb_str rest = sb_doc_str(doc, licence.text);
    if (licence.form != SB_LICENCE_EXPRESSION || sb_str_find(rest, SB_S("LicenseRef-")) == SB_NPOS ||
        !has_own_name(reading, rest))
        return;
    for (bool first = true; rest.n; first = false) {
        sb_str normal, operand = next_operand(&rest);
        sb_text name = own_name(reading, operand);
        struct sb_err err = {0};
        if (sb_licence_parse(operand, &reading->arena, &normal, &err) == SB_OK)
            operand = normal; /* without the parentheses that it needed in the conjunction */
        bool single = sb_str_chr(operand, ' ') == SB_NPOS && sb_licence_find(operand);
        struct sb_licence *row = first ? &doc->licences.p[at] : SB_PUSH(&doc->licences);
        *row = licence;
        row->form = name.v ? SB_LICENCE_NAME : single ? SB_LICENCE_ID : SB_LICENCE_EXPRESSION;
        row->text = name.v ? name : sb_doc_put(doc, operand);
    }
}

/* A document must have a name; one that is its root's says nothing more. */
static void drop_name_of_root(struct sb_doc *doc)
{
    struct sb_arena arena = {0};
    sb_str root = doc->root.v ? sb_doc_display(doc, doc->root, &arena) : SB_S("sbom");
    size_t kept = 0;
    for (size_t i = 0; i < doc->attributes.n; i++) {
        const struct sb_attribute *attribute = &doc->attributes.p[i];
        bool same = attribute->field == SB_F_DOC_NAME && sb_str_eq(sb_doc_str(doc, attribute->value), root);
        if (!same)
            doc->attributes.p[kept++] = *attribute;
    }
    doc->attributes.n = kept;
    sb_arena_done(&arena);
}

void sb_spdx2_resolve(struct sb_reading *reading)
{
    struct sb_spdx2_reading *state = reading->format;
    struct sb_doc *doc = reading->doc;
    sb_read_refs_end(reading);
    sb_doc_settle_refs(doc);
    for (size_t i = 0; i < state->edges.n; i++)
        sb_spdx2_resolve_edge(reading, &state->edges.p[i]);
    size_t n = doc->licences.n;
    for (size_t i = 0; i < n; i++)
        resolve_licence(reading, i);
    if (state->n_described == 1)
        doc->root = state->described;
    else if (state->n_described == 0 && state->n_described_files == 1)
        doc->root = state->described_file;
    drop_name_of_root(doc);
    if (reading->own_facts)
        sb_doc_order(doc); /* facts name components as the scan did */
}

sb_rc sb_spdx2_read(struct sb_reading *reading)
{
    struct sb_spdx2_reading state = {0};
    reading->format = &state;
    sb_rc rc = sb_read_document(reading, &sb_spdx2_document, "SPDX", "spdxVersion");
    if (rc == SB_OK) {
        sb_spdx2_resolve(reading);
        sb_reading_end(reading);
    }
    sb_free(state.edges.p);
    sb_map_done(&state.own_licences);
    return rc;
}
