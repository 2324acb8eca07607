#include "carry/filter_state.h"
#include "carry/pattern.h"
#include "grammar/cyclonedx.h"
#include "text/xml_write.h"

/* ---- repairs ---- */

/* What the specification lets one say for nothing: 1.2 to 1.4 want a version of the document, 1 being the default; up
 * to 1.3 one of each component, which may be empty; 1.6 wants a name of each property; 1.0 in XML wants to know whether
 * a component was modified, 1.0 and 1.1 a list of components. */
static const struct {
    const char *object, *member, *text;
} defaults[] = {
    {"bom", "version", "1"},  {"bom", "components", ""},          {"component", "version", ""},
    {"property", "name", ""}, {"component", "modified", "false"},
};

/* Any other text that only one of the encodings wants is empty in it. */
static const char *default_of(const struct sb_filter *filter, const struct sb_object *type, const struct sb_member *row)
{
    for (size_t i = 0; i < SB_COUNT(defaults); i++)
        if (strcmp(type->name, defaults[i].object) == 0 && strcmp(row->name, defaults[i].member) == 0)
            return defaults[i].text;
    bool other = filter->from.encoding != filter->to.encoding;
    return other && row->kind == SB_MEMBER_TEXT && !row->list && !sb_row_rule(&filter->to, row) ? "" : NULL;
}

const char *sb_filter_wants(const struct sb_filter *filter, const struct sb_object *type, const struct sb_member *row)
{
    if (!sb_row_needed(&filter->to, row) || sb_row_needed(&filter->from, row))
        return NULL;
    return default_of(filter, type, row);
}

/* Older words for newer ones, where the list has no "other". The specification of component.type: "application if no
 * more specific appropriate classification is available". */
static const struct {
    const char *word, *older;
} older_words[] = {
    {"incomplete_first_party_proprietary_only", "incomplete_first_party_only"},
    {"incomplete_first_party_opensource_only", "incomplete_first_party_only"},
    {"incomplete_third_party_proprietary_only", "incomplete_third_party_only"},
    {"incomplete_third_party_opensource_only", "incomplete_third_party_only"},
    {"platform", "application"},
    {"device-driver", "application"},
    {"machine-learning-model", "application"},
    {"data", "application"},
    {"cryptographic-asset", "application"},
};

static bool takes(const struct sb_filter *filter, const struct sb_member *row, sb_str text)
{
    return !sb_unfit(&filter->to, row, text);
}

/* Another word that the target has for the one of NODE; empty: none. */
static sb_str other_word(const struct sb_filter *filter, const struct sb_node *node)
{
    for (size_t i = 0; i < SB_COUNT(older_words); i++)
        if (sb_str_eq(node->text, sb_str_of(older_words[i].word)) &&
            takes(filter, node->row, sb_str_of(older_words[i].older)))
            return sb_str_of(older_words[i].older);
    return takes(filter, node->row, SB_S("other")) ? SB_S("other") : SB_STR_NONE;
}

/* A byte as the target's rule takes it: line breaks as blanks, where 1.2 has ^(.*)$; what may not stand in an address
 * as %HH; what XML has not as \\uHHHH. */
static void put_byte(struct sb_buf *text, const struct sb_filter *filter, const struct sb_text_rule *rule, char c)
{
    unsigned pattern = rule ? rule->pattern : SB_TEXT_ANY;
    if (pattern == SB_TEXT_ONE_LINE && (c == '\n' || c == '\r'))
        sb_buf_chr(text, ' ');
    else if ((pattern == SB_TEXT_IRI_REFERENCE || pattern == SB_TEXT_ANY_URI) && sb_is_in_no_iri(c))
        sb_buf_printf(text, "%%%02X", (unsigned char)c);
    else if (filter->to.encoding == SB_IN_XML && (unsigned char)c < 0x20 && !sb_is_in(c, "\t\n\r"))
        sb_buf_printf(text, "\\u%04x", (unsigned char)c);
    else
        sb_buf_chr(text, c);
}

