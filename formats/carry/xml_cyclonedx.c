/* The places of CycloneDX in XML that no column says. */
#include "carry/xml.h"
#include "grammar/cyclonedx.h"

static const struct sb_member *row_of(const struct sb_dialect *dialect, enum sb_cdx_row row)
{
    return &dialect->grammar->members[row];
}

static const struct sb_node *get(const struct sb_node *object, const char *name)
{
    return sb_node_get(object, sb_str_of(name));
}

static void put_attribute(const struct sb_xml_put *put, const char *name, const struct sb_node *node)
{
    if (node)
        sb_xml_attribute(put->out, name, sb_xml_text_of(node));
}

/* A wrapper of values for each of which EACH gives an element. */
static void put_each(const struct sb_xml_put *put, const struct sb_node *list,
                     void (*each)(const struct sb_xml_put *put, const struct sb_node *node))
{
    sb_xml_begin(put->out, sb_xml_name(list->row));
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next))
        each(put, at);
    sb_xml_end(put->out);
}

static bool take_each(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml,
                      bool (*each)(const struct sb_xml_take *take, struct sb_xml_element *xml))
{
    xml->taken = true;
    sb_xml_tell_wrapper(take, xml);
    if (!sb_xml_take_wrapper(take, xml) || !sb_xml_begin_list(take, row, xml->line))
        return false;
    for (struct sb_xml_element *at = xml->first; at; at = at->next) {
        at->taken = true;
        take->walk->column = at->column;
        if (!each(take, at))
            return false;
    }
    take->walk->column = xml->column;
    return sb_xml_end_list(take, xml->line);
}

static bool take_as(const struct sb_xml_take *take, enum sb_cdx_object type, struct sb_xml_element *xml)
{
    return sb_xml_take_object(take, &take->dialect.grammar->objects[type], xml);
}

/* ---- licences: <license>, <expression>text or <expression-detailed expression="text"> ---- */

static void put_licence(const struct sb_xml_put *put, const struct sb_node *choice)
{
    static const char *const detailed[] = {"expressionDetails", "licensing", "properties"};
    const struct sb_node *licence = get(choice, "license"), *expression = get(choice, "expression");
    const struct sb_node *details[SB_COUNT(detailed)];
    bool more = false;
    for (size_t i = 0; i < SB_COUNT(detailed); i++) {
        details[i] = get(choice, detailed[i]);
        more = more || details[i];
    }
    if (licence)
        sb_xml_put_value(put, "license", licence);
    if (!expression)
        return;
    sb_xml_begin(put->out, more ? "expression-detailed" : "expression");
    put_attribute(put, "bom-ref", get(choice, "bom-ref"));
    put_attribute(put, "acknowledgement", get(choice, "acknowledgement"));
    if (more)
        put_attribute(put, "expression", expression);
    for (size_t i = 0; i < SB_COUNT(detailed); i++)
        if (details[i])
            sb_xml_put_member(put, details[i]);
    if (!more)
        sb_xml_text(put->out, expression->text);
    sb_xml_end(put->out);
}

static void put_licences(const struct sb_xml_put *put, const struct sb_node *node)
{
    put_each(put, node, put_licence);
}

/* The text of an expression, which is then gone from the element: what is left are members by their columns. */
static sb_str cut_expression(struct sb_xml_element *xml)
{
    sb_str text = xml->text;
    if (sb_xml_is(xml, "expression")) {
        xml->text = SB_STR_NONE;
        return text;
    }
    text = SB_STR_NONE;
    for (struct sb_xml_attribute **at = &xml->attributes; *at; at = &(*at)->next) {
        if ((*at)->space || strcmp((*at)->name, "expression") != 0)
            continue;
        text = (*at)->text;
        *at = (*at)->next;
        break;
    }
    return text;
}

/* An <expression> has a text alone; the other one must have it as an attribute. */
static void tell_licence(const struct sb_xml_take *take, const struct sb_xml_element *xml, sb_str text)
{
    bool plain = sb_xml_is(xml, "expression");
    if (!take->walk->odd)
        return;
    if (!plain && !text.p)
        sb_xml_tell(take, SB_ODD_LACKING, "expression", xml);
    for (const struct sb_xml_element *at = xml->first; at && plain; at = at->next)
        sb_xml_tell(take, SB_ODD_INSIDE, at->name, at);
}

