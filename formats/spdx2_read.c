/* The SPDX 2 JSON reader: the document and what lies between packages. What a package says is in spdx2_parts.c. It is
 * lenient where documents in circulation are: spellings of 2.2 and 2.3, the wrapped form of 2.2, deprecated shorthands.
 */
#include "base/mem.h"
#include "formats/spdx2.h"
#include "id/licence.h"
#include "text/json_write.h"

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

/* ---- relationships ---- */

static struct sb_spdx2_edge *add_edge(struct sb_reading *reading)
{
    struct sb_spdx2_reading *state = reading->format;
    struct sb_spdx2_edge *edge = SB_PUSH(&state->edges);
    *edge = (struct sb_spdx2_edge){.line = sb_reading_line(reading)};
    return edge;
}

/* An array of ids, each the end of a relationship that the member is short for. */
static bool read_shorthand(struct sb_reading *reading, const char *what, sb_comp from, const char *type)
{
    struct sb_doc *doc = reading->doc;
    bool ok;
    if (!sb_read_open(reading, SB_JSON_ARRAY, what, &ok) || !ok)
        return sb_json_error(reading->json, NULL) == SB_OK;
    enum sb_json_event event;
    while ((event = sb_json_element(reading->json)) != SB_JSON_ARRAY_END) {
        if (event == SB_JSON_STRING) {
            struct sb_spdx2_edge *edge = add_edge(reading);
            edge->to = sb_read_ref(reading, sb_json_text(reading->json));
            edge->from = from.v ? 0 : sb_read_ref(reading, SB_S(SB_SPDX2_DOCUMENT));
            edge->from_package = from;
            edge->type = sb_doc_put(doc, sb_str_of(type));
        } else if (!sb_read_wrong(reading, event, what)) {
            return false;
        }
    }
    return true;
}

bool sb_spdx2_read_describes(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    return read_shorthand(reading, row->key, SB_COMP_NONE, "DESCRIBES");
}

bool sb_spdx2_read_has_files(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    return read_shorthand(reading, row->key, owner, "CONTAINS");
}

static bool read_relationship(struct sb_reading *reading)
{
    struct sb_spdx2_edge edge = {.line = sb_reading_line(reading)};
    sb_str key, text;
    while (sb_json_member(reading->json, &key)) {
        bool ok;
        uint32_t *ref = sb_str_eq(key, SB_S("spdxElementId"))        ? &edge.from
                        : sb_str_eq(key, SB_S("relatedSpdxElement")) ? &edge.to
                                                                     : NULL;
        sb_text *slot = sb_str_eq(key, SB_S("relationshipType")) ? &edge.type
                        : sb_str_eq(key, SB_S("comment"))        ? &edge.comment
                                                                 : NULL;
        if (!slot && !ref) {
            sb_str name = sb_arena_join(&reading->arena, SB_S("relationships[]."), key, SB_STR_NONE);
            sb_tally_add(&reading->unknown, name, sb_reading_line(reading));
            if (!sb_json_skip(reading->json, NULL))
                return false;
            continue;
        }
        if (!sb_read_text(reading, "relationships[]", &text, &ok))
            return false;
        if (ok && ref)
            *ref = sb_read_ref(reading, text);
        else if (ok)
            *slot = sb_doc_put(reading->doc, text);
    }
    if (edge.from && edge.to && edge.type.v)
        *add_edge(reading) = edge;
    return sb_json_error(reading->json, NULL) == SB_OK;
}

bool sb_spdx2_read_relationships(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    bool more;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &more))
        return false;
    while (more)
        if (!sb_read_next_object(reading, "relationships[]", &more) || (more && !read_relationship(reading)))
            return false;
    return true;
}

/* A relationship that is not between packages, as JSON again. */
static void keep_edge(struct sb_reading *reading, const struct sb_spdx2_edge *edge, sb_text from, sb_text to)
{
    const struct sb_doc *doc = reading->doc;
    struct sb_buf json = {0};
    sb_buf_str(&json, SB_S("{\"spdxElementId\":"));
    sb_json_quote(&json, sb_doc_str(doc, from));
    if (edge->comment.v) {
        sb_buf_str(&json, SB_S(",\"comment\":"));
        sb_json_quote(&json, sb_doc_str(doc, edge->comment));
    }
    sb_buf_str(&json, SB_S(",\"relatedSpdxElement\":"));
    sb_json_quote(&json, sb_doc_str(doc, to));
    sb_buf_str(&json, SB_S(",\"relationshipType\":"));
    sb_json_quote(&json, sb_doc_str(doc, edge->type));
    sb_buf_chr(&json, '}');
    sb_doc_raw(reading->doc, SB_DOC_ITSELF, SB_S("relationships"), sb_buf_all(&json));
    sb_buf_done(&json);
}