/* Times: the other encoding's letters for T and Z, and Greenwich where it wants to know. {...} is urn:uuid:... */
static void put_moment(struct sb_buf *text, sb_str from, bool zoned)
{
    for (size_t i = 0; i < from.n; i++)
        sb_buf_chr(text, from.p[i] == ' ' ? 'T' : sb_upper(from.p[i]));
    if (!zoned)
        sb_buf_chr(text, 'Z');
}

static sb_str with_other_bytes(struct sb_filter *filter, const struct sb_node *node)
{
    struct sb_buf text = {0};
    const struct sb_text_rule *rule = sb_row_rule(&filter->to, node->row);
    unsigned pattern = rule ? rule->pattern : SB_TEXT_ANY;
    bool braces = node->text.n > 2 && node->text.p[0] == '{' && node->text.p[node->text.n - 1] == '}';
    if (pattern == SB_TEXT_DATE_TIME || pattern == SB_TEXT_XSD_DATE_TIME)
        put_moment(&text, node->text, pattern == SB_TEXT_XSD_DATE_TIME);
    else if (pattern == SB_TEXT_SERIAL_NUMBER && braces)
        sb_buf_printf(&text, "urn:uuid:%.*s", SB_FMT(sb_str_part(node->text, 1, node->text.n - 2)));
    else
        for (size_t i = 0; i < node->text.n; i++) {
            sb_str rest = sb_str_from(node->text, i);
            bool none = sb_str_starts(rest, SB_S("\xef\xbf\xbe")) || sb_str_starts(rest, SB_S("\xef\xbf\xbf"));
            if (none && filter->to.encoding == SB_IN_XML) /* U+FFFE and U+FFFF */
                sb_buf_printf(&text, "\\uff%x", (unsigned char)node->text.p[i += 2] + 0x40);
            else
                put_byte(&text, filter, rule, node->text.p[i]);
        }
    sb_str copy = sb_arena_str(&filter->hold.arena, sb_buf_all(&text));
    sb_buf_done(&text);
    return copy;
}

/* How a scalar that the target refuses can be said in it; p NULL: it cannot. */
static sb_str mended(struct sb_filter *filter, const struct sb_node *node)
{
    if (node->row->kind == SB_MEMBER_WORD)
        return other_word(filter, node);
    if (node->row->kind != SB_MEMBER_TEXT)
        return SB_STR_NONE;
    sb_str text = with_other_bytes(filter, node);
    return text.n && !sb_str_eq(text, node->text) && takes(filter, node->row, text) ? text : SB_STR_NONE;
}

/* ---- what stays ---- */

const struct sb_member *const *sb_filter_needed(const struct sb_filter *filter, const struct sb_object *type)
{
    return filter->needed + filter->needed_from[type - filter->grammar->objects];
}

void sb_filter_find_needed(struct sb_filter *filter)
{
    const struct sb_grammar *grammar = filter->grammar;
    size_t n = 0;
    filter->needed = sb_calloc((size_t)grammar->members_n + grammar->objects_n, sizeof *filter->needed);
    filter->needed_from = sb_calloc(grammar->objects_n, sizeof *filter->needed_from);
    for (size_t i = 0; i < grammar->objects_n; i++) {
        const struct sb_object *type = &grammar->objects[i];
        filter->needed_from[i] = (uint16_t)n;
        for (size_t j = 0; j < type->n; j++)
            if (sb_row_needed(&filter->to, &type->members[j]))
                filter->needed[n++] = &type->members[j];
        n++; /* NULL */
    }
}

/* Why the target refuses a scalar that the version of the input took, or that cannot be written at all; NULL: it does
 * not. */
