/* The SPDX 2 JSON writer: the document, SPDXIDs, relationships. How a package is said is in spdx2_says.c. */
#include "base/digest.h"
#include "base/mem.h"
#include "formats/spdx2.h"

void sb_spdx2_write_version(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    char version[16];
    snprintf(version, sizeof version, "SPDX-2.%u", writing->minor);
    sb_json_pair(&writing->out, row->key, sb_str_of(version));
}

void sb_spdx2_write_data_licence(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_json_pair(&writing->out, row->key, SB_S("CC0-1.0"));
}

void sb_spdx2_write_comment(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_write_text(writing, row->key, sb_doc_attribute_of(writing->doc, owner, SB_F_COMMENT));
}

void sb_spdx2_write_id(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_spdx2_writing *state = writing->format;
    sb_json_pair(&writing->out, row->key, owner.v ? state->ids[owner.v] : SB_S(SB_SPDX2_DOCUMENT));
}

static void put_creators(struct sb_writing *writing)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_arena *arena = &writing->arena;
    sb_str own = sb_arena_join(arena, SB_S("sbom-"), sb_str_of(writing->options->tool_version), SB_STR_NONE);
    bool listed = false;
    for (size_t i = 0; i < doc->tools.n; i++) {
        sb_str name = sb_doc_str(doc, doc->tools.p[i].name), version = sb_doc_str(doc, doc->tools.p[i].version);
        sb_str tool = version.n ? sb_arena_join(arena, name, SB_S("-"), version) : name;
        listed = listed || sb_str_eq(tool, own);
        sb_json_str(&writing->out, sb_arena_join(arena, SB_S("Tool: "), tool, SB_STR_NONE));
    }
    if (!listed)
        sb_json_str(&writing->out, sb_arena_join(arena, SB_S("Tool: "), own, SB_STR_NONE));
    struct sb_range r = sb_doc_properties_of(doc, SB_DOC_ITSELF);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_str_eq(sb_doc_str(doc, doc->properties.p[i].name), SB_S(SB_SPDX2_CREATOR)))
            sb_json_str(&writing->out, sb_doc_str(doc, doc->properties.p[i].value));
}

static sb_str property_of(const struct sb_doc *doc, const char *name)
{
    struct sb_range r = sb_doc_properties_of(doc, SB_DOC_ITSELF);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_str_eq(sb_doc_str(doc, doc->properties.p[i].name), sb_str_of(name)))
            return sb_doc_str(doc, doc->properties.p[i].value);
    return SB_STR_NONE;
}

void sb_spdx2_write_creation(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_spdx2_writing *state = writing->format;
    const struct sb_doc *doc = writing->doc;
    struct sb_json_out *out = &writing->out;
    sb_json_key(out, row->key);
    sb_json_begin(out, '{');
    sb_json_pair(out, "comment", property_of(doc, SB_SPDX2_CREATION_COMMENT));
    sb_write_time(writing, "created", state->created);
    sb_json_key(out, "creators");
    sb_json_begin(out, '[');
    put_creators(writing);
    sb_json_end(out);
    sb_write_text(writing, "licenseListVersion", sb_doc_attribute_of(doc, owner, SB_F_LICENCE_LIST));
    sb_json_end(out);
}

/* The document's own name, else its root's. */
static sb_str document_name(struct sb_writing *writing)
{
    const struct sb_doc *doc = writing->doc;
    sb_text name = sb_doc_attribute_of(doc, SB_DOC_ITSELF, SB_F_DOC_NAME);
    if (sb_text_set(name))
        return sb_doc_str(doc, name);
    sb_str root = doc->root.v ? sb_doc_display(doc, doc->root, &writing->arena) : SB_STR_NONE;
    return root.n ? root : SB_S("sbom");
}

/* Of a package: the name with its group. */
void sb_spdx2_write_name(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_json_key(&writing->out, row->key);
    sb_json_str(&writing->out, owner.v ? sb_doc_display(writing->doc, owner, &writing->arena) : document_name(writing));
}

static void put_id_chars(struct sb_buf *buf, sb_str text, size_t max)
{
    text = sb_str_part(text, 0, max);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        sb_buf_chr(buf, sb_is_alnum(c) || c == '.' || c == '-' ? c : '-');
    }
}

void sb_spdx2_write_namespace(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    struct sb_buf url = {0};
    sb_buf_str(&url, SB_S("https://spdx.org/spdxdocs/"));
    put_id_chars(&url, document_name(writing), 100);
    sb_buf_chr(&url, '-');
    sb_write_id(writing, row->key, sb_buf_all(&url));
    sb_buf_done(&url);
}

