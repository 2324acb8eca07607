#include "carry/dangle.h"

#include "carry/filter.h"
#include "carry/filter_state.h"

struct dangle {
    const struct sb_keyset *lost;
    struct sb_keyset kept; /* of these, what stands in the output */
    bool dangles;          /* a reference leads to one that is lost, as far as is known */
    struct sb_filter *filter;
    struct sb_losses *losses; /* NULL: only looking */
};

static void look_at_text(struct dangle *dangle, const struct sb_node *node)
{
    uint64_t key = sb_filter_id_key(node->text);
    if (!sb_keyset_has(dangle->lost, key))
        return;
    if (node->row->role == SB_ROLE_ID) {
        sb_keyset_put(&dangle->kept, key);
    } else if (!dangle->losses) {
        dangle->dangles = true;
    } else if (!sb_keyset_has(&dangle->kept, key) && !node->told && !node->was) {
        sb_filter_tell_dangling(dangle->filter, dangle->losses, node);
    }
}

static void look_at(struct dangle *dangle, const struct sb_node *node)
{
    if (node->kind == SB_EVENT_TEXT && node->row && node->row->role != SB_ROLE_NONE)
        look_at_text(dangle, node);
    for (const struct sb_node *at = sb_node_live(node->first); at; at = sb_node_live(at->next))
        look_at(dangle, at);
}

static bool element(void *to, const struct sb_node *node)
{
    look_at(to, node);
    return true;
}

/* Of lists and of the document: their beginnings and ends. */
static bool receive(void *to, const struct sb_event *event)
{
    (void)to;
    (void)event;
    return true;
}

static sb_rc read_again(struct dangle *dangle, const struct sb_transcode *what, struct sb_replay *input,
                        struct sb_err *err)
{
    const struct sb_dialect from = {what->grammar, what->from_minor, what->from->encoding};
    const struct sb_dialect into = {what->grammar, what->to_minor, what->to->encoding};
    struct sb_losses muted = {0};
    struct sb_window window;
    struct sb_walk walk;
    dangle->filter = sb_filter_new(&from, &into, (struct sb_receiver){receive, dangle, element}, &muted, err);
    sb_filter_watch(dangle->filter, &walk);
    sb_walk_init(&walk, what->grammar, sb_filter_receiver(dangle->filter), err);
    sb_replay_start(input, false, &window);
    sb_rc rc = what->from->read(&window, &walk, err);
    sb_window_done(&window);
    sb_walk_done(&walk);
    sb_filter_free(dangle->filter);
    return rc;
}

sb_rc sb_tell_dangling(const struct sb_transcode *what, struct sb_replay *input, const struct sb_keyset *lost,
                       struct sb_losses *losses, struct sb_err *err)
{
    struct dangle dangle = {.lost = lost};
    sb_rc rc = read_again(&dangle, what, input, err);
    dangle.losses = losses;
    if (rc == SB_OK && dangle.dangles)
        rc = read_again(&dangle, what, input, err);
    sb_keyset_done(&dangle.kept);
    return rc;
}
