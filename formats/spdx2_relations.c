/* The relationships of SPDX 2, their types, and the members that are short for them: read, and put between what they
 * name. */
#include "formats/spdx2.h"
#include "text/json_write.h"

const struct sb_spdx2_relation sb_spdx2_relations[] = {
    {"AMENDS", SB_REL_OTHER, false, false},
    {"ANCESTOR_OF", SB_REL_OTHER, false, false},
    {"BUILD_DEPENDENCY_OF", SB_REL_DEPENDS_ON, true, false},
    {"BUILD_TOOL_OF", SB_REL_OTHER, false, false},
    {"CONTAINED_BY", SB_REL_CONTAINS, true, false},
    {"CONTAINS", SB_REL_CONTAINS, false, true},
    {"COPY_OF", SB_REL_OTHER, false, false},
    {"DATA_FILE_OF", SB_REL_OTHER, false, false},
    {"DEPENDENCY_MANIFEST_OF", SB_REL_OTHER, false, false},
    {"DEPENDENCY_OF", SB_REL_DEPENDS_ON, true, true},
    {"DEPENDS_ON", SB_REL_DEPENDS_ON, false, true},
    {"DESCENDANT_OF", SB_REL_OTHER, false, false},
    {"DESCRIBED_BY", SB_REL_OTHER, true, false},
    {"DESCRIBES", SB_REL_OTHER, false, false},
    {"DEV_DEPENDENCY_OF", SB_REL_DEPENDS_ON, true, false},
    {"DEV_TOOL_OF", SB_REL_OTHER, false, false},
    {"DISTRIBUTION_ARTIFACT", SB_REL_OTHER, false, false},
    {"DOCUMENTATION_OF", SB_REL_OTHER, false, false},
    {"DYNAMIC_LINK", SB_REL_DEPENDS_ON, false, false},
    {"EXAMPLE_OF", SB_REL_OTHER, false, false},
    {"EXPANDED_FROM_ARCHIVE", SB_REL_OTHER, false, false},
    {"FILE_ADDED", SB_REL_OTHER, false, false},
    {"FILE_DELETED", SB_REL_OTHER, false, false},
    {"FILE_MODIFIED", SB_REL_OTHER, false, false},
    {"GENERATED_FROM", SB_REL_GENERATED_FROM, false, true},
    {"GENERATES", SB_REL_GENERATED_FROM, true, true},
    {"HAS_PREREQUISITE", SB_REL_DEPENDS_ON, false, false},
    {"METAFILE_OF", SB_REL_OTHER, false, false},
    {"OPTIONAL_COMPONENT_OF", SB_REL_OTHER, false, false},
    {"OPTIONAL_DEPENDENCY_OF", SB_REL_DEPENDS_ON, true, false},
    {"OTHER", SB_REL_OTHER, false, false},
    {"PACKAGE_OF", SB_REL_OTHER, false, false},
    {"PATCH_APPLIED", SB_REL_OTHER, false, false},
    {"PATCH_FOR", SB_REL_OTHER, false, false},
    {"PREREQUISITE_FOR", SB_REL_DEPENDS_ON, true, false},
    {"PROVIDED_DEPENDENCY_OF", SB_REL_DEPENDS_ON, true, false},
    {"REQUIREMENT_DESCRIPTION_FOR", SB_REL_OTHER, false, false},
    {"RUNTIME_DEPENDENCY_OF", SB_REL_DEPENDS_ON, true, false},
    {"SPECIFICATION_FOR", SB_REL_OTHER, false, false},
    {"STATIC_LINK", SB_REL_DEPENDS_ON, false, false},
    {"TEST_CASE_OF", SB_REL_OTHER, false, false},
    {"TEST_DEPENDENCY_OF", SB_REL_DEPENDS_ON, true, false},
    {"TEST_OF", SB_REL_OTHER, false, false},
    {"TEST_TOOL_OF", SB_REL_OTHER, false, false},
    {"VARIANT_OF", SB_REL_OTHER, false, false},
};
const size_t sb_spdx2_relations_n = SB_COUNT(sb_spdx2_relations);

/* The 2.2 schema's spellings are the same but for dashes in some tools' output. */
bool sb_spdx2_same_word(sb_str a, sb_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char x = a.p[i] == '-' ? '_' : sb_lower(a.p[i]), y = b.p[i] == '-' ? '_' : sb_lower(b.p[i]);
        if (x != y)
            return false;
    }
    return true;
}

const struct sb_spdx2_relation *sb_spdx2_relation_find(sb_str type)
{
    for (size_t i = 0; i < SB_COUNT(sb_spdx2_relations); i++)
        if (sb_spdx2_same_word(sb_str_of(sb_spdx2_relations[i].type), type))
            return &sb_spdx2_relations[i];
    return NULL;
}

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

void sb_spdx2_resolve_edge(struct sb_reading *reading, const struct sb_spdx2_edge *edge)
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
