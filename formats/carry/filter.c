#include "carry/filter.h"

#include <stdarg.h>

#include "carry/filter_state.h"

struct sb_filter *sb_filter_new(const struct sb_grammar *grammar, uint8_t from, uint8_t to, struct sb_receiver next,
                                struct sb_losses *losses, struct sb_err *err)
{
    struct sb_filter *filter = sb_calloc(1, sizeof *filter);
    *filter =
        (struct sb_filter){.grammar = grammar, .from = from, .to = to, .next = next, .losses = losses, .err = err};
    return filter;
}

void sb_filter_free(struct sb_filter *filter)
{
    if (!filter)
        return;
    sb_hold_done(&filter->hold);
    sb_map_done(&filter->elements);
    sb_free(filter->path.steps.p);
    sb_buf_done(&filter->reason);
    sb_buf_done(&filter->place);
    sb_buf_done(&filter->member);
    sb_free(filter);
}

void sb_filter_watch(struct sb_filter *filter, struct sb_walk *walk)
{
    filter->walk = walk;
}

/* ---- telling ---- */

/* "component.type"; what no row knows has its own name. */
static sb_str member_name(struct sb_filter *filter, const struct sb_node *node)
{
    const struct sb_node *owner = node->parent;
    while (owner && owner->kind != SB_EVENT_OBJECT)
        owner = owner->parent;
    sb_buf_clear(&filter->member);
    if (owner && owner->type && node->row)
        sb_buf_printf(&filter->member, "%s.", owner->type->name);
    sb_buf_str(&filter->member, node->row ? sb_str_n(node->row->name, node->row->name_n) : node->name);
    return sb_buf_all(&filter->member);
}

SB_PRINTF(4, 0)
static struct sb_loss loss_of(struct sb_filter *filter, enum sb_fate fate, const struct sb_node *node,
                              const char *format, va_list args)
{
    sb_buf_clear(&filter->reason);
    sb_buf_vprintf(&filter->reason, format, args);
    sb_node_path(node, &filter->path);
    return (struct sb_loss){.fate = fate,
                            .path = &filter->path,
                            .line = node->line,
                            .member = member_name(filter, node),
                            .values = sb_node_values(node),
                            .reason = sb_buf_all(&filter->reason)};
}

/* Where NODE stands now, and what it says. */
static void stands(struct sb_filter *filter, struct sb_loss *loss, const struct sb_node *node)
{
    struct sb_path path = {0};
    sb_node_place(node, &path);
    sb_buf_clear(&filter->place);
    sb_path_place(&filter->place, &path);
    sb_free(path.steps.p);
    loss->place = sb_buf_all(&filter->place);
    loss->kind = (enum sb_event_kind)node->kind;
    loss->text = node->text;
}

void sb_filter_drop(struct sb_filter *filter, struct sb_node *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct sb_loss loss = loss_of(filter, SB_FATE_DROPPED, node, format, args);
    va_end(args);
    sb_losses_put(filter->losses, &loss);
    sb_node_drop(node);
}

void sb_filter_say(struct sb_filter *filter, struct sb_node *node, sb_str text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct sb_loss loss = loss_of(filter, SB_FATE_CARRIED, node, format, args);
    va_end(args);
    node->text = text;
    stands(filter, &loss, node);
    sb_losses_put(filter->losses, &loss);
    for (struct sb_node *around = node->parent; around && !around->changed; around = around->parent)
        around->changed = true;
}

struct sb_node *sb_filter_move(struct sb_filter *filter, struct sb_node *node, struct sb_node *parent,
                               struct sb_node *before, const struct sb_member *row, const char *format, ...)
{
    va_list args;
    sb_filter_fix_inside(filter, node); /* its own losses first: what is told of it here is what is left */
    va_start(args, format);
    struct sb_loss loss = loss_of(filter, SB_FATE_CARRIED, node, format, args);
    va_end(args);
    struct sb_node *moved = sb_node_move(&filter->hold, node, parent, before, row);
    stands(filter, &loss, moved);
    sb_losses_put(filter->losses, &loss);
    return moved;
}

void sb_filter_add(struct sb_filter *filter, struct sb_node *parent, const struct sb_member *row, const char *text)
{
    enum sb_event_kind kind = row->kind == SB_MEMBER_INTEGER ? SB_EVENT_NUMBER : SB_EVENT_TEXT;
    struct sb_node *node = sb_node_add(&filter->hold, parent, NULL, row, kind, sb_str_of(text));
    struct sb_loss loss = {.fate = SB_FATE_ADDED, .path = &filter->path, .line = node->line, .values = 1};
    sb_node_path(node, &filter->path);
    sb_buf_clear(&filter->reason);
    sb_buf_printf(&filter->reason, "%s 1.%u wants one", filter->grammar->name, filter->to);
    loss.reason = sb_buf_all(&filter->reason);
    loss.member = member_name(filter, node);
    stands(filter, &loss, node);
    sb_losses_put(filter->losses, &loss);
}

/* ---- the document, element by element ---- */

static bool give(struct sb_filter *filter, const struct sb_event *event)
{
    return filter->next.receive(filter->next.to, event);
}

/* A list of the document begins where its first element is given on: one that loses all has no place. */
static bool begin_list(struct sb_filter *filter)
{
    if (!filter->list || filter->list_begun)
        return true;
    filter->list_begun = true;
    return give(filter, &filter->list_event);
}

