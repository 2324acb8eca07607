/* The places of CycloneDX in protobuf that no column says. */
#include "carry/protobuf.h"
#include "grammar/cyclonedx.h"

static const struct sb_member *row_of(const struct sb_dialect *dialect, enum sb_cdx_row row)
{
    return &dialect->grammar->members[row];
}

static const struct sb_object *type_of(const struct sb_dialect *dialect, enum sb_cdx_object type)
{
    return &dialect->grammar->objects[type];
}

static const struct sb_node *get(const struct sb_node *object, const char *name)
{
    return sb_node_get(object, sb_str_of(name));
}

static bool is_there(const struct sb_pb_message *message)
{
    for (size_t i = 0; i < message->type->n; i++)
        if (message->of[i].first)
            return true;
    return false;
}

/* A message that holds one message, that of OBJECT in its alternative. */
static void put_one_of(const struct sb_pb_put *put, uint32_t number, uint32_t inner, const struct sb_node *object,
                       unsigned way)
{
    size_t outer = sb_wire_begin(put->out, number), begun = sb_wire_begin(put->out, inner);
    sb_pb_put_inside(put, object, way);
    sb_wire_end(put->out, begun);
    sb_wire_end(put->out, outer);
}

/* A message that holds one text. */
static void put_text_of(const struct sb_pb_put *put, uint32_t number, uint32_t inner, sb_str text)
{
    size_t outer = sb_wire_begin(put->out, number);
    sb_wire_put_bytes(put->out, inner, text);
    sb_wire_end(put->out, outer);
}

static bool take_empty(struct sb_pb_take *take, const struct sb_pb_field *fields)
{
    uint32_t offset = sb_pb_offset(take, fields);
    return sb_pb_begin(take, SB_EVENT_OBJECT, offset) && sb_pb_end(take, offset);
}

/* ---- licences (protobuf_licences.c) ---- */

/* The three members of a detailed expression alone have no number in the message of a choice. */
static uint32_t licence_number(const struct sb_member *row, unsigned way)
{
    (void)row;
    (void)way;
    return 0;
}

/* ---- dependencies: an edge is a message of its own inside ---- */

enum { EDGE_REF = 1, EDGES_DEEP = 100 };

static void put_edges(const struct sb_pb_put *put, const struct sb_node *list)
{
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next)) {
        if (at->text.n)
            put_text_of(put, list->row->pb_number, EDGE_REF, at->text);
        else
            sb_wire_put_bytes(put->out, list->row->pb_number, SB_STR_NONE);
    }
}

/* An edge's end, and whether the edge says more. False: it is no message. */
static bool read_edge(struct sb_pb_take *take, const struct sb_pb_field *edge, struct sb_pb_field *ret_ref,
                      bool *ret_more)
{
    struct sb_wire wire = sb_wire_of(edge->wire.bytes);
    struct sb_wire_field field;
    *ret_ref = (struct sb_pb_field){.wire = edge->wire};
    ret_ref->wire.bytes = SB_STR_NONE;
    *ret_more = false;
    while (sb_wire_next(&wire, &field)) {
        bool is_ref = field.number == EDGE_REF && field.type == SB_WIRE_BYTES;
        *ret_more = *ret_more || !is_ref || ret_ref->wire.bytes.n;
        if (is_ref)
            ret_ref->wire.bytes = field.bytes;
    }
    return wire.wrong ? sb_pb_refuse(take, wire.rest.p, wire.wrong) : true;
}

static bool take_edges(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row)
{
    const struct sb_pb_chain *edges = &message->of[row - message->type->members];
    uint32_t offset = sb_pb_offset(take, edges->first);
    struct sb_pb_field ref;
    bool more;
    if (!sb_pb_member(take, row, offset) || !sb_pb_begin(take, SB_EVENT_LIST, offset))
        return false;
    for (const struct sb_pb_field *at = edges->first; at; at = at->next)
        if (!read_edge(take, at, &ref, &more) || !sb_pb_take_text(take, &ref))
            return false;
    return sb_pb_end(take, offset);
}