static bool take_licence(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    const struct sb_grammar *grammar = take->dialect.grammar;
    if (sb_xml_is(xml, "license"))
        return sb_xml_begin_object(take, xml->line) &&
               sb_xml_take_row(take, row_of(&take->dialect, SB_CDX_ROW_LICENSE_CHOICE_LICENSE), xml->line) &&
               take_as(take, SB_CDX_LICENSE, xml) && sb_xml_end_object(take, xml->line);
    if (!sb_xml_is(xml, "expression") && !sb_xml_is(xml, "expression-detailed"))
        return sb_xml_take_stranger(take, xml);
    sb_str text = cut_expression(xml);
    tell_licence(take, xml, text);
    return sb_xml_begin_object(take, xml->line) &&
           sb_xml_take_inside(take, &grammar->objects[SB_CDX_LICENSE_CHOICE], xml) &&
           sb_xml_take_text(take, row_of(&take->dialect, SB_CDX_ROW_LICENSE_CHOICE_EXPRESSION), text, xml->line) &&
           sb_xml_end_object(take, xml->line);
}

static bool take_licences(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    return take_each(take, row, xml, take_licence);
}

/* ---- dependencies: an edge is an element of its own inside ---- */

static void put_edges(const struct sb_xml_put *put, const struct sb_node *list)
{
    for (const struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next)) {
        sb_xml_begin(put->out, "dependency");
        sb_xml_attribute(put->out, "ref", sb_xml_text_of(at));
        sb_xml_end(put->out);
    }
}

/* An element that is one attribute (and perhaps a text), told to whoever asks for what is odd. */
static void tell_attribute(const struct sb_xml_take *take, const struct sb_xml_element *xml, const char *name)
{
    if (!take->walk->odd)
        return;
    if (!sb_xml_get(xml, name))
        sb_xml_tell(take, SB_ODD_LACKING, name, xml);
    for (const struct sb_xml_attribute *at = xml->attributes; at; at = at->next)
        if (at->space || strcmp(at->name, name) != 0)
            sb_xml_tell(take, SB_ODD_INSIDE, at->name, xml);
    for (const struct sb_xml_element *at = xml->first; at; at = at->next)
        sb_xml_tell(take, SB_ODD_INSIDE, at->name, at);
}

static void tell_edge(const struct sb_xml_take *take, const struct sb_xml_element *xml)
{
    if (!take->walk->odd)
        return;
    if (!sb_xml_get(xml, "ref"))
        sb_xml_tell(take, SB_ODD_LACKING, "ref", xml);
    for (const struct sb_xml_attribute *at = xml->attributes; at; at = at->next)
        if (!at->space && strcmp(at->name, "ref") != 0)
            sb_xml_tell(take, SB_ODD_INSIDE, at->name, xml);
    if (sb_str_trim(xml->text).n)
        sb_xml_tell(take, SB_ODD_INSIDE, "#text", xml);
}

/* What an edge says more is a dependency by itself: sb_xml_take_item(). */
static bool take_edges(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    if (!sb_xml_begin_list(take, row, xml->line))
        return false;
    for (struct sb_xml_element *at = xml; at; at = at->next) {
        if (!sb_xml_is(at, "dependency"))
            continue;
        const struct sb_xml_attribute *ref = sb_xml_get(at, "ref");
        at->taken = true;
        if (!at->first)
            tell_edge(take, at);
        if (!sb_walk_value(take->walk, SB_EVENT_TEXT, ref ? ref->text : SB_STR_NONE, at->line, 0))
            return false;
    }
    return sb_xml_end_list(take, xml->line);
}

/* ---- data of a service: <classification flow="">text, inside of <dataflow> where there is more ---- */

static void put_classification(const struct sb_xml_put *put, const struct sb_node *data)
{
    const struct sb_node *text = get(data, "classification");
    sb_xml_begin(put->out, "classification");
    put_attribute(put, "flow", get(data, "flow"));
    if (text)
        sb_xml_text(put->out, sb_xml_text_of(text));
    sb_xml_end(put->out);
}

static bool has_more(const struct sb_node *data)
{
    for (const struct sb_node *at = sb_node_live(data->first); at; at = sb_node_live(at->next))
        if (!sb_str_eq(at->name, SB_S("flow")) && !sb_str_eq(at->name, SB_S("classification")))
            return true;
    return false;
}

