#include "base/utf8.h"
#include "carry/protobuf.h"

/* ---- events ---- */

bool sb_pb_begin(struct sb_pb_take *take, enum sb_event_kind kind, uint32_t offset)
{
    return sb_walk_value(take->walk, kind, SB_STR_NONE, 0, offset);
}

bool sb_pb_end(struct sb_pb_take *take, uint32_t offset)
{
    return sb_walk_end(take->walk, 0, offset);
}

bool sb_pb_member(struct sb_pb_take *take, const struct sb_member *row, uint32_t offset)
{
    return sb_walk_member(take->walk, sb_str_n(row->name, row->name_n), NULL, 0, offset);
}

static void add_all(struct sb_pb_take *take, struct sb_pb_chain *chain, const struct sb_pb_field *fields)
{
    for (; fields; fields = fields->next)
        sb_pb_add(take, chain, fields);
}

/* ---- scalars ---- */

bool sb_pb_take_text(struct sb_pb_take *take, const struct sb_pb_field *field)
{
    if (!sb_utf8_valid(field->wire.bytes))
        return sb_pb_refuse(take, field->wire.raw.p, "a text that is not UTF-8");
    return sb_walk_value(take->walk, SB_EVENT_TEXT, field->wire.bytes, 0, sb_pb_offset(take, field));
}

static bool give_bits(struct sb_pb_take *take, const struct sb_member *row, uint64_t bits, uint32_t offset)
{
    char room[SB_PB_TEXT];
    if (row->kind == SB_MEMBER_BOOL)
        return sb_pb_begin(take, bits ? SB_EVENT_TRUE : SB_EVENT_FALSE, offset);
    if (row->kind == SB_MEMBER_WORD)
        return sb_walk_value(take->walk, SB_EVENT_TEXT, sb_pb_word_text(take->dialect.grammar, row, bits, room), 0,
                             offset);
    return sb_walk_value(take->walk, SB_EVENT_NUMBER, sb_pb_number_text(row, bits, room), 0, offset);
}

/* google.protobuf.Timestamp: seconds 1, nanos 2. A message with anything else is read to its end all the same: what is
 * not even a message is told as that. */
static sb_str time_text(struct sb_pb_take *take, const struct sb_member *row, const struct sb_pb_field *fields,
                        char room[SB_PB_TEXT])
{
    struct sb_pb_time time = {0, 0};
    bool strange = false;
    for (; fields; fields = fields->next) {
        struct sb_wire wire = sb_wire_of(fields->wire.bytes);
        struct sb_wire_field field;
        while (sb_wire_next(&wire, &field)) {
            if (field.type != SB_WIRE_VARINT || field.number > 2)
                strange = true;
            else if (field.number == 1)
                time.seconds = (int64_t)field.value;
            else
                time.nanos = (int32_t)(uint32_t)field.value;
        }
        if (wire.wrong) {
            sb_pb_refuse(take, wire.rest.p, wire.wrong);
            return SB_STR_NONE;
        }
    }
    return strange ? SB_STR_NONE : sb_pb_time_text(time, sb_pb_is_date(row), room);
}

/* Can FIELDS be said as a value of ROW at all? */
static bool is_value(struct sb_pb_take *take, const struct sb_member *row, const struct sb_pb_field *fields)
{
    char room[SB_PB_TEXT];
    enum sb_pb_kind kind = sb_pb_kind_of(row);
    if (kind == SB_PB_TIMESTAMP)
        return time_text(take, row, fields, room).n != 0;
    return (kind != SB_PB_FLOAT && kind != SB_PB_DOUBLE) || sb_pb_number_text(row, fields->wire.value, room).n;
}

/* ---- values ---- */

bool sb_pb_take_value(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                      const struct sb_pb_field *fields)
{
    char room[SB_PB_TEXT];
    uint32_t offset = sb_pb_offset(take, fields);
    const struct sb_pb_quirk *quirk = &take->quirks[row->quirk];
    if (sb_pb_is_irregular(row) && quirk->take_value)
        return quirk->take_value(take, message, row, fields);
    switch (sb_pb_kind_of(row)) {
    case SB_PB_MESSAGE: return sb_pb_take_object(take, &take->dialect.grammar->objects[row->type], 0, fields);
    case SB_PB_BYTES: return sb_pb_take_text(take, fields);
    case SB_PB_TIMESTAMP:
        return sb_walk_value(take->walk, SB_EVENT_TEXT, time_text(take, row, fields, room), 0, offset);
    default: return give_bits(take, row, fields->wire.value, offset);
    }
}

