#include "text/json_write.h"

#include "base/utf8.h"
#include "text/json_scan.h"

/* Where the pieces of a literal go. */
typedef void put_fn(void *to, const char *p, size_t n);

static void put_sink(void *to, const char *p, size_t n)
{
    sb_put(to, p, n);
}

static void put_buf(void *to, const char *p, size_t n)
{
    sb_buf_add(to, p, n);
}

/* One byte that cannot stand for itself: the short escape where JSON has one, else \u00HH. */
static void put_escape(put_fn *put, void *to, unsigned char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    static const char digits[] = "0123456789abcdef";
    const char *known = c ? strchr(plain, c) : NULL;
    if (known) {
        const char pair[] = {'\\', letters[known - plain]};
        put(to, pair, sizeof pair);
        return;
    }
    const char code[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    put(to, code, sizeof code);
}

/* A run without anything to escape; its bytes that are no UTF-8 become the text \xHH. */
static void put_run(put_fn *put, void *to, sb_str run, bool high)
{
    if (!high || sb_utf8_valid(run)) {
        put(to, run.p, run.n);
        return;
    }
    size_t good = 0;
    while (good < run.n) {
        size_t len;
        if (sb_utf8_next(sb_str_from(run, good), &len) != 0) {
            good += len;
            continue;
        }
        char code[8];
        put(to, run.p, good);
        put(to, code, (size_t)snprintf(code, sizeof code, "\\\\x%02X", (unsigned char)run.p[good]));
        run = sb_str_from(run, good + 1);
        good = 0;
    }
    if (good)
        put(to, run.p, good);
}

static void put_quoted(put_fn *put, void *to, sb_str text)
{
    const char *at = text.n ? text.p : "";
    const char *end = at + text.n;
    put(to, "\"", 1);
    for (;;) {
        bool high = false;
        const char *stop = sb_scan_string(at, end, &high);
        put_run(put, to, sb_str_n(at, (size_t)(stop - at)), high);
        if (stop == end)
            break;
        put_escape(put, to, (unsigned char)*stop);
        at = stop + 1;
    }
    put(to, "\"", 1);
}

void sb_json_quote(struct sb_buf *buf, sb_str text)
{
    put_quoted(put_buf, buf, text);
}

/* ---- structure ---- */

void sb_json_out(struct sb_json_out *json, struct sb_sink *sink, bool pretty)
{
    *json = (struct sb_json_out){.sink = sink, .pretty = pretty};
}

static void misuse(struct sb_json_out *json, const char *what)
{
    sb_fail(&json->sink->err, SB_E_BUG, "JSON writer: %s", what);
}

static void new_line(struct sb_json_out *json)
{
    static const char blanks[] = "\n                                                                ";
    if (!json->pretty)
        return;
    size_t n = (size_t)json->depth * 2;
    size_t now = n < sizeof blanks - 2 ? n : sizeof blanks - 2;
    sb_put(json->sink, blanks, 1 + now);
    for (n -= now; n; n -= now) {
        now = n < sizeof blanks - 2 ? n : sizeof blanks - 2;
        sb_put(json->sink, blanks + 1, now);
    }
}

/* What only items that are apart made necessary, is apart itself. */
static void next_apart(struct sb_json_out *json)
{
    sb_sink_apart(json->sink, json->apart || !json->counted[json->depth]);
}

/* A comma if something stands before it, and the line break of a container's content. kind[0] is the document itself.
 */
static void next_item(struct sb_json_out *json)
{
    if (json->filled[json->depth]) {
        next_apart(json);
        sb_put_chr(json->sink, ',');
        sb_sink_apart(json->sink, json->apart);
    }
    json->filled[json->depth] = true;
    json->counted[json->depth] |= !json->apart;
    if (json->depth)
        new_line(json);
}

static void before_value(struct sb_json_out *json)
{
    if (json->kind[json->depth] == '{') {
        if (!json->after_key)
            misuse(json, "a value without a key in an object");
        json->after_key = false;
        return;
    }
    if (json->depth == 0 && json->filled[0])
        misuse(json, "a second value behind the first");
    next_item(json);
}

void sb_json_apart(struct sb_json_out *json, bool apart)
{
    json->apart = apart;
    sb_sink_apart(json->sink, apart);
}

void sb_json_begin(struct sb_json_out *json, char kind)
{
    before_value(json);
    if (json->depth + 1u >= SB_COUNT(json->kind) || (kind != '{' && kind != '[')) {
        misuse(json, "nested too deep, or no kind of container");
        return;
    }
    json->depth++;
    json->kind[json->depth] = (uint8_t)kind;
    json->filled[json->depth] = json->counted[json->depth] = false;
    sb_put_chr(json->sink, kind);
}

void sb_json_end(struct sb_json_out *json)
{
    if (json->depth == 0 || json->after_key) {
        misuse(json, "an end without a begin or behind a key");
        return;
    }
    bool filled = json->filled[json->depth];
    char close = json->kind[json->depth] == '{' ? '}' : ']';
    next_apart(json);
    json->depth--;
    if (filled)
        new_line(json);
    sb_sink_apart(json->sink, json->apart);
    sb_put_chr(json->sink, close);
}

void sb_json_key_str(struct sb_json_out *json, sb_str key)
{
    if (json->kind[json->depth] != '{' || json->after_key) {
        misuse(json, "a key outside an object or behind a key");
        return;
    }
    next_item(json);
    put_quoted(put_sink, json->sink, key);
    sb_put(json->sink, ": ", json->pretty ? 2 : 1);
    json->after_key = true;
}

void sb_json_key(struct sb_json_out *json, const char *key)
{
    sb_json_key_str(json, sb_str_of(key));
}

void sb_json_str(struct sb_json_out *json, sb_str text)
{
    before_value(json);
    put_quoted(put_sink, json->sink, text);
}

void sb_json_u64(struct sb_json_out *json, uint64_t value)
{
    before_value(json);
    sb_put_u64(json->sink, value);
}

void sb_json_i64(struct sb_json_out *json, int64_t value)
{
    before_value(json);
    if (value < 0)
        sb_put_chr(json->sink, '-');
    sb_put_u64(json->sink, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void sb_json_bool(struct sb_json_out *json, bool value)
{
    before_value(json);
    sb_put_str(json->sink, value ? SB_S("true") : SB_S("false"));
}

void sb_json_null(struct sb_json_out *json)
{
    before_value(json);
    sb_put_str(json->sink, SB_S("null"));
}

void sb_json_raw(struct sb_json_out *json, sb_str text)
{
    if (text.n == 0)
        misuse(json, "empty raw text is no value");
    before_value(json);
    sb_put_str(json->sink, text);
}

void sb_json_pair(struct sb_json_out *json, const char *key, sb_str text)
{
    if (text.n == 0)
        return;
    sb_json_key(json, key);
    sb_json_str(json, text);
}
