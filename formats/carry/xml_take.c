#include "carry/xml.h"

/* ---- events ---- */

bool sb_xml_begin_object(const struct sb_xml_take *take, uint32_t line)
{
    return sb_walk_value(take->walk, SB_EVENT_OBJECT, SB_STR_NONE, line, 0);
}

bool sb_xml_end_object(const struct sb_xml_take *take, uint32_t line)
{
    return sb_walk_end(take->walk, line, 0);
}

bool sb_xml_take_row(const struct sb_xml_take *take, const struct sb_member *row, uint32_t line)
{
    return sb_walk_member(take->walk, sb_str_n(row->name, row->name_n), NULL, line, 0);
}

bool sb_xml_begin_list(const struct sb_xml_take *take, const struct sb_member *row, uint32_t line)
{
    return sb_xml_take_row(take, row, line) && sb_walk_value(take->walk, SB_EVENT_LIST, SB_STR_NONE, line, 0);
}

bool sb_xml_end_list(const struct sb_xml_take *take, uint32_t line)
{
    return sb_walk_end(take->walk, line, 0);
}

/* ---- scalars ---- */

/* White space around the values of these does not count (XML Schema part 2, whiteSpace = collapse). */
static bool collapses(const struct sb_xml_take *take, const struct sb_member *row)
{
    if (row->kind != SB_MEMBER_TEXT)
        return true;
    const struct sb_text_rule *rule = sb_row_rule(&take->dialect, row);
    return rule && (rule->pattern == SB_TEXT_XSD_DATE_TIME || rule->pattern == SB_TEXT_XSD_DATE ||
                    rule->pattern == SB_TEXT_ANY_URI || rule->pattern == SB_TEXT_DIGEST);
}

/* A number as JSON spells it: without a plus and needless zeros in front. Empty: it is none. */
static sb_str json_number(sb_str text, char room[64])
{
    bool negative = sb_str_chop(&text, SB_S("-"));
    if (!negative)
        sb_str_chop(&text, SB_S("+"));
    while (text.n > 1 && text.p[0] == '0' && sb_is_digit(text.p[1]))
        text = sb_str_from(text, 1);
    bool bare = text.n && text.p[0] == '.'; /* .5 */
    int n = snprintf(room, 64, "%s%s%.*s", negative ? "-" : "", bare ? "0" : "", SB_FMT(text));
    if (n <= 0 || n >= 64)
        return SB_STR_NONE;
    size_t i = negative ? 1 : 0, digits = 0;
    for (; i < (size_t)n && sb_is_digit(room[i]); i++)
        digits++;
    if (i < (size_t)n && room[i] == '.' && i + 1 == (size_t)n)
        n--; /* 5. */
    else if (i < (size_t)n && room[i] == '.')
        for (i++; i < (size_t)n && sb_is_digit(room[i]);)
            i++;
    if (i < (size_t)n && (room[i] == 'e' || room[i] == 'E')) {
        i += i + 1 < (size_t)n && (room[i + 1] == '-' || room[i + 1] == '+') ? 2 : 1;
        digits = i < (size_t)n && sb_is_digit(room[i]) ? digits : 0;
        while (i < (size_t)n && sb_is_digit(room[i]))
            i++;
    }
    return digits && i == (size_t)n ? sb_str_n(room, (size_t)n) : SB_STR_NONE;
}

static enum sb_event_kind kind_of(const struct sb_member *row, sb_str *text, char room[64])
{
    sb_str number;
    switch (row->kind) {
    case SB_MEMBER_BOOL:
        if (sb_str_eq(*text, SB_S("true")) || sb_str_eq(*text, SB_S("1")))
            return SB_EVENT_TRUE;
        return sb_str_eq(*text, SB_S("false")) || sb_str_eq(*text, SB_S("0")) ? SB_EVENT_FALSE : SB_EVENT_TEXT;
    case SB_MEMBER_INTEGER:
    case SB_MEMBER_NUMBER:
        number = json_number(*text, room);
        *text = number.n ? number : *text;
        return number.n ? SB_EVENT_NUMBER : SB_EVENT_TEXT;
    default: return SB_EVENT_TEXT;
    }
}

