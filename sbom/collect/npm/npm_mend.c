/* What Node's own reader of JSON takes and a strict one refuses, and what hides nothing. A package must not be able to
 * hide its scripts behind a byte that npm reads over. */
#include "base/buf.h"
#include "base/utf8.h"
#include "npm/npm_json.h"

enum { DEEP = 200, ESCAPE = 6 }; /* nothing that is read lies deeper; "\u1234" */

static const char replacement[] = "\xef\xbf\xbd";

struct mending {
    sb_str rest;
    struct sb_buf out;
    size_t depth;
    bool changed;
};

static bool hex4(sb_str s, uint32_t *unit)
{
    *unit = 0;
    for (size_t i = 2; i < ESCAPE; i++) {
        char c = i < s.n ? sb_lower(s.p[i]) : ' ';
        if (!sb_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        *unit = *unit << 4 | (uint32_t)(sb_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* Does S begin with a \u escape in [FROM, TO]? */
static bool is_unit(sb_str s, uint32_t from, uint32_t to)
{
    uint32_t unit;
    return s.n >= ESCAPE && s.p[0] == '\\' && s.p[1] == 'u' && hex4(s, &unit) && unit >= from && unit <= to;
}

static void take(struct mending *m, size_t n)
{
    sb_buf_str(&m->out, sb_str_part(m->rest, 0, n));
    m->rest = sb_str_from(m->rest, n);
}

static void replace(struct mending *m, size_t n)
{
    sb_buf_str(&m->out, sb_str_of(replacement));
    m->rest = sb_str_from(m->rest, n);
    m->changed = true;
}

static void mend_escape(struct mending *m)
{
    if (is_unit(m->rest, 0xd800, 0xdbff) && is_unit(sb_str_from(m->rest, ESCAPE), 0xdc00, 0xdfff))
        take(m, 2 * (size_t)ESCAPE);
    else if (is_unit(m->rest, 0xd800, 0xdfff))
        replace(m, ESCAPE);
    else
        take(m, 2);
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ';
}

static size_t plain_run(sb_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] != '"' && s.p[n] != '\\' && (unsigned char)s.p[n] < 0x80 && !is_control(s.p[n]))
        n++;
    return n;
}

/* From a quote to the one that closes it. */
static void mend_string(struct mending *m)
{
    for (bool open = true; m->rest.n; open = false) {
        size_t len;
        if (open || *m->rest.p == '"') {
            take(m, 1);
            if (!open)
                return;
        } else if (*m->rest.p == '\\') {
            mend_escape(m);
        } else if (!is_control(*m->rest.p) && sb_utf8_next(m->rest, &len)) {
            take(m, len);
        } else {
            replace(m, 1);
        }
        take(m, plain_run(m->rest));
    }
}

static size_t string_end(sb_str s)
{
    size_t at = 1;
    while (at < s.n && s.p[at] != '"')
        at += s.p[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* What begins with a bracket, to the one that closes it. */
static void drop_value(struct mending *m)
{
    size_t open = 0;
    size_t at = 0;
    do {
        char c = m->rest.p[at];
        open += c == '{' || c == '[';
        open -= c == '}' || c == ']';
        at += c == '"' ? string_end(sb_str_from(m->rest, at)) : 1;
    } while (open && at < m->rest.n);
    m->rest = sb_str_from(m->rest, at);
    m->changed = true;
    sb_buf_chr(&m->out, '0');
}

static void mend_next(struct mending *m)
{
    char c = *m->rest.p;
    if (c == '"') {
        mend_string(m);
    } else if ((c == '{' || c == '[') && m->depth == DEEP) {
        drop_value(m);
    } else {
        m->depth += c == '{' || c == '[';
        m->depth -= (c == '}' || c == ']') && m->depth;
        take(m, 1);
    }
}

sb_str sb_npm_json_mend(sb_str bytes, struct sb_arena *arena)
{
    struct mending m = {.rest = bytes};
    while (m.rest.n)
        mend_next(&m);
    sb_str text = m.changed && !m.out.over ? sb_arena_str(arena, sb_buf_all(&m.out)) : bytes;
    sb_buf_done(&m.out);
    return text;
}
