#include "carry/xml.h"

enum { MEMBERS_MOST = 128 }; /* of an object */

sb_str sb_xml_text_of(const struct sb_node *node)
{
    if (node->kind == SB_EVENT_TRUE)
        return SB_S("true");
    return node->kind == SB_EVENT_FALSE ? SB_S("false") : node->text;
}

void sb_xml_put_text(const struct sb_xml_put *put, const char *name, sb_str text)
{
    sb_xml_begin(put->out, name);
    sb_xml_text(put->out, text);
    sb_xml_end(put->out);
}

void sb_xml_put_value(const struct sb_xml_put *put, const char *name, const struct sb_node *node)
{
    if (node->kind != SB_EVENT_OBJECT) {
        sb_xml_put_text(put, name, sb_xml_text_of(node));
        return;
    }
    sb_xml_begin(put->out, name);
    sb_xml_put_inside(put, node);
    sb_xml_end(put->out);
}

static void put_ref(const struct sb_xml_put *put, const char *name, const struct sb_node *node)
{
    sb_xml_begin(put->out, name);
    sb_xml_attribute(put->out, "ref", sb_xml_text_of(node));
    sb_xml_end(put->out);
}

static void put_items(const struct sb_xml_put *put, const struct sb_node *list)
{
    const struct sb_member *row = list->row;
    bool wrapped = row->xml_item != NULL;
    if (wrapped)
        sb_xml_begin(put->out, sb_xml_name(row));
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next)) {
        /* An element of another shape has another name. */
        const char *name = wrapped ? at->row->xml_item : sb_xml_name(row);
        if (row->xml_place == SB_XML_REF)
            put_ref(put, name, at);
        else
            sb_xml_put_value(put, name, at);
    }
    if (wrapped)
        sb_xml_end(put->out);
}

void sb_xml_put_member(const struct sb_xml_put *put, const struct sb_node *node)
{
    const struct sb_member *row = node->row;
    if (row->xml_place == SB_XML_QUIRK)
        put->quirks[row->quirk].put(put, node);
    else if (row->list)
        put_items(put, node);
    else if (row->xml_place == SB_XML_REF)
        put_ref(put, sb_xml_name(row), node);
    else
        sb_xml_put_value(put, sb_xml_name(row), node);
}

void sb_xml_put_inside(const struct sb_xml_put *put, const struct sb_node *object)
{
    const struct sb_node *value[MEMBERS_MOST] = {0};
    const struct sb_object *type = object->type;
    const struct sb_node *body = NULL;
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next))
        value[at->row - type->members] = at;
    for (size_t i = 0; i < type->n; i++)
        if (value[i] && type->members[i].xml_place == SB_XML_ATTRIBUTE)
            sb_xml_attribute(put->out, sb_xml_name(&type->members[i]), sb_xml_text_of(value[i]));
    for (size_t i = 0; i < type->n; i++) {
        if (value[i] && type->members[i].xml_place == SB_XML_TEXT)
            body = value[i];
        else if (value[i] && type->members[i].xml_place != SB_XML_ATTRIBUTE)
            sb_xml_put_member(put, value[i]);
    }
    if (body)
        sb_xml_text(put->out, sb_xml_text_of(body));
}