static bool give_scalar(const struct sb_xml_take *take, const struct sb_member *row, sb_str text, uint32_t line)
{
    char room[64];
    if (collapses(take, row))
        text = sb_str_trim(text);
    enum sb_event_kind kind = kind_of(row, &text, room);
    bool says = kind == SB_EVENT_TEXT || kind == SB_EVENT_NUMBER;
    return sb_walk_value(take->walk, kind, says ? text : SB_STR_NONE, line, 0);
}

bool sb_xml_take_text(const struct sb_xml_take *take, const struct sb_member *row, sb_str text, uint32_t line)
{
    return sb_xml_take_row(take, row, line) && give_scalar(take, row, text, line);
}

/* ---- what no row knows: elements are "{namespace}name", attributes "@{namespace}name", text that belongs nowhere
 * "#text"; those of a member's own element have its name and a slash before that ---- */

static bool other_name(const struct sb_xml_take *take, const char *of, const char *mark, const char *space,
                       const char *name, uint32_t line)
{
    struct sb_buf text = {0};
    sb_buf_str(&text, sb_str_of(of));
    sb_buf_str(&text, sb_str_of(mark));
    if (space)
        sb_buf_printf(&text, "{%s}", space);
    sb_buf_str(&text, sb_str_of(name));
    bool good = sb_walk_other(take->walk, sb_buf_all(&text), line, 0);
    sb_buf_done(&text);
    return good;
}

/* OF: the element that it is of, with a slash; or empty. */
static bool other_attribute(const struct sb_xml_take *take, const char *of, const struct sb_xml_attribute *at,
                            uint32_t line)
{
    return other_name(take, of, "@", at->space, at->name, line) &&
           sb_walk_value(take->walk, SB_EVENT_TEXT, at->text, line, 0);
}

static bool give_other_text(const struct sb_xml_take *take, const struct sb_xml_element *xml, const char *name,
                            sb_str text)
{
    return !sb_str_trim(text).n || (other_name(take, "", "", NULL, name, xml->line) &&
                                    sb_walk_value(take->walk, SB_EVENT_TEXT, text, xml->line, 0));
}

static bool other_text(const struct sb_xml_take *take, const struct sb_xml_element *xml)
{
    return give_other_text(take, xml, SB_XML_OTHER_TEXT, xml->text);
}

/* Of an element of no row; white space around its elements is none of the text. */
static bool text_of_other(const struct sb_xml_take *take, const struct sb_xml_element *xml)
{
    return give_other_text(take, xml, xml->mixed ? SB_XML_MIXED_TEXT : SB_XML_OTHER_TEXT,
                           xml->first ? sb_str_trim(xml->text) : xml->text);
}

static bool take_extras_of(const struct sb_xml_take *take, const char *of, struct sb_xml_element *xml,
                           const char *known);

static bool take_other_of(const struct sb_xml_take *take, const char *of, struct sb_xml_element *xml)
{
    if (!other_name(take, of, "", xml->space, xml->name, xml->line))
        return false;
    xml->taken = true;
    if (!xml->first && !xml->attributes)
        return sb_walk_value(take->walk, SB_EVENT_TEXT, xml->text, xml->line, 0);
    return sb_xml_begin_object(take, xml->line) && sb_xml_take_extras(take, xml, "") && text_of_other(take, xml) &&
           sb_xml_end_object(take, xml->line);
}

bool sb_xml_take_other(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    return take_other_of(take, "", xml);
}

bool sb_xml_take_extras(const struct sb_xml_take *take, struct sb_xml_element *xml, const char *known)
{
    return take_extras_of(take, "", xml, known);
}

static bool take_extras_of(const struct sb_xml_take *take, const char *of, struct sb_xml_element *xml,
                           const char *known)
{
    bool good = true, before = take->walk->extra;
    take->walk->extra = true;
    for (const struct sb_xml_attribute *at = xml->attributes; at && good; at = at->next)
        good = (!at->space && strcmp(at->name, known) == 0) || other_attribute(take, of, at, xml->line);
    for (struct sb_xml_element *at = xml->first; at && good; at = at->next)
        good = take_other_of(take, of, at);
    take->walk->extra = before;
    return good;
}