void sb_spdx2_write_packages(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_json_key(&writing->out, row->key);
    sb_json_begin(&writing->out, '[');
    for (uint32_t i = 1; i <= sb_doc_count(writing->doc); i++) {
        sb_json_begin(&writing->out, '{');
        sb_write_members(writing, &sb_spdx2_package, (sb_comp){i});
        sb_json_end(&writing->out);
        sb_arena_reset(&writing->arena);
    }
    sb_json_end(&writing->out);
}

void sb_spdx2_list_open(struct sb_writing *writing, const char *key)
{
    struct sb_spdx2_writing *state = writing->format;
    if (state->list_open)
        return;
    sb_json_key(&writing->out, key);
    sb_json_begin(&writing->out, '[');
    state->list_open = true;
}

void sb_spdx2_list_close(struct sb_writing *writing)
{
    struct sb_spdx2_writing *state = writing->format;
    if (state->list_open)
        sb_json_end(&writing->out);
    state->list_open = false;
}

void sb_spdx2_write_raws(struct sb_writing *writing, const char *member, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_raws_of(doc, owner);
    for (uint32_t i = r.first; writing->raws_fit && i < r.first + r.n; i++) {
        if (!sb_str_eq(sb_doc_str(doc, doc->raws.p[i].member), sb_str_of(member)))
            continue;
        sb_spdx2_list_open(writing, member);
        sb_json_raw(&writing->out, sb_doc_str(doc, doc->raws.p[i].json));
    }
}

/* ---- SPDXIDs ---- */

enum { ID_MAX = 200 };

/* Trivy knows the operating system, without which it passes over all packages of one, by the front of its id alone. */
static sb_str plain_id(const struct sb_doc *doc, uint32_t component, struct sb_buf *buf)
{
    sb_str ref = sb_doc_str(doc, doc->components.p[component].ref);
    sb_buf_clear(buf);
    sb_buf_str(buf, SB_S("SPDXRef-"));
    if (!sb_str_chop(&ref, SB_S("SPDXRef-")) && doc->components.p[component].type == SB_TYPE_OPERATING_SYSTEM)
        sb_buf_str(buf, SB_S("OperatingSystem-"));
    put_id_chars(buf, ref, ID_MAX);
    return sb_buf_all(buf);
}

static sb_str digested_id(sb_str plain, sb_str ref, struct sb_buf *buf)
{
    uint8_t sha256[SB_SHA256_BYTES];
    sb_sha256_of(ref, sha256);
    struct sb_buf id = {0};
    sb_buf_str(&id, plain);
    sb_buf_chr(&id, '-');
    sb_buf_hex(&id, sha256, 8);
    sb_buf_clear(buf);
    sb_buf_str(buf, sb_buf_all(&id));
    sb_buf_done(&id);
    return sb_buf_all(buf);
}

void sb_spdx2_make_ids(struct sb_writing *writing, struct sb_spdx2_writing *state)
{
    const struct sb_doc *doc = writing->doc;
    uint32_t count = sb_doc_count(doc);
    struct sb_intern names;
    struct sb_map times = {0}; /* how many refs give this id */
    struct sb_buf buf = {0};
    sb_intern_init(&names);
    state->ids = sb_arena_zalloc(&state->arena, ((size_t)count + 1) * sizeof *state->ids);
    *sb_map_put(&times, sb_intern(&names, SB_S(SB_SPDX2_DOCUMENT)).v) = 1;
    for (uint32_t i = 1; i <= count; i++)
        ++*sb_map_put(&times, sb_intern(&names, plain_id(doc, i, &buf)).v);
    for (uint32_t i = 1; i <= count; i++) {
        sb_str ref = sb_doc_str(doc, doc->components.p[i].ref);
        sb_str id = plain_id(doc, i, &buf);
        if (*sb_map_get(&times, sb_intern_find(&names, id).v) > 1)
            id = digested_id(sb_intern_str(&names, sb_intern_find(&names, id)), ref, &buf);
        state->ids[i] = sb_arena_str(&state->arena, id);
    }
    sb_buf_done(&buf);
    sb_map_done(&times);
    sb_intern_done(&names);
}

/* ---- relationships ---- */

struct edge {
    sb_str from, to;
    const char *type;
};

static int cmp_edges(const void *pa, const void *pb)
{
    const struct edge *a = pa, *b = pb;
    int r = sb_str_cmp(a->from, b->from);
    if (!r)
        r = strcmp(a->type, b->type);
    return r ? r : sb_str_cmp(a->to, b->to);
}

