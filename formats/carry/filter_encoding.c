#include "carry/filter_state.h"
#include "carry/protobuf.h"
#include "carry/xml.h"
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

/* Of elements of other namespaces that stay. */
void sb_filter_tell_mixed(struct sb_filter *filter, struct sb_node *node)
{
    for (struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next)) {
        if (sb_str_eq(at->name, SB_S(SB_XML_MIXED_TEXT)))
            sb_filter_say(filter, at, at->text, "texts between elements stand behind them");
        sb_filter_tell_mixed(filter, at);
    }
}

/* What a choice of licences says beside a licence stands in the element of its expression. */
static bool lacks_expression(const struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_node *choice = node->parent;
    const struct sb_member *row = node->row;
    return choice->type == &filter->grammar->objects[SB_CDX_LICENSE_CHOICE] &&
           row != &filter->grammar->members[SB_CDX_ROW_LICENSE_CHOICE_LICENSE] &&
           !sb_node_get(choice, SB_S("expression"));
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
    if (lacks_expression(filter, node))
        return "XML has no place for it without the expression";
    return NULL;
}

/* ---- protobuf ---- */

/* A member of another alternative than the one that the object is, or behind the first of a oneof. */
static const char *not_alone(const struct sb_node *node)
{
    const struct sb_node *object = node->parent;
    const struct sb_member *row = node->row;
    unsigned way = sb_pb_way_of(object);
    if (!sb_pb_in_way(row, way))
        return "protobuf has no place for it beside what tells of another kind";
    if (sb_pb_needs_more(object, row))
        return "protobuf has no place for it without the expression";
    for (const struct sb_node *at = sb_node_live(object->first); row->pb_oneof && at != node;
         at = sb_node_live(at->next))
        if (at->row && at->row->pb_oneof)
            return "protobuf takes one of such members alone";
    return NULL;
}

/* What has a field and no value that the field holds. */
static const char *no_value(const struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_member *row = node->row;
    char room[SB_PB_TEXT];
    uint64_t bits;
    if (sb_node_opens(node) || sb_pb_kind_of(row) == SB_PB_BYTES || row->kind == SB_MEMBER_BOOL)
        return NULL;
    if (row->kind == SB_MEMBER_WORD) {
        bool lacks = !sb_pb_word_of(filter->grammar, row, node->text, &bits) ||
                     !sb_word_find(&filter->grammar->words[row->type], node->text);
        return lacks && filter->from.encoding != SB_IN_PROTOBUF ? "protobuf has no number for this word" : NULL;
    }
    if (sb_pb_spelled(row, node->text, room).p)
        return NULL;
    return row->pb_kind == SB_PB_TIMESTAMP ? "protobuf takes only times of the years 1 to 9999 here"
                                           : "protobuf takes no such number here";
}

/* What protobuf takes for absent. */
static bool is_nothing(const struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_member *row = node->row;
    const struct sb_node *object = node->parent;
    uint64_t bits;
    if (sb_pb_says_zero(&filter->to, object->type, row, sb_pb_way_of(object)))
        return false;
    if (node->kind == SB_EVENT_LIST)
        return !node->first && row->pb_kind != SB_PB_BOX && !(row->pb_kind == SB_PB_QUIRK && sb_pb_is_boxed(row));
    if (!row->pb_plain || row->list || sb_node_opens(node))
        return false;
    if (row->kind == SB_MEMBER_TEXT)
        return !node->text.n;
    return row->kind == SB_MEMBER_WORD ? sb_pb_word_of(filter->grammar, row, node->text, &bits) && !bits
                                       : sb_pb_number_of(row, node->text, &bits) && !bits;
}

static const char *unsayable_in_protobuf(const struct sb_filter *filter, const struct sb_node *node)
{
    if (!node->row)
        return "protobuf has no place for it";
    if (!sb_row_in(&filter->to, node->row) || node->row->pb_kind == SB_PB_ITSELF)
        return NULL;
    const char *why = no_value(filter, node);
    if (why || node->parent->kind != SB_EVENT_OBJECT)
        return why;
    if (is_nothing(filter, node))
        return node->kind == SB_EVENT_LIST ? "protobuf cannot say an empty list here"
                                           : "protobuf cannot tell this value from none";
    return not_alone(node);
}