bool sb_pb_take_item(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                     const struct sb_pb_field *field)
{
    struct sb_pb_field alone = {.wire = field->wire};
    const struct sb_pb_quirk *inner = NULL;
    if (field->wire.type == SB_WIRE_BYTES && row->pb_kind == SB_PB_VARINT) {
        struct sb_wire packed = sb_wire_of(field->wire.bytes);
        uint64_t bits;
        while (sb_wire_next_packed(&packed, SB_WIRE_VARINT, &bits))
            if (!give_bits(take, row, sb_pb_bits(row, bits), sb_pb_offset(take, field)))
                return false;
        return packed.wrong ? sb_pb_refuse(take, packed.rest.p, packed.wrong) : true;
    }
    const struct sb_object *type = row->kind == SB_MEMBER_OBJECT ? &take->dialect.grammar->objects[row->type] : NULL;
    for (size_t i = 0; type && !inner && i < type->n; i++)
        inner = take->quirks[type->members[i].quirk].take_inner ? &take->quirks[type->members[i].quirk] : NULL;
    return sb_pb_take_value(take, message, row, &alone) ? !inner || inner->take_inner(take, message, row, &alone)
                                                        : false;
}

/* ---- members ---- */

/* The fields of the list in a box. */
static bool unbox(struct sb_pb_take *take, const struct sb_pb_chain *box, struct sb_pb_chain *ret_items)
{
    *ret_items = (struct sb_pb_chain){0};
    for (const struct sb_pb_field *at = box->first; at; at = at->next) {
        struct sb_wire wire = sb_wire_of(at->wire.bytes);
        struct sb_pb_field field = {0};
        while (sb_wire_next(&wire, &field.wire)) {
            if (field.wire.number != 1 || field.wire.type != SB_WIRE_BYTES)
                return false;
            sb_pb_add(take, ret_items, &field);
        }
        if (wire.wrong)
            return sb_pb_refuse(take, wire.rest.p, wire.wrong);
    }
    return true;
}

static bool take_list(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                      const struct sb_pb_chain *items)
{
    uint32_t offset = sb_pb_offset(take, items->first);
    if (!sb_pb_member(take, row, offset) || !sb_pb_begin(take, SB_EVENT_LIST, offset))
        return false;
    if (items->first && !sb_member_many_in_pb(row, take->dialect.minor)) {
        if (!sb_pb_take_value(take, message, row, items->first)) /* one message, perhaps in parts */
            return false;
    } else {
        for (const struct sb_pb_field *at = items->first; at; at = at->next)
            if (!sb_pb_take_item(take, message, row, at))
                return false;
    }
    return sb_pb_end(take, offset);
}

/* One value: of several messages the first, of parts of one message all, of scalars the last. */
static bool take_one(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                     const struct sb_pb_chain *fields)
{
    struct sb_pb_field alone = {.wire = fields->last->wire};
    const struct sb_pb_field *of = &alone;
    bool many = sb_member_many_in_pb(row, take->dialect.minor);
    bool parts = !many && fields->first->wire.type == SB_WIRE_BYTES && sb_pb_kind_of(row) != SB_PB_BYTES;
    if (parts)
        of = fields->first;
    else if (many)
        alone.wire = fields->first->wire;
    for (const struct sb_pb_field *at = fields->first; at && !parts; at = at->next)
        if (at->wire.raw.p != alone.wire.raw.p)
            sb_pb_add(take, many ? &message->others : &message->again, at);
    if (!is_value(take, row, of)) {
        add_all(take, &message->others, of);
        return true;
    }
    return sb_pb_member(take, row, sb_pb_offset(take, of)) && sb_pb_take_value(take, message, row, of);
}

/* What a message says by having no such field. */
static bool take_zero(struct sb_pb_take *take, const struct sb_pb_message *message, const struct sb_member *row)
{
    const struct sb_grammar *grammar = take->dialect.grammar;
    uint32_t offset = message->offset;
    if (!sb_pb_says_zero(&take->dialect, message->type, row, message->way))
        return true;
    sb_str zero = sb_pb_zero(grammar, row);
    if (row->list)
        return sb_pb_member(take, row, offset) && sb_pb_begin(take, SB_EVENT_LIST, offset) && sb_pb_end(take, offset);
    if (!zero.p)
        return true;
    bool number = row->kind == SB_MEMBER_INTEGER || row->kind == SB_MEMBER_NUMBER;
    return sb_pb_member(take, row, offset) &&
           sb_walk_value(take->walk, number ? SB_EVENT_NUMBER : SB_EVENT_TEXT, zero, 0, offset);
}