/* An element that is no package of this document, but may well be meant. */
static bool is_elsewhere(const struct sb_reading *reading, sb_text id)
{
    const struct sb_spdx2_reading *state = reading->format;
    sb_str text = sb_doc_str(reading->doc, id);
    return state->has_snippets || sb_str_starts(text, SB_S("DocumentRef-")) || sb_str_eq(text, SB_S("NONE")) ||
           sb_str_eq(text, SB_S("NOASSERTION")) || sb_str_eq(text, SB_S(SB_SPDX2_DOCUMENT));
}

/* A document that describes packages and their files is about the packages. */
static void describe(struct sb_reading *reading, sb_comp c)
{
    struct sb_spdx2_reading *state = reading->format;
    bool file = sb_doc_at(reading->doc, c)->type == SB_TYPE_FILE;
    sb_comp *last = file ? &state->described_file : &state->described;
    if (last->v == c.v)
        return; /* said twice, once in the shorthand */
    *last = c;
    ++*(file ? &state->n_described_files : &state->n_described);
}

static void relate(struct sb_reading *reading, const struct sb_spdx2_edge *edge, sb_comp from, sb_comp to)
{
    struct sb_doc *doc = reading->doc;
    sb_str type = sb_doc_str(doc, edge->type);
    const struct sb_spdx2_relation *relation = sb_spdx2_relation_find(type);
    if (!relation) {
        sb_diag(&doc->diags, SB_D_UNKNOWN_VALUE, reading->name, edge->line, "relationship type %.*s is not known",
                SB_FMT(type));
        sb_doc_relate(doc, from, to, SB_REL_OTHER, type);
        return;
    }
    bool reversed = relation->reversed;
    doc->has_graph = doc->has_graph || relation->kind == SB_REL_DEPENDS_ON;
    sb_doc_relate(doc, reversed ? to : from, reversed ? from : to, (enum sb_relation_kind)relation->kind,
                  relation->plain || relation->kind == SB_REL_CONTAINS ? SB_STR_NONE : sb_str_of(relation->type));
}

static void resolve_edge(struct sb_reading *reading, const struct sb_spdx2_edge *edge)
{
    struct sb_doc *doc = reading->doc;
    sb_text to_ref = sb_reading_ref(reading, edge->to), from_ref = sb_reading_ref(reading, edge->from);
    if (edge->from_package.v)
        from_ref = sb_doc_at(doc, edge->from_package)->ref;
    sb_str from_text = sb_doc_str(doc, from_ref), to_text = sb_doc_str(doc, to_ref);
    sb_comp from = sb_doc_by_ref_text(doc, from_ref), to = sb_doc_by_ref_text(doc, to_ref);
    sb_str type = sb_doc_str(doc, edge->type);
    if (to.v && sb_str_eq(from_text, SB_S(SB_SPDX2_DOCUMENT)) && sb_str_eq(type, SB_S("DESCRIBES"))) {
        describe(reading, to);
    } else if (from.v && sb_str_eq(to_text, SB_S(SB_SPDX2_DOCUMENT)) && sb_str_eq(type, SB_S("DESCRIBED_BY"))) {
        describe(reading, from);
    } else if (from.v && to.v) {
        if (edge->comment.v)
            sb_tally_add(&reading->unknown, SB_S("relationships[].comment"), edge->line);
        relate(reading, edge, from, to);
    } else if ((from.v || is_elsewhere(reading, from_ref)) && (to.v || is_elsewhere(reading, to_ref))) {
        keep_edge(reading, edge, from_ref, to_ref);
    } else {
        bool first = !from.v && !is_elsewhere(reading, from_ref);
        sb_diag(&doc->diags, SB_D_DANGLING_REF, reading->name, edge->line, "%.*s is no element here",
                SB_FMT(first ? from_text : to_text));
    }
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
        resolve_edge(reading, &state->edges.p[i]);
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