/* What an edge says more is a dependency by itself, behind the one that it is an edge of. */
static bool take_inner_edges(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                             const struct sb_pb_field *field)
{
    struct sb_wire wire = sb_wire_of(field->wire.bytes);
    struct sb_pb_field edge = {0}, ref;
    bool good = true, more;
    if (++take->depth > EDGES_DEEP) {
        sb_fail(take->walk->err, SB_E_LIMIT, "dependencies nested deeper than %d levels", EDGES_DEEP);
        sb_err_at(take->walk->err, 0, sb_pb_offset(take, field));
        return false;
    }
    while (good && sb_wire_next(&wire, &edge.wire))
        if (edge.wire.number == row_of(&take->dialect, SB_CDX_ROW_DEPENDENCY_DEPENDS_ON)->pb_number &&
            edge.wire.type == SB_WIRE_BYTES)
            good = read_edge(take, &edge, &ref, &more) && (!more || sb_pb_take_item(take, message, row, &edge));
    take->depth--;
    return good;
}

/* ---- tools: one message for a tool and for {components, services}; since 1.5 there is one of it ---- */

static void put_tools(const struct sb_pb_put *put, const struct sb_node *node)
{
    if (node->kind == SB_EVENT_OBJECT) {
        sb_pb_put_value(put, node->row->pb_number, node);
        return;
    }
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next))
        sb_pb_put_value(put, node->row->pb_number, at);
}

static bool take_tools(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row)
{
    const struct sb_pb_chain *fields = &message->of[row - message->type->members];
    const struct sb_object *tool = type_of(&take->dialect, SB_CDX_TOOL);
    const struct sb_object *tools = type_of(&take->dialect, SB_CDX_TOOLS);
    struct sb_pb_message new, old;
    uint32_t offset = sb_pb_offset(take, fields->first);
    if (!sb_pb_member(take, row, offset))
        return false;
    if (take->dialect.minor >= SB_PB_ONE_TOOL_SINCE) {
        if (!sb_pb_sort(take, tools, 0, fields->first, &new) || !sb_pb_sort(take, tool, 0, fields->first, &old))
            return false;
        if (is_there(&new) || !is_there(&old))
            return sb_pb_begin(take, SB_EVENT_OBJECT, offset) && sb_pb_take_inside(take, &new) &&
                   sb_pb_end(take, offset);
        return sb_pb_begin(take, SB_EVENT_LIST, offset) && sb_pb_take_object(take, tool, 0, fields->first) &&
               sb_pb_end(take, offset);
    }
    if (!sb_pb_begin(take, SB_EVENT_LIST, offset))
        return false;
    for (const struct sb_pb_field *at = fields->first; at; at = at->next) {
        struct sb_pb_field alone = {.wire = at->wire};
        if (!sb_pb_take_object(take, tool, 0, &alone))
            return false;
    }
    return sb_pb_end(take, offset);
}

/* ---- data sets: a message with either: the data set in 1, a ref in 2 ---- */

static void put_dataset(const struct sb_pb_put *put, uint32_t number, const struct sb_node *dataset)
{
    const struct sb_node *ref = get(dataset, "ref");
    if (ref)
        put_text_of(put, number, SB_PB_SECOND_WAY, ref->text);
    else
        put_one_of(put, number, SB_PB_FIRST_WAY, dataset, SB_PB_FIRST_WAY);
}

static bool take_dataset(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                         const struct sb_pb_field *fields)
{
    struct sb_pb_chain one;
    uint32_t number, offset = sb_pb_offset(take, fields);
    if (!sb_pb_either(take, message, fields, SB_PB_SECOND_WAY, &number, &one))
        return true;
    if (number == SB_PB_FIRST_WAY)
        return sb_pb_take_object(take, &take->dialect.grammar->objects[row->type], SB_PB_FIRST_WAY, one.first);
    if (!number)
        return take_empty(take, fields);
    return sb_pb_begin(take, SB_EVENT_OBJECT, offset) &&
           sb_pb_member(take, row_of(&take->dialect, SB_CDX_ROW_DATASET_REF), offset) &&
           sb_pb_take_text(take, one.last) && sb_pb_end(take, offset);
}