static void put_data(const struct sb_xml_put *put, const struct sb_node *node)
{
    bool more = false;
    if (node->kind != SB_EVENT_LIST) { /* a member of one of the data, in a <dataflow> */
        if (node->row == row_of(&put->dialect, SB_CDX_ROW_SERVICE_DATA_CLASSIFICATION))
            put_classification(put, node->parent);
        return;
    }
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next))
        more = more || has_more(at);
    sb_xml_begin(put->out, "data");
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next)) {
        if (more)
            sb_xml_put_value(put, "dataflow", at);
        else
            put_classification(put, at);
    }
    sb_xml_end(put->out);
}

static bool take_classification(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    const struct sb_xml_attribute *flow = sb_xml_get(xml, "flow");
    xml->taken = true;
    tell_attribute(take, xml, "flow");
    return (!flow ||
            sb_xml_take_text(take, row_of(&take->dialect, SB_CDX_ROW_SERVICE_DATA_FLOW), flow->text, xml->line)) &&
           sb_xml_take_text(take, row_of(&take->dialect, SB_CDX_ROW_SERVICE_DATA_CLASSIFICATION), xml->text,
                            xml->line) &&
           sb_xml_take_extras(take, xml, "flow");
}

static bool take_datum(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    if (sb_xml_is(xml, "dataflow"))
        return take_as(take, SB_CDX_SERVICE_DATA, xml);
    if (!sb_xml_is(xml, "classification"))
        return sb_xml_take_stranger(take, xml);
    return sb_xml_begin_object(take, xml->line) && take_classification(take, xml) && sb_xml_end_object(take, xml->line);
}

static bool take_data(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    return row->list ? take_each(take, row, xml, take_datum) : take_classification(take, xml);
}

/* ---- data sets: <ref> or <dataset> ---- */

static void put_dataset(const struct sb_xml_put *put, const struct sb_node *dataset)
{
    const struct sb_node *ref = get(dataset, "ref");
    if (ref)
        sb_xml_put_text(put, "ref", sb_xml_text_of(ref));
    else
        sb_xml_put_value(put, "dataset", dataset);
}

static void put_datasets(const struct sb_xml_put *put, const struct sb_node *node)
{
    if (node->kind == SB_EVENT_LIST)
        put_each(put, node, put_dataset);
}

static bool take_dataset(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    if (sb_xml_is(xml, "dataset"))
        return take_as(take, SB_CDX_DATASET, xml);
    if (!sb_xml_is(xml, "ref"))
        return sb_xml_take_stranger(take, xml);
    return sb_xml_begin_object(take, xml->line) &&
           sb_xml_take_text(take, row_of(&take->dialect, SB_CDX_ROW_DATASET_REF), xml->text, xml->line) &&
           sb_xml_take_extras(take, xml, "") && sb_xml_end_object(take, xml->line);
}

static bool take_datasets(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    return row->list ? take_each(take, row, xml, take_dataset) : sb_xml_take_other(take, xml);
}

/* ---- patents: <patent> or <patentFamily> ---- */

static void put_patent(const struct sb_xml_put *put, const struct sb_node *patent)
{
    sb_xml_put_value(put, get(patent, "familyId") ? "patentFamily" : "patent", patent);
}

static void put_patents(const struct sb_xml_put *put, const struct sb_node *node)
{
    put_each(put, node, put_patent);
}

static bool take_patent(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    bool known = sb_xml_is(xml, "patent") || sb_xml_is(xml, "patentFamily");
    return known ? take_as(take, SB_CDX_PATENT, xml) : sb_xml_take_stranger(take, xml);
}

static bool take_patents(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    return take_each(take, row, xml, take_patent);
}

/* ---- parties: <organization> or <individual>; of an asserter <organization>, <contact> or <ref> ---- */

/* Which of the two an object is: by what only one of them has. */
static const char *party_name(const struct sb_node *party, const char *person)
{
    bool organisation = get(party, "url") || get(party, "contact") || get(party, "address");
    return organisation || (!get(party, "email") && !get(party, "phone")) ? "organization" : person;
}

static void put_party(const struct sb_xml_put *put, const struct sb_node *node, const char *person)
{
    sb_xml_begin(put->out, sb_xml_name(node->row));
    if (node->kind == SB_EVENT_OBJECT)
        sb_xml_put_value(put, party_name(node, person), node);
    else
        sb_xml_put_text(put, "ref", sb_xml_text_of(node));
    sb_xml_end(put->out);
}

