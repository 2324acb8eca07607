#include "formats/cross.h"

#include "base/mem.h"
#include "carry/carrier.h"
#include "formats/cross_state.h"
#include "text/json_read.h"

/* ---- the elements of the input ---- */

struct meeting {
    struct sb_cross *cross;
    struct sb_cross_at at;
};

static sb_comp owner_of(const struct sb_cross *cross, const struct sb_cross_at *at)
{
    uint32_t number = at->open.n ? at->open.p[at->open.n - 1] : 0;
    return number < cross->numbers.n ? cross->numbers.p[number] : SB_COMP_NONE;
}

static bool meet(void *to, const struct sb_event *event)
{
    struct meeting *meeting = to;
    sb_cross_step(&meeting->at, event);
    sb_comp owner = owner_of(meeting->cross, &meeting->at);
    if (event->kind == SB_EVENT_TEXT && owner.v && sb_cross_at_id(&meeting->at))
        *sb_map_put(&meeting->cross->ids, sb_cross_id_key(event->text)) = owner.v;
    if (event->kind == SB_EVENT_OBJECT && sb_str_eq(meeting->at.member, SB_S("dependencies[]")))
        *SB_PUSH(&meeting->cross->entries) = 0;
    else if (event->kind == SB_EVENT_TEXT && sb_str_eq(meeting->at.member, SB_S("dependencies[].ref")))
        meeting->cross->entries.p[meeting->cross->entries.n - 1] = sb_cross_id_key(event->text);
    return true;
}

/* Which component each became: readers number them in their order. */
static sb_rc meet_all(struct sb_cross *cross, struct sb_err *err)
{
    const struct sb_doc *doc = cross->doc;
    struct meeting meeting = {.cross = cross};
    for (uint32_t i = 1; i <= sb_doc_count(doc); i++) {
        while (cross->numbers.n <= doc->components.p[i].tag)
            *SB_PUSH(&cross->numbers) = SB_COMP_NONE;
        cross->numbers.p[doc->components.p[i].tag] = (sb_comp){i};
    }
    sb_rc rc = sb_cross_read(cross->what->input->format, cross->what->input->text, &meeting.at.walk,
                             (struct sb_receiver){.receive = meet, .to = &meeting}, err);
    sb_cross_at_done(&meeting.at);
    return rc;
}

/* ---- the look at the input ---- */

/* What is decided about as a whole: a member that no row knows, or an object whose row says so. */
struct held {
    const struct sb_cross_row *row; /* NULL: it has no place */
    size_t depth;                   /* open objects and lists of it; 0: nothing is held */
    size_t values;
    uint32_t line;
    struct sb_arena arena; /* of its parts */
};

struct look {
    struct sb_cross *cross;
    const struct sb_cross_rows *rows;
    struct sb_losses *losses;
    struct sb_cross_at at;
    struct held held;
    bool fresh; /* the last event opened an object or a list, and nothing stands in it yet */
    struct sb_buf into;
};

static int cmp_member(const void *key, const void *row)
{
    return sb_str_cmp(*(const sb_str *)key, sb_str_of(((const struct sb_cross_row *)row)->member));
}

static const struct sb_cross_row *row_of(const struct look *look)
{
    return bsearch(&look->at.member, look->rows->p, look->rows->n, sizeof *look->rows->p, cmp_member);
}

/* Does a row know something inside of the member? */
static bool leads_on(const struct look *look)
{
    for (size_t i = 0; i < look->rows->n; i++) {
        sb_str inside = sb_str_of(look->rows->p[i].member);
        if (sb_str_chop(&inside, look->at.member) && inside.n && (*inside.p == '.' || *inside.p == '['))
            return true;
    }
    return look->at.member.n == 0;
}

static void tell_at(struct look *look, const struct sb_path *path, enum sb_arrival arrival,
                    const struct sb_cross_row *row, size_t values, uint32_t line, const char *why)
{
    struct sb_loss loss = {.fate = arrival == SB_ARRIVES_NOT ? SB_FATE_DROPPED : SB_FATE_CARRIED,
                           .path = path,
                           .line = line,
                           .member = look->at.member,
                           .values = values,
                           .kind = SB_EVENT_OBJECT};
    if (arrival == SB_ARRIVES)
        return;
    if (loss.fate == SB_FATE_CARRIED)
        loss.place = sb_str_of(row->place ? row->place : "another member");
    loss.reason = sb_arena_join(&look->cross->arena, sb_str_of(look->cross->why ? look->cross->why : why),
                                sb_buf_all(&look->into), SB_STR_NONE);
    look->cross->why = NULL;
    sb_losses_put(look->losses, &loss);
}