/* ---- patents: a message with either: a patent in 1, a family in 2 ---- */

static void put_patent(const struct sb_pb_put *put, uint32_t number, const struct sb_node *patent)
{
    unsigned way = sb_pb_way_of(patent);
    if (patent->type == type_of(&put->dialect, SB_CDX_PATENT))
        put_one_of(put, number, way, patent, way);
    else
        sb_pb_put_object(put, number, patent, 0);
}

static bool take_patent(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                        const struct sb_pb_field *fields)
{
    struct sb_pb_chain one;
    uint32_t number;
    const struct sb_object *type = &take->dialect.grammar->objects[row->type];
    if (type != type_of(&take->dialect, SB_CDX_PATENT)) /* a member of a patent, by itself as others are */
        return sb_pb_take_object(take, type, 0, fields);
    if (!sb_pb_either(take, message, fields, SB_PB_SECOND_WAY, &number, &one))
        return true;
    return number ? sb_pb_take_object(take, type, number, one.first) : take_empty(take, fields);
}

static uint32_t patent_number(const struct sb_member *row, unsigned way)
{
    if (way == SB_PB_SECOND_WAY && row == &sb_grammar_cyclonedx.members[SB_CDX_ROW_PATENT_PRIORITY_APPLICATION])
        return 3;
    if (way == SB_PB_SECOND_WAY && row == &sb_grammar_cyclonedx.members[SB_CDX_ROW_PATENT_EXTERNAL_REFERENCES])
        return 5;
    return row->pb_number;
}

/* ---- parties: a message with either: an organisation in 1, a person in 2; of an asserter a ref in 3 ---- */

enum { PARTY_REF = 3 };

static void put_party(const struct sb_pb_put *put, uint32_t number, const struct sb_node *party)
{
    unsigned way = sb_pb_way_of(party);
    if (party->kind == SB_EVENT_OBJECT)
        put_one_of(put, number, way, party, way);
    else
        put_text_of(put, number, PARTY_REF, party->text);
}

static bool take_party(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                       const struct sb_pb_field *fields)
{
    struct sb_pb_chain one;
    uint32_t number;
    if (!sb_pb_either(take, message, fields, row->list ? SB_PB_SECOND_WAY : PARTY_REF, &number, &one))
        return true;
    if (!row->list && !sb_pb_member(take, row, sb_pb_offset(take, fields)))
        return false;
    if (number == PARTY_REF)
        return sb_pb_take_text(take, one.last);
    return number ? sb_pb_take_object(take, type_of(&take->dialect, SB_CDX_PARTY), number, one.first)
                  : take_empty(take, fields);
}

/* Of an asserter: what is no party is no member either. */
static bool take_parties(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row)
{
    const struct sb_pb_chain *fields = &message->of[row - message->type->members];
    uint32_t offset = sb_pb_offset(take, fields->first);
    if (!row->list)
        return take_party(take, message, row, fields->first);
    if (!sb_pb_member(take, row, offset) || !sb_pb_begin(take, SB_EVENT_LIST, offset))
        return false;
    for (const struct sb_pb_field *at = fields->first; at; at = at->next)
        if (!sb_pb_take_item(take, message, row, at))
            return false;
    return sb_pb_end(take, offset);
}

/* ---- environment: a message with either: a property in 1, a text in 2 ---- */

static void put_variable(const struct sb_pb_put *put, uint32_t number, const struct sb_node *node)
{
    if (node->kind == SB_EVENT_OBJECT)
        put_one_of(put, number, SB_PB_FIRST_WAY, node, 0);
    else
        put_text_of(put, number, SB_PB_SECOND_WAY, node->text);
}

