#include "carry/filter_state.h"
#include "grammar/cyclonedx.h"

/* Has the empty list an element of its own to stand for it, and no other shape of the member the same? */
static bool has_wrapper(const struct sb_filter *filter, const struct sb_node *list)
{
    const struct sb_object *type = list->parent->type;
    const struct sb_member *row = list->row;
    bool quirk =
        row->xml_place == SB_XML_QUIRK && row->quirk != SB_CDX_QUIRK_NESTED && row->quirk != SB_CDX_QUIRK_PARTY;
    for (size_t i = 0; type && i < type->n; i++) {
        const struct sb_member *other = &type->members[i];
        if (other != row && strcmp(other->name, row->name) == 0 && !other->list && sb_row_in(&filter->to, other))
            return false;
    }
    return (row->xml_item || quirk) && !sb_row_least(&filter->to, row);
}

static bool is_quirk(const struct sb_node *node)
{
    return node && node->row && node->row->xml_place == SB_XML_QUIRK;
}

/* Elements and attributes of other namespaces stay from XML to XML where the schema takes them, but for signatures:
 * those hold for each byte of the old document. */
static bool is_taken(const struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_node *owner = node->parent;
    sb_str name = node->name;
    unsigned takes = owner->type ? owner->type->xml_takes : 0;
    if (owner->kind == SB_EVENT_LIST) {
        takes = owner->row ? owner->row->xml_takes : 0;
        name = node->first && node->first->first ? node->first->first->name : SB_STR_NONE;
    }
    if (filter->from.encoding != SB_IN_XML || filter->to.minor < 1 || is_quirk(owner) || is_quirk(owner->parent) ||
        sb_str_starts(name, SB_S("{http://www.w3.org/2000/09/xmldsig#}")))
        return false;
    if (sb_str_chop(&name, SB_S("@")))
        return takes & (sb_str_starts(name, SB_S("{")) ? SB_TAKES_OTHER_ATTRIBUTES | SB_TAKES_ANY_ATTRIBUTES
                                                       : SB_TAKES_ANY_ATTRIBUTES);
    return takes & SB_TAKES_ELEMENTS && sb_str_starts(name, SB_S("{"));
}

static const char *unsayable_in_xml(const struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_member *row = node->row;
    if (!row && is_taken(filter, node))
        return NULL;
    if (!row)
        return filter->from.encoding == SB_IN_XML ? "not in the specification" : "XML has no place for it";
    if (!sb_row_in(&filter->to, row))
        return NULL;
    if (node->kind == SB_EVENT_LIST && !node->first && !has_wrapper(filter, node))
        return "XML cannot say an empty list here";
    if (row->xml_place == SB_XML_TEXT && node->kind == SB_EVENT_TEXT && !node->text.n && row->need_since == SB_NEVER)
        return "XML cannot tell an empty text here from none";
    return NULL;
}

const char *sb_filter_unsayable(const struct sb_filter *filter, const struct sb_node *node)
{
    if (filter->to.encoding == SB_IN_XML)
        return unsayable_in_xml(filter, node);
    return !node->row && filter->from.encoding == SB_IN_XML ? "JSON has no place for it" : NULL;
}

bool sb_filter_id_repeats(struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_member *row = node->row;
    if (filter->to.encoding != SB_IN_XML || row->role != SB_ROLE_ID || row->xml_place != SB_XML_ATTRIBUTE ||
        sb_row_needed(&filter->to, row)) /* then it stays, and what is written is as wrong as what was read */
        return false;
    return sb_keyset_put(&filter->ids, sb_filter_id_key(node->text));
}

void sb_filter_one_of_list(struct sb_filter *filter, struct sb_node *list)
{
    const struct sb_member *row = list->row;
    if (filter->to.encoding != SB_IN_XML || filter->to.minor >= row->xml_flip_before || row->xml_item)
        return;
    struct sb_node *first = sb_node_live(list->first);
    for (struct sb_node *at = first ? sb_node_live(first->next) : NULL; at; at = sb_node_live(at->next))
        sb_filter_drop(filter, at, "%s takes one, not a list", filter->target);
}
