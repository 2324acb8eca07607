/* The CycloneDX JSON writer: the document, its metadata, components in their nesting, edges. */
#include "base/mem.h"
#include "formats/attributes.h"
#include "formats/cyclonedx.h"

/* Components may lie in each other; deeper than this they are written side by side. */
enum { NESTING = 24 };

/* The writer's own view of the document. */
struct sb_cdx_nesting {
    uint32_t *parent;      /* by component; 0: at the top */
    uint32_t *child_start; /* by component, into children */
    uint32_t *children;    /* in the order of handles */
};

void sb_cdx_write_schema(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    char url[64];
    snprintf(url, sizeof url, "http://cyclonedx.org/schema/bom-1.%u.schema.json", writing->stated);
    sb_json_pair(&writing->out, row->key, sb_str_of(url));
}

void sb_cdx_write_bom_format(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_json_pair(&writing->out, row->key, SB_S("CycloneDX"));
}

void sb_cdx_write_spec_version(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    char version[16];
    snprintf(version, sizeof version, "1.%u", writing->stated);
    sb_json_pair(&writing->out, row->key, sb_str_of(version));
}

void sb_cdx_write_serial(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_write_id(writing, row->key, SB_S("urn:uuid:"));
}

void sb_cdx_write_version(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_json_key(&writing->out, row->key);
    sb_json_u64(&writing->out, 1);
}

void sb_cdx_write_metadata(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_json_key(&writing->out, row->key);
    sb_json_begin(&writing->out, '{');
    sb_write_members(writing, &sb_cdx_metadata, owner);
    sb_json_end(&writing->out);
}

void sb_cdx_write_timestamp(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    char text[SB_TIME_TEXT];
    if (!writing->options->time.set)
        return;
    sb_time_text(writing->options->time.unix_seconds, text);
    sb_write_time(writing, row->key, text);
}

/* A signature is over the bytes that were read; none of another document can stay valid. */
void sb_cdx_write_signature(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)writing, (void)row, (void)owner;
}

/* ---- tools ---- */

static void write_tool(struct sb_writing *writing, sb_str vendor, sb_str name, sb_str version)
{
    struct sb_json_out *out = &writing->out;
    bool as_component = writing->minor >= 5;
    sb_json_begin(out, '{');
    if (as_component)
        sb_json_pair(out, "type", SB_S("application"));
    sb_json_pair(out, as_component ? "publisher" : "vendor", vendor);
    sb_json_key(out, "name");
    sb_json_str(out, name);
    sb_json_pair(out, "version", version);
    sb_json_end(out);
}

void sb_cdx_write_tools(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    const struct sb_doc *doc = writing->doc;
    struct sb_json_out *out = &writing->out;
    sb_str own = SB_S("sbom"), own_version = sb_str_of(writing->options->tool_version);
    bool listed = false;
    sb_json_key(out, row->key);
    if (writing->minor >= 5) {
        sb_json_begin(out, '{');
        sb_json_key(out, "components");
    }
    sb_json_begin(out, '[');
    for (size_t i = 0; i < doc->tools.n; i++) {
        sb_str name = sb_doc_str(doc, doc->tools.p[i].name), version = sb_doc_str(doc, doc->tools.p[i].version);
        write_tool(writing, sb_doc_str(doc, doc->tools.p[i].vendor), name, version);
        listed = listed || (sb_str_eq(name, own) && sb_str_eq(version, own_version));
    }
    if (!listed)
        write_tool(writing, SB_STR_NONE, own, own_version);
    sb_json_end(out);
    if (writing->minor >= 5)
        sb_json_end(out);
}

/* ---- components ---- */

static bool makes_circle(const struct sb_cdx_nesting *nesting, uint32_t parent, uint32_t child)
{
    unsigned depth = 0;
    while (parent && parent != child && depth++ < NESTING)
        parent = nesting->parent[parent];
    return parent != 0;
}

/* A component has one place in a nesting: in the first parent by order. What the root contains is at the top anyway. */
static void find_parents(struct sb_writing *writing, struct sb_cdx_nesting *nesting)
{
    const struct sb_doc *doc = writing->doc;
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *relation = &doc->relations.p[i];
        if (relation->kind != SB_REL_CONTAINS || relation->from.v == doc->root.v)
            continue;
        if (relation->to.v == doc->root.v || nesting->parent[relation->to.v] ||
            makes_circle(nesting, relation->from.v, relation->to.v))
            sb_write_lost(writing, "a second place in the nesting of components");
        else
            nesting->parent[relation->to.v] = relation->from.v;
    }
}

