#include "text/json_read.h"

#include "base/block.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/json_cursor.h"
#include "text/json_names.h"
#include "text/json_token.h"

/* What may stand next. */
enum want {
    WANT_VALUE,         /* the document itself, or an element behind a comma */
    WANT_FIRST_ELEMENT, /* a value or ] */
    WANT_FIRST_NAME,    /* a name or } */
    WANT_COLON,
    WANT_NAMED,         /* the value behind a colon */
    WANT_MORE_MEMBERS,  /* a comma or } */
    WANT_MORE_ELEMENTS, /* a comma or ] */
    WANT_NOTHING,
    WANT_NO_MORE_CALLS, /* an error was met */
};

struct level {
    bool object;
    struct sb_name_set names;
};

struct sb_json {
    struct sb_cursor in;
    struct sb_window own; /* for input in memory */
    enum want want;
    enum want behind; /* a value of the innermost container, or of the document */
    unsigned max_depth;
    bool allow_twice;
    SB_VEC(struct level) open;
    struct sb_names names;
    sb_str text;
    SB_VEC(char) resolved; /* of a text with escapes */
    sb_rc rc;
    char message[512];
};

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

/* ---- places and errors ---- */

uint32_t sb_json_line(const struct sb_json *json)
{
    return sb_cursor_line(&json->in, NULL);
}

void sb_json_place(const struct sb_json *json, uint32_t *ret_line, uint32_t *ret_column)
{
    *ret_line = sb_cursor_line(&json->in, ret_column);
}

sb_rc sb_json_error(const struct sb_json *json, struct sb_err *err)
{
    if (json->rc == SB_OK || !err || err->rc != SB_OK)
        return json->rc;
    uint32_t column, line = sb_cursor_line(&json->in, &column);
    sb_fail(err, json->rc, "%s", json->message);
    const struct sb_err *unread = &json->in.in->err;
    if (unread->rc == SB_OK || json->in.in->full)
        sb_err_at(err, line, column);
    else
        sb_err_at(err, unread->line, unread->col);
    return json->rc;
}

/* Where the input could not be read to its end, that is what is wrong. */
static SB_RARE enum sb_json_event fail(struct sb_json *json, const char *where, sb_rc rc, const char *message)
{
    const struct sb_err *unread = &json->in.in->err;
    sb_window_end(json->in.in);
    json->in.token = json->in.at = where;
    json->want = WANT_NO_MORE_CALLS;
    json->rc = unread->rc != SB_OK ? unread->rc : rc;
    json->text = SB_STR_NONE;
    snprintf(json->message, sizeof json->message, "%s", unread->rc != SB_OK ? unread->text : message);
    return SB_JSON_ERROR;
}

static SB_RARE enum sb_json_event bad(struct sb_json *json, const char *message)
{
    return fail(json, json->in.at, SB_E_SYNTAX, json->in.at == json->in.end ? "the text ends too early" : message);
}

static SB_RARE enum sb_json_event bad_twice(struct sb_json *json)
{
    struct sb_buf name = {0};
    sb_utf8_printable(&name, sb_str_part(json->text, 0, 48));
    enum sb_json_event event = fail(json, json->in.token, SB_E_SYNTAX, "");
    snprintf(json->message, sizeof json->message, "the member \"%.*s\" stands twice in one object",
             SB_FMT(sb_buf_all(&name)));
    sb_buf_done(&name);
    return event;
}

/* ---- tokens ---- */