static const char *refused(const struct sb_filter *filter, const struct sb_node *node)
{
    if (sb_node_opens(node) || node->row->kind == SB_MEMBER_ANY)
        return NULL;
    if (filter->to.encoding == SB_IN_XML && sb_xml_not_char(node->text))
        return "no character that XML does not have";
    const char *why = sb_unfit(&filter->to, node->row, node->text);
    return why && !sb_unfit(&filter->from, node->row, node->text) ? why : NULL;
}

static const struct sb_object *owner_of(const struct sb_node *node)
{
    const struct sb_node *owner = node->parent;
    while (owner->kind != SB_EVENT_OBJECT)
        owner = owner->parent;
    return owner->type;
}

const struct sb_member *sb_filter_other_shape(const struct sb_filter *filter, const struct sb_object *type,
                                              const struct sb_member *row)
{
    const struct sb_member *other = sb_member_named(type, sb_str_n(row->name, row->name_n));
    while (other < type->members + type->n && other->name_n == row->name_n &&
           memcmp(other->name, row->name, row->name_n) == 0) {
        if (sb_row_in(&filter->to, other))
            return other;
        other++;
    }
    return NULL;
}

static bool stays(struct sb_filter *filter, const struct sb_node *node);

/* The member of an object that the target needs and that cannot stay; NULL: all can. */
static const struct sb_member *lacking(struct sb_filter *filter, const struct sb_node *object)
{
    for (const struct sb_member *const *at = sb_filter_needed(filter, object->type); *at; at++) {
        const struct sb_member *row = *at;
        const struct sb_node *value = sb_node_get(object, sb_str_n(row->name, row->name_n));
        if (value ? !stays(filter, value)
                  : !sb_row_needed(&filter->from, row) && !default_of(filter, object->type, row))
            return row;
    }
    return NULL;
}

/* Has OBJECT all that an alternative needs; STAYING: will it have? */
static bool has_set(struct sb_filter *filter, const struct sb_node *object, const struct sb_choice_set *set,
                    bool staying)
{
    for (const char *const *name = set->need; name && *name; name++) {
        const struct sb_node *value = sb_node_get(object, sb_str_of(*name));
        if (!value || (staying && !stays(filter, value)))
            return false;
    }
    return true;
}

static bool has_any_set(struct sb_filter *filter, const struct sb_node *object, const struct sb_choice *choice,
                        bool staying)
{
    size_t i = 0;
    while (i < choice->n && !has_set(filter, object, &choice->sets[i], staying))
        i++;
    return i < choice->n;
}

/* Would OBJECT lose the alternative that it has, or that it did not need to have in XML? */
static bool loses_choice(struct sb_filter *filter, const struct sb_node *object)
{
    for (size_t i = 0; i < object->type->choices_n; i++) {
        const struct sb_choice *choice = &object->type->choices[i];
        bool asked =
            choice->kind != SB_CHOICE_NONE && choice->since <= filter->to.minor && filter->to.minor <= choice->until;
        bool free = choice->in_xml != SB_CHOICE_SAME && filter->from.encoding == SB_IN_XML;
        asked = asked && (choice->in_xml == SB_CHOICE_SAME || filter->to.encoding != SB_IN_XML);
        asked = asked && sb_choice_sayable(&filter->to, object->type, choice);
        if (asked && (free || has_any_set(filter, object, choice, false)) && !has_any_set(filter, object, choice, true))
            return true;
    }
    return false;
}

/* Children of NODE that will be left, counted up to ENOUGH. */
static size_t count_staying(struct sb_filter *filter, const struct sb_node *node, size_t enough)
{
    size_t n = 0;
    for (struct sb_node *at = sb_node_live(node->first); at && n < enough; at = sb_node_live(at->next))
        n += stays(filter, at);
    return n;
}

