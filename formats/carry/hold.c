#include "carry/hold.h"

#include "base/sink.h"

static struct sb_node *insert(struct sb_node *parent, struct sb_node *before, struct sb_node *node)
{
    struct sb_node **from = before ? &before->next : parent->last ? &parent->last->next : &parent->first;
    node->parent = parent;
    node->next = *from;
    *from = node;
    if (!node->next)
        parent->last = node;
    return node;
}

static sb_str row_name(const struct sb_node *parent, const struct sb_member *row)
{
    return parent->kind == SB_EVENT_LIST ? SB_STR_NONE : sb_str_n(row->name, row->name_n);
}

void sb_hold_begin(struct sb_hold *hold, const struct sb_object *document, const struct sb_member *list, uint64_t index)
{
    sb_arena_reset(&hold->arena);
    hold->document = SB_NEW(&hold->arena, struct sb_node);
    hold->document->type = document;
    hold->document->kind = SB_EVENT_OBJECT;
    hold->base = hold->document;
    if (list) {
        hold->base = sb_node_add(hold, hold->document, NULL, list, SB_EVENT_LIST, SB_STR_NONE);
        hold->base->index = index;
    }
    hold->at = hold->base;
}

static struct sb_node *put(struct sb_hold *hold, const struct sb_event *event)
{
    struct sb_node *parent = hold->at, *node = SB_NEW(&hold->arena, struct sb_node);
    node->row = event->row;
    node->type = event->type;
    node->kind = (uint8_t)event->kind;
    node->line = event->line;
    node->column = event->column;
    node->text = event->text.n ? sb_arena_str(&hold->arena, event->text) : SB_STR_NONE;
    if (parent->kind == SB_EVENT_LIST)
        node->index = parent->last ? parent->last->index + 1 : parent == hold->base ? parent->index : 0;
    else
        node->name = event->row ? row_name(parent, event->row) : sb_arena_str(&hold->arena, event->name);
    if (parent->kind == SB_EVENT_LIST && !parent->first && parent != hold->base && parent->row && event->row)
        parent->row = event->row; /* of several shapes the one that it has */
    return insert(parent, NULL, node);
}

sb_rc sb_hold_take(struct sb_hold *hold, const struct sb_event *event, bool *ret_whole, struct sb_err *err)
{
    if (event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END) {
        hold->at = hold->at->parent;
    } else {
        struct sb_node *node = put(hold, event);
        if (sb_node_opens(node))
            hold->at = node;
    }
    *ret_whole = hold->at == hold->base;
    if (hold->arena.total <= SB_HOLD_MAX)
        return SB_OK;
    sb_fail(err, SB_E_LIMIT, "one element takes more than %d MiB of memory (SB_HOLD_MAX)", SB_HOLD_MAX >> 20);
    sb_err_at(err, event->line, event->column);
    return SB_E_LIMIT;
}

bool sb_hold_for(struct sb_hold *hold, const struct sb_event *event, bool *ret_whole, struct sb_sink *sink)
{
    struct sb_err err = {0};
    if (sb_hold_take(hold, event, ret_whole, &err) != SB_OK)
        sb_fail(&sink->err, err.rc, "%s", err.text);
    return err.rc == SB_OK;
}

void sb_hold_done(struct sb_hold *hold)
{
    sb_arena_done(&hold->arena);
}

/* A list gets its numbers as it is made. */
static uint64_t number_in(const struct sb_node *parent)
{
    return parent->kind == SB_EVENT_LIST && parent->last ? parent->last->index + 1 : 0;
}

struct sb_node *sb_node_add(struct sb_hold *hold, struct sb_node *parent, struct sb_node *before,
                            const struct sb_member *row, enum sb_event_kind kind, sb_str text)
{
    struct sb_node *node = SB_NEW(&hold->arena, struct sb_node);
    node->row = row;
    node->kind = (uint8_t)kind;
    node->text = text;
    node->name = row_name(parent, row);
    node->index = number_in(parent);
    node->line = parent->line;
    node->column = parent->column;
    return insert(parent, before, node);
}

void sb_node_move(struct sb_hold *hold, struct sb_node *node, struct sb_node *parent, struct sb_node *before,
                  const struct sb_member *row, const char *why)
{
    struct sb_node *copy = SB_NEW(&hold->arena, struct sb_node);
    *copy = *node;
    copy->was = node;
    copy->why = why;
    copy->row = row;
    copy->name = row_name(parent, row);
    copy->index = number_in(parent);
    for (struct sb_node *at = copy->first; at; at = at->next) {
        at->parent = copy;
        if (copy->kind == SB_EVENT_LIST && at->row)
            at->row = row;
    }
    sb_node_drop(node);
    insert(parent, before, copy);
}

void sb_node_drop(struct sb_node *node)
{
    node->gone = true;
    for (struct sb_node *around = node->parent; around && !around->changed; around = around->parent)
        around->changed = true;
}

struct sb_node *sb_node_live(struct sb_node *at)
{
    while (at && at->gone)
        at = at->next;
    return at;
}

struct sb_node *sb_node_get(const struct sb_node *object, sb_str name)
{
    struct sb_node *node = sb_node_live(object->first);
    while (node && !sb_str_eq(node->name, name))
        node = sb_node_live(node->next);
    return node;
}

size_t sb_node_values(const struct sb_node *node, bool untold)
{
    size_t n = 0;
    const struct sb_node *first = sb_node_live(node->first);
    for (const struct sb_node *at = first; at; at = sb_node_live(at->next))
        n += sb_node_values(at, untold);
    return first ? n : !(untold && node->told);
}

uint64_t sb_node_hash(const struct sb_node *node, uint64_t seed)
{
    uint64_t hash = sb_hash(node->text.p, node->text.n, seed + node->kind);
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next)) {
        uint64_t inner = sb_node_hash(at, seed);
        if (node->kind == SB_EVENT_OBJECT)
            hash += sb_hash_pair(sb_hash(at->name.p, at->name.n, seed), inner);
        else
            hash = sb_hash_pair(hash, inner);
    }
    return hash;
}

static void put_steps(const struct sb_node *node, bool input, struct sb_path *path)
{
    while (input && node->was)
        node = node->was;
    if (!node->parent)
        return;
    put_steps(node->parent, input, path);
    *SB_PUSH(&path->steps) = (struct sb_step){node->name, node->index};
}

void sb_node_path(const struct sb_node *node, struct sb_path *path)
{
    path->steps.n = 0;
    put_steps(node, true, path);
}

void sb_node_place(const struct sb_node *node, struct sb_path *path)
{
    path->steps.n = 0;
    put_steps(node, false, path);
}

bool sb_node_give(const struct sb_node *node, const struct sb_receiver *to)
{
    struct sb_event event = {.kind = (enum sb_event_kind)node->kind,
                             .row = node->row,
                             .type = node->type,
                             .name = node->name,
                             .text = node->text,
                             .line = node->line,
                             .column = node->column};
    if (!to->receive(to->to, &event))
        return false;
    if (!sb_node_opens(node))
        return true;
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next))
        if (!sb_node_give(at, to))
            return false;
    event.kind = node->kind == SB_EVENT_OBJECT ? SB_EVENT_OBJECT_END : SB_EVENT_LIST_END;
    event.text = SB_STR_NONE;
    return to->receive(to->to, &event);
}
