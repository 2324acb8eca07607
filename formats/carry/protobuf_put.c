#include "base/digest.h"
#include "carry/protobuf.h"

enum { MEMBERS_MOST = 128 }; /* of an object */

/* ---- what no row knows ---- */

bool sb_pb_put_other(const struct sb_pb_put *put, const struct sb_node *node)
{
    if (node->row || node->kind != SB_EVENT_TEXT || !sb_str_starts(node->name, SB_S("#")))
        return false;
    size_t n = node->text.n / 2;
    uint8_t *bytes = sb_malloc(n + 1);
    if (sb_hex_decode(node->text, bytes, n))
        sb_buf_add(put->out, bytes, n);
    sb_free(bytes);
    return true;
}

/* ---- scalars ---- */

/* The bits of a scalar that is no text; false: it has none, which the filter sees to. */
static bool bits_of(const struct sb_pb_put *put, const struct sb_node *node, uint64_t *ret_bits)
{
    *ret_bits = node->kind == SB_EVENT_TRUE;
    if (node->row->kind == SB_MEMBER_BOOL)
        return true;
    if (node->row->kind == SB_MEMBER_WORD)
        return sb_pb_word_of(put->dialect.grammar, node->row, node->text, ret_bits);
    return sb_pb_number_of(node->row, node->text, ret_bits);
}

static void put_time(const struct sb_pb_put *put, uint32_t number, sb_str text)
{
    struct sb_pb_time time;
    if (!sb_pb_time_of(text, &time))
        return;
    size_t begun = sb_wire_begin(put->out, number);
    if (time.seconds) {
        sb_wire_put_key(put->out, 1, SB_WIRE_VARINT);
        sb_wire_put_varint(put->out, (uint64_t)time.seconds);
    }
    if (time.nanos) {
        sb_wire_put_key(put->out, 2, SB_WIRE_VARINT);
        sb_wire_put_varint(put->out, (uint64_t)time.nanos);
    }
    sb_wire_end(put->out, begun);
}

static void put_bits(const struct sb_pb_put *put, uint32_t number, const struct sb_node *node, enum sb_pb_kind kind)
{
    uint64_t bits;
    if (!bits_of(put, node, &bits) || (node->row->pb_plain && !node->row->list && !bits))
        return;
    enum sb_wire_type type = kind == SB_PB_FLOAT    ? SB_WIRE_FIXED32
                             : kind == SB_PB_DOUBLE ? SB_WIRE_FIXED64
                                                    : SB_WIRE_VARINT;
    sb_wire_put_key(put->out, number, type);
    if (type == SB_WIRE_VARINT)
        sb_wire_put_varint(put->out, bits);
    else
        sb_wire_put_fixed(put->out, type, bits);
}

/* ---- values ---- */

void sb_pb_put_object(const struct sb_pb_put *put, uint32_t number, const struct sb_node *object, unsigned way)
{
    size_t begun = sb_wire_begin(put->out, number);
    sb_pb_put_inside(put, object, way);
    sb_wire_end(put->out, begun);
}

void sb_pb_put_value(const struct sb_pb_put *put, uint32_t number, const struct sb_node *node)
{
    const struct sb_member *row = node->row;
    const struct sb_pb_quirk *quirk = &put->quirks[row->quirk];
    enum sb_pb_kind kind = sb_pb_kind_of(row);
    if (sb_pb_is_irregular(row) && quirk->put_value) {
        quirk->put_value(put, number, node);
        return;
    }
    switch (kind) {
    case SB_PB_MESSAGE: sb_pb_put_object(put, number, node, 0); break;
    case SB_PB_BYTES:
        if (!row->pb_plain || row->list || node->text.n)
            sb_wire_put_bytes(put->out, number, node->text);
        break;
    case SB_PB_TIMESTAMP: put_time(put, number, node->text); break;
    default: put_bits(put, number, node, kind); break;
    }
}

/* ---- members ---- */

static void put_items(const struct sb_pb_put *put, uint32_t number, const struct sb_node *list)
{
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next))
        if (at->row)
            sb_pb_put_value(put, number, at);
}

static void put_packed(const struct sb_pb_put *put, const struct sb_node *list)
{
    uint64_t bits;
    if (!sb_node_live(list->first))
        return;
    size_t begun = sb_wire_begin(put->out, list->row->pb_number);
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next))
        if (at->row && bits_of(put, at, &bits))
            sb_wire_put_varint(put->out, bits);
    sb_wire_end(put->out, begun);
}

/* The list of a box has number 1 in it. */
static void put_box(const struct sb_pb_put *put, const struct sb_node *list)
{
    size_t begun = sb_wire_begin(put->out, list->row->pb_number);
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next)) {
        if (at->kind == SB_EVENT_TEXT)
            sb_wire_put_bytes(put->out, 1, at->text);
        else
            sb_pb_put_object(put, 1, at, 0);
    }
    sb_wire_end(put->out, begun);
}

void sb_pb_put_member(const struct sb_pb_put *put, const struct sb_node *node, unsigned way)
{
    const struct sb_member *row = node->row;
    const struct sb_pb_quirk *quirk = sb_pb_quirk_of(put->quirks, row);
    uint32_t number = sb_pb_number(put->quirks, row, way);
    if (quirk && quirk->put)
        quirk->put(put, node);
    else if (row->pb_kind == SB_PB_BOX)
        put_box(put, node);
    else if (row->list && sb_pb_kind_of(row) == SB_PB_VARINT)
        put_packed(put, node);
    else if (row->list)
        put_items(put, number, node);
    else if (row->pb_number)
        sb_pb_put_value(put, number, node);
}

void sb_pb_put_inside(const struct sb_pb_put *put, const struct sb_node *object, unsigned way)
{
    const struct sb_node *value[MEMBERS_MOST] = {0};
    const struct sb_object *type = object->type;
    const uint8_t *order = put->order + (type->members - put->dialect.grammar->members);
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next)) {
        if (at->row)
            value[at->row - type->members] = at;
        else
            sb_pb_put_other(put, at);
    }
    for (size_t i = 0; i < type->n; i++)
        if (value[order[i]] && sb_pb_in_way(&type->members[order[i]], way))
            sb_pb_put_member(put, value[order[i]], way);
}
