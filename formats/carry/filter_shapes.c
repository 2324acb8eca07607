#include "carry/filter_state.h"
#include "grammar/cyclonedx.h"

static const struct sb_member *row_of(const struct sb_filter *filter, enum sb_cdx_row row)
{
    return &filter->grammar->members[row];
}

static bool is_of(const struct sb_filter *filter, const struct sb_member *row, enum sb_cdx_object type)
{
    (void)filter;
    return row->kind == SB_MEMBER_OBJECT && row->type == type;
}

static struct sb_node *new_object(struct sb_filter *filter, struct sb_node *parent, const struct sb_member *row)
{
    struct sb_node *node = sb_node_add(&filter->hold, parent, NULL, row, SB_EVENT_OBJECT, SB_STR_NONE);
    node->type = &filter->grammar->objects[row->type];
    return node;
}

/* ---- the version that a document states ---- */

/* The address of the target's schema, as that demands it (1.2 to 1.5). */
static sb_str schema_of(struct sb_filter *filter)
{
    const struct sb_text_rule *rule = sb_row_rule(&filter->to, row_of(filter, SB_CDX_ROW_BOM_SCHEMA));
    if (rule && rule->words)
        return sb_str_of(filter->grammar->words[rule->words].words[0].text);
    return sb_arena_printf(&filter->hold.arena, "http://cyclonedx.org/schema/bom-1.%u.schema.json", filter->to.minor);
}

bool sb_filter_states(struct sb_filter *filter, struct sb_node *node)
{
    if (node->kind != SB_EVENT_TEXT)
        return false;
    if (node->row == row_of(filter, SB_CDX_ROW_BOM_SPEC_VERSION)) {
        node->text = sb_arena_printf(&filter->hold.arena, "1.%u", filter->to.minor);
        return true;
    }
    if (node->row == row_of(filter, SB_CDX_ROW_BOM_BOM_FORMAT) && filter->to.encoding != SB_IN_JSON) {
        if (!sb_str_eq(node->text, sb_str_of(filter->grammar->name)))
            sb_filter_say(filter, node, sb_str_of(filter->grammar->name), "the encoding has this format alone");
        return true;
    }
    if (node->row != row_of(filter, SB_CDX_ROW_BOM_SCHEMA))
        return false;
    if (filter->to.encoding != SB_IN_JSON) {
        sb_node_drop(node); /* the encoding has another way to say it */
        return true;
    }
    if (sb_str_find(node->text, SB_S("://cyclonedx.org/schema/bom-1.")) != SB_NPOS)
        node->text = schema_of(filter);
    else if (sb_row_rule(&filter->to, row_of(filter, SB_CDX_ROW_BOM_SCHEMA)))
        sb_filter_say(filter, node, schema_of(filter), "%s takes only the address of its schema", filter->target);
    return true;
}

/* ---- tools: up to 1.4 a list of (vendor, name, version), from 1.5 on components and services ---- */

/* Who makes it: the first of these that a component or a service says. */
static const char *const vendors[][2] = {
    {"group", NULL}, {"publisher", NULL}, {"supplier", "name"}, {"manufacturer", "name"}, {"provider", "name"},
};

static struct sb_node *vendor_of(const struct sb_node *thing)
{
    for (size_t i = 0; i < SB_COUNT(vendors); i++) {
        struct sb_node *node = sb_node_get(thing, sb_str_of(vendors[i][0]));
        if (node && vendors[i][1])
            node = node->kind == SB_EVENT_OBJECT ? sb_node_get(node, sb_str_of(vendors[i][1])) : NULL;
        if (node && node->kind == SB_EVENT_TEXT && node->text.n)
            return node;
    }
    return NULL;
}

static void move_to_tool(struct sb_filter *filter, struct sb_node *node, struct sb_node *tool, enum sb_cdx_row row)
{
    if (node && sb_row_in(&filter->to, row_of(filter, row)))
        sb_node_move(&filter->hold, node, tool, NULL, row_of(filter, row), "has a list of tools");
}

