#include "base/mem.h"
#include "carry/carrier.h"
#include "carry/xml.h"

struct xml_writer {
    struct sb_xml_out out;
    struct sb_xml_put put;
    struct sb_hold hold;
    bool holding;
    const struct sb_member *list; /* the list of the document that is open */
    struct sb_sink *sink;
    struct sb_err err; /* of what is held */
    char space[64];
    unsigned others; /* attributes of the document that no row knows */
};

static void begin_document(struct xml_writer *writer)
{
    sb_xml_out(&writer->out, writer->sink);
    sb_xml_begin(&writer->out, "bom");
    snprintf(writer->space, sizeof writer->space, "http://cyclonedx.org/schema/bom/1.%u", writer->put.dialect.minor);
    sb_xml_attribute(&writer->out, "xmlns", sb_str_of(writer->space));
}

/* Of another namespace; in a list it is wrapped in a list and an object. */
static void put_other(struct xml_writer *writer, const struct sb_node *node)
{
    if (writer->list)
        node = node->first->first;
    if (sb_xml_put_other_attribute(&writer->put, node, writer->others))
        writer->others++;
    else
        sb_xml_put_other(&writer->put, node, writer->space);
}

static bool put_element(void *to, const struct sb_node *node)
{
    struct xml_writer *writer = to;
    if (!node->row)
        put_other(writer, node);
    else if (writer->list)
        sb_xml_put_value(&writer->put, writer->list->xml_item, node);
    else if (node->row->xml_place == SB_XML_ATTRIBUTE)
        sb_xml_attribute(&writer->out, sb_xml_name(node->row), sb_xml_text_of(node));
    else if (node->row->xml_place != SB_XML_QUIRK) /* format and version are the namespace */
        sb_xml_put_member(&writer->put, node);
    return writer->sink->err.rc == SB_OK;
}

static bool hold_on(struct xml_writer *writer, const struct sb_event *event)
{
    bool whole;
    if (sb_hold_take(&writer->hold, event, &whole, &writer->err) != SB_OK) {
        sb_fail(&writer->sink->err, writer->err.rc, "%s", writer->err.text);
        return false;
    }
    writer->holding = !whole;
    return !whole || put_element(writer, writer->hold.base->first);
}

static bool hold(struct xml_writer *writer, const struct sb_event *event)
{
    const struct sb_grammar *grammar = writer->put.dialect.grammar;
    sb_hold_begin(&writer->hold, &grammar->objects[grammar->root], writer->list, 0);
    return hold_on(writer, event);
}

static bool receive(void *to, const struct sb_event *event)
{
    struct xml_writer *writer = to;
    if (writer->holding)
        return hold_on(writer, event);
    if (!event->row && event->kind == SB_EVENT_OBJECT) {
        begin_document(writer);
    } else if (!event->row && event->kind == SB_EVENT_OBJECT_END) {
        sb_xml_end(&writer->out);
    } else if (event->kind == SB_EVENT_LIST && event->row->xml_place == SB_XML_WRAP) {
        writer->list = event->row;
        sb_xml_begin(&writer->out, sb_xml_name(event->row));
    } else if (event->kind == SB_EVENT_LIST_END) {
        writer->list = NULL;
        sb_xml_end(&writer->out);
    } else {
        return hold(writer, event);
    }
    return writer->sink->err.rc == SB_OK;
}

void *sb_xml_writer_new(struct sb_sink *sink, uint8_t minor, struct sb_receiver *ret_to)
{
    struct xml_writer *writer = sb_calloc(1, sizeof *writer);
    writer->sink = sink;
    writer->put = (struct sb_xml_put){
        &writer->out, writer->space, {&sb_grammar_cyclonedx, minor, SB_IN_XML}, sb_xml_quirks_cyclonedx};
    *ret_to = (struct sb_receiver){receive, writer, put_element};
    return writer;
}

void sb_xml_writer_free(void *writer)
{
    sb_hold_done(&((struct xml_writer *)writer)->hold);
    sb_free(writer);
}