static void put_parties(const struct sb_xml_put *put, const struct sb_node *node)
{
    if (node->kind != SB_EVENT_LIST) {
        put_party(put, node, "contact");
        return;
    }
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next))
        put_party(put, at, "individual");
}

static bool is_party(const struct sb_xml_element *xml)
{
    static const char *const parties[] = {"organization", "individual", "contact", "ref", NULL};
    return !xml->space && sb_str_is_one_of(sb_str_of(xml->name), parties);
}

/* The element that is the party: the first that can be one, as it is one alone. */
static struct sb_xml_element *party_in(const struct sb_xml_element *xml)
{
    struct sb_xml_element *at = xml->first;
    while (at && !is_party(at))
        at = at->next;
    return at;
}

/* What only the other kind of party has. */
static void tell_party(const struct sb_xml_take *take, const struct sb_xml_element *party)
{
    bool organisation = sb_xml_is(party, "organization");
    const struct sb_object *type = &take->dialect.grammar->objects[organisation ? SB_CDX_ENTITY : SB_CDX_CONTACT];
    const struct sb_object *other = &take->dialect.grammar->objects[organisation ? SB_CDX_CONTACT : SB_CDX_ENTITY];
    for (const struct sb_xml_element *at = party->first; at; at = at->next) {
        sb_str name = sb_str_of(at->name);
        if (!at->space && !sb_member_named(type, name) && sb_member_named(other, name))
            sb_xml_tell(take, SB_ODD_PLACE, at->name, at);
    }
}

static void tell_parties(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    struct sb_xml_element *party = party_in(xml);
    if (!take->walk->odd)
        return;
    if (!party)
        sb_xml_tell(take, SB_ODD_LACKING, "organization", xml);
    else if (sb_xml_is(party, "ref"))
        sb_xml_tell_inside(take, row, party);
    else
        tell_party(take, party);
    for (const struct sb_xml_element *at = xml->first; at; at = at->next)
        if (at != party)
            sb_xml_tell(take, SB_ODD_PLACE, at->name, at);
}

/* What else stands in the party's element, as members beside it. */
static bool take_around(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    struct sb_xml_element *party = party_in(xml);
    bool good = sb_xml_take_wrapper(take, xml), before = take->walk->extra;
    tell_parties(take, row, xml);
    xml->taken = true;
    take->walk->extra = true;
    for (struct sb_xml_element *at = xml->first; at && good; at = at->next)
        good = at == party || sb_xml_take_other(take, at);
    take->walk->extra = before;
    return good && (!party || !sb_xml_is(party, "ref") || sb_xml_take_extras(take, party, ""));
}

static bool take_party(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    struct sb_xml_element *party = party_in(xml);
    if (party && sb_xml_is(party, "ref"))
        return sb_walk_value(take->walk, SB_EVENT_TEXT, party->text, party->line, 0);
    return party ? take_as(take, SB_CDX_PARTY, party)
                 : sb_xml_begin_object(take, xml->line) && sb_xml_end_object(take, xml->line);
}

static bool take_parties(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    const char *name = sb_xml_name(row);
    if (!row->list)
        return take_around(take, row, xml) && sb_xml_take_row(take, row, xml->line) && take_party(take, xml);
    for (struct sb_xml_element *at = xml; at; at = at->next)
        if (sb_xml_is(at, name) && !take_around(take, row, at))
            return false;
    if (!sb_xml_begin_list(take, row, xml->line))
        return false;
    for (struct sb_xml_element *at = xml; at; at = at->next)
        if (sb_xml_is(at, name) && !take_party(take, at))
            return false;
    return sb_xml_end_list(take, xml->line);
}

const struct sb_xml_quirk sb_xml_quirks_cyclonedx[] = {
    [SB_CDX_QUIRK_LICENSES] = {put_licences, take_licences}, [SB_CDX_QUIRK_NESTED] = {put_edges, take_edges},
    [SB_CDX_QUIRK_DATA_FLOW] = {put_data, take_data},        [SB_CDX_QUIRK_DATASETS] = {put_datasets, take_datasets},
    [SB_CDX_QUIRK_PATENTS] = {put_patents, take_patents},    [SB_CDX_QUIRK_PARTY] = {put_parties, take_parties},
};
