#include "check/check.h"

#include "check/decimal.h"
#include "check/state.h"

/* ---- what a value is, for lists that take no two alike ---- */

enum { SEED = 0x5b0f };

/* Numbers are alike by value, as JSON schema says. */
static uint64_t hash_scalar(struct sb_check *check, const struct sb_event *event)
{
    if (event->kind == SB_EVENT_NUMBER) {
        struct sb_decimal number = sb_decimal_of(event->text, &check->number);
        return sb_decimal_hash(&number, SEED);
    }
    return sb_hash(event->text.p, event->text.n, SEED + (uint64_t)event->kind);
}

/* A value is complete: its hash goes into what it stands in. The order of members makes no other object. */
static void count_in(struct sb_check *check, uint64_t hash, const struct sb_event *event, uint32_t line,
                     uint32_t column)
{
    struct sb_level *in = check->levels.n ? &check->levels.p[check->levels.n - 1] : NULL;
    if (!in)
        return;
    if (!in->list) {
        uint64_t name =
            event->row ? (uint64_t)(event->row - check->grammar->members) : sb_hash(event->name.p, event->name.n, SEED);
        in->hash += sb_hash_pair(name, hash);
        return;
    }
    in->hash = sb_hash_pair(in->hash, hash);
    in->elements++;
    if (in->unique)
        *SB_PUSH(&check->hashes) = (struct sb_element){hash, line, column};
}

/* ---- events ---- */

static void open_level(struct sb_check *check, const struct sb_event *event, bool looked_at)
{
    struct sb_level *in = check->levels.n ? &check->levels.p[check->levels.n - 1] : NULL;
    struct sb_level level = {.line = event->line, .column = event->column, .passed_over = !looked_at};
    level.list = event->kind == SB_EVENT_LIST;
    level.hash = SEED + (uint64_t)event->kind;
    if (looked_at) {
        level.type = level.list ? in->type : event->type;
        level.row = level.list ? event->row : NULL;
        level.unique = level.list && event->row->unique && check->dialect.encoding != SB_IN_XML;
        level.hashes = check->hashes.n;
        check->unique_lists += level.unique;
    }
    *SB_PUSH(&check->levels) = level;
    if (looked_at && !level.list) {
        sb_refs_begin(check, level.type);
        sb_beyond_begin(check, level.type);
    }
}

static void close_level(struct sb_check *check, const struct sb_event *event)
{
    struct sb_level level = check->levels.p[--check->levels.n];
    struct sb_level *in = check->levels.n ? &check->levels.p[check->levels.n - 1] : NULL;
    if (!level.passed_over && level.list) {
        sb_columns_list_end(check, &level);
        check->unique_lists -= level.unique;
        check->hashes.n = level.hashes;
    } else if (!level.passed_over) {
        sb_columns_object_end(check, &level, in);
        sb_beyond_end(check, &level);
        sb_refs_end(check, &level);
    }
    if (check->unique_lists || (in && in->list))
        count_in(check, level.hash, event, level.line, level.column);
}

static bool receive(void *to, const struct sb_event *event)
{
    struct sb_check *check = to;
    if (event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END) {
        close_level(check, event);
        return true;
    }
    struct sb_level *in = check->levels.n ? &check->levels.p[check->levels.n - 1] : NULL;
    bool looked_at = in ? sb_columns_value(check, in, event) : event->type != NULL;
    if (event->kind == SB_EVENT_OBJECT || event->kind == SB_EVENT_LIST) {
        open_level(check, event, looked_at);
        return true;
    }
    if (looked_at && event->kind == SB_EVENT_TEXT) {
        sb_refs_text(check, event);
        sb_beyond_text(check, in, event);
    }
    if (check->unique_lists || in->list)
        count_in(check, check->unique_lists ? hash_scalar(check, event) : 0, event, event->line, event->column);
    return true;
}

/* ---- a document ---- */

void sb_check_unreadable(struct sb_flaws *flaws, enum sb_encoding encoding, const struct sb_err *err)
{
    struct sb_flaw *flaw = sb_flaws_add(flaws, SB_V_UNREADABLE);
    flaws->offsets = encoding == SB_IN_PROTOBUF;
    if (!flaw)
        return;
    flaw->line = err->line;
    flaw->column = err->col;
    flaw->message = sb_arena_str(&flaws->arena, sb_str_of(err->text));
    flaw->clause = err->rc != SB_E_SYNTAX       ? SB_STR_NONE
                   : encoding == SB_IN_XML      ? SB_S("XML 1.0")
                   : encoding == SB_IN_PROTOBUF ? SB_S("Protocol Buffers, Encoding")
                                                : SB_S("RFC 8259");
}

static void done(struct sb_check *check)
{
    sb_arena_done(&check->arena);
    sb_free(check->levels.p);
    sb_free(check->hashes.p);
    sb_keyset_done(&check->forward);
    sb_free(check->edges.p);
    sb_free(check->children.p);
    sb_keyset_done(&check->circles);
    sb_map_done(&check->ids);
    sb_map_done(&check->entries);
    sb_buf_done(&check->path);
    sb_buf_done(&check->number);
}

/* Columns are counted in characters where they are told: in a second look at the text, as far as it has to go. */
static void count_columns(const struct sb_check_what *what, struct sb_replay *input, struct sb_flaws *flaws)
{
    struct sb_window window;
    if (!flaws->list.n || flaws->offsets)
        return;
    sb_replay_start(input, true, &window);
    sb_flaws_count_points(flaws, &window, what->first_line);
    sb_window_done(&window);
}

/* One way through the text. */
static sb_rc walk_through(struct sb_check *check, struct sb_replay *input, struct sb_err *err)
{
    struct sb_walk walk;
    struct sb_window window;
    check->walk = &walk;
    sb_walk_init(&walk, check->grammar, (struct sb_receiver){.receive = receive, .to = check}, err);
    walk.odd = check->what->carrier->encoding == SB_IN_PROTOBUF ? sb_protobuf_odd : sb_xml_odd;
    sb_replay_start(input, false, &window);
    sb_rc rc = check->what->carrier->read(&window, &walk, err);
    sb_window_done(&window);
    sb_walk_done(&walk);
    return rc;
}

void sb_check(const struct sb_check_what *what, struct sb_replay *input, struct sb_flaws *flaws)
{
    struct sb_err err = {0};
    struct sb_check check = {.what = what,
                             .dialect = {what->grammar, what->minor, what->carrier->encoding},
                             .grammar = what->grammar,
                             .flaws = flaws};
    sb_columns_init(&check);
    sb_beyond_init(&check);
    flaws->offsets = what->carrier->encoding == SB_IN_PROTOBUF;
    sb_rc rc = walk_through(&check, input, &err);
    check.again = rc == SB_OK && sb_refs_again(&check);
    if (check.again)
        rc = walk_through(&check, input, &err);
    if (rc != SB_OK)
        sb_check_unreadable(flaws, (enum sb_encoding)what->carrier->encoding, &err);
    done(&check);
    for (size_t i = 0; what->first_line > 1 && i < flaws->list.n; i++)
        flaws->list.p[i].line += flaws->list.p[i].line ? what->first_line - 1 : 0;
    sb_flaws_seal(flaws);
    count_columns(what, input, flaws);
}
