#include <stdarg.h>

#include "carry/filter_state.h"

/* "component.type", as the input has it; what no row knows has its own name. */
static sb_str member_name(struct sb_filter *filter, const struct sb_node *node)
{
    while (node->was)
        node = node->was;
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
                            .values = sb_node_values(node, fate == SB_FATE_CARRIED && node->first),
                            .reason = sb_buf_all(&filter->reason)};
}

SB_PRINTF(4, 5)
static struct sb_loss loss_now(struct sb_filter *filter, enum sb_fate fate, const struct sb_node *node,
                               const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct sb_loss loss = loss_of(filter, fate, node, format, args);
    va_end(args);
    return loss;
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

/* What names an object is gone with NODE. */
static void note_lost(struct sb_filter *filter, const struct sb_node *node)
{
    if (node->kind == SB_EVENT_TEXT && node->row && node->row->role == SB_ROLE_ID)
        sb_keyset_put(&filter->lost, sb_filter_id_key(node->text));
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next))
        note_lost(filter, at);
}

void sb_filter_drop(struct sb_filter *filter, struct sb_node *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct sb_loss loss = loss_of(filter, SB_FATE_DROPPED, node, format, args);
    va_end(args);
    sb_losses_put(filter->losses, &loss);
    note_lost(filter, node);
    sb_node_drop(node);
}

void sb_filter_say(struct sb_filter *filter, struct sb_node *node, sb_str text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct sb_loss loss = loss_of(filter, SB_FATE_CARRIED, node, format, args);
    va_end(args);
    node->text = text;
    node->told = true;
    stands(filter, &loss, node);
    sb_losses_put(filter->losses, &loss);
    for (struct sb_node *around = node->parent; around && !around->changed; around = around->parent)
        around->changed = true;
}

void sb_filter_tell_moved(struct sb_filter *filter, struct sb_node *node)
{
    struct sb_loss loss = loss_now(filter, SB_FATE_CARRIED, node, "%s %s", filter->target, node->why);
    stands(filter, &loss, node);
    sb_losses_put(filter->losses, &loss);
}

void sb_filter_tell_dangling(struct sb_filter *filter, struct sb_losses *losses, const struct sb_node *node)
{
    struct sb_loss loss = loss_now(filter, SB_FATE_DANGLING, node, "leads to what was dropped");
    stands(filter, &loss, node);
    sb_losses_put(losses, &loss);
}

void sb_filter_add(struct sb_filter *filter, struct sb_node *parent, const struct sb_member *row, const char *text)
{
    enum sb_event_kind kind = row->list                        ? SB_EVENT_LIST
                              : row->kind == SB_MEMBER_BOOL    ? SB_EVENT_FALSE
                              : row->kind == SB_MEMBER_INTEGER ? SB_EVENT_NUMBER
                              : row->kind == SB_MEMBER_NUMBER  ? SB_EVENT_NUMBER
                                                               : SB_EVENT_TEXT;
    struct sb_node *node = sb_node_add(&filter->hold, parent, NULL, row, kind, sb_str_of(text));
    struct sb_loss loss = loss_now(filter, SB_FATE_ADDED, node, "%s wants one", filter->target);
    stands(filter, &loss, node);
    sb_losses_put(filter->losses, &loss);
}
