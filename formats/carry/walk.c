#include "carry/walk.h"

#include "base/utf8.h"

void sb_walk_init(struct sb_walk *walk, const struct sb_grammar *grammar, struct sb_receiver to, struct sb_err *err)
{
    *walk = (struct sb_walk){.grammar = grammar, .to = to, .err = err};
}

void sb_walk_done(struct sb_walk *walk)
{
    sb_free(walk->frames.p);
    sb_free(walk->names.p);
    sb_free(walk->path.steps.p);
}

static bool refuse(struct sb_walk *walk, sb_rc rc, uint32_t line, uint32_t column, const char *message)
{
    sb_fail(walk->err, rc, "%s", message);
    sb_err_at(walk->err, line, column);
    return false;
}

static bool refuse_twice(struct sb_walk *walk, sb_str name, uint32_t line, uint32_t column)
{
    struct sb_buf shown = {0};
    char message[256];
    sb_utf8_printable(&shown, sb_str_part(name, 0, 48));
    snprintf(message, sizeof message, "the member \"%.*s\" stands twice in one object", SB_FMT(sb_buf_all(&shown)));
    sb_buf_done(&shown);
    return refuse(walk, SB_E_SYNTAX, line, column, message);
}

static struct sb_frame *top(struct sb_walk *walk)
{
    return walk->frames.n ? &walk->frames.p[walk->frames.n - 1] : NULL;
}

static sb_str name_of(const struct sb_walk *walk, const struct sb_frame *frame)
{
    if (frame->row)
        return sb_str_n(frame->row->name, frame->row->name_n);
    return walk->names.p ? sb_str_n(walk->names.p + frame->name_at, frame->name_n) : SB_STR_NONE;
}

static void keep_name(struct sb_walk *walk, struct sb_frame *frame, sb_str name)
{
    walk->names.n = frame->name_at;
    sb_grow(&walk->names.p, &walk->names.cap, walk->names.n + name.n + 1, 1);
    if (name.n)
        memcpy(walk->names.p + walk->names.n, name.p, name.n);
    frame->name_n = name.n;
    walk->names.n += name.n;
}

bool sb_walk_member(struct sb_walk *walk, sb_str name, const struct sb_member *row, uint32_t line, uint32_t column)
{
    struct sb_frame *frame = top(walk);
    if (!row && frame->type)
        row = sb_member_named(frame->type, name);
    frame->row = row;
    if (!row) {
        keep_name(walk, frame, name);
        return true;
    }
    size_t number = (size_t)(row - frame->type->members);
    uint64_t bit = 1ull << (number & 63);
    if (frame->seen[number >> 6] & bit)
        return refuse_twice(walk, name, line, column);
    frame->seen[number >> 6] |= bit;
    return true;
}

bool sb_walk_other(struct sb_walk *walk, sb_str name, uint32_t line, uint32_t column)
{
    (void)line;
    (void)column;
    top(walk)->row = NULL;
    keep_name(walk, top(walk), name);
    return true;
}

/* The row of a value that comes at the place where the walk is. */
static const struct sb_member *row_of(const struct sb_frame *frame, enum sb_event_kind kind)
{
    static const uint8_t shapes[] = {
        [SB_EVENT_OBJECT] = SB_SHAPE_OBJECT,
        [SB_EVENT_LIST] = SB_SHAPE_IN_LIST,
        [SB_EVENT_TEXT] = SB_SHAPE_TEXT,
        [SB_EVENT_NUMBER] = SB_SHAPE_NUMBER,
        [SB_EVENT_TRUE] = SB_SHAPE_BOOL,
        [SB_EVENT_FALSE] = SB_SHAPE_BOOL,
        [SB_EVENT_NULL] = 0,
    };
    unsigned shape = shapes[kind];
    if (!frame->row || !shape || (frame->list && kind == SB_EVENT_LIST))
        return NULL;
    return sb_member_shaped(frame->type, frame->row, shape | (frame->list ? SB_SHAPE_IN_LIST : 0));
}

