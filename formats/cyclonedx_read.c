/* The CycloneDX reader: the document, its metadata, nesting and edges. What a component says is in
 * cyclonedx_parts.c. */
#include "base/map.h"
#include "base/mem.h"
#include "formats/cyclonedx.h"

bool sb_cdx_read_ignored(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)row, (void)owner;
    return sb_json_skip(reading->json, NULL);
}

bool sb_cdx_read_spec_format(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)row, (void)owner;
    return sb_reading_refuse(reading, SB_E_UNSUPPORTED, SB_S("specFormat"),
                             "CycloneDX 2.0 is a draft and cannot be read");
}

bool sb_cdx_read_bom_format(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    if (ok && !sb_str_eq(text, SB_S("CycloneDX")))
        sb_reading_diag(reading, SB_D_UNKNOWN_VALUE, "bomFormat is %.*s", SB_FMT(text));
    return true;
}

bool sb_cdx_read_spec_version(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok) || !ok)
        return ok;
    for (const char *const *known = reading->encoding->read_versions; *known; known++) {
        if (sb_str_eq(sb_str_of(*known), text)) {
            reading->minor = (unsigned)(text.p[2] - '0');
            reading->doc->spec_version = sb_doc_put(reading->doc, text);
            return true;
        }
    }
    return sb_reading_refuse(reading, SB_E_UNSUPPORTED,
                             sb_arena_join(&reading->arena, SB_S("specVersion "), text, SB_STR_NONE),
                             "CycloneDX 1.2 to 1.7 can be read");
}

static bool read_document_text(struct sb_reading *reading, const struct sb_field_row *row, sb_text *ret_text)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    if (ok)
        *ret_text = sb_doc_put(reading->doc, text);
    return true;
}

bool sb_cdx_read_serial(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    return read_document_text(reading, row, &reading->doc->serial);
}

bool sb_cdx_read_timestamp(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    return read_document_text(reading, row, &reading->doc->created);
}

bool sb_cdx_read_metadata(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    return sb_read_object(reading, &sb_cdx_metadata, row->key, owner);
}

bool sb_cdx_read_signature(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    return sb_read_raw(reading, owner, sb_str_of(row->key));
}

/* ---- tools ---- */

struct tool {
    sb_str name, version;
    sb_str vendor;
    unsigned vendor_rank; /* of the member that it stands in */
};

/* Who a tool is from stands in many members; the first of these counts. */
static const struct vendor_member {
    const char *key;
    bool list, object; /* of objects with a name; an object with a name; else a text */
} vendor_members[] = {{"vendor", false, false},      {"publisher", false, false}, {"author", false, false},
                      {"manufacturer", false, true}, {"supplier", false, true},   {"provider", false, true},
                      {"authors", true, true},       {"group", false, false}};

static const struct vendor_member *vendor_member_of(sb_str key)
{
    for (size_t i = 0; i < SB_COUNT(vendor_members); i++)
        if (sb_str_eq(sb_str_of(vendor_members[i].key), key))
            return &vendor_members[i];
    return NULL;
}

static bool read_tool_text(struct sb_reading *reading, sb_str *slot)
{
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, "metadata.tools[]", &text, &ok))
        return false;
    if (ok)
        *slot = sb_arena_str(&reading->arena, text);
    return true;
}

/* The name in an object. */
static bool read_party_name(struct sb_reading *reading, sb_str *ret_name)
{
    sb_str key;
    while (sb_json_member(reading->json, &key))
        if (!(sb_str_eq(key, SB_S("name")) ? read_tool_text(reading, ret_name) : sb_read_extra(reading)))
            return false;
    return sb_json_error(reading->json, NULL) == SB_OK;
}