static struct edge edge_of(const struct sb_writing *writing, const struct sb_relation *relation)
{
    static const char *const types[SB_REL_COUNT] = {[SB_REL_DEPENDS_ON] = "DEPENDS_ON",
                                                    [SB_REL_OWNS] = "CONTAINS",
                                                    [SB_REL_GENERATED_FROM] = "GENERATED_FROM",
                                                    [SB_REL_CONTAINS] = "CONTAINS",
                                                    [SB_REL_OTHER] = "OTHER"};
    const struct sb_spdx2_writing *state = writing->format;
    struct edge edge = {state->ids[relation->from.v], state->ids[relation->to.v], types[relation->kind]};
    const struct sb_spdx2_relation *named =
        sb_text_set(relation->name) ? sb_spdx2_relation_find(sb_doc_str(writing->doc, relation->name)) : NULL;
    if (named) {
        edge.type = named->type;
        if (named->reversed) {
            sb_str from = edge.from;
            edge.from = edge.to;
            edge.to = from;
        }
    }
    return edge;
}

static void put_edge(struct sb_json_out *out, const struct edge *edge)
{
    sb_json_begin(out, '{');
    sb_json_pair(out, "spdxElementId", edge->from);
    sb_json_pair(out, "relatedSpdxElement", edge->to);
    sb_json_pair(out, "relationshipType", sb_str_of(edge->type));
    sb_json_end(out);
}

/* A document must describe something: its root, else whatever nothing leads to. */
static size_t describe(const struct sb_writing *writing, struct edge *edges, size_t n)
{
    const struct sb_spdx2_writing *state = writing->format;
    const struct sb_doc *doc = writing->doc;
    uint32_t count = sb_doc_count(doc);
    bool *led_to = sb_calloc((size_t)count + 1, sizeof *led_to);
    for (size_t i = 0; i < doc->relations.n; i++)
        if (doc->relations.p[i].kind != SB_REL_OTHER)
            led_to[doc->relations.p[i].to.v] = true;
    for (uint32_t i = 1; i <= count; i++)
        if (doc->root.v ? i == doc->root.v : !led_to[i])
            edges[n++] = (struct edge){SB_S(SB_SPDX2_DOCUMENT), state->ids[i], "DESCRIBES"};
    sb_free(led_to);
    return n;
}

void sb_spdx2_write_relationships(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct edge *edges = sb_malloc((doc->relations.n + doc->components.n) * sizeof *edges);
    size_t n = describe(writing, edges, 0);
    for (size_t i = 0; i < doc->relations.n; i++) {
        edges[n++] = edge_of(writing, &doc->relations.p[i]);
        if (doc->relations.p[i].kind == SB_REL_OTHER && strcmp(edges[n - 1].type, "OTHER") == 0)
            sb_tally_add(&writing->lost, sb_doc_str(doc, doc->relations.p[i].name), 0);
    }
    if (n)
        qsort(edges, n, sizeof *edges, cmp_edges);
    for (size_t i = 0; i < n; i++) {
        if (i && cmp_edges(&edges[i], &edges[i - 1]) == 0)
            continue;
        sb_spdx2_list_open(writing, row->key);
        put_edge(&writing->out, &edges[i]);
    }
    sb_spdx2_write_raws(writing, row->key, owner);
    sb_spdx2_list_close(writing);
    sb_free(edges);
}

static void write_document(struct sb_writing *writing)
{
    struct sb_spdx2_writing *state = writing->format;
    state->names.n = 0;
    sb_map_done(&state->named);
    sb_intern_done(&state->refs);
    sb_intern_init(&state->refs);
    sb_json_begin(&writing->out, '{');
    sb_write_members(writing, &sb_spdx2_document, SB_DOC_ITSELF);
    sb_json_end(&writing->out);
    sb_arena_reset(&writing->arena);
}

sb_rc sb_spdx2_json_write(const struct sb_doc *doc, const struct sb_write_options *options, struct sb_sink *sink,
                          struct sb_diags *diags, struct sb_err *err)
{
    struct sb_writing writing;
    struct sb_spdx2_writing state = {.homepage = UINT32_MAX};
    sb_writing_begin(&writing, doc, options, "spdx", sb_version_minor(options, SB_SPDX2_DEFAULT));
    writing.format = &state;
    sb_time_text(options->time.set ? options->time.unix_seconds : 0, state.created);
    sb_spdx2_make_ids(&writing, &state);
    sb_intern_init(&state.refs);
    sb_intern_init(&state.defined);
    sb_spdx2_find_defined(&writing);
    sb_rc rc = sb_writing_run(&writing, write_document, sink, diags, err);
    sb_writing_done(&writing);
    sb_arena_done(&state.arena);
    sb_map_done(&state.named);
    sb_buf_done(&state.comment);
    sb_free(state.names.p);
    sb_intern_done(&state.refs);
    sb_intern_done(&state.defined);
    return rc;
}
