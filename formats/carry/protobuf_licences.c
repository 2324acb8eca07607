/* Licences in protobuf: an expression with more than bom-ref and acknowledgement has a message of its own, in field 5.
 */
#include "carry/protobuf.h"
#include "grammar/cyclonedx.h"

static const struct sb_member *row_of(const struct sb_dialect *dialect, enum sb_cdx_row row)
{
    return &dialect->grammar->members[row];
}

static const struct sb_node *get(const struct sb_node *object, const char *name)
{
    return sb_node_get(object, sb_str_of(name));
}

enum { DETAILED = 5, DETAILED_EXPRESSION = 1, DETAILED_REF = 3, DETAILED_ACKNOWLEDGEMENT = 4 };

/* Its members, and their numbers in it. */
static const struct {
    enum sb_cdx_row row;
    uint32_t number;
} detailed[] = {
    {SB_CDX_ROW_LICENSE_CHOICE_EXPRESSION, DETAILED_EXPRESSION},
    {SB_CDX_ROW_LICENSE_CHOICE_EXPRESSION_DETAILS, 2},
    {SB_CDX_ROW_LICENSE_CHOICE_BOM_REF, DETAILED_REF},
    {SB_CDX_ROW_LICENSE_CHOICE_ACKNOWLEDGEMENT, DETAILED_ACKNOWLEDGEMENT},
    {SB_CDX_ROW_LICENSE_CHOICE_LICENSING, DETAILED},
    {SB_CDX_ROW_LICENSE_CHOICE_PROPERTIES, 6},
};

void sb_pb_put_licence(const struct sb_pb_put *put, uint32_t number, const struct sb_node *choice)
{
    if (choice->type != &put->dialect.grammar->objects[SB_CDX_LICENSE_CHOICE]) {
        sb_pb_put_object(put, number, choice, 0);
        return;
    }
    bool more = get(choice, "expressionDetails") || get(choice, "licensing") || get(choice, "properties");
    size_t outer = sb_wire_begin(put->out, number);
    if (more) {
        for (const struct sb_node *at = sb_node_live(choice->first); at; at = sb_node_live(at->next))
            sb_pb_put_other(put, at);
        size_t begun = sb_wire_begin(put->out, DETAILED);
        for (size_t i = 0; i < SB_COUNT(detailed); i++) {
            const struct sb_member *row = row_of(&put->dialect, detailed[i].row);
            const struct sb_node *node = sb_node_get(choice, sb_str_n(row->name, row->name_n));
            for (const struct sb_node *at = node && row->list ? sb_node_live(node->first) : node; at;
                 at = row->list ? sb_node_live(at->next) : NULL)
                sb_pb_put_value(put, detailed[i].number, at);
        }
        sb_wire_end(put->out, begun);
    } else {
        sb_pb_put_inside(put, choice, 0);
    }
    sb_wire_end(put->out, outer);
}

/* The fields of a detailed expression, at the rows of CHOICE. False: there is something else among them. */
static bool open_detailed(struct sb_pb_take *take, struct sb_pb_message *choice, const struct sb_pb_chain *fields)
{
    const struct sb_member *members = choice->type->members;
    for (const struct sb_pb_field *at = fields->first; at; at = at->next) {
        struct sb_wire wire = sb_wire_of(at->wire.bytes);
        struct sb_pb_field field = {0};
        while (sb_wire_next(&wire, &field.wire)) {
            size_t i = 0;
            while (i < SB_COUNT(detailed) && detailed[i].number != field.wire.number)
                i++;
            bool known = i < SB_COUNT(detailed) &&
                         (field.wire.type == SB_WIRE_VARINT) == (field.wire.number == DETAILED_ACKNOWLEDGEMENT);
            if (!known || (field.wire.type != SB_WIRE_BYTES && field.wire.type != SB_WIRE_VARINT))
                return false;
            sb_pb_add(take, &choice->of[row_of(&take->dialect, detailed[i].row) - members], &field);
        }
        if (wire.wrong)
            return sb_pb_refuse(take, wire.rest.p, wire.wrong);
    }
    return true;
}

static void move_all(struct sb_pb_take *take, struct sb_pb_chain *from, struct sb_pb_chain *to)
{
    for (const struct sb_pb_field *at = from->first; at; at = at->next)
        sb_pb_add(take, to, at);
    *from = (struct sb_pb_chain){0};
}

/* Field 5 counts where it is the last of the three alternatives. */
static void settle_detailed(struct sb_pb_take *take, struct sb_pb_message *choice)
{
    struct sb_pb_chain others = choice->others, fields = {0};
    choice->others = (struct sb_pb_chain){0};
    for (const struct sb_pb_field *at = others.first; at; at = at->next) {
        bool is = at->wire.number == DETAILED && at->wire.type == SB_WIRE_BYTES;
        sb_pb_add(take, is ? &fields : &choice->others, at);
    }
    if (!fields.first)
        return;
    const char *last = fields.last->wire.raw.p;
    struct sb_pb_message before = *choice;
    const struct sb_member *members = choice->type->members;
    for (size_t i = 0; i < choice->type->n; i++) {
        if (members[i].pb_oneof && choice->of[i].last && choice->of[i].last->wire.raw.p > last) {
            move_all(take, &fields, &choice->again);
            return;
        }
        if (i != (size_t)(row_of(&take->dialect, SB_CDX_ROW_LICENSE_CHOICE_BOM_REF) - members) &&
            i != (size_t)(row_of(&take->dialect, SB_CDX_ROW_LICENSE_CHOICE_ACKNOWLEDGEMENT) - members))
            move_all(take, &choice->of[i], &choice->again);
    }
    if (open_detailed(take, choice, &fields))
        return;
    *choice = before;
    move_all(take, &fields, &choice->others);
}

bool sb_pb_take_licence(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                        const struct sb_pb_field *fields)
{
    struct sb_pb_message choice;
    struct sb_pb_mark mark = sb_pb_mark(take);
    uint32_t offset = sb_pb_offset(take, fields);
    (void)message;
    if (row->type != SB_CDX_LICENSE_CHOICE)
        return sb_pb_take_object(take, &take->dialect.grammar->objects[row->type], 0, fields);
    if (!sb_pb_begin(take, SB_EVENT_OBJECT, offset) ||
        !sb_pb_sort(take, &take->dialect.grammar->objects[row->type], 0, fields, &choice))
        return false;
    if (take->dialect.minor >= SB_PB_DETAILED_SINCE)
        settle_detailed(take, &choice);
    bool good = sb_pb_take_inside(take, &choice) && sb_pb_end(take, offset);
    sb_pb_forget(take, mark);
    return good;
}
