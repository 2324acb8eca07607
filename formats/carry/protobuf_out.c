#include "base/mem.h"
#include "carry/carrier.h"
#include "carry/protobuf.h"

struct writer {
    struct sb_buf out; /* of one element */
    struct sb_pb_put put;
    struct sb_hold hold;
    bool holding;
    const struct sb_member *list; /* the list of the document that is open */
    struct sb_sink *sink;
    uint8_t *order;
};

static bool passed_on(struct writer *writer)
{
    if (writer->out.over)
        sb_fail(&writer->sink->err, SB_E_LIMIT, "one element is larger than 1 GiB");
    sb_put_str(writer->sink, sb_buf_all(&writer->out));
    sb_buf_clear(&writer->out);
    return writer->sink->err.rc == SB_OK;
}

static bool put_element(void *to, const struct sb_node *node)
{
    struct writer *writer = to;
    if (!node->row)
        sb_pb_put_other(&writer->put, node);
    else if (writer->list)
        sb_pb_put_value(&writer->put, writer->list->pb_number, node);
    else
        sb_pb_put_member(&writer->put, node, 0);
    return passed_on(writer);
}

static bool hold_on(struct writer *writer, const struct sb_event *event)
{
    bool whole;
    if (!sb_hold_for(&writer->hold, event, &whole, writer->sink))
        return false;
    writer->holding = !whole;
    return !whole || put_element(writer, writer->hold.base->first);
}

static bool hold(struct writer *writer, const struct sb_event *event)
{
    const struct sb_grammar *grammar = writer->put.dialect.grammar;
    sb_hold_begin(&writer->hold, &grammar->objects[grammar->root], writer->list, 0);
    return hold_on(writer, event);
}

static bool receive(void *to, const struct sb_event *event)
{
    struct writer *writer = to;
    if (writer->holding)
        return hold_on(writer, event);
    if (!event->row && event->type) /* the document itself: its fields are the message */
        return true;
    if (event->kind == SB_EVENT_LIST && event->row && event->row->kind == SB_MEMBER_OBJECT)
        writer->list = event->row;
    else if (event->kind == SB_EVENT_LIST_END)
        writer->list = NULL;
    else
        return hold(writer, event);
    return true;
}

/* The rows of each object by their numbers. */
static uint8_t *orders_of(const struct sb_grammar *grammar)
{
    uint8_t *orders = sb_malloc(grammar->members_n);
    for (size_t i = 0; i < grammar->objects_n; i++) {
        const struct sb_object *type = &grammar->objects[i];
        uint8_t *order = orders + (type->members - grammar->members);
        for (size_t j = 0; j < type->n; j++) {
            size_t at = j;
            for (; at && type->members[order[at - 1]].pb_number > type->members[j].pb_number; at--)
                order[at] = order[at - 1];
            order[at] = (uint8_t)j;
        }
    }
    return orders;
}

void *sb_pb_writer_new(struct sb_sink *sink, uint8_t minor, struct sb_receiver *ret_to)
{
    struct writer *writer = sb_calloc(1, sizeof *writer);
    writer->sink = sink;
    writer->order = orders_of(&sb_grammar_cyclonedx);
    writer->put = (struct sb_pb_put){
        &writer->out, {&sb_grammar_cyclonedx, minor, SB_IN_PROTOBUF}, sb_pb_quirks_cyclonedx, writer->order};
    *ret_to = (struct sb_receiver){receive, writer, put_element};
    return writer;
}

void sb_pb_writer_free(void *to)
{
    struct writer *writer = to;
    sb_hold_done(&writer->hold);
    sb_buf_done(&writer->out);
    sb_free(writer->order);
    sb_free(writer);
}