static bool read_vendor(struct sb_reading *reading, const struct vendor_member *member, struct tool *tool)
{
    sb_str name = SB_STR_NONE;
    unsigned rank = (unsigned)(member - vendor_members) + 1;
    bool ok = true, good, more = true;
    if (!member->object) {
        good = read_tool_text(reading, &name);
    } else if (!member->list) {
        good =
            sb_read_open(reading, SB_JSON_OBJECT, "metadata.tools[]", &ok) && (!ok || read_party_name(reading, &name));
    } else {
        good = sb_read_open(reading, SB_JSON_ARRAY, "metadata.tools[]", &ok);
        while (good && ok && more)
            good = sb_read_next_object(reading, "metadata.tools[].authors[]", &more) &&
                   (!more || read_party_name(reading, &name));
    }
    if (name.n && (!tool->vendor_rank || rank < tool->vendor_rank)) {
        tool->vendor = name;
        tool->vendor_rank = rank;
    }
    return good;
}

/* An entry of any shape: {vendor, name, version}, a component, a service. What the writer would not say so again keeps
 * the whole as it stands. */
static bool read_tool(struct sb_reading *reading, bool is_component)
{
    struct tool tool = {0};
    sb_str key;
    while (sb_json_member(reading->json, &key)) {
        const struct vendor_member *vendor = vendor_member_of(key);
        sb_str *slot = sb_str_eq(key, SB_S("name"))      ? &tool.name
                       : sb_str_eq(key, SB_S("version")) ? &tool.version
                                                         : NULL;
        sb_str type = SB_STR_NONE;
        if (is_component && sb_str_eq(key, SB_S("type")))
            slot = &type;
        reading->extra = reading->extra || (vendor && (vendor->object || strcmp(vendor->key, "group") == 0));
        if (!(vendor ? read_vendor(reading, vendor, &tool)
              : slot ? read_tool_text(reading, slot)
                     : sb_read_extra(reading)))
            return false;
    }
    sb_read_tool(reading, tool.vendor, tool.name, tool.version);
    return sb_json_error(reading->json, NULL) == SB_OK;
}

static bool read_tool_list(struct sb_reading *reading, bool is_component)
{
    bool more;
    do {
        if (!sb_read_next_object(reading, "metadata.tools[]", &more) || (more && !read_tool(reading, is_component)))
            return false;
    } while (more);
    return true;
}

/* A service made the document where no program is named. */
static bool read_tool_object(struct sb_reading *reading)
{
    struct sb_doc *doc = reading->doc;
    size_t first = doc->tools.n, from = 0, n = 0; /* of the services */
    sb_str key;
    while (sb_json_member(reading->json, &key)) {
        bool ok, services = sb_str_eq(key, SB_S("services"));
        if (!services && !sb_str_eq(key, SB_S("components"))) {
            if (!sb_read_extra(reading))
                return false;
            continue;
        }
        from = services ? doc->tools.n : from;
        if (!sb_read_open(reading, SB_JSON_ARRAY, "metadata.tools", &ok) || (ok && !read_tool_list(reading, !services)))
            return false;
        n = services ? doc->tools.n - from : n;
        reading->extra = reading->extra || services;
    }
    if (n && doc->tools.n - first > n) {
        memmove(doc->tools.p + from, doc->tools.p + from + n, (doc->tools.n - from - n) * sizeof *doc->tools.p);
        doc->tools.n -= n;
    }
    return true;
}

bool sb_cdx_read_tools(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)row;
    sb_read_part(reading);
    enum sb_json_event event = sb_json_next(reading->json);
    bool good = event == SB_JSON_ARRAY    ? read_tool_list(reading, false)
                : event == SB_JSON_OBJECT ? read_tool_object(reading)
                                          : sb_read_wrong(reading, event, "metadata.tools");
    sb_read_part_end(reading, owner, "metadata.tools");
    return good;
}

/* ---- components, nested in each other ---- */

static sb_comp open_component(struct sb_reading *reading, sb_comp parent)
{
    sb_comp c = sb_doc_add(reading->doc);
    struct sb_component *row = sb_doc_at(reading->doc, c);
    row->tag = c.v; /* its number in the document */
    row->from = (struct sb_origin){
        .collector = reading->doc->format, .path = reading->name_text, .line = sb_reading_line(reading)};
    if (parent.v)
        sb_doc_relate(reading->doc, parent, c, SB_REL_CONTAINS, SB_STR_NONE);
    return c;
}