/* Every NESTING levels a component goes to the top. Each depth is found once, from the nearest known one above. */
static void cut_depth(struct sb_writing *writing, struct sb_cdx_nesting *nesting)
{
    uint32_t n = sb_doc_count(writing->doc) + 1;
    uint32_t *depths = sb_calloc(n, sizeof *depths); /* of those with a parent */
    for (uint32_t i = 1; i < n; i++) {
        uint32_t depth = 0, above = i;
        for (; nesting->parent[above] && !depths[above]; above = nesting->parent[above])
            depth++;
        depth += depths[above];
        for (uint32_t c = i; nesting->parent[c] && !depths[c]; c = nesting->parent[c])
            depths[c] = depth--;
    }
    for (uint32_t i = 1; i < n; i++) {
        if (depths[i] == 0 || depths[i] % NESTING)
            continue;
        nesting->parent[i] = 0;
        sb_write_lost(writing, "a place deep in the nesting of components");
    }
    sb_free(depths);
}

static void find_nesting(struct sb_writing *writing, struct sb_cdx_nesting *nesting)
{
    uint32_t n = sb_doc_count(writing->doc) + 1;
    nesting->parent = sb_calloc(n, sizeof *nesting->parent);
    nesting->child_start = sb_calloc(n + 1, sizeof *nesting->child_start);
    nesting->children = sb_malloc(n * sizeof *nesting->children);
    find_parents(writing, nesting);
    cut_depth(writing, nesting);
    for (uint32_t i = 1; i < n; i++)
        nesting->child_start[nesting->parent[i] + 1]++;
    for (uint32_t i = 0; i < n; i++)
        nesting->child_start[i + 1] += nesting->child_start[i];
    uint32_t *next = sb_malloc(n * sizeof *next);
    memcpy(next, nesting->child_start, n * sizeof *next);
    for (uint32_t i = 1; i < n; i++)
        nesting->children[next[nesting->parent[i]]++] = i;
    sb_free(next);
}

static void nesting_done(struct sb_cdx_nesting *nesting)
{
    sb_free(nesting->parent);
    sb_free(nesting->child_start);
    sb_free(nesting->children);
}

struct frame {
    sb_comp component;
    size_t row;
    uint32_t child, child_end;
    bool in_children;
};

static struct frame begin_component(struct sb_writing *writing, uint32_t c)
{
    const struct sb_cdx_nesting *nesting = writing->format;
    sb_json_begin(&writing->out, '{');
    return (struct frame){.component = {c}, .child = nesting->child_start[c], .child_end = nesting->child_start[c + 1]};
}

/* The next step of a component that is being written; true when it has ended. */
static bool step(struct sb_writing *writing, struct frame *frame)
{
    const struct sb_field_table *table = &sb_cdx_component;
    if (frame->in_children) {
        sb_json_end(&writing->out);
        frame->in_children = false;
    }
    for (; frame->row < table->n; frame->row++) {
        const struct sb_field_row *row = &table->rows[frame->row];
        if (row->read != sb_cdx_read_components) {
            sb_write_row(writing, table, row, frame->component);
        } else if (frame->child < frame->child_end) {
            sb_json_key(&writing->out, row->key);
            sb_json_begin(&writing->out, '[');
            frame->in_children = true;
            frame->row++;
            return false;
        }
    }
    sb_write_raws_lost(writing, table, frame->component);
    sb_json_end(&writing->out);
    sb_arena_reset(&writing->arena);
    return true;
}

static void write_component(struct sb_writing *writing, uint32_t c)
{
    const struct sb_cdx_nesting *nesting = writing->format;
    struct frame stack[NESTING + 2];
    size_t n = 0;
    stack[n++] = begin_component(writing, c);
    while (n) {
        struct frame *top = &stack[n - 1];
        if (top->in_children && top->child < top->child_end)
            stack[n++] = begin_component(writing, nesting->children[top->child++]);
        else if (step(writing, top))
            n--;
    }
}

void sb_cdx_write_root(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    if (!writing->doc->root.v)
        return;
    sb_json_key(&writing->out, row->key);
    write_component(writing, writing->doc->root.v);
}

void sb_cdx_write_components(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    const struct sb_cdx_nesting *nesting = writing->format;
    sb_json_key(&writing->out, row->key);
    sb_json_begin(&writing->out, '[');
    for (uint32_t i = nesting->child_start[0]; i < nesting->child_start[1]; i++)
        if (nesting->children[i] != writing->doc->root.v)
            write_component(writing, nesting->children[i]);
    sb_json_end(&writing->out);
}

/* ---- dependencies ---- */

struct node {
    sb_str ref;
    uint32_t component;
};

static int cmp_nodes(const void *pa, const void *pb)
{
    const struct node *a = pa, *b = pb;
    return sb_str_cmp(a->ref, b->ref);
}