/* ---- values ---- */

static struct sb_event event_of(struct sb_walk *walk, enum sb_event_kind kind)
{
    struct sb_event event = {.kind = kind};
    const struct sb_frame *frame = top(walk);
    if (!frame) {
        event.type = kind == SB_EVENT_OBJECT ? &walk->grammar->objects[walk->grammar->root] : NULL;
        return event;
    }
    const struct sb_frame *holder = frame->list ? frame - 1 : frame; /* a list is never the outermost */
    event.row = row_of(frame, kind);
    event.name = holder->list ? SB_STR_NONE : name_of(walk, holder);
    if (event.row && event.row->kind == SB_MEMBER_OBJECT && kind == SB_EVENT_OBJECT)
        event.type = &walk->grammar->objects[event.row->type];
    return event;
}

/* A list keeps the object whose member it is, in place of a type: the rows of its elements stand there. */
static void open_frame(struct sb_walk *walk, const struct sb_event *event)
{
    const struct sb_frame *outer = top(walk);
    struct sb_frame frame = {.type = event->type, .name_at = walk->names.n, .list = event->kind == SB_EVENT_LIST};
    if (frame.list && event->row && event->row->kind != SB_MEMBER_ANY && outer) {
        frame.type = outer->type;
        frame.row = outer->row;
    }
    *SB_PUSH(&walk->frames) = frame;
}

static bool give(struct sb_walk *walk, struct sb_event *event, sb_str text, uint32_t line, uint32_t column)
{
    event->text = text;
    event->line = line;
    event->column = column ? column : walk->column;
    return walk->to.receive(walk->to.to, event);
}

/* Behind a value: the next element of a list. */
static void step_on(struct sb_walk *walk)
{
    struct sb_frame *frame = top(walk);
    if (frame && frame->list)
        frame->index++;
}

bool sb_walk_value(struct sb_walk *walk, enum sb_event_kind kind, sb_str text, uint32_t line, uint32_t column)
{
    struct sb_event event = event_of(walk, kind);
    bool opens = kind == SB_EVENT_OBJECT || kind == SB_EVENT_LIST;
    if (!walk->frames.n && kind != SB_EVENT_OBJECT)
        return refuse(walk, SB_E_SYNTAX, line, column, "a document is an object");
    if (opens && walk->frames.n >= SB_WALK_DEPTH) {
        char message[80];
        snprintf(message, sizeof message, "nested deeper than %d levels (SB_WALK_DEPTH)", SB_WALK_DEPTH);
        return refuse(walk, SB_E_LIMIT, line, column, message);
    }
    if (!give(walk, &event, text, line, column))
        return false;
    if (opens)
        open_frame(walk, &event);
    else
        step_on(walk);
    return true;
}

bool sb_walk_end(struct sb_walk *walk, uint32_t line, uint32_t column)
{
    struct sb_frame closed = walk->frames.p[--walk->frames.n];
    walk->names.n = closed.name_at;
    struct sb_event event = event_of(walk, closed.list ? SB_EVENT_LIST : SB_EVENT_OBJECT);
    event.kind = closed.list ? SB_EVENT_LIST_END : SB_EVENT_OBJECT_END;
    if (!give(walk, &event, SB_STR_NONE, line, column))
        return false;
    step_on(walk);
    return true;
}

const struct sb_path *sb_walk_path(struct sb_walk *walk)
{
    walk->path.steps.n = 0;
    for (size_t i = 0; i < walk->frames.n; i++) {
        const struct sb_frame *frame = &walk->frames.p[i];
        *SB_PUSH(&walk->path.steps) =
            frame->list ? (struct sb_step){SB_STR_NONE, frame->index} : (struct sb_step){name_of(walk, frame), 0};
    }
    return &walk->path;
}