void sb_filter_respell(struct sb_filter *filter, struct sb_node *node)
{
    char room[SB_PB_TEXT];
    const struct sb_member *row = node->row;
    bool time = row->pb_kind == SB_PB_TIMESTAMP, number = node->kind == SB_EVENT_NUMBER;
    if (filter->to.encoding != SB_IN_PROTOBUF || filter->from.encoding == SB_IN_PROTOBUF || !(time || number))
        return;
    sb_str text = sb_pb_spelled(row, node->text, room);
    if (!sb_str_eq(text, node->text))
        sb_filter_say(filter, node, sb_arena_str(&filter->hold.arena, text),
                      time ? "protobuf keeps the moment, in Greenwich's time"
                           : "protobuf keeps the number, not its spelling");
}

/* Does an object of TYPE in the encoding of DIALECT say that ROW is empty, or zero, by having nothing of it? Of XML:
 * the text of an element is there, if it must be, even where it is empty. */
static bool says_zero(const struct sb_dialect *dialect, const struct sb_object *type, const struct sb_member *row,
                      unsigned way)
{
    if (dialect->encoding == SB_IN_XML)
        return row->need_since != SB_NEVER &&
               (row->xml_place == SB_XML_TEXT ||
                row == &dialect->grammar->members[SB_CDX_ROW_SERVICE_DATA_CLASSIFICATION]);
    return dialect->encoding == SB_IN_PROTOBUF && sb_pb_in_way(row, way) && sb_pb_says_zero(dialect, type, row, way);
}

void sb_filter_add_zeros(struct sb_filter *filter, struct sb_node *object)
{
    const struct sb_object *type = object->type;
    unsigned way = filter->to.encoding == SB_IN_PROTOBUF ? sb_pb_way_of(object) : 0;
    bool is_left = !object->first || sb_node_live(object->first);
    if (filter->from.encoding == filter->to.encoding || !is_left)
        return;
    for (size_t i = 0; i < type->n; i++) {
        const struct sb_member *row = &type->members[i];
        sb_str zero = row->list ? SB_S("") : sb_pb_zero(filter->grammar, row);
        if (zero.p && sb_row_in(&filter->to, row) && says_zero(&filter->to, type, row, way) &&
            !sb_node_get(object, sb_str_n(row->name, row->name_n)))
            sb_filter_add(filter, object, row, zero.p);
    }
}

/* ---- all ---- */

/* What protobuf has and the others have no word for. */
static const char *unsayable_of_protobuf(const struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_member *row = node->row;
    bool word = row && row->kind == SB_MEMBER_WORD && node->kind == SB_EVENT_TEXT && sb_pb_kind_of(row) == SB_PB_VARINT;
    bool lacks = word && !sb_word_find(&filter->grammar->words[row->type], node->text);
    return lacks ? "a number that is of no word" : NULL;
}

const char *sb_filter_unsayable(const struct sb_filter *filter, const struct sb_node *node)
{
    if (filter->to.encoding == SB_IN_PROTOBUF)
        return unsayable_in_protobuf(filter, node);
    const char *why = filter->from.encoding == SB_IN_PROTOBUF ? unsayable_of_protobuf(filter, node) : NULL;
    if (why || filter->to.encoding == SB_IN_XML)
        return why ? why : unsayable_in_xml(filter, node);
    return !node->row && filter->from.encoding != SB_IN_JSON ? "JSON has no place for it" : NULL;
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
    bool one_in_xml = filter->to.encoding == SB_IN_XML && filter->to.minor < row->xml_flip_before && !row->xml_item;
    bool one_in_pb = filter->to.encoding == SB_IN_PROTOBUF && sb_pb_takes_one(&filter->to, row);
    if (!one_in_xml && !one_in_pb)
        return;
    struct sb_node *first = sb_node_live(list->first);
    for (struct sb_node *at = first ? sb_node_live(first->next) : NULL; at; at = sb_node_live(at->next))
        sb_filter_drop(filter, at, "%s takes one, not a list", filter->target);
}
