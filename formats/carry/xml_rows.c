/* Which row an element is of, and whether it stands where the schema has it. */
#include "carry/xml.h"

const struct sb_xml_attribute *sb_xml_get(const struct sb_xml_element *xml, const char *name)
{
    const struct sb_xml_attribute *at = xml->attributes;
    while (at && (at->space || strcmp(at->name, name) != 0))
        at = at->next;
    return at;
}

static bool is_row_for(const struct sb_member *row, const struct sb_member *first)
{
    return row->name_n == first->name_n && memcmp(row->name, first->name, first->name_n) == 0;
}

const struct sb_member *sb_xml_row_of_item(const struct sb_xml_take *take, const struct sb_object *type,
                                           const struct sb_member *first, const struct sb_xml_element *item)
{
    for (const struct sb_member *row = first; row < type->members + type->n && is_row_for(row, first); row++)
        if (row->xml_item && sb_row_in(&take->dialect, row) && sb_xml_is(item, row->xml_item))
            return row;
    return NULL;
}

static bool is_element(const struct sb_member *row)
{
    return row->xml_place != SB_XML_NONE && row->xml_place != SB_XML_ATTRIBUTE && row->xml_place != SB_XML_TEXT;
}

/* Is XML an element of an object of that row? */
static bool has_element(const struct sb_xml_take *take, const struct sb_member *of, const struct sb_xml_element *xml)
{
    const struct sb_object *type = &take->dialect.grammar->objects[of->type];
    size_t i = 0;
    while (i < type->n && !(is_element(&type->members[i]) && sb_xml_is(xml, sb_xml_name(&type->members[i]))))
        i++;
    return i < type->n;
}

/* Does what is in XML look like a value of ROW? Nothing in it fits all. */
static bool looks_like(const struct sb_xml_take *take, const struct sb_object *type, const struct sb_member *row,
                       const struct sb_xml_element *xml)
{
    if (row->xml_item)
        return xml->first && sb_xml_row_of_item(take, type, row, xml->first) == row;
    if (row->kind == SB_MEMBER_OBJECT)
        return xml->first ? has_element(take, row, xml->first) : xml->attributes != NULL;
    return !xml->first && sb_str_trim(xml->text).n;
}

const struct sb_member *sb_xml_row_of(const struct sb_xml_take *take, const struct sb_object *type,
                                      const struct sb_xml_element *xml)
{
    const struct sb_member *found = NULL;
    for (size_t i = 0; i < type->n; i++) {
        const struct sb_member *row = &type->members[i];
        if (!is_element(row) || !sb_xml_is(xml, sb_xml_name(row)) || !sb_row_in(&take->dialect, row))
            continue;
        if (looks_like(take, type, row, xml))
            return row;
        found = found ? found : row;
    }
    return found;
}

/* ---- telling whoever asks for what is odd ---- */

void sb_xml_tell_inside(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    bool is_ref = row->xml_place == SB_XML_REF;
    if (is_ref && !sb_xml_get(xml, "ref"))
        sb_xml_tell(take, SB_ODD_LACKING, "ref", xml);
    for (const struct sb_xml_attribute *at = xml->attributes; at; at = at->next)
        if (!is_ref || (!at->space && strcmp(at->name, "ref") != 0))
            sb_xml_tell(take, SB_ODD_INSIDE, at->name, xml);
    for (struct sb_xml_element *at = xml->first; at; at = at->next)
        sb_xml_tell(take, SB_ODD_INSIDE, at->name, at);
    if (is_ref && sb_str_trim(xml->text).n)
        sb_xml_tell(take, SB_ODD_INSIDE, "#text", xml);
}

void sb_xml_tell_wrapper(const struct sb_xml_take *take, const struct sb_xml_element *xml)
{
    bool own = false;
    if (!take->walk->odd)
        return;
    for (const struct sb_xml_element *at = xml->first; at; at = at->next) {
        if (!own && at->space)
            sb_xml_tell(take, SB_ODD_PLACE, at->name, at);
        own = own || !at->space;
    }
}

size_t sb_xml_place_of(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml)
{
    const struct sb_member *row = sb_xml_row_of(take, type, xml);
    return row ? (size_t)(sb_member_named(type, sb_str_n(row->name, row->name_n)) - type->members) : type->n;
}

/* Has a round of elements, that of AT and those behind it up to END, all that an object of TYPE needs? */
static bool is_round(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *at,
                     const struct sb_xml_element *end)
{
    uint64_t seen[2] = {0};
    for (; at != end; at = at->next) {
        size_t place = sb_xml_place_of(take, type, at);
        if (place < type->n)
            seen[place >> 6] |= 1ull << (place & 63);
    }
    for (size_t i = 0; i < type->n; i++)
        if (is_element(&type->members[i]) && sb_row_needed(&take->dialect, &type->members[i]) &&
            !(seen[i >> 6] >> (i & 63) & 1))
            return false;
    return true;
}

/* Elements that may come in rounds: where the order begins again, so does a round. */
static void tell_rounds(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml)
{
    struct sb_xml_element *round = xml->first;
    size_t before = 0;
    for (struct sb_xml_element *at = xml->first; at; at = at->next) {
        size_t place = sb_xml_place_of(take, type, at);
        bool again = place == before && at != xml->first && place < type->n && !type->members[place].list;
        if (place < before || again) {
            if (!is_round(take, type, round, at))
                sb_xml_tell(take, SB_ODD_PLACE, at->name, at);
            round = at;
        }
        before = place;
    }
    if (round && !is_round(take, type, round, NULL))
        sb_xml_tell(take, SB_ODD_PLACE, round->name, round);
}

static void tell_misplaced(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml)
{
    size_t before = 0;
    for (struct sb_xml_element *at = xml->first; at; at = at->next) {
        size_t place = sb_xml_place_of(take, type, at);
        if (place < before)
            sb_xml_tell(take, SB_ODD_PLACE, at->name, at);
        before = place > before ? place : before;
    }
}

void sb_xml_tell_order(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml)
{
    if (take->walk->odd && type->xml_rounds == SB_ROUNDS_ANY)
        tell_rounds(take, type, xml);
    else if (take->walk->odd)
        tell_misplaced(take, type, xml);
}