static void note_member(struct sb_filter *filter, const struct sb_member *row)
{
    const struct sb_object *document = &filter->grammar->objects[filter->grammar->root];
    size_t number = (size_t)(row - document->members);
    if (number < document->n)
        filter->seen[number >> 6] |= 1ull << (number & 63);
}

static bool give_held(struct sb_filter *filter)
{
    struct sb_node *base = filter->hold.base;
    for (struct sb_node *at = sb_node_live(base->first); at; at = sb_node_live(at->next)) {
        if (at->row)
            note_member(filter, at->row);
        if (!begin_list(filter) || !sb_node_give(at, &filter->next))
            return false;
    }
    return true;
}

static bool hold_on(struct sb_filter *filter, const struct sb_event *event)
{
    bool whole;
    if (sb_hold_take(&filter->hold, event, &whole, filter->err) != SB_OK)
        return false;
    if (!whole)
        return true;
    filter->state = BETWEEN;
    struct sb_node *element = filter->hold.base->first;
    sb_filter_fix(filter, element);
    if (filter->list && filter->list->unique && !element->gone && sb_filter_repeats(&filter->elements, element))
        sb_filter_drop_repeat(filter, element);
    return give_held(filter);
}

static bool hold(struct sb_filter *filter, const struct sb_event *event)
{
    const struct sb_path *path = sb_walk_path(filter->walk);
    uint64_t index = filter->list ? path->steps.p[path->steps.n - 1].index : 0;
    sb_hold_begin(&filter->hold, &filter->grammar->objects[filter->grammar->root], filter->list, index);
    filter->state = HOLDING;
    return hold_on(filter, event);
}

/* A member of the document that the target lacks is not even held: it may be most of the document. */
static bool pass_over(struct sb_filter *filter, const struct sb_event *event)
{
    filter->state = PASSING_OVER;
    filter->depth = 1;
    filter->values = 0;
    sb_buf_clear(&filter->member);
    sb_buf_printf(&filter->member, "%s.%s", filter->grammar->objects[filter->grammar->root].name, event->row->name);
    filter->passed = (struct sb_loss){.fate = SB_FATE_DROPPED, .line = event->line};
    filter->just_opened = true;
    return true;
}

static bool passed_on(struct sb_filter *filter, const struct sb_event *event)
{
    bool ends = event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
    bool opens = event->kind == SB_EVENT_OBJECT || event->kind == SB_EVENT_LIST;
    filter->values += (!ends && !opens) || (ends && filter->just_opened);
    filter->just_opened = opens;
    filter->depth = filter->depth + opens - ends;
    if (filter->depth)
        return true;
    filter->state = BETWEEN;
    sb_buf_clear(&filter->reason);
    sb_buf_printf(&filter->reason, "%s 1.%u has no %.*s", filter->grammar->name, filter->to,
                  SB_FMT(sb_buf_all(&filter->member)));
    filter->passed.reason = sb_buf_all(&filter->reason);
    filter->passed.member = sb_buf_all(&filter->member);
    filter->passed.path = sb_walk_path(filter->walk);
    filter->passed.values = filter->values;
    sb_losses_put(filter->losses, &filter->passed);
    return true;
}

static bool begin_elements(struct sb_filter *filter, const struct sb_event *event)
{
    filter->list = event->row;
    filter->list_event = *event;
    filter->list_begun = filter->list_any = false;
    return true;
}

static bool end_elements(struct sb_filter *filter, const struct sb_event *event)
{
    bool good = filter->list_any || begin_list(filter); /* one that was empty stays */
    if (good && filter->list_begun)
        good = give(filter, event);
    filter->list = NULL;
    sb_map_done(&filter->elements);
    filter->elements = (struct sb_map){0};
    return good;
}

/* What the target needs of a document and the input did not say. */
static bool complete(struct sb_filter *filter)
{
    const struct sb_object *document = &filter->grammar->objects[filter->grammar->root];
    sb_hold_begin(&filter->hold, document, NULL, 0);
    for (size_t i = 0; i < document->n; i++) {
        const struct sb_member *row = &document->members[i];
        const char *text = sb_filter_wants(filter, document, row);
        if (text && !(filter->seen[i >> 6] >> (i & 63) & 1))
            sb_filter_add(filter, filter->hold.document, row, text);
    }
    return give_held(filter);
}

static bool receive(void *to, const struct sb_event *event)
{
    struct sb_filter *filter = to;
    const struct sb_member *row = event->row;
    if (filter->from == filter->to)
        return give(filter, event);
    if (filter->state == HOLDING)
        return hold_on(filter, event);
    if (filter->state == PASSING_OVER)
        return passed_on(filter, event);
    if (!row && event->type) /* the document itself */
        return (event->kind == SB_EVENT_OBJECT || complete(filter)) && give(filter, event);
    if (filter->list && event->kind == SB_EVENT_LIST_END)
        return end_elements(filter, event);
    if (!filter->list && event->kind == SB_EVENT_LIST && row && !sb_member_in(row, filter->to))
        return pass_over(filter, event);
    if (!filter->list && event->kind == SB_EVENT_LIST && row && row->kind == SB_MEMBER_OBJECT && !row->least)
        return begin_elements(filter, event);
    filter->list_any = true;
    return hold(filter, event);
}

struct sb_receiver sb_filter_receiver(struct sb_filter *filter)
{
    return (struct sb_receiver){receive, filter};
}
