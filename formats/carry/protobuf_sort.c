/* The fields of a message, by the rows that they are of. */
#include "carry/protobuf.h"

uint32_t sb_pb_offset(const struct sb_pb_take *take, const struct sb_pb_field *field)
{
    return field ? (uint32_t)(field->wire.raw.p - take->begin) : 0;
}

bool sb_pb_refuse(const struct sb_pb_take *take, const char *at, const char *wrong)
{
    sb_fail(take->walk->err, SB_E_SYNTAX, "no message of protobuf: %s", wrong);
    sb_err_at(take->walk->err, 0, (uint32_t)(at - take->begin));
    return false;
}

/* ---- rows ---- */

/* Does the type of the wire fit? Scalars of a list may be packed. */
static bool fits(const struct sb_member *row, const struct sb_wire_field *field)
{
    static const uint8_t types[] = {
        [SB_PB_NONE] = UINT8_MAX,        [SB_PB_ITSELF] = UINT8_MAX,       [SB_PB_BYTES] = SB_WIRE_BYTES,
        [SB_PB_MESSAGE] = SB_WIRE_BYTES, [SB_PB_VARINT] = SB_WIRE_VARINT,  [SB_PB_VARINT64] = SB_WIRE_VARINT,
        [SB_PB_FLOAT] = SB_WIRE_FIXED32, [SB_PB_DOUBLE] = SB_WIRE_FIXED64, [SB_PB_TIMESTAMP] = SB_WIRE_BYTES,
        [SB_PB_BOX] = SB_WIRE_BYTES,     [SB_PB_QUIRK] = UINT8_MAX,
    };
    uint8_t type = types[sb_pb_kind_of(row)];
    return field->type == type || (type == SB_WIRE_VARINT && row->list && field->type == SB_WIRE_BYTES);
}

uint64_t sb_pb_bits(const struct sb_member *row, uint64_t value)
{
    bool is_short = row->kind == SB_MEMBER_WORD || (row->kind == SB_MEMBER_INTEGER && row->pb_kind != SB_PB_VARINT64);
    return is_short ? (uint64_t)(int64_t)(int32_t)(uint32_t)value : value;
}

/* The row of a number: of several shapes the first of the version, or else the first. */
static const struct sb_member *row_of(const struct sb_pb_take *take, const struct sb_object *type, unsigned way,
                                      uint32_t number)
{
    const struct sb_member *found = NULL;
    for (const struct sb_member *row = type->members; row < type->members + type->n; row++) {
        if (row->pb_kind == SB_PB_QUIRK ? sb_pb_number(take->quirks, row, way) != number : row->pb_number != number)
            continue;
        if (!row->pb_number || !sb_pb_in_way(row, way))
            continue;
        if (sb_row_in(&take->dialect, row))
            return row;
        found = found ? found : row;
    }
    return found ? found : sb_pb_alias(&take->dialect, type, number);
}

/* ---- where they lie ---- */

enum { BLOCK = 256, FIELDS_MAX = SB_HOLD_MAX / sizeof(struct sb_pb_field) };
struct sb_pb_block {
    struct sb_pb_block *before;
    size_t n;
    struct sb_pb_field fields[BLOCK];
};

struct sb_pb_mark sb_pb_mark(const struct sb_pb_take *take)
{
    return (struct sb_pb_mark){take->block, take->block ? take->block->n : 0, take->fields};
}

void sb_pb_forget(struct sb_pb_take *take, struct sb_pb_mark mark)
{
    while (take->block != mark.block) {
        struct sb_pb_block *gone = take->block;
        take->block = gone->before;
        sb_free(take->spare);
        take->spare = gone;
    }
    if (take->block)
        take->block->n = mark.n;
    take->fields = mark.fields;
}

void sb_pb_take_done(struct sb_pb_take *take)
{
    sb_pb_forget(take, (struct sb_pb_mark){0});
    sb_free(take->spare);
    sb_buf_done(&take->text);
}

static struct sb_pb_field *new_field(struct sb_pb_take *take)
{
    if (!take->block || take->block->n == BLOCK) {
        struct sb_pb_block *block = take->spare ? take->spare : sb_malloc(sizeof *block);
        take->spare = NULL;
        block->before = take->block;
        block->n = 0;
        take->block = block;
    }
    take->fields++;
    return &take->block->fields[take->block->n++];
}

bool sb_pb_fits_memory(const struct sb_pb_take *take)
{
    if (take->fields <= FIELDS_MAX)
        return true;
    sb_fail(take->walk->err, SB_E_LIMIT, "one element takes more than %d MiB of memory (SB_HOLD_MAX)",
            SB_HOLD_MAX >> 20);
    return false;
}

void sb_pb_add(struct sb_pb_take *take, struct sb_pb_chain *chain, const struct sb_pb_field *field)
{
    if (take->fields > FIELDS_MAX)
        return;
    struct sb_pb_field *copy = new_field(take);
    *copy = (struct sb_pb_field){.wire = field->wire};
    if (chain->last)
        chain->last->next = copy;
    else
        chain->first = copy;
    chain->last = copy;
}

static bool is_behind(const struct sb_pb_field *field, const struct sb_pb_field *other)
{
    return field && (!other || field->wire.raw.p > other->wire.raw.p);
}

/* Of the members of a oneof the last one counts, and of it what stands behind the last of the others. */
static void settle_oneof(struct sb_pb_take *take, struct sb_pb_message *message)
{
    const struct sb_object *type = message->type;
    const struct sb_pb_field *last = NULL, *before = NULL;
    size_t winner = 0;
    for (size_t i = 0; i < type->n; i++)
        if (type->members[i].pb_oneof && is_behind(message->of[i].last, last)) {
            before = last;
            last = message->of[i].last;
            winner = i;
        } else if (type->members[i].pb_oneof && is_behind(message->of[i].last, before)) {
            before = message->of[i].last;
        }
    for (size_t i = 0; before && i < type->n; i++) {
        struct sb_pb_chain all = message->of[i];
        if (!type->members[i].pb_oneof)
            continue;
        message->of[i] = (struct sb_pb_chain){0};
        for (const struct sb_pb_field *at = all.first; at; at = at->next)
            sb_pb_add(take, i == winner && is_behind(at, before) ? &message->of[i] : &message->again, at);
    }
}

bool sb_pb_sort(struct sb_pb_take *take, const struct sb_object *type, unsigned way, const struct sb_pb_field *fields,
                struct sb_pb_message *ret_message)
{
    *ret_message = (struct sb_pb_message){.type = type, .way = way, .offset = sb_pb_offset(take, fields)};
    bool oneof = false;
    for (; fields; fields = fields->next) {
        struct sb_wire wire = sb_wire_of(fields->wire.bytes);
        struct sb_pb_field field = {0};
        while (sb_wire_next(&wire, &field.wire)) {
            const struct sb_member *row = row_of(take, type, way, field.wire.number);
            if (row && !fits(row, &field.wire))
                row = NULL;
            if (row && field.wire.type == SB_WIRE_VARINT)
                field.wire.value = sb_pb_bits(row, field.wire.value);
            sb_pb_add(take, row ? &ret_message->of[row - type->members] : &ret_message->others, &field);
            oneof = oneof || (row && row->pb_oneof);
        }
        if (wire.wrong)
            return sb_pb_refuse(take, wire.rest.p, wire.wrong);
    }
    if (oneof)
        settle_oneof(take, ret_message);
    return sb_pb_fits_memory(take);
}
