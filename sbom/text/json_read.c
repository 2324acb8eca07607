#include "text/json_inside.h"
#include "text/json_token.h"

static void start_over(struct sb_json *json, struct sb_window *in)
{
    sb_cursor_start(&json->in, in);
    json->want = WANT_VALUE;
    json->behind = WANT_NOTHING;
    json->open.n = 0;
    json->text = SB_STR_NONE;
    json->rc = SB_OK;
    sb_names_clear(&json->names);
}

static struct sb_json *new_reader(unsigned max_depth)
{
    struct sb_json *json = sb_calloc(1, sizeof *json);
    json->max_depth = max_depth ? max_depth : SB_JSON_DEPTH;
    sb_names_init(&json->names);
    return json;
}

struct sb_json *sb_json_new(sb_str input, unsigned max_depth)
{
    struct sb_json *json = new_reader(max_depth);
    sb_json_restart(json, input);
    return json;
}

struct sb_json *sb_json_open(struct sb_window *input, unsigned max_depth)
{
    struct sb_json *json = new_reader(max_depth);
    start_over(json, input);
    return json;
}

void sb_json_free(struct sb_json *json)
{
    if (!json)
        return;
    sb_names_done(&json->names);
    sb_free(json->open.p);
    sb_free(json->resolved.p);
    sb_free(json);
}

void sb_json_allow_twice(struct sb_json *json)
{
    json->allow_twice = true;
}

void sb_json_restart(struct sb_json *json, sb_str input)
{
    json->own.bytes = input; /* the rest of it stays as it was made: nothing follows, nothing fails */
    start_over(json, &json->own);
}

/* ---- tokens ---- */

static inline void take_string(struct sb_json *json, const char *from, const char *quote)
{
    json->text = sb_str_n(from, (size_t)(quote - from));
    json->in.at = quote + 1;
}

/* Reads the string at json->in.at, a quote, to json->text. */
static inline bool read_string(struct sb_json *json)
{
    const char *from = json->in.at + 1, *at = sb_scan_plain(from, json->in.end);
    if (SB_UNLIKELY(at == json->in.end || *at != '"'))
        return sb_json_read_odd_string(json);
    take_string(json, from, at);
    return true;
}

static enum sb_json_event read_word(struct sb_json *json, sb_str word, enum sb_json_event event)
{
    if (!sb_str_starts(sb_str_n(json->in.at, (size_t)(json->in.end - json->in.at)), word))
        return sb_json_bad(json, "this is no value; words are only true, false and null");
    json->in.at += word.n;
    sb_json_value_ended(json);
    return event;
}

static enum sb_json_event read_number(struct sb_json *json)
{
    const char *behind = sb_token_number(json->in.at, json->in.end);
    if ((!behind || behind == json->in.end) && sb_token_number_run(json->in.at, json->in.end) == json->in.end &&
        sb_cursor_more(&json->in))
        return read_number(json);
    if (!behind)
        return sb_json_bad(json, "this is no number");
    if (behind < json->in.end && sb_is_digit(*behind))
        return sb_json_bad(json, "a number must not begin with a needless 0");
    json->text = sb_str_n(json->in.at, (size_t)(behind - json->in.at));
    json->in.at = behind;
    sb_json_value_ended(json);
    return SB_JSON_NUMBER;
}

static enum sb_json_event open_container(struct sb_json *json, bool object)
{
    if (json->open.n >= json->max_depth) {
        sb_json_fail(json, json->in.at, SB_E_LIMIT, "");
        snprintf(json->message, sizeof json->message, "nested deeper than %u levels", json->max_depth);
        return SB_JSON_ERROR;
    }
    struct level *level = SB_PUSH(&json->open);
    level->object = object;
    if (object)
        sb_names_open(&json->names, &level->names);
    json->in.at++;
    json->want = object ? WANT_FIRST_NAME : WANT_FIRST_ELEMENT;
    json->behind = object ? WANT_MORE_MEMBERS : WANT_MORE_ELEMENTS;
    return object ? SB_JSON_OBJECT : SB_JSON_ARRAY;
}

static enum sb_json_event close_container(struct sb_json *json)
{
    const struct level *level = &json->open.p[--json->open.n];
    bool object = level->object;
    if (object)
        sb_names_close(&json->names, &level->names);
    json->in.at++;
    if (json->open.n)
        json->behind = json->open.p[json->open.n - 1].object ? WANT_MORE_MEMBERS : WANT_MORE_ELEMENTS;
    else
        json->behind = WANT_NOTHING;
    sb_json_value_ended(json);
    return object ? SB_JSON_OBJECT_END : SB_JSON_ARRAY_END;
}

static enum sb_json_event read_other_value(struct sb_json *json)
{
    switch (*json->in.at) {
    case '{':
    case '[': return open_container(json, *json->in.at == '{');
    case 't': return read_word(json, SB_S("true"), SB_JSON_TRUE);
    case 'f': return read_word(json, SB_S("false"), SB_JSON_FALSE);
    case 'n': return read_word(json, SB_S("null"), SB_JSON_NULL);
    default: break;
    }
    if (*json->in.at == '-' || sb_is_digit(*json->in.at))
        return read_number(json);
    return sb_json_bad(json, "a value is missing");
}

static enum sb_json_event read_value(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (json->in.at == json->in.end)
        return sb_json_bad(json, "");
    if (*json->in.at != '"')
        return read_other_value(json);
    if (!read_string(json))
        return SB_JSON_ERROR;
    sb_json_value_ended(json);
    return SB_JSON_STRING;
}