static bool take_variable(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                          const struct sb_pb_field *fields)
{
    struct sb_pb_chain one;
    uint32_t number;
    (void)row;
    if (!sb_pb_either(take, message, fields, SB_PB_SECOND_WAY, &number, &one))
        return true;
    if (!number)
        sb_pb_add(take, &message->others, fields);
    else if (number == SB_PB_SECOND_WAY)
        return sb_pb_take_text(take, one.last);
    return !number || sb_pb_take_object(take, type_of(&take->dialect, SB_CDX_PROPERTY), 0, one.first);
}

/* ---- extensions of certificates: a box of messages with either: a common one in 1, a custom one in 2 ---- */

static void put_extensions(const struct sb_pb_put *put, const struct sb_node *list)
{
    size_t box = sb_wire_begin(put->out, list->row->pb_number);
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next)) {
        unsigned way = sb_pb_way_of(at);
        put_one_of(put, 1, way, at, way);
    }
    sb_wire_end(put->out, box);
}

/* Name and value of an extension are there even where their field is not. */
static bool take_extension(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_pb_field *field)
{
    struct sb_pb_chain one;
    uint32_t number;
    if (!sb_pb_either(take, message, field, SB_PB_SECOND_WAY, &number, &one))
        return true;
    return number ? sb_pb_take_object(take, type_of(&take->dialect, SB_CDX_CERTIFICATE_EXTENSION), number, one.first)
                  : take_empty(take, field);
}

static bool take_extensions(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row)
{
    const struct sb_pb_chain *fields = &message->of[row - message->type->members];
    uint32_t offset = sb_pb_offset(take, fields->first);
    struct sb_pb_chain items = {0};
    for (const struct sb_pb_field *at = fields->first; at; at = at->next) {
        struct sb_wire wire = sb_wire_of(at->wire.bytes);
        struct sb_pb_field field = {0};
        bool good = true;
        while (good && sb_wire_next(&wire, &field.wire)) {
            good = field.wire.number == 1 && field.wire.type == SB_WIRE_BYTES;
            sb_pb_add(take, &items, &field);
        }
        if (good && (!wire.wrong || sb_pb_refuse(take, wire.rest.p, wire.wrong)))
            continue;
        for (at = fields->first; at; at = at->next)
            sb_pb_add(take, &message->others, at);
        return true;
    }
    if (!sb_pb_member(take, row, offset) || !sb_pb_begin(take, SB_EVENT_LIST, offset))
        return false;
    for (const struct sb_pb_field *at = items.first; at; at = at->next) {
        struct sb_pb_field alone = {.wire = at->wire};
        if (!take_extension(take, message, &alone))
            return false;
    }
    return sb_pb_end(take, offset);
}

/* ---- IKEv2: references in field 4, since 1.7 objects in field 7, of which the names are the same ---- */

static bool has_items(const struct sb_node *ikev2, bool objects)
{
    for (const struct sb_node *at = sb_node_live(ikev2->first); at; at = sb_node_live(at->next))
        for (const struct sb_node *item = sb_node_live(at->first); item; item = sb_node_live(item->next))
            if ((item->kind == SB_EVENT_OBJECT) == objects)
                return true;
    return false;
}

static void put_ikev2_of(const struct sb_pb_put *put, uint32_t number, const struct sb_node *ikev2, bool objects,
                         bool esn)
{
    size_t begun = sb_wire_begin(put->out, number);
    for (const struct sb_node *at = sb_node_live(ikev2->first); at; at = sb_node_live(at->next)) {
        if (!at->row)
            sb_pb_put_other(put, at);
        else if (!at->row->list && esn)
            sb_pb_put_value(put, at->row->pb_number, at);
        for (const struct sb_node *item = sb_node_live(at->first); item; item = sb_node_live(item->next))
            if ((item->kind == SB_EVENT_OBJECT) == objects)
                sb_pb_put_value(put, at->row->pb_number, item);
    }
    sb_wire_end(put->out, begun);
}