/* A string with more in it than plain ASCII, or one that is not seen to its end. */
static SB_APART bool read_odd_string(struct sb_json *json)
{
    const char *from = json->in.at + 1;
    bool high = false;
    bool escapes = false;
    const char *at = sb_scan_string(from, json->in.end, &high);
    while (at < json->in.end && *at == '\\' && json->in.end - at >= 2) {
        escapes = true;
        at = sb_scan_string(at + 2, json->in.end, &high);
    }
    if (SB_UNLIKELY(at == json->in.end || *at != '"')) {
        if ((at == json->in.end || *at == '\\') && sb_cursor_more(&json->in))
            return read_odd_string(json); /* from its quote again; each time at least twice as much is seen */
        if (at == json->in.end || *at == '\\')
            fail(json, json->in.at, SB_E_SYNTAX, "this string has no end");
        else
            fail(json, at, SB_E_SYNTAX, "a control character in a string must be written as an escape");
        return false;
    }
    sb_str raw = sb_str_n(from, (size_t)(at - from));
    json->text = raw;
    json->in.at = at + 1;
    const char *bad_at = high ? sb_token_not_utf8(raw) : NULL;
    const char *wrong = "the text is not UTF-8";
    if (escapes && !bad_at) {
        sb_grow(&json->resolved.p, &json->resolved.cap, raw.n, 1);
        size_t n = sb_token_unescape(raw, json->resolved.p, &bad_at, &wrong);
        if (n != SB_NPOS) {
            json->text = sb_str_n(json->resolved.p, n);
            return true;
        }
    }
    if (SB_UNLIKELY(bad_at))
        fail(json, bad_at, SB_E_SYNTAX, wrong);
    return !bad_at;
}

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
        return read_odd_string(json);
    take_string(json, from, at);
    return true;
}

static inline void value_ended(struct sb_json *json)
{
    json->want = json->behind;
}

static enum sb_json_event read_word(struct sb_json *json, sb_str word, enum sb_json_event event)
{
    if (!sb_str_starts(sb_str_n(json->in.at, (size_t)(json->in.end - json->in.at)), word))
        return bad(json, "this is no value; words are only true, false and null");
    json->in.at += word.n;
    value_ended(json);
    return event;
}

static enum sb_json_event read_number(struct sb_json *json)
{
    const char *behind = sb_token_number(json->in.at, json->in.end);
    if ((!behind || behind == json->in.end) && sb_token_number_run(json->in.at, json->in.end) == json->in.end &&
        sb_cursor_more(&json->in))
        return read_number(json);
    if (!behind)
        return bad(json, "this is no number");
    if (behind < json->in.end && sb_is_digit(*behind))
        return bad(json, "a number must not begin with a needless 0");
    json->text = sb_str_n(json->in.at, (size_t)(behind - json->in.at));
    json->in.at = behind;
    value_ended(json);
    return SB_JSON_NUMBER;
}