static void drop_rest(struct sb_filter *filter, struct sb_node *thing)
{
    for (struct sb_node *at = sb_node_live(thing->first); at; at = sb_node_live(at->next))
        if (!at->first || sb_node_live(at->first))
            sb_filter_drop(filter, at, "a tool of %s has no such member", filter->target);
}

static void put_tools(struct sb_filter *filter, struct sb_node *things, struct sb_node *list)
{
    for (struct sb_node *at = things ? sb_node_live(things->first) : NULL; at; at = sb_node_live(at->next)) {
        if (at->kind != SB_EVENT_OBJECT)
            continue;
        struct sb_node *tool = new_object(filter, list, list->row);
        tool->line = at->line;
        move_to_tool(filter, vendor_of(at), tool, SB_CDX_ROW_TOOL_VENDOR);
        move_to_tool(filter, sb_node_get(at, SB_S("name")), tool, SB_CDX_ROW_TOOL_NAME);
        move_to_tool(filter, sb_node_get(at, SB_S("version")), tool, SB_CDX_ROW_TOOL_VERSION);
        move_to_tool(filter, sb_node_get(at, SB_S("hashes")), tool, SB_CDX_ROW_TOOL_HASHES);
        move_to_tool(filter, sb_node_get(at, SB_S("externalReferences")), tool, SB_CDX_ROW_TOOL_EXTERNAL_REFERENCES);
        drop_rest(filter, at);
        if (at->first && !tool->first) /* all that was in it is told */
            sb_node_drop(tool);
        sb_node_drop(at);
    }
}

static void tools_to_list(struct sb_filter *filter, struct sb_node *tools, const struct sb_member *row)
{
    struct sb_node *list = sb_node_add(&filter->hold, tools->parent, tools, row, SB_EVENT_LIST, SB_STR_NONE);
    static const char *const kinds[] = {"components", "services"};
    for (size_t i = 0; i < SB_COUNT(kinds); i++) {
        struct sb_node *things = sb_node_get(tools, sb_str_of(kinds[i]));
        put_tools(filter, things, list);
        if (things && (!things->first || sb_node_live(things->first)))
            sb_filter_drop(filter, things, "%s has a list of tools", filter->target);
        else if (things)
            sb_node_drop(things);
    }
    drop_rest(filter, tools);
    sb_node_drop(tools);
    if (!sb_node_live(list->first))
        sb_node_drop(list);
}

/* ---- one where there were many: evidence.identity of 1.5 ---- */

static void first_of_list(struct sb_filter *filter, struct sb_node *list, const struct sb_member *row)
{
    struct sb_node *first = sb_node_live(list->first);
    for (struct sb_node *at = first ? sb_node_live(first->next) : NULL; at; at = sb_node_live(at->next))
        sb_filter_drop(filter, at, "%s takes one, not a list", filter->target);
    if (first)
        sb_node_move(&filter->hold, first, list->parent, list, row, "takes one, not a list");
    else
        sb_filter_drop(filter, list, "%s takes one, not a list", filter->target);
    sb_node_drop(list);
}

bool sb_filter_can_reshape(const struct sb_node *node, const struct sb_member *row)
{
    if (node->kind == SB_EVENT_OBJECT)
        return row->list && is_of(NULL, row, SB_CDX_TOOL) && is_of(NULL, node->row, SB_CDX_TOOLS);
    return node->kind == SB_EVENT_LIST && !row->list && row->kind == node->row->kind && row->type == node->row->type;
}

bool sb_filter_reshape(struct sb_filter *filter, struct sb_node *node, const struct sb_member *row)
{
    if (!sb_filter_can_reshape(node, row))
        return false;
    if (node->kind == SB_EVENT_OBJECT)
        tools_to_list(filter, node, row);
    else
        first_of_list(filter, node, row);
    return true;
}