static void put_ikev2(const struct sb_pb_put *put, const struct sb_node *node)
{
    bool refs = has_items(node, false), objects = has_items(node, true);
    objects = objects || (!refs && put->dialect.minor >= SB_PB_DETAILED_SINCE);
    if (refs || !objects)
        put_ikev2_of(put, node->row->pb_number, node, false, !objects);
    if (objects)
        put_ikev2_of(put, SB_PB_IKEV2_OBJECTS, node, true, true);
}

/* Those of REFS first, then those of OBJECTS; names of shapes stand in pairs. */
static bool take_ikev2_list(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                            const struct sb_pb_chain *refs, const struct sb_pb_chain *objects)
{
    uint32_t offset = sb_pb_offset(take, refs->first ? refs->first : objects->first);
    if (!refs->first && !objects->first)
        return true;
    if (!sb_pb_member(take, row, offset) || !sb_pb_begin(take, SB_EVENT_LIST, offset))
        return false;
    for (const struct sb_pb_field *at = refs->first; at; at = at->next)
        if (!sb_pb_take_text(take, at))
            return false;
    for (const struct sb_pb_field *at = objects->first; at; at = at->next)
        if (!sb_pb_take_item(take, message, row, at))
            return false;
    return sb_pb_end(take, offset);
}

static bool take_ikev2(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row)
{
    const struct sb_pb_chain *fields = &message->of[row - message->type->members];
    const struct sb_object *type = type_of(&take->dialect, SB_CDX_IKEV2);
    uint32_t offset = sb_pb_offset(take, fields->first);
    struct sb_pb_chain parts[2] = {{0}};
    struct sb_pb_message refs, objects;
    for (const struct sb_pb_field *at = fields->first; at; at = at->next)
        sb_pb_add(take, &parts[at->wire.number == SB_PB_IKEV2_OBJECTS], at);
    if (!sb_pb_member(take, row, offset) || !sb_pb_begin(take, SB_EVENT_OBJECT, offset) ||
        !sb_pb_sort(take, type, 0, parts[0].first, &refs) || !sb_pb_sort(take, type, 0, parts[1].first, &objects))
        return false;
    for (size_t i = 0; i < type->n; i++) {
        const struct sb_member *at = &type->members[i];
        struct sb_pb_message *esn = objects.of[i].first ? &objects : &refs;
        if (at->list ? !take_ikev2_list(take, message, at, &refs.of[i], &objects.of[i])
                     : !sb_pb_take_row(take, esn, at))
            return false;
    }
    return sb_pb_take_others(take, &refs) && sb_pb_take_others(take, &objects) && sb_pb_end(take, offset);
}

const struct sb_pb_quirk sb_pb_quirks_cyclonedx[] = {
    [SB_CDX_QUIRK_LICENSES] = {.put_value = sb_pb_put_licence,
                               .take_value = sb_pb_take_licence,
                               .number = licence_number},
    [SB_CDX_QUIRK_NESTED] = {.put = put_edges, .take = take_edges, .take_inner = take_inner_edges},
    [SB_CDX_QUIRK_TOOLS] = {.put = put_tools, .take = take_tools},
    [SB_CDX_QUIRK_DATASETS] = {.put_value = put_dataset, .take_value = take_dataset},
    [SB_CDX_QUIRK_PATENTS] = {.put_value = put_patent, .take_value = take_patent, .number = patent_number},
    [SB_CDX_QUIRK_PARTY] = {.put_value = put_party, .take = take_parties, .take_value = take_party},
    [SB_CDX_QUIRK_ENVIRONMENT] = {.put_value = put_variable, .take_value = take_variable},
    [SB_CDX_QUIRK_EXTENSIONS] = {.put = put_extensions, .take = take_extensions},
    [SB_CDX_QUIRK_IKEV2] = {.put = put_ikev2, .take = take_ikev2},
};