/* Does the field say what its absence says? Then it is none. */
static bool is_nothing(const struct sb_member *row, const struct sb_pb_chain *fields)
{
    const struct sb_wire_field *last = &fields->last->wire;
    return row->pb_plain && !row->list && (last->type == SB_WIRE_BYTES ? !last->bytes.n : !last->value);
}

bool sb_pb_take_row(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row)
{
    const struct sb_pb_chain *fields = &message->of[row - message->type->members];
    const struct sb_pb_quirk *quirk = sb_pb_quirk_of(take->quirks, row);
    struct sb_pb_chain items = *fields;
    if (!fields->first || is_nothing(row, fields)) {
        for (const struct sb_pb_field *at = fields->first; at && at != fields->last; at = at->next)
            sb_pb_add(take, &message->again, at);
        return take_zero(take, message, row);
    }
    if (quirk && quirk->take)
        return quirk->take(take, message, row);
    if (row->pb_kind == SB_PB_BOX && !unbox(take, fields, &items)) {
        add_all(take, &message->others, fields->first);
        return true;
    }
    return row->list ? take_list(take, message, row, &items) : take_one(take, message, row, fields);
}

/* Those that were given again are no fault: nobody judges them. */
bool sb_pb_take_other(struct sb_pb_take *take, const struct sb_pb_field *field, bool given_again)
{
    char name[16];
    uint32_t offset = sb_pb_offset(take, field);
    bool before = take->walk->extra;
    snprintf(name, sizeof name, "#%u", field->wire.number);
    sb_buf_clear(&take->text);
    sb_buf_hex(&take->text, (const uint8_t *)field->wire.raw.p, field->wire.raw.n);
    if (take->text.over || !sb_walk_other(take->walk, sb_str_of(name), 0, offset))
        return false;
    if (given_again && take->walk->odd)
        take->walk->odd(take->walk->to.to, SB_ODD_AGAIN, name, offset);
    take->walk->extra = given_again;
    bool good = sb_walk_value(take->walk, SB_EVENT_TEXT, sb_buf_all(&take->text), 0, offset);
    take->walk->extra = before;
    return good;
}

bool sb_pb_take_others(struct sb_pb_take *take, const struct sb_pb_message *message)
{
    for (const struct sb_pb_field *at = message->again.first; at; at = at->next)
        if (!sb_pb_take_other(take, at, true))
            return false;
    for (const struct sb_pb_field *at = message->others.first; at; at = at->next)
        if (!sb_pb_take_other(take, at, false))
            return false;
    return sb_pb_fits_memory(take) && take->walk->err->rc == SB_OK;
}

bool sb_pb_take_inside(struct sb_pb_take *take, struct sb_pb_message *message)
{
    for (size_t i = 0; i < message->type->n; i++)
        if (!sb_pb_take_row(take, message, &message->type->members[i]))
            return false;
    return sb_pb_take_others(take, message);
}

bool sb_pb_take_object(struct sb_pb_take *take, const struct sb_object *type, unsigned way,
                       const struct sb_pb_field *fields)
{
    struct sb_pb_message message;
    struct sb_pb_mark mark = sb_pb_mark(take);
    uint32_t offset = sb_pb_offset(take, fields);
    bool good = sb_pb_begin(take, SB_EVENT_OBJECT, offset) && sb_pb_sort(take, type, way, fields, &message) &&
                sb_pb_take_inside(take, &message) && sb_pb_end(take, offset);
    sb_pb_forget(take, mark);
    return good;
}

bool sb_pb_either(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_pb_field *fields,
                  uint32_t most, uint32_t *ret_number, struct sb_pb_chain *ret_one)
{
    bool good = true;
    *ret_number = 0;
    *ret_one = (struct sb_pb_chain){0};
    for (const struct sb_pb_field *at = fields; at && good; at = at->next) {
        struct sb_wire wire = sb_wire_of(at->wire.bytes);
        struct sb_pb_field field = {0};
        while (good && sb_wire_next(&wire, &field.wire)) {
            good = field.wire.number <= most && field.wire.type == SB_WIRE_BYTES &&
                   (!*ret_number || *ret_number == field.wire.number);
            *ret_number = field.wire.number;
            sb_pb_add(take, ret_one, &field);
        }
        good = good && (!wire.wrong || sb_pb_refuse(take, wire.rest.p, wire.wrong));
    }
    if (!good)
        add_all(take, &message->others, fields);
    return good;
}
