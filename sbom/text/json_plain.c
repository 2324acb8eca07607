#include "text/json_plain.h"

#include "text/json_scan.h"

enum { DEEPEST = 8 };

/* Each of these begins at AT and returns what follows; NULL if it is not plain. */
static const char *pass_value(const char *at, const char *end, unsigned depth);

static const char *pass_string(const char *at, const char *end, sb_str *ret_text)
{
    if (at == end || *at != '"')
        return NULL;
    const char *quote = sb_scan_plain(at + 1, end);
    if (quote == end || *quote != '"')
        return NULL;
    *ret_text = sb_str_n(at + 1, (size_t)(quote - at - 1));
    return quote + 1;
}

static const char *pass_number(const char *at, const char *end)
{
    const char *from = at;
    while (at < end && sb_is_digit(*at))
        at++;
    return at == from || (*from == '0' && at - from > 1) ? NULL : at;
}

static const char *pass_name(const char *at, const char *end, sb_str *last)
{
    sb_str name;
    at = pass_string(at, end, &name);
    if (!at || at == end || *at != ':' || (last->p && sb_str_cmp(*last, name) >= 0))
        return NULL;
    *last = name;
    return at + 1;
}

static const char *pass_container(const char *at, const char *end, unsigned depth)
{
    bool object = *at == '{';
    char close = object ? '}' : ']';
    sb_str last = SB_STR_NONE;
    if (depth == DEEPEST)
        return NULL;
    if (end - at > 1 && at[1] == close)
        return at + 2;
    do {
        at++;
        if (object)
            at = pass_name(at, end, &last);
        if (at)
            at = pass_value(at, end, depth + 1);
    } while (at && at < end && *at == ',');
    return at && at < end && *at == close ? at + 1 : NULL;
}

static const char *pass_value(const char *at, const char *end, unsigned depth)
{
    sb_str text;
    if (at == end)
        return NULL;
    if (*at == '"')
        return pass_string(at, end, &text);
    return *at == '{' || *at == '[' ? pass_container(at, end, depth) : pass_number(at, end);
}

bool sb_json_is_plain(sb_str text)
{
    return text.n && pass_value(text.p, text.p + text.n, 0) == text.p + text.n;
}
