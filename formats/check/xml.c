/* What XML's schema says otherwise: wildcards, the order of elements, objects that may be empty. */
#include "check/state.h"

enum { WILDCARDS_SINCE = 1 };

/* The wrapper of "wrapper/@name", or NULL. */
static const struct sb_member *wrapper_of(const struct sb_object *type, sb_str name)
{
    for (size_t i = 0; i < type->n; i++) {
        const struct sb_member *row = &type->members[i];
        if (sb_str_eq(name, sb_str_of(row->xml_name ? row->xml_name : row->name)))
            return row;
    }
    return NULL;
}

/* Names are "{namespace}element", "@{namespace}attribute", "wrapper/@{namespace}attribute" (carry/xml_take.c); a
 * namespace may have slashes of its own. */
bool sb_xml_lets_in(const struct sb_check *check, const struct sb_level *in, const struct sb_member *first,
                    const struct sb_event *event)
{
    sb_str name = event->name, wrapper = SB_STR_NONE;
    size_t at = name.n && name.p[0] != '{' ? sb_str_chr(name, '@') : SB_NPOS;
    unsigned takes = in->type->xml_takes;
    if (check->dialect.minor < WILDCARDS_SINCE)
        return false;
    if (at != SB_NPOS && at > 1) {
        wrapper = sb_str_part(name, 0, at - 1);
        const struct sb_member *row = wrapper_of(in->type, wrapper);
        takes = row ? row->xml_takes : 0u;
    }
    bool foreign = sb_str_starts(at == SB_NPOS ? name : sb_str_from(name, at + 1), SB_S("{"));
    if (at != SB_NPOS || (first && first->xml_place == SB_XML_ATTRIBUTE))
        return (takes & SB_TAKES_ANY_ATTRIBUTES) || (foreign && (takes & SB_TAKES_OTHER_ATTRIBUTES));
    return foreign && (takes & SB_TAKES_ELEMENTS);
}

/* Those of the document's own namespace are told by the carrier. */
bool sb_xml_lets_stranger_in(const struct sb_check *check, const struct sb_level *in)
{
    return check->dialect.encoding == SB_IN_XML && check->dialect.minor >= WILDCARDS_SINCE &&
           (in->row->xml_takes & SB_TAKES_ELEMENTS);
}

bool sb_xml_is_inside(const struct sb_member *row)
{
    return row->xml_place != SB_XML_ATTRIBUTE;
}

bool sb_xml_may_be_nothing(const struct sb_level *level)
{
    for (size_t i = 0; i < level->type->n; i++)
        if (sb_names_has(&level->seen, i) && sb_xml_is_inside(&level->type->members[i]))
            return false;
    return level->type->xml_rounds != SB_ROUNDS_ONE;
}

void sb_xml_again(struct sb_check *check, const struct sb_level *in, const struct sb_member *first,
                  const struct sb_event *event)
{
    bool repeated = in->type->xml_rounds == SB_ROUNDS_ANY || check->dialect.minor < first->xml_flip_before;
    if (!repeated)
        sb_check_find(check, SB_V_ORDER, event, "%s stands in %s again", sb_quoted(check, event->name), in->type->name);
}

void sb_xml_odd(void *to, enum sb_odd what, const char *name, uint32_t line)
{
    static const char *const says[] = {[SB_ODD_PLACE] = "stands behind what comes after it, or where none does",
                                       [SB_ODD_INSIDE] = "stands inside of an element that has a text or a ref alone",
                                       [SB_ODD_LACKING] = "is what its element needs and has not"};
    struct sb_check *check = to;
    const struct sb_level *in = check->levels.n ? &check->levels.p[check->levels.n - 1] : NULL;
    struct sb_element at = {0, line, check->walk->column};
    if (!in || !in->type || in->passed_over)
        return;
    check->about_object = !in->list && (what == SB_ODD_PLACE || name[0] == '#');
    sb_check_find_at(check, SB_V_ORDER, &at, in->type->name, "%s %s", sb_quoted(check, sb_str_of(name)), says[what]);
    check->about_object = false;
}
