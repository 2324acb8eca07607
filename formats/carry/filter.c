#include "carry/filter.h"

#include "carry/filter_state.h"

struct sb_filter *sb_filter_new(const struct sb_dialect *from, const struct sb_dialect *to, struct sb_receiver next,
                                struct sb_losses *losses, struct sb_err *err)
{
    struct sb_filter *filter = sb_calloc(1, sizeof *filter);
    *filter = (struct sb_filter){
        .grammar = to->grammar, .from = *from, .to = *to, .next = next, .losses = losses, .err = err};
    snprintf(filter->target, sizeof filter->target, "%s 1.%u%s", to->grammar->name, to->minor,
             from->encoding == to->encoding ? ""
             : to->encoding == SB_IN_XML    ? " in XML"
             : to->encoding == SB_IN_JSON   ? " in JSON"
                                            : " in protobuf");
    sb_filter_find_needed(filter);
    return filter;
}

void sb_filter_free(struct sb_filter *filter)
{
    if (!filter)
        return;
    sb_hold_done(&filter->hold);
    sb_free(filter->needed);
    sb_free(filter->needed_from);
    sb_alike_done(&filter->elements);
    sb_keyset_done(&filter->ids);
    sb_keyset_done(&filter->lost);
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

const struct sb_keyset *sb_filter_lost(const struct sb_filter *filter)
{
    return &filter->lost;
}

/* ---- the document, element by element ---- */

static bool give(struct sb_filter *filter, const struct sb_event *event)
{
    return filter->next.receive(filter->next.to, event);
}

static void note_member(struct sb_filter *filter, const struct sb_member *row)
{
    const struct sb_object *document = &filter->grammar->objects[filter->grammar->root];
    size_t number = (size_t)(row - document->members);
    if (number < document->n)
        filter->seen[number >> 6] |= 1ull << (number & 63);
}

/* A list of the document begins where its first element is given on: one that loses all has no place. */
static bool begin_list(struct sb_filter *filter)
{
    if (!filter->list || filter->list_begun)
        return true;
    filter->list_begun = true;
    note_member(filter, filter->list);
    return give(filter, &filter->list_event);
}

static bool give_held(struct sb_filter *filter)
{
    struct sb_node *base = filter->hold.base;
    for (struct sb_node *at = sb_node_live(base->first); at; at = sb_node_live(at->next)) {
        if (at->row)
            note_member(filter, at->row);
        if (!begin_list(filter))
            return false;
        if (filter->next.element ? !filter->next.element(filter->next.to, at) : !sb_node_give(at, &filter->next))
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
    if (filter->list && filter->list->unique && !element->gone && sb_filter_repeats(filter, &filter->elements, element))
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
    if (event->kind == SB_EVENT_TEXT && event->row && event->row->role == SB_ROLE_ID)
        sb_keyset_put(&filter->lost, sb_filter_id_key(event->text));
    filter->values += (!ends && !opens) || (ends && filter->just_opened);
    filter->just_opened = opens;
    filter->depth = filter->depth + opens - ends;
    if (filter->depth)
        return true;
    filter->state = BETWEEN;
    sb_buf_clear(&filter->reason);
    sb_buf_printf(&filter->reason, "%s has no %.*s", filter->target, SB_FMT(sb_buf_all(&filter->member)));
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
    bool good = true;
    if (!filter->list_any && filter->to.encoding == SB_IN_PROTOBUF) {
        sb_hold_begin(&filter->hold, &filter->grammar->objects[filter->grammar->root], filter->list, 0);
        filter->hold.base->line = filter->list_event.line;
        sb_filter_drop(filter, filter->hold.base, "%s", sb_filter_unsayable(filter, filter->hold.base));
    } else if (!filter->list_any) {
        good = begin_list(filter); /* one that was empty stays */
    }
    if (good && filter->list_begun)
        good = give(filter, event);
    filter->list = NULL;
    sb_alike_done(&filter->elements);
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
    if (sb_dialect_same(&filter->from, &filter->to) && filter->to.encoding != SB_IN_XML)
        return give(filter, event);
    if (filter->state == HOLDING)
        return hold_on(filter, event);
    if (filter->state == PASSING_OVER)
        return passed_on(filter, event);
    if (!row && event->type) /* the document itself */
        return (event->kind == SB_EVENT_OBJECT || complete(filter)) && give(filter, event);
    if (filter->list && event->kind == SB_EVENT_LIST_END)
        return end_elements(filter, event);
    if (!filter->list && event->kind == SB_EVENT_LIST && row && !sb_row_in(&filter->to, row))
        return pass_over(filter, event);
    if (!filter->list && event->kind == SB_EVENT_LIST && row && row->kind == SB_MEMBER_OBJECT &&
        !sb_row_least(&filter->to, row))
        return begin_elements(filter, event);
    filter->list_any = true;
    return hold(filter, event);
}

struct sb_receiver sb_filter_receiver(struct sb_filter *filter)
{
    return (struct sb_receiver){.receive = receive, .to = filter};
}