static enum sb_json_event open_container(struct sb_json *json, bool object)
{
    if (json->open.n >= json->max_depth) {
        fail(json, json->in.at, SB_E_LIMIT, "");
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
    value_ended(json);
    return object ? SB_JSON_OBJECT_END : SB_JSON_ARRAY_END;
}

static inline bool is_next(const struct sb_json *json, char c)
{
    return json->in.at < json->in.end && *json->in.at == c;
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
    return bad(json, "a value is missing");
}

static enum sb_json_event read_value(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (json->in.at == json->in.end)
        return bad(json, "");
    if (*json->in.at != '"')
        return read_other_value(json);
    if (!read_string(json))
        return SB_JSON_ERROR;
    value_ended(json);
    return SB_JSON_STRING;
}

static enum sb_json_event read_name(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (!is_next(json, '"'))
        return bad(json, "a member's name in double quotes is missing");
    if (!read_string(json))
        return SB_JSON_ERROR;
    if (!json->allow_twice && !sb_names_add(&json->names, &json->open.p[json->open.n - 1].names, json->text))
        return bad_twice(json);
    json->want = WANT_COLON;
    if (SB_LIKELY(is_next(json, ':'))) {
        json->in.at++;
        json->want = WANT_NAMED;
    }
    return SB_JSON_KEY;
}

static enum sb_json_event read_first_name(struct sb_json *json)
{
    json->in.token = json->in.at;
    return is_next(json, '}') ? close_container(json) : read_name(json);
}

/* Behind a member's value. */
static enum sb_json_event read_more_members(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (SB_LIKELY(is_next(json, ','))) {
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        return read_name(json);
    }
    return is_next(json, '}') ? close_container(json) : bad(json, "a comma or } is missing");
}

static enum sb_json_event read_more_elements(struct sb_json *json)
{
    json->in.token = json->in.at;
    if (is_next(json, ',')) {
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        return read_value(json);
    }
    return is_next(json, ']') ? close_container(json) : bad(json, "a comma or ] is missing");
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
        if (!is_next(json, ':'))
            return bad(json, "a colon is missing behind the member's name");
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        return read_value(json);
    case WANT_FIRST_NAME: return read_first_name(json);
    case WANT_FIRST_ELEMENT:
        json->in.token = json->in.at;
        return is_next(json, ']') ? close_container(json) : read_value(json);
    case WANT_NOTHING:
        json->in.token = json->in.at;
        if (json->in.at == json->in.end && json->in.in->err.rc == SB_OK)
            return SB_JSON_DONE;
        return bad(json, "something stands behind the end of the value");
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
            value_ended(json);
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
    if ((json->want == WANT_COLON && is_next(json, ':')) || (json->want == WANT_MORE_ELEMENTS && is_next(json, ','))) {
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

/* The next quote or bracket, or END. */
static const char *next_mark(const char *at, const char *end)
{
    for (; end - at >= (ptrdiff_t)sizeof(sb_block); at += sizeof(sb_block)) {
        sb_block block = sb_block_at(at);
        uint32_t hits = sb_block_bits((sb_block)((block == '"') | ((block & 0xdf) == 0x5b) | ((block & 0xdf) == 0x5d)));
        if (hits)
            return at + __builtin_ctz(hits);
    }
    while (at < end && !memchr("\"[]{}", *at, 5))
        at++;
    return at;
}

/* Sees more of the input, where nothing before AT is wanted any more. */
static bool leap_on(struct sb_json *json)
{
    json->in.token = json->in.at;
    return sb_cursor_more(&json->in);
}

/* Behind the string at AT. */
static bool leap_string(struct sb_json *json)
{
    bool high = false;
    for (json->in.at++;;) {
        json->in.at = sb_scan_string(json->in.at, json->in.end, &high);
        bool escape = is_next(json, '\\');
        if (json->in.end - json->in.at > escape) {
            json->in.at += 1 + escape;
            if (!escape)
                return true;
        } else if (!leap_on(json)) {
            return false;
        }
    }
}

/* Behind a value that is no string, object or list. */
static bool leap_word(struct sb_json *json)
{
    do {
        while (json->in.at < json->in.end && !memchr(",]}", *json->in.at, 3))
            json->in.at++;
    } while (json->in.at == json->in.end && leap_on(json));
    return true;
}

static bool leap_value(struct sb_json *json)
{
    size_t depth = 0;
    do {
        json->in.at = next_mark(json->in.at, json->in.end);
        while (json->in.at == json->in.end) {
            if (!leap_on(json))
                return false;
            json->in.at = next_mark(json->in.at, json->in.end);
        }
        char c = *json->in.at;
        if (c != '"')
            json->in.at++;
        else if (!leap_string(json))
            return false;
        depth += c == '[' || c == '{';
        depth -= c == ']' || c == '}';
    } while (depth);
    return true;
}

bool sb_json_leap(struct sb_json *json)
{
    sb_cursor_skip_blank(&json->in);
    if (json->want == WANT_COLON && is_next(json, ':')) {
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        json->want = WANT_NAMED;
    }
    if (json->want != WANT_NAMED)
        return false;
    bool word = json->in.at < json->in.end && !memchr("\"[]{}", *json->in.at, 5);
    if (word ? !leap_word(json) : !leap_value(json))
        return false;
    value_ended(json);
    return true;
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