/* What stands in or at the element of a scalar and is not its value, as members beside it. */
static bool take_scalar_extras(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    if (row->kind == SB_MEMBER_OBJECT)
        return true;
    bool is_ref = row->xml_place == SB_XML_REF;
    char of[128];
    snprintf(of, sizeof of, "%s/", xml->name);
    return take_extras_of(take, of, xml, is_ref ? "ref" : "") && (!is_ref || other_text(take, xml));
}

bool sb_xml_take_stranger(const struct sb_xml_take *take, struct sb_xml_element *xml)
{
    if (take->walk->odd && !xml->space)
        sb_xml_tell(take, SB_ODD_PLACE, xml->name, xml);
    return sb_walk_value(take->walk, SB_EVENT_LIST, SB_STR_NONE, xml->line, 0) &&
           sb_xml_begin_object(take, xml->line) && sb_xml_take_other(take, xml) && sb_xml_end_object(take, xml->line) &&
           sb_xml_end_list(take, xml->line);
}

/* ---- members ---- */

bool sb_xml_take_object(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml)
{
    return sb_xml_begin_object(take, xml->line) && sb_xml_take_inside(take, type, xml) &&
           sb_xml_end_object(take, xml->line);
}

static bool take_value(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    xml->taken = true;
    if (take->walk->odd && row->kind != SB_MEMBER_OBJECT)
        sb_xml_tell_inside(take, row, xml);
    if (row->xml_place == SB_XML_REF) {
        const struct sb_xml_attribute *ref = sb_xml_get(xml, "ref");
        return give_scalar(take, row, ref ? ref->text : SB_STR_NONE, xml->line);
    }
    if (row->kind == SB_MEMBER_OBJECT)
        return sb_xml_take_object(take, &take->dialect.grammar->objects[row->type], xml);
    return give_scalar(take, row, xml->text, xml->line);
}

bool sb_xml_take_value(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    uint32_t before = take->walk->column;
    take->walk->column = xml->column;
    bool good = take_value(take, row, xml);
    take->walk->column = before;
    return good;
}

/* Does an object of that row have a member whose element has the name of the object's own? */
static bool nests(const struct sb_xml_take *take, const struct sb_member *row)
{
    const struct sb_object *type = &take->dialect.grammar->objects[row->type];
    for (size_t i = 0; row->kind == SB_MEMBER_OBJECT && row->xml_item && i < type->n; i++)
        if (type->members[i].xml_place == SB_XML_QUIRK && strcmp(sb_xml_name(&type->members[i]), row->xml_item) == 0)
            return true;
    return false;
}

bool sb_xml_take_item(const struct sb_xml_take *take, const struct sb_member *row, struct sb_xml_element *xml)
{
    if (!sb_xml_take_value(take, row, xml))
        return false;
    if (!nests(take, row))
        return true;
    for (struct sb_xml_element *at = xml->first; at; at = at->next)
        if (sb_xml_is(at, row->xml_item) && (at->first || (at->attributes && at->attributes->next)) &&
            !sb_xml_take_item(take, row, at))
            return false;
    return true;
}

bool sb_xml_take_listed(const struct sb_xml_take *take, const struct sb_object *owner, const struct sb_member *row,
                        struct sb_xml_element *xml)
{
    const struct sb_member *first = sb_member_named(owner, sb_str_n(row->name, row->name_n));
    const struct sb_member *of = sb_xml_row_of_item(take, owner, first, xml);
    uint32_t before = take->walk->column;
    take->walk->column = xml->column;
    bool good = of ? sb_xml_take_item(take, of, xml) : sb_xml_take_stranger(take, xml);
    take->walk->column = before;
    return good;
}

bool sb_xml_take_wrapper(const struct sb_xml_take *take, const struct sb_xml_element *xml)
{
    char of[128];
    snprintf(of, sizeof of, "%s/", xml->name);
    for (const struct sb_xml_attribute *at = xml->attributes; at; at = at->next)
        if (!other_attribute(take, of, at, xml->line))
            return false;
    return other_text(take, xml);
}