/* Will something of NODE be left? */
static bool stays(struct sb_filter *filter, const struct sb_node *node)
{
    if (!node->row || sb_filter_unsayable(filter, node))
        return !sb_filter_unsayable(filter, node);
    if (!sb_row_in(&filter->to, node->row)) {
        const struct sb_member *other = sb_filter_other_shape(filter, owner_of(node), node->row);
        return other && sb_filter_can_reshape(node, other);
    }
    if (!sb_node_opens(node))
        return !refused(filter, node) || mended(filter, node).p;
    size_t least = node->kind == SB_EVENT_LIST ? sb_row_least(&filter->to, node->row) : 0;
    least = least ? least : 1;
    if (node->first && count_staying(filter, node, least) < least)
        return false;
    return node->kind == SB_EVENT_LIST || !node->type || (!lacking(filter, node) && !loses_choice(filter, node));
}

/* ---- mending ---- */

static void fix_children(struct sb_filter *filter, struct sb_node *node)
{
    for (struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next))
        sb_filter_fix(filter, at);
}

/* JSF and XML signatures hold for what was signed, to the last member. */
static void check_signature(struct sb_filter *filter, struct sb_node *object)
{
    struct sb_node *signature = sb_node_get(object, SB_S("signature"));
    if (object->changed && signature && signature->row)
        sb_filter_drop(filter, signature, "what it signs is not the same any more");
}

/* The document says another version: what signs all of it signs that, too. */
static bool signs_document(const struct sb_node *node)
{
    return node->parent && !node->parent->parent && sb_str_eq(node->name, SB_S("signature"));
}

static void fix_object(struct sb_filter *filter, struct sb_node *object)
{
    fix_children(filter, object);
    for (const struct sb_member *const *at = sb_filter_needed(filter, object->type); *at; at++) {
        const char *text = sb_filter_wants(filter, object->type, *at);
        if (text && !sb_node_get(object, sb_str_n((*at)->name, (*at)->name_n)))
            sb_filter_add(filter, object, *at, text);
    }
    sb_filter_add_zeros(filter, object);
    check_signature(filter, object);
}

/* Is what one encoding nests said twice in the other? Then a value that was never changed may be one of two, too. In
 * protobuf these are dependencies alone. */
static bool was_nested(const struct sb_filter *filter, const struct sb_node *node)
{
    if (filter->from.encoding == SB_IN_PROTOBUF)
        return filter->to.encoding == SB_IN_JSON && node->row->kind == SB_MEMBER_OBJECT &&
               node->row->type == SB_CDX_DEPENDENCY;
    return filter->from.encoding == SB_IN_XML && filter->to.encoding != SB_IN_XML;
}

static bool may_repeat(const struct sb_filter *filter, const struct sb_node *node)
{
    return node->changed || was_nested(filter, node);
}

void sb_alike_done(struct sb_alike *alike)
{
    sb_keyset_done(&alike->all);
    sb_keyset_done(&alike->changed);
}

/* Values are known by 63 bits of their hash, under a secret of this process. */
bool sb_filter_repeats(const struct sb_filter *filter, struct sb_alike *seen, const struct sb_node *node)
{
    if (filter->to.encoding == SB_IN_XML)
        return false;
    uint64_t key = sb_node_hash(node, 0) >> 1;
    bool changed = may_repeat(filter, node);
    bool repeats = sb_keyset_put(&seen->all, key) && (changed || sb_keyset_has(&seen->changed, key));
    if (changed)
        sb_keyset_put(&seen->changed, key);
    return repeats;
}

void sb_filter_drop_repeat(struct sb_filter *filter, struct sb_node *node)
{
    sb_filter_drop(filter, node, "the same as another one, by what is left of it");
}

static void drop_repeats(struct sb_filter *filter, struct sb_node *list)
{
    struct sb_alike seen = {0};
    if (!list->row->unique || !may_repeat(filter, list))
        return;
    for (struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next))
        if (sb_filter_repeats(filter, &seen, at))
            sb_filter_drop_repeat(filter, at);
    sb_alike_done(&seen);
}

static void fix_list(struct sb_filter *filter, struct sb_node *list)
{
    sb_filter_one_of_list(filter, list);
    sb_filter_licences(filter, list);
    fix_children(filter, list);
    drop_repeats(filter, list);
}