static enum sb_json_event read_name(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (!sb_json_is_next(json, '"'))
        return sb_json_bad(json, "a member's name in double quotes is missing");
    if (!read_string(json))
        return SB_JSON_ERROR;
    if (!json->allow_twice && !sb_names_add(&json->names, &json->open.p[json->open.n - 1].names, json->text))
        return sb_json_bad_twice(json);
    json->want = WANT_COLON;
    if (SB_LIKELY(sb_json_is_next(json, ':'))) {
        json->in.at++;
        json->want = WANT_NAMED;
    }
    return SB_JSON_KEY;
}

static enum sb_json_event read_first_name(struct sb_json *json)
{
    json->in.token = json->in.at;
    return sb_json_is_next(json, '}') ? close_container(json) : read_name(json);
}

/* Behind a member's value. */
static enum sb_json_event read_more_members(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (SB_LIKELY(sb_json_is_next(json, ','))) {
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        return read_name(json);
    }
    return sb_json_is_next(json, '}') ? close_container(json) : sb_json_bad(json, "a comma or } is missing");
}

static enum sb_json_event read_more_elements(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (sb_json_is_next(json, ',')) {
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        return read_value(json);
    }
    return sb_json_is_next(json, ']') ? close_container(json) : sb_json_bad(json, "a comma or ] is missing");
}

static SB_APART SB_FLAT enum sb_json_event read_next(struct sb_json *json)
{
    sb_cursor_skip_blank(&json->in);
    switch (json->want) {
    case WANT_NAMED:
    case WANT_VALUE: return read_value(json);
    case WANT_MORE_MEMBERS: return read_more_members(json);
    case WANT_MORE_ELEMENTS: return read_more_elements(json);
    case WANT_COLON:
        if (!sb_json_is_next(json, ':'))
            return sb_json_bad(json, "a colon is missing behind the member's name");
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        return read_value(json);
    case WANT_FIRST_NAME: return read_first_name(json);
    case WANT_FIRST_ELEMENT:
        json->in.token = json->in.at;
        return sb_json_is_next(json, ']') ? close_container(json) : read_value(json);
    case WANT_NOTHING:
        json->in.token = json->in.at;
        if (json->in.at == json->in.end && json->in.in->err.rc == SB_OK)
            return SB_JSON_DONE;
        return sb_json_bad(json, "something stands behind the end of the value");
    case WANT_NO_MORE_CALLS: break;
    }
    return SB_JSON_ERROR;
}

enum sb_json_event sb_json_next(struct sb_json *json)
{
    /* Most values are plain strings behind their colon, or one blank: read without a call. */
    if (json->want == WANT_NAMED && json->in.end - json->in.at >= SB_LONGEST_WORD) {
        const char *token = json->in.at + (*json->in.at == ' ');
        const char *at = *token == '"' ? sb_scan_plain(token + 1, json->in.end) : json->in.end;
        if (SB_LIKELY(at != json->in.end && *at == '"')) {
            json->in.token = token;
            take_string(json, token + 1, at);
            sb_json_value_ended(json);
            return SB_JSON_STRING;
        }
    }
    return read_next(json);
}

sb_str sb_json_text(const struct sb_json *json)
{
    return json->text;
}

/* ---- walking ---- */

/* Reads on until only DEPTH containers are open. */
static bool leave_to(struct sb_json *json, size_t depth)
{
    while (json->open.n > depth)
        if (sb_json_next(json) == SB_JSON_ERROR)
            return false;
    return json->rc == SB_OK;
}

/* Reads a whole value, which begins with *RET_EVENT. False on error, and where there is no value. */
static bool take_value(struct sb_json *json, enum sb_json_event *ret_event)
{
    size_t depth = json->open.n;
    *ret_event = sb_json_next(json);
    return json->open.n >= depth && *ret_event != SB_JSON_DONE && leave_to(json, depth);
}

void sb_json_mark(struct sb_json *json)
{
    sb_cursor_skip_blank(&json->in);
    if ((json->want == WANT_COLON && sb_json_is_next(json, ':')) ||
        (json->want == WANT_MORE_ELEMENTS && sb_json_is_next(json, ','))) {
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        json->want = json->want == WANT_COLON ? WANT_NAMED : WANT_VALUE;
    }
    sb_cursor_mark(&json->in);
}

sb_str sb_json_marked(struct sb_json *json)
{
    return sb_cursor_marked(&json->in);
}

bool sb_json_skip(struct sb_json *json, sb_str *ret_raw)
{
    enum sb_json_event event;
    if (!ret_raw)
        return take_value(json, &event);
    sb_json_mark(json);
    bool good = take_value(json, &event);
    sb_str raw = sb_json_marked(json);
    if (good)
        *ret_raw = raw;
    return good;
}

bool sb_json_leave(struct sb_json *json)
{
    return leave_to(json, json->open.n ? json->open.n - 1 : 0);
}

/* Where no name can stand, or the caller did not look at a value: it is passed over, rather than taken for the end of
 * the object. */
static SB_APART enum sb_json_event find_name(struct sb_json *json)
{
    bool left = json->want == WANT_COLON || json->want == WANT_NAMED;
    return left && !sb_json_skip(json, NULL) ? SB_JSON_ERROR : sb_json_next(json);
}

SB_FLAT sb_str sb_json_name(struct sb_json *json)
{
    sb_cursor_skip_blank(&json->in);
    enum sb_json_event event = json->want == WANT_MORE_MEMBERS ? read_more_members(json)
                               : json->want == WANT_FIRST_NAME ? read_first_name(json)
                                                               : find_name(json);
    return event == SB_JSON_KEY ? json->text : SB_STR_NONE;
}

bool sb_json_take_string(struct sb_json *json, struct sb_arena *arena, sb_str *ret_text)
{
    enum sb_json_event event;
    if (!take_value(json, &event) || event != SB_JSON_STRING)
        return false;
    *ret_text = sb_arena_str(arena, json->text);
    return true;
}