static bool take_wrapped(const struct sb_xml_take *take, const struct sb_object *type, const struct sb_member *row,
                         struct sb_xml_element *xml)
{
    xml->taken = true;
    sb_xml_tell_wrapper(take, xml);
    if (!sb_xml_take_wrapper(take, xml) || !sb_xml_begin_list(take, row, xml->line))
        return false;
    for (struct sb_xml_element *at = xml->first; at; at = at->next)
        if (!sb_xml_take_listed(take, type, row, at))
            return false;
    if (!sb_xml_end_list(take, xml->line))
        return false;
    for (struct sb_xml_element *at = xml->first; at; at = at->next)
        if (row->kind != SB_MEMBER_OBJECT && sb_xml_row_of_item(take, type, row, at) &&
            !take_scalar_extras(take, row, at))
            return false;
    return true;
}

/* All elements of that name behind one another, wherever they stand; each may be of another shape. */
static bool take_repeated(const struct sb_xml_take *take, const struct sb_object *type, const struct sb_member *row,
                          struct sb_xml_element *xml)
{
    if (!sb_xml_begin_list(take, row, xml->line))
        return false;
    for (struct sb_xml_element *at = xml; at; at = at->next) {
        const struct sb_member *of = sb_xml_is(at, sb_xml_name(row)) ? sb_xml_row_of(take, type, at) : NULL;
        if (of && !sb_xml_take_value(take, of->list ? of : row, at))
            return false;
    }
    if (!sb_xml_end_list(take, xml->line))
        return false;
    for (struct sb_xml_element *at = xml; at && row->kind != SB_MEMBER_OBJECT; at = at->next)
        if (sb_xml_is(at, sb_xml_name(row)) && !take_scalar_extras(take, row, at))
            return false;
    return true;
}

static bool take_child(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml,
                       uint64_t seen[2])
{
    const struct sb_member *row = sb_xml_row_of(take, type, xml);
    size_t number = row ? (size_t)(sb_member_named(type, sb_str_n(row->name, row->name_n)) - type->members) : 0;
    if (!row || seen[number >> 6] >> (number & 63) & 1)
        return sb_xml_take_other(take, xml);
    seen[number >> 6] |= 1ull << (number & 63);
    if (row->xml_place == SB_XML_QUIRK)
        return take->quirks[row->quirk].take(take, row, xml);
    if (row->list && row->xml_item)
        return take_wrapped(take, type, row, xml);
    if (row->list)
        return take_repeated(take, type, row, xml);
    return sb_xml_take_row(take, row, xml->line) && sb_xml_take_value(take, row, xml) &&
           take_scalar_extras(take, row, xml);
}

static bool take_child_here(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml,
                            uint64_t seen[2])
{
    uint32_t before = take->walk->column;
    take->walk->column = xml->column;
    bool good = take_child(take, type, xml, seen);
    take->walk->column = before;
    return good;
}

static bool take_attribute(const struct sb_xml_take *take, const struct sb_object *type,
                           const struct sb_xml_attribute *at, uint32_t line)
{
    for (size_t i = 0; i < type->n; i++) {
        const struct sb_member *row = &type->members[i];
        if (row->xml_place == SB_XML_ATTRIBUTE && !at->space && strcmp(at->name, sb_xml_name(row)) == 0)
            return sb_xml_take_text(take, row, at->text, line);
    }
    return other_attribute(take, "", at, line);
}

/* The text of the element is a member, or stands where none belongs. An empty one is none that is not needed. */
static bool take_body(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml)
{
    const struct sb_member *body = NULL;
    for (size_t i = 0; i < type->n && !body; i++)
        body = type->members[i].xml_place == SB_XML_TEXT ? &type->members[i] : NULL;
    if (body)
        return (!xml->text.n && body->need_since == SB_NEVER) || sb_xml_take_text(take, body, xml->text, xml->line);
    return other_text(take, xml);
}

bool sb_xml_take_inside(const struct sb_xml_take *take, const struct sb_object *type, struct sb_xml_element *xml)
{
    uint64_t seen[2] = {0};
    sb_xml_tell_order(take, type, xml);
    for (const struct sb_xml_attribute *at = xml->attributes; at; at = at->next)
        if (!take_attribute(take, type, at, xml->line))
            return false;
    for (struct sb_xml_element *at = xml->first; at; at = at->next)
        if (!at->taken && !take_child_here(take, type, at, seen))
            return false;
    return take_body(take, type, xml);
}
