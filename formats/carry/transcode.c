#include "carry/transcode.h"

#include "carry/content.h"
#include "carry/dangle.h"
#include "carry/filter.h"

/* The members of the document, in the order of the input, and the round in which each is given on. */
struct rounds {
    const struct sb_object *document;
    struct sb_walk walk;
    struct sb_receiver to;
    SB_VEC(size_t) order; /* numbers of rows */
    uint8_t of[128];      /* the round of a row */
    uint8_t n, now;
    bool last;    /* nobody reads the input again behind the last round */
    bool passing; /* the member that is open belongs to another round */
};

static size_t number_of(const struct rounds *rounds, const struct sb_event *event)
{
    if (!event->row)
        return 0;
    const struct sb_member *first = sb_member_named(rounds->document, sb_str_n(event->row->name, event->row->name_n));
    return first ? (size_t)(first - rounds->document->members) : 0;
}

static bool ends(const struct sb_event *event)
{
    return event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
}

static void note_member(void *to, sb_str name)
{
    struct rounds *rounds = to;
    const struct sb_member *row = sb_member_named(rounds->document, name);
    *SB_PUSH(&rounds->order) = row ? (size_t)(row - rounds->document->members) : 0;
}

/* Where the member stands in the input; order.n: it does not. */
static size_t position_of(const struct rounds *rounds, size_t row)
{
    size_t at = 0;
    while (at < rounds->order.n && rounds->order.p[at] != row)
        at++;
    return at;
}

/* Rows in their order: as long as they come later and later in the input, one reading of it is enough. */
static void plan(struct rounds *rounds, enum sb_place (*place)(const struct sb_member *row))
{
    const struct sb_object *document = rounds->document;
    size_t last = 0, round = 0;
    for (size_t row = 0; row < document->n; row++) {
        size_t at = position_of(rounds, row);
        if (at < rounds->order.n && at > last && place(&document->members[row]) == SB_PLACE_FRONT)
            last = at;
    }
    for (size_t row = 0; row < document->n; row++) {
        size_t at = position_of(rounds, row);
        if (at == rounds->order.n || place(&document->members[row]) != SB_PLACE_ORDER)
            continue;
        round += at < last;
        last = at;
        rounds->of[row] = (uint8_t)round;
    }
    rounds->n = (uint8_t)(round + 1);
}

/* Gives on what is of this round; the document begins with the first and ends with the last. */
static bool give_round(void *to, const struct sb_event *event)
{
    struct rounds *rounds = to;
    if (!rounds->walk.frames.n && (ends(event) ? rounds->now + 1 != rounds->n : rounds->now != 0))
        return true;
    if (rounds->walk.frames.n == 1 && !ends(event))
        rounds->passing = rounds->of[number_of(rounds, event)] != rounds->now;
    bool passes = rounds->walk.frames.n && rounds->passing;
    return passes || rounds->to.receive(rounds->to.to, event);
}

static sb_rc read_once(const struct sb_transcode *what, struct sb_replay *input, struct rounds *rounds,
                       struct sb_receiver to, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(input, rounds->last && rounds->now + 1 >= rounds->n, &window);
    sb_walk_init(&rounds->walk, what->grammar, to, err);
    sb_rc rc = what->from->read(&window, &rounds->walk, err);
    sb_walk_done(&rounds->walk);
    sb_window_done(&window);
    return rc;
}

static void note_members(const struct sb_transcode *what, struct sb_replay *input, struct rounds *rounds)
{
    struct sb_window window;
    sb_replay_start(input, false, &window);
    what->from->members(&window, note_member, rounds);
    sb_window_done(&window);
}

static sb_rc read_in_order(const struct sb_transcode *what, struct sb_replay *input, struct rounds *rounds,
                           struct sb_err *err)
{
    sb_rc rc = SB_OK;
    note_members(what, input, rounds);
    plan(rounds, what->to->place);
    for (rounds->now = 0; rounds->now < rounds->n && rc == SB_OK; rounds->now++)
        rc = read_once(what, input, rounds, (struct sb_receiver){.receive = give_round, .to = rounds}, err);
    sb_free(rounds->order.p);
    return rc;
}

/* Content ids of what goes in and of what comes out, where the report tells them. */
struct contents {
    struct sb_content *of[2];
};

static struct sb_receiver watch(struct contents *contents, size_t i, const struct sb_transcode *what,
                                const struct sb_losses *losses, struct sb_receiver next)
{
    if (!sb_losses_want_content(losses))
        return next;
    contents->of[i] = sb_content_new(what->grammar);
    return sb_content_receiver(contents->of[i], next);
}

static void tell_contents(struct contents *contents, struct sb_losses *losses)
{
    for (size_t i = 0; i < SB_COUNT(contents->of); i++) {
        if (contents->of[i] && !sb_content_id(contents->of[i], losses->content[i]))
            losses->content[i][0] = '\0';
        sb_content_free(contents->of[i]);
    }
}

sb_rc sb_transcode(const struct sb_transcode *what, struct sb_replay *input, struct sb_sink *sink,
                   struct sb_losses *losses, struct sb_err *err)
{
    const struct sb_dialect from = {what->grammar, what->from_minor, what->from->encoding};
    const struct sb_dialect into = {what->grammar, what->to_minor, what->to->encoding};
    struct rounds rounds = {.document = &what->grammar->objects[what->grammar->root]};
    struct sb_receiver to;
    rounds.last = what->last && into.encoding == SB_IN_JSON && sb_dialect_same(&from, &into); /* nothing is dropped */
    void *writer = what->to->open(sink, what->to_minor, &to);
    struct contents contents = {{0}};
    struct sb_filter *filter = sb_filter_new(&from, &into, watch(&contents, 1, what, losses, to), losses, err);
    sb_filter_watch(filter, &rounds.walk);
    rounds.to = watch(&contents, 0, what, losses, sb_filter_receiver(filter));
    sb_rc rc = what->to->place && what->from->members ? read_in_order(what, input, &rounds, err)
                                                      : read_once(what, input, &rounds, rounds.to, err);
    if (rc == SB_OK && sb_filter_lost(filter)->n)
        rc = sb_tell_dangling(what, input, sb_filter_lost(filter), losses, err);
    sb_filter_free(filter);
    what->to->done(writer);
    tell_contents(&contents, losses);
    return rc != SB_OK ? rc : sb_sink_flush(sink, err); /* which also tells why the writer stopped */
}
