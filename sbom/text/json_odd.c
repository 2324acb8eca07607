/* What is wrong, and where; strings that want more than one look. */
#include "base/utf8.h"
#include "text/json_inside.h"
#include "text/json_token.h"

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

enum sb_json_event sb_json_fail(struct sb_json *json, const char *where, sb_rc rc, const char *message)
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

enum sb_json_event sb_json_bad(struct sb_json *json, const char *message)
{
    return sb_json_fail(json, json->in.at, SB_E_SYNTAX,
                        json->in.at == json->in.end ? "the text ends too early" : message);
}

enum sb_json_event sb_json_bad_twice(struct sb_json *json)
{
    struct sb_buf name = {0};
    sb_utf8_printable(&name, sb_str_part(json->text, 0, 48));
    enum sb_json_event event = sb_json_fail(json, json->in.token, SB_E_SYNTAX, "");
    snprintf(json->message, sizeof json->message, "the member \"%.*s\" stands twice in one object",
             SB_FMT(sb_buf_all(&name)));
    sb_buf_done(&name);
    return event;
}

/* ---- strings ---- */

bool sb_json_read_odd_string(struct sb_json *json)
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
            return sb_json_read_odd_string(json); /* from its quote again; each time at least twice as much is seen */
        if (at == json->in.end || *at == '\\')
            sb_json_fail(json, json->in.at, SB_E_SYNTAX, "this string has no end");
        else
            sb_json_fail(json, at, SB_E_SYNTAX, "a control character in a string must be written as an escape");
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
        sb_json_fail(json, bad_at, SB_E_SYNTAX, wrong);
    return !bad_at;
}
