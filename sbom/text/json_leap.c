/* Passing over values that nobody looks at, from one bracket or quote to the next. */
#include "base/block.h"
#include "text/json_inside.h"

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
        bool escape = sb_json_is_next(json, '\\');
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
    if (json->want == WANT_COLON && sb_json_is_next(json, ':')) {
        json->in.at++;
        sb_cursor_skip_blank(&json->in);
        json->want = WANT_NAMED;
    }
    if (json->want != WANT_NAMED)
        return false;
    bool word = json->in.at < json->in.end && !memchr("\"[]{}", *json->in.at, 5);
    if (word ? !leap_word(json) : !leap_value(json))
        return false;
    sb_json_value_ended(json);
    return true;
}