static void close_component(struct sb_reading *reading, sb_comp c)
{
    struct sb_component *row = sb_doc_at(reading->doc, c);
    if (row->name.v == SB_TEXT_ABSENT.v) {
        row->name = SB_TEXT_EMPTY;
        sb_reading_diag(reading, SB_D_WRONG_TYPE, "a component has no name");
    }
    sb_arena_reset(&reading->arena);
}

/* Reads on until the component at the bottom of the stack (or, with N 0, the array) is closed. The reader's own bound
 * on nesting is the bound on the stack. */
static bool walk(struct sb_reading *reading, sb_comp *stack, size_t n)
{
    bool in_array = n == 0;
    size_t bottom = n;
    for (;;) {
        if (in_array) {
            bool more;
            if (!sb_read_next_object(reading, "components[]", &more))
                return false;
            if (!more && n == 0)
                return true;
            if (more)
                stack[n] = open_component(reading, n ? stack[n - 1] : SB_COMP_NONE), n++;
            in_array = false;
            continue;
        }
        sb_comp top = stack[n - 1];
        sb_str key;
        if (!sb_json_member(reading->json, &key)) {
            if (sb_json_error(reading->json, NULL) != SB_OK)
                return false;
            close_component(reading, top);
            if (--n == 0 && bottom)
                return true;
            in_array = true;
        } else if (sb_str_eq(key, SB_S("components"))) {
            if (!sb_read_open(reading, SB_JSON_ARRAY, "components", &in_array))
                return false;
        } else if (!sb_read_member(reading, &sb_cdx_component, key, top)) {
            return false;
        }
    }
}

bool sb_cdx_read_components(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_comp stack[SB_JSON_DEPTH / 2 + 1];
    bool ok;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &ok))
        return false;
    return !ok || walk(reading, stack, 0);
}

bool sb_cdx_read_root(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    sb_comp stack[SB_JSON_DEPTH / 2 + 1];
    bool ok;
    if (!sb_read_open(reading, SB_JSON_OBJECT, row->key, &ok))
        return false;
    if (!ok)
        return true;
    stack[0] = open_component(reading, SB_COMP_NONE);
    reading->doc->root = stack[0];
    return walk(reading, stack, 1);
}

/* ---- dependencies ---- */

static bool read_targets(struct sb_reading *reading, uint32_t from, enum sb_relation_kind kind, sb_str name)
{
    bool ok;
    if (!sb_read_open(reading, SB_JSON_ARRAY, "dependencies[].dependsOn", &ok) || !ok)
        return !ok && sb_json_error(reading->json, NULL) == SB_OK;
    enum sb_json_event event;
    while ((event = sb_json_element(reading->json)) != SB_JSON_ARRAY_END) {
        if (event == SB_JSON_STRING)
            sb_read_edge(reading, from, sb_read_ref(reading, sb_json_text(reading->json)), kind, name);
        else if (!sb_read_wrong(reading, event, "dependencies[].dependsOn[]"))
            return false;
    }
    return true;
}

static bool read_dependency(struct sb_reading *reading)
{
    size_t first = reading->edges.n;
    uint32_t from = 0;
    sb_str key, text;
    bool ok, good = true;
    while (good && sb_json_member(reading->json, &key)) {
        if (sb_str_eq(key, SB_S("ref"))) {
            good = sb_read_text(reading, "dependencies[].ref", &text, &ok);
            if (ok)
                from = sb_read_ref(reading, text);
        } else if (sb_str_eq(key, SB_S("dependsOn"))) {
            good = read_targets(reading, from, SB_REL_DEPENDS_ON, SB_STR_NONE);
        } else if (sb_str_eq(key, SB_S("provides"))) {
            good = read_targets(reading, from, SB_REL_OTHER, SB_S("provides"));
        } else {
            sb_str name = sb_arena_join(&reading->arena, SB_S("dependencies[]."), key, SB_STR_NONE);
            sb_tally_add(&reading->unknown, name, sb_reading_line(reading));
            good = sb_json_skip(reading->json, NULL);
        }
    }
    for (size_t i = first; i < reading->edges.n; i++)
        reading->edges.p[i].from = from; /* the ref may stand behind its targets */
    reading->doc->has_graph = true;
    if (from)
        *SB_PUSH(&reading->looked) = from;
    return good && sb_json_error(reading->json, NULL) == SB_OK;
}