static void tell(struct look *look, enum sb_arrival arrival, const struct sb_cross_row *row, size_t values,
                 uint32_t line, const char *why)
{
    tell_at(look, sb_walk_path(&look->at.walk), arrival, row, values, line, why);
}

/* Parts that alone do not arrive. Returns how many. */
static size_t tell_parts(struct look *look)
{
    const struct sb_path *whole = sb_walk_path(&look->at.walk);
    struct sb_path path = {0};
    size_t n = 0, member = look->at.member.n;
    for (size_t i = 0; i < look->cross->n_parts; i++) {
        const struct sb_cross_part *part = &look->cross->parts[i];
        if (!part->lost)
            continue;
        path.steps.n = 0;
        for (size_t k = 0; k < whole->steps.n; k++)
            *SB_PUSH(&path.steps) = whole->steps.p[k];
        *SB_PUSH(&path.steps) = (struct sb_step){part->name, 0};
        look->at.place.n = member;
        sb_buf_printf(&look->at.place, ".%.*s", SB_FMT(part->name));
        look->at.member = sb_buf_all(&look->at.place);
        tell_at(look, &path, SB_ARRIVES_NOT, look->held.row, 1, look->held.line, "there is no place for it in ");
        n++;
    }
    look->at.place.n = member;
    look->at.member = sb_buf_all(&look->at.place);
    sb_free(path.steps.p);
    return n;
}

/* In a list of pairs, or in other words. */
static const char *how_carried(const struct sb_cross_row *row)
{
    sb_str place = sb_str_of(row->place);
    bool aside =
        sb_str_find(place, SB_S("properties[]")) != SB_NPOS || sb_str_find(place, SB_S("annotations[]")) != SB_NPOS;
    return aside ? "there is no member of its own for it in " : "it is said otherwise in ";
}

static void hold_part(struct look *look, const struct sb_event *event)
{
    struct sb_cross *cross = look->cross;
    if (look->held.row && event->name.n && cross->n_parts < SB_CROSS_PARTS)
        cross->parts[cross->n_parts++] = (struct sb_cross_part){sb_arena_str(&look->held.arena, event->name),
                                                                sb_arena_str(&look->held.arena, event->text), false};
}

static void end_held(struct look *look)
{
    struct held *held = &look->held;
    look->cross->n_values = held->values;
    enum sb_arrival arrival = held->row ? held->row->whole(look->cross) : SB_ARRIVES_NOT;
    tell(look, arrival, held->row, held->values - tell_parts(look), held->line,
         arrival == SB_ARRIVES_NOT ? "there is no place for it in " : how_carried(held->row));
    look->cross->n_parts = 0;
    sb_arena_reset(&held->arena);
    sb_arena_reset(&look->cross->arena);
}

static void hold(struct look *look, const struct sb_event *event)
{
    bool opens = event->kind == SB_EVENT_OBJECT || event->kind == SB_EVENT_LIST;
    bool closes = event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
    look->held.depth += opens;
    look->held.depth -= closes;
    look->held.values += closes ? look->fresh : !opens;
    look->fresh = opens;
    if (event->kind == SB_EVENT_TEXT)
        hold_part(look, event);
    if (look->held.depth == 0)
        end_held(look);
}

static void begin_held(struct look *look, const struct sb_event *event, const struct sb_cross_row *row)
{
    look->held.row = row;
    look->held.values = 0;
    look->held.line = event->line;
    look->fresh = false;
    hold(look, event);
}

static sb_str text_of(const struct sb_event *event)
{
    return event->kind == SB_EVENT_TRUE ? SB_S("true") : event->kind == SB_EVENT_FALSE ? SB_S("false") : event->text;
}

static void take_scalar(struct look *look, const struct sb_event *event, const struct sb_cross_row *row)
{
    bool known = row && row->text && event->kind != SB_EVENT_NULL;
    enum sb_arrival arrival = known ? row->text(look->cross, text_of(event)) : SB_ARRIVES_NOT;
    tell(look, arrival, row, 1, event->line,
         !known                      ? "there is no place for it in "
         : arrival == SB_ARRIVES_NOT ? "it cannot be said so in "
         : row                       ? how_carried(row)
                                     : "");
    sb_arena_reset(&look->cross->arena);
}

static bool receive(void *to, const struct sb_event *event)
{
    struct look *look = to;
    bool opens = event->kind == SB_EVENT_OBJECT || event->kind == SB_EVENT_LIST;
    bool closes = event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
    sb_cross_step(&look->at, event);
    look->cross->owner = owner_of(look->cross, &look->at);
    look->cross->entry += event->kind == SB_EVENT_OBJECT && sb_str_eq(look->at.member, SB_S("dependencies[]"));
    if (look->held.depth) {
        hold(look, event);
        return true;
    }
    const struct sb_cross_row *row = row_of(look);
    if (closes && look->fresh && !(row && row->text == sb_cross_always))
        tell(look, SB_ARRIVES_NOT, row, 1, event->line, "that there are none is not said in ");
    else if (opens && row && row->whole)
        begin_held(look, event, row);
    else if (opens && !row && !leads_on(look))
        begin_held(look, event, NULL);
    else if (!opens && !closes)
        take_scalar(look, event, row);
    look->fresh = opens;
    return true;
}

