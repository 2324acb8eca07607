#include "base/mem.h"
#include "carry/carrier.h"
#include "carry/xml.h"

enum { ATTRIBUTES_MOST = 4 }; /* rows of the document that are attributes */

struct xml_writer {
    struct sb_xml_out out;
    struct sb_xml_put put;
    struct sb_hold hold;
    bool holding;
    const struct sb_member *list; /* the list of the document that is open */
    struct sb_sink *sink;
    char space[64];
    unsigned others; /* attributes of the document that no row knows */

    /* Attributes of the document that have a row, until the first element comes: they may come in any order. */
    struct {
        const struct sb_member *row;
        size_t at, n; /* in TEXTS */
    } attributes[ATTRIBUTES_MOST];
    size_t attributes_n;
    struct sb_buf texts;
};

static void begin_document(struct xml_writer *writer)
{
    sb_xml_out(&writer->out, writer->sink);
    sb_xml_begin(&writer->out, "bom");
    snprintf(writer->space, sizeof writer->space, "http://cyclonedx.org/schema/bom/1.%u", writer->put.dialect.minor);
    sb_xml_attribute(&writer->out, "xmlns", sb_str_of(writer->space));
}

enum sb_place sb_xml_place(const struct sb_member *row)
{
    switch (row->xml_place) {
    case SB_XML_ATTRIBUTE: return SB_PLACE_FRONT;
    case SB_XML_NONE:
    case SB_XML_QUIRK: return SB_PLACE_ANY; /* format and version are the namespace */
    default: return SB_PLACE_ORDER;
    }
}

static void keep_attribute(struct xml_writer *writer, const struct sb_node *node)
{
    size_t i = writer->attributes_n++;
    sb_str text = sb_xml_text_of(node);
    for (; i > 0 && writer->attributes[i - 1].row > node->row; i--)
        writer->attributes[i] = writer->attributes[i - 1];
    writer->attributes[i].row = node->row;
    writer->attributes[i].at = writer->texts.n;
    writer->attributes[i].n = text.n;
    sb_buf_str(&writer->texts, text);
}

static void put_attributes(struct xml_writer *writer)
{
    for (size_t i = 0; i < writer->attributes_n; i++)
        sb_xml_attribute(&writer->out, sb_xml_name(writer->attributes[i].row),
                         sb_str_part(sb_buf_all(&writer->texts), writer->attributes[i].at, writer->attributes[i].n));
    writer->attributes_n = 0;
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
    enum sb_place place = node->row ? sb_xml_place(node->row) : SB_PLACE_ORDER;
    if (!writer->list && place != SB_PLACE_ORDER) {
        if (place == SB_PLACE_FRONT && writer->attributes_n < ATTRIBUTES_MOST)
            keep_attribute(writer, node);
        return true;
    }
    put_attributes(writer);
    if (!node->row)
        put_other(writer, node);
    else if (writer->list)
        sb_xml_put_value(&writer->put, writer->list->xml_item, node);
    else
        sb_xml_put_member(&writer->put, node);
    return writer->sink->err.rc == SB_OK;
}

static bool hold_on(struct xml_writer *writer, const struct sb_event *event)
{
    bool whole;
    if (!sb_hold_for(&writer->hold, event, &whole, writer->sink))
        return false;
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
        put_attributes(writer);
        sb_xml_end(&writer->out);
    } else if (event->kind == SB_EVENT_LIST && event->row->xml_place == SB_XML_WRAP) {
        put_attributes(writer);
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
    struct xml_writer *xml = writer;
    sb_hold_done(&xml->hold);
    sb_buf_done(&xml->texts);
    sb_free(xml);
}