bool sb_cdx_read_dependencies(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner)
{
    (void)owner;
    bool more;
    if (!sb_read_open(reading, SB_JSON_ARRAY, row->key, &more))
        return false;
    while (more)
        if (!sb_read_next_object(reading, "dependencies[]", &more) || (more && !read_dependency(reading)))
            return false;
    return true;
}

/* Ids of texts that are names of elements in a member that is kept as it stands: of services, most of all. */
static void collect_refs(struct sb_reading *reading, sb_str json, struct sb_map *refs)
{
    bool is_ref = false;
    enum sb_json_event event;
    sb_json_restart(reading->sub, json);
    while ((event = sb_json_next(reading->sub)) != SB_JSON_DONE && event != SB_JSON_ERROR) {
        sb_text id = is_ref && event == SB_JSON_STRING ? sb_intern_find(&reading->doc->text, sb_json_text(reading->sub))
                                                       : SB_TEXT_ABSENT;
        if (sb_text_set(id))
            *sb_map_put(refs, id.v) = 1;
        is_ref = event == SB_JSON_KEY && sb_str_eq(sb_json_text(reading->sub), SB_S("bom-ref"));
    }
}

/* Elements of the document that are no components, where an edge names what is none. */
static void find_elements(struct sb_reading *reading, struct sb_map *refs)
{
    const struct sb_doc *doc = reading->doc;
    bool wanted = false;
    for (size_t i = 0; !wanted && i < reading->edges.n; i++)
        wanted = !sb_doc_by_ref_text(doc, sb_reading_ref(reading, reading->edges.p[i].from)).v ||
                 !sb_doc_by_ref_text(doc, sb_reading_ref(reading, reading->edges.p[i].to)).v;
    for (size_t i = 0; wanted && i < doc->raws.n; i++)
        if (!doc->raws.p[i].owner.v)
            collect_refs(reading, sb_doc_str(doc, doc->raws.p[i].json), refs);
}

static void resolve_edge(struct sb_reading *reading, const struct sb_edge *edge, const struct sb_map *elements)
{
    struct sb_doc *doc = reading->doc;
    sb_text from_ref = sb_reading_ref(reading, edge->from), to_ref = sb_reading_ref(reading, edge->to);
    sb_comp from = sb_doc_by_ref_text(doc, from_ref), to = sb_doc_by_ref_text(doc, to_ref);
    sb_str name = sb_text_set(edge->name) ? sb_doc_str(doc, edge->name) : SB_STR_NONE;
    bool from_known = from.v || sb_map_get(elements, from_ref.v), to_known = to.v || sb_map_get(elements, to_ref.v);
    if (from.v && to.v)
        sb_doc_relate(doc, from, to, (enum sb_relation_kind)edge->kind, name);
    else if (from_known && to_known)
        *SB_PUSH(&doc->outside) = (struct sb_outside){from_ref, to_ref, edge->name};
    else
        sb_diag(&doc->diags, SB_D_DANGLING_REF, reading->name, edge->line, "%.*s is no component here",
                SB_FMT(sb_doc_str(doc, from_known ? to_ref : from_ref)));
}

static void resolve_edges(struct sb_reading *reading)
{
    struct sb_map elements = {0};
    find_elements(reading, &elements);
    for (size_t i = 0; i < reading->edges.n; i++)
        resolve_edge(reading, &reading->edges.p[i], &elements);
    sb_map_done(&elements);
}

sb_rc sb_cdx_read(struct sb_reading *reading)
{
    sb_rc rc = sb_read_document(reading, &sb_cdx_document, "CycloneDX", "specVersion");
    if (rc == SB_OK) {
        sb_read_refs_end(reading);
        sb_doc_settle_refs(reading->doc);
        resolve_edges(reading);
        sb_cdx_pedigree_resolve(reading);
        sb_reading_end(reading);
    }
    return rc;
}