/* ---- licences: 1.5 and 1.6, and XML before, take either licences, or one expression alone ---- */

static size_t count(const struct sb_node *object)
{
    size_t n = 0;
    for (const struct sb_node *at = sb_node_live(object->first); at; at = sb_node_live(at->next))
        n++;
    return n;
}

static struct sb_node *expression_of(const struct sb_node *choice)
{
    struct sb_node *node = choice->kind == SB_EVENT_OBJECT ? sb_node_get(choice, SB_S("expression")) : NULL;
    return node && node->row ? node : NULL;
}

static void join(struct sb_filter *filter, struct sb_node *list)
{
    struct sb_buf text = {0};
    struct sb_node *first = sb_node_live(list->first);
    for (struct sb_node *at = first; at; at = sb_node_live(at->next)) {
        sb_str part = expression_of(at)->text;
        bool words = sb_str_chr(part, ' ') != SB_NPOS;
        sb_buf_printf(&text, "%s%s%.*s%s", at == first ? "" : " AND ", words ? "(" : "", SB_FMT(part),
                      words ? ")" : "");
    }
    sb_filter_say(filter, expression_of(first), sb_arena_str(&filter->hold.arena, sb_buf_all(&text)),
                  "%s takes one expression alone", filter->target);
    for (struct sb_node *at = sb_node_live(first->next); at; at = sb_node_live(at->next))
        sb_filter_drop(filter, at, "joined by AND into the first of these expressions");
    sb_buf_done(&text);
}

/* Members of an expression that a licence has, too. */
static const struct {
    enum sb_cdx_row from, to;
} shared[] = {
    {SB_CDX_ROW_LICENSE_CHOICE_BOM_REF, SB_CDX_ROW_LICENSE_BOM_REF},
    {SB_CDX_ROW_LICENSE_CHOICE_EXPRESSION, SB_CDX_ROW_LICENSE_NAME},
    {SB_CDX_ROW_LICENSE_CHOICE_ACKNOWLEDGEMENT, SB_CDX_ROW_LICENSE_ACKNOWLEDGEMENT},
    {SB_CDX_ROW_LICENSE_CHOICE_LICENSING, SB_CDX_ROW_LICENSE_LICENSING},
    {SB_CDX_ROW_LICENSE_CHOICE_PROPERTIES, SB_CDX_ROW_LICENSE_PROPERTIES},
};

static void name_licence(struct sb_filter *filter, struct sb_node *choice)
{
    struct sb_node *licence = new_object(filter, choice, row_of(filter, SB_CDX_ROW_LICENSE_CHOICE_LICENSE));
    for (size_t i = 0; i < SB_COUNT(shared); i++) {
        const struct sb_member *from = row_of(filter, shared[i].from), *to = row_of(filter, shared[i].to);
        struct sb_node *node = sb_node_get(choice, sb_str_n(from->name, from->name_n));
        if (node && node->row == from && sb_row_in(&filter->to, to))
            sb_node_move(&filter->hold, node, licence, NULL, to, "takes an expression alone, or licences");
    }
}

static bool takes_alone(const struct sb_dialect *dialect)
{
    return dialect->minor <= 6 && (dialect->minor >= 5 || dialect->encoding == SB_IN_XML);
}

void sb_filter_licences(struct sb_filter *filter, struct sb_node *list)
{
    if (takes_alone(&filter->from) || !takes_alone(&filter->to) || !is_of(filter, list->row, SB_CDX_LICENSE_CHOICE))
        return;
    size_t n = 0, expressions = 0, bare = 0;
    for (struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next)) {
        n++;
        expressions += expression_of(at) != NULL;
        bare += expression_of(at) && count(at) == 1;
    }
    if (!expressions || n == 1)
        return;
    if (bare == n) {
        join(filter, list);
        return;
    }
    for (struct sb_node *at = sb_node_live(list->first); at; at = sb_node_live(at->next))
        if (expression_of(at))
            name_licence(filter, at);
}
