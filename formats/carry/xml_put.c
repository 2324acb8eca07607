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

/* ---- what no row knows ---- */

/* The name of "{namespace}name", or of "name" alone; it ends where NAME ends. SPACE (cleared) gets the namespace. */
static const char *split(sb_str name, struct sb_buf *space)
{
    size_t end = name.n && name.p[0] == '{' ? sb_str_rchr(name, '}') : SB_NPOS;
    sb_buf_clear(space);
    if (end != SB_NPOS)
        sb_buf_str(space, sb_str_part(name, 1, end - 1));
    sb_buf_chr(space, '\0');
    return end == SB_NPOS ? name.p : name.p + end + 1;
}

bool sb_xml_put_other_attribute(const struct sb_xml_put *put, const struct sb_node *node, unsigned number)
{
    struct sb_buf space = {0}, full = {0};
    char prefix[32];
    if (!node->name.n || node->name.p[0] != '@')
        return false;
    const char *name = split(sb_str_from(node->name, 1), &space);
    bool own = strcmp(space.p, "http://www.w3.org/XML/1998/namespace") == 0; /* has a prefix that none may declare */
    snprintf(prefix, sizeof prefix, "xmlns:n%u", number);
    if (*space.p && !own)
        sb_xml_attribute(put->out, prefix, sb_str_of(space.p));
    if (*space.p)
        sb_buf_printf(&full, "%s:", own ? "xml" : prefix + strlen("xmlns:"));
    sb_buf_printf(&full, "%s", name);
    sb_buf_chr(&full, '\0');
    sb_xml_attribute(put->out, full.p, node->text);
    sb_buf_done(&space);
    sb_buf_done(&full);
    return true;
}

static void put_other_inside(const struct sb_xml_put *put, const struct sb_node *object, const char *space)
{
    unsigned number = 0;
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next))
        number += sb_xml_put_other_attribute(put, at, number);
    const struct sb_node *text = NULL;
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next)) {
        if (sb_str_starts(at->name, SB_S(SB_XML_OTHER_TEXT)))
            text = at;
        else if (at->name.p[0] != '@')
            sb_xml_put_other(put, at, space);
    }
    if (text)
        sb_xml_text(put->out, text->text);
}

void sb_xml_put_other(const struct sb_xml_put *put, const struct sb_node *node, const char *around)
{
    struct sb_buf space = {0};
    const char *name = split(node->name, &space);
    const char *own = node->name.p[0] == '{' ? space.p : put->space;
    sb_xml_begin(put->out, name);
    if (strcmp(own, around) != 0)
        sb_xml_attribute(put->out, "xmlns", sb_str_of(own));
    if (node->kind == SB_EVENT_OBJECT)
        put_other_inside(put, node, own);
    else
        sb_xml_text(put->out, node->text);
    sb_xml_end(put->out);
    sb_buf_done(&space);
}

/* An element that stands in a list and is none of its own: a list with one object with one member. */
static void put_stranger(const struct sb_xml_put *put, const struct sb_node *node)
{
    const struct sb_node *object = sb_node_live(node->first);
    if (object && sb_node_live(object->first))
        sb_xml_put_other(put, sb_node_live(object->first), put->space);
}

/* ---- members ---- */

static void put_items(const struct sb_xml_put *put, const struct sb_node *list)
{
    const struct sb_member *row = list->row;
    bool wrapped = row->xml_item != NULL;
    if (wrapped)
        sb_xml_begin(put->out, sb_xml_name(row));
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next)) {
        if (!at->row) {
            put_stranger(put, at);
            continue;
        }
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
    unsigned others = 0;
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next))
        if (at->row)
            value[at->row - type->members] = at;
    for (size_t i = 0; i < type->n; i++)
        if (value[i] && type->members[i].xml_place == SB_XML_ATTRIBUTE)
            sb_xml_attribute(put->out, sb_xml_name(&type->members[i]), sb_xml_text_of(value[i]));
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next))
        others += !at->row && sb_xml_put_other_attribute(put, at, others);
    for (size_t i = 0; i < type->n; i++) {
        if (value[i] && type->members[i].xml_place == SB_XML_TEXT)
            body = value[i];
        else if (value[i] && type->members[i].xml_place != SB_XML_ATTRIBUTE)
            sb_xml_put_member(put, value[i]);
    }
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next))
        if (!at->row && at->name.p[0] != '@')
            sb_xml_put_other(put, at, put->space);
    if (body)
        sb_xml_text(put->out, sb_xml_text_of(body));
}