static bool is_edge(const struct sb_doc *doc, const struct sb_relation *relation, bool provides)
{
    if (!provides)
        return relation->kind == SB_REL_DEPENDS_ON;
    return relation->kind == SB_REL_OTHER && sb_str_eq(sb_doc_str(doc, relation->name), SB_S("provides"));
}

/* One array of targets, by bytes and each once. */
static void write_targets(struct sb_writing *writing, const char *key, uint32_t from, bool provides)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_relations_from(doc, (sb_comp){from});
    struct node *targets = sb_arena_alloc(&writing->arena, (r.n + 1) * sizeof *targets);
    size_t n = 0;
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (is_edge(doc, &doc->relations.p[i], provides))
            targets[n++] = (struct node){.ref = sb_doc_str(doc, sb_doc_at(doc, doc->relations.p[i].to)->ref)};
    if (n == 0)
        return;
    qsort(targets, n, sizeof *targets, cmp_nodes);
    sb_json_key(&writing->out, key);
    sb_json_begin(&writing->out, '[');
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !sb_str_eq(targets[i].ref, targets[i - 1].ref))
            sb_json_str(&writing->out, targets[i].ref);
    sb_json_end(&writing->out);
}

/* Which components have a line of their own: the root, all whose dependencies are known (none is not unknown), and all
 * with an edge. */
static void mark_sources(struct sb_writing *writing, bool *has)
{
    const struct sb_doc *doc = writing->doc;
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *relation = &doc->relations.p[i];
        bool provides = is_edge(doc, relation, true);
        if (relation->kind == SB_REL_DEPENDS_ON || (provides && writing->minor >= 6))
            has[relation->from.v] = true;
        else if (relation->kind == SB_REL_OTHER)
            sb_tally_add(&writing->lost, sb_doc_str(doc, relation->name), 0);
        if (relation->kind == SB_REL_DEPENDS_ON && sb_text_set(relation->name))
            sb_write_lost(writing, "the kind of a dependency");
    }
    for (uint32_t i = 1; i <= sb_doc_count(doc); i++)
        has[i] = has[i] || doc->components.p[i].looked;
    if (doc->root.v && doc->has_graph)
        has[doc->root.v] = true;
}

void sb_cdx_write_dependencies(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    const struct sb_doc *doc = writing->doc;
    uint32_t count = sb_doc_count(doc);
    bool *has = sb_calloc((size_t)count + 1, sizeof *has);
    struct node *nodes = sb_malloc(((size_t)count + 1) * sizeof *nodes);
    size_t n = 0;
    mark_sources(writing, has);
    for (uint32_t i = 1; i <= count; i++)
        if (has[i])
            nodes[n++] = (struct node){sb_doc_str(doc, doc->components.p[i].ref), i};
    if (n) {
        qsort(nodes, n, sizeof *nodes, cmp_nodes);
        sb_json_key(&writing->out, row->key);
        sb_json_begin(&writing->out, '[');
        for (size_t i = 0; i < n; i++) {
            sb_json_begin(&writing->out, '{');
            sb_json_pair(&writing->out, "ref", nodes[i].ref);
            write_targets(writing, "dependsOn", nodes[i].component, false);
            if (writing->minor >= 6)
                write_targets(writing, "provides", nodes[i].component, true);
            sb_json_end(&writing->out);
            sb_arena_reset(&writing->arena);
        }
        sb_json_end(&writing->out);
    }
    sb_free(nodes);
    sb_free(has);
}

static void write_document(struct sb_writing *writing)
{
    struct sb_cdx_nesting nesting = {0};
    find_nesting(writing, &nesting);
    writing->format = &nesting;
    bool told = sb_is_of(writing->doc, "spdx"); /* as a member that is left out */
    for (size_t i = 0; !told && i < writing->doc->licence_texts.n; i++)
        sb_write_lost(writing, "the text of a licence that is on no list");
    sb_json_begin(&writing->out, '{');
    sb_write_members(writing, &sb_cdx_document, SB_DOC_ITSELF);
    sb_json_end(&writing->out);
    nesting_done(&nesting);
}

sb_rc sb_cdx_write(const struct sb_doc *doc, const struct sb_write_options *options, unsigned shape, unsigned minor,
                   struct sb_sink *sink, struct sb_diags *diags, struct sb_err *err)
{
    struct sb_writing writing;
    sb_writing_begin(&writing, doc, options, "cyclonedx", shape);
    writing.stated = minor;
    sb_rc rc = sb_writing_run(&writing, write_document, sink, diags, err);
    sb_writing_done(&writing);
    return rc;
}