static void fix_scalar(struct sb_filter *filter, struct sb_node *node)
{
    const char *why = refused(filter, node);
    if (!why) {
        sb_filter_respell(filter, node);
        return;
    }
    sb_str text = mended(filter, node);
    if (text.p && node->was)
        node->text = text; /* that it was moved is told, with what it says */
    else if (text.p)
        sb_filter_say(filter, node, text, "%s takes %s", filter->target, why);
    else
        sb_filter_drop(filter, node, "%s takes %s", filter->target, why);
}

static bool was_untyped(const struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_node *list = node->parent;
    return list->kind == SB_EVENT_LIST && list->row && filter->from.minor <= list->row->untyped_until &&
           list->row->untyped_until < filter->to.minor;
}

/* What no row knows. Members of others: objects take them that are not closed. Values of a wrong type: wrong they stay,
 * but where the version of the input did not ask for a type. */
static void fix_unknown(struct sb_filter *filter, struct sb_node *node)
{
    const struct sb_object *type = node->parent->kind == SB_EVENT_OBJECT ? node->parent->type : NULL;
    if (filter->to.encoding == SB_IN_XML)
        sb_filter_tell_mixed(filter, node);
    if (filter->to.encoding != SB_IN_JSON)
        return;
    if (type && !sb_object_open(filter->grammar, type, filter->to.minor, false) && !sb_member_named(type, node->name))
        sb_filter_drop(filter, node, "not in the specification, and %s takes nothing else in a %s", filter->target,
                       type->name);
    else if (was_untyped(filter, node))
        sb_filter_drop(filter, node, "%s takes no value of this type here", filter->target);
}

static void fix_absent(struct sb_filter *filter, struct sb_node *node)
{
    const struct sb_object *owner = owner_of(node);
    const struct sb_member *other = sb_filter_other_shape(filter, owner, node->row);
    if (!other || !sb_filter_reshape(filter, node, other))
        sb_filter_drop(filter, node, "%s has no %s.%s%s", filter->target, owner->name, node->row->name,
                       other ? " of this shape" : "");
}

static void fix_inside(struct sb_filter *filter, struct sb_node *node)
{
    if (node->kind == SB_EVENT_OBJECT && node->type)
        fix_object(filter, node);
    else if (node->kind == SB_EVENT_LIST && node->row)
        fix_list(filter, node);
}

void sb_filter_fix(struct sb_filter *filter, struct sb_node *node)
{
    const struct sb_member *row = node->row, *needed = NULL;
    const char *unsayable = sb_filter_unsayable(filter, node);
    if (unsayable) {
        sb_filter_drop(filter, node, "%s", unsayable);
    } else if (!row) {
        fix_unknown(filter, node);
    } else if (sb_filter_states(filter, node)) {
        return;
    } else if (!sb_row_in(&filter->to, row)) {
        fix_absent(filter, node);
    } else if (sb_filter_id_repeats(filter, node)) {
        sb_filter_drop(filter, node, "XML takes each bom-ref once");
    } else if (signs_document(node)) {
        sb_filter_drop(filter, node, "what it signs is not the same any more");
    } else if (node->kind == SB_EVENT_OBJECT && node->type && (needed = lacking(filter, node)) != NULL) {
        sb_filter_drop(filter, node, "%s has no place for what stands in %s, which it needs", filter->target,
                       needed->name);
    } else if (node->kind == SB_EVENT_OBJECT && node->type && loses_choice(filter, node)) {
        sb_filter_drop(filter, node, "%s has no place for what it needs in it", filter->target);
    } else if (sb_node_opens(node)) {
        fix_inside(filter, node);
    } else {
        fix_scalar(filter, node);
    }
    if (!node->gone && node->first && !sb_node_live(node->first))
        sb_node_drop(node); /* all that was in it is told */
    if (!node->gone && node->was)
        sb_filter_tell_moved(filter, node);
}