static sb_rc look_at(struct sb_cross *cross, const struct sb_cross_rows *rows, struct sb_losses *losses,
                     struct sb_err *err)
{
    const struct sb_cross_what *what = cross->what;
    struct look *look = sb_calloc(1, sizeof *look);
    look->cross = cross;
    cross->entry = 0;
    look->rows = rows;
    look->losses = losses;
    sb_buf_printf(&look->into, "%s %.*s", what->to->road ? what->to->road->grammar->name : "SPDX",
                  SB_FMT(what->to_version));
    sb_rc rc = sb_cross_read(what->input->format, what->input->text, &look->at.walk,
                             (struct sb_receiver){.receive = receive, .to = look}, err);
    sb_cross_at_done(&look->at);
    sb_buf_done(&look->into);
    sb_arena_done(&look->held.arena);
    sb_free(look);
    return rc;
}

/* ---- the way ---- */

/* The input is read again for the report, and for other outputs. */
static sb_rc read_model(const struct sb_cross_what *what, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(what->input->text, false, &window);
    sb_rc rc = sb_format_read_window(what->input, &window, what->name, doc, err);
    sb_window_done(&window);
    return rc;
}

static sb_rc write_all(struct sb_cross *cross, struct sb_buf *output, struct sb_err *err)
{
    struct sb_diags told = {0}; /* each of it is a line of the report */
    struct sb_sink *memory = sb_malloc(sizeof *memory);
    sb_sink_memory(memory, output);
    sb_rc rc = cross->what->to->write(cross->doc, &cross->what->options, memory, &told, err);
    sb_diags_done(&told);
    sb_free(memory);
    return rc;
}

sb_rc sb_cross_version(const struct sb_opened *opened, char ret_version[SB_CROSS_VERSION], struct sb_err *err)
{
    struct sb_window window;
    sb_replay_start(opened->text, false, &window);
    struct sb_json *json = sb_json_open(&window, SB_WALK_DEPTH + 1);
    sb_str key, text = SB_STR_NONE;
    bool more = sb_json_next(json) == SB_JSON_OBJECT;
    while (more && !text.n && sb_json_member(json, &key)) {
        bool version = sb_str_eq(key, SB_S("spdxVersion"));
        more = version ? sb_json_next(json) == SB_JSON_STRING : sb_json_leap(json);
        text = version && more ? sb_json_text(json) : SB_STR_NONE;
    }
    sb_str_chop(&text, SB_S("SPDX-"));
    snprintf(ret_version, SB_CROSS_VERSION, "%.*s", (int)(text.n < SB_CROSS_VERSION ? text.n : 0),
             text.p ? text.p : "");
    sb_rc rc = sb_json_error(json, err);
    sb_json_free(json);
    sb_window_done(&window);
    return rc;
}

bool sb_same_specification(const struct sb_format *a, const struct sb_format *b)
{
    const struct sb_grammar *of_a = a->road ? a->road->grammar : NULL, *of_b = b->road ? b->road->grammar : NULL;
    return of_a == of_b;
}

sb_rc sb_cross(const struct sb_cross_what *what, struct sb_sink *sink, struct sb_losses *losses, struct sb_err *err)
{
    struct sb_doc *doc = sb_doc_new();
    struct sb_cross *cross = sb_calloc(1, sizeof *cross);
    struct sb_buf output = {0};
    cross->what = what;
    cross->doc = doc;
    sb_rc rc = read_model(what, doc, err);
    if (rc == SB_OK)
        rc = meet_all(cross, err);
    if (rc == SB_OK)
        rc = write_all(cross, &output, err);
    if (rc == SB_OK)
        rc = sb_cross_listen(cross, what->to, sb_buf_all(&output), err);
    if (rc == SB_OK)
        rc = look_at(cross, what->to->road ? &sb_cross_of_spdx2 : &sb_cross_of_cyclonedx, losses, err);
    if (rc == SB_OK)
        sb_put_str(sink, sb_buf_all(&output));
    sb_buf_done(&output);
    sb_map_done(&cross->ids);
    sb_free(cross->numbers.p);
    sb_free(cross->entries.p);
    sb_keyset_done(&cross->said);
    sb_keyset_done(&cross->pairs);
    sb_arena_done(&cross->arena);
    sb_free(cross);
    sb_doc_free(doc);
    return rc != SB_OK ? rc : sb_sink_flush(sink, err);
}
