#include "text/json_write.h"

#include "base/block.h"
#include "base/utf8.h"
#include "text/json_scan.h"

enum { ESCAPE_MAX = 6 };

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

/* One byte that cannot stand for itself: the short escape where JSON has one, else \u00HH. Returns what is behind it.
 */
static char *escape(char *at, unsigned char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    static const char digits[] = "0123456789abcdef";
    const char *known = c ? strchr(plain, c) : NULL;
    *at++ = '\\';
    if (known) {
        *at++ = letters[known - plain];
        return at;
    }
    at = (char *)mempcpy(at, "u00", 3);
    *at++ = digits[c >> 4];
    *at++ = digits[c & 15];
    return at;
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
        char code[ESCAPE_MAX];
        put(to, code, (size_t)(escape(code, (unsigned char)*stop) - code));
        at = stop + 1;
    }
    put(to, "\"", 1);
}

/* Which of the bytes cannot stand for themselves, or are no ASCII: those are negative. */
static uint32_t stops_in(sb_block block)
{
    typedef int8_t numbers __attribute__((vector_size(sizeof(sb_block))));
    return sb_block_bits((sb_block)((numbers)block < 0x20) | (sb_block)(block == '"') | (sb_block)(block == '\\'));
}

/* The literal of TEXT, ASCII, at AT; bytes are copied a step at a time and looked at where they are then. Returns what
 * is behind it, or NULL if TEXT is not only ASCII. */
static char *quote_ascii(char *at, sb_str text)
{
    *at++ = '"';
    for (const char *p = text.n ? text.p : "", *end = p + text.n; p < end;) {
        size_t step = (size_t)(end - p) < sizeof(sb_block) ? (size_t)(end - p) : sizeof(sb_block);
        if (step == sizeof(sb_block)) /* a move, while the other is a call */
            memcpy(at, p, sizeof(sb_block));
        else
            memcpy(at, p, step);
        uint32_t stops = stops_in(sb_block_at(at)) & ((1u << step) - 1);
        size_t plain = stops ? (size_t)__builtin_ctz(stops) : step;
        at += plain;
        p += plain;
        if (!stops)
            continue;
        if ((unsigned char)*p >= 0x80)
            return NULL;
        at = escape(at, (unsigned char)*p++);
    }
    *at++ = '"';
    return at;
}

/* Nearly all texts are short and ASCII: they go straight into the buffer. */
static void put_literal(struct sb_sink *sink, sb_str text)
{
    if (text.n <= (SB_SINK_ROOM - 2) / ESCAPE_MAX) {
        char *at = sb_sink_room(sink, ESCAPE_MAX * text.n + 2), *end = quote_ascii(at, text);
        if (end) {
            sb_sink_take(sink, (size_t)(end - at));
            return;
        }
    }
    put_quoted(put_sink, sink, text);
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
    if (!json->pretty)
        return;
    size_t blanks = (size_t)json->depth * 2;
    char *at = sb_sink_room(json->sink, 1 + blanks);
    *at = '\n';
    memset(at + 1, ' ', blanks);
    sb_sink_take(json->sink, 1 + blanks);
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
    put_literal(json->sink, key);
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
    put_literal(json->sink, text);
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

void sb_json_pair_text(struct sb_json_out *json, const char *key, sb_str text)
{
    sb_json_key(json, key);
    sb_json_str(json, text);
}

void sb_json_pair_or_null(struct sb_json_out *json, const char *key, sb_str text)
{
    sb_json_key(json, key);
    if (text.n)
        sb_json_str(json, text);
    else
        sb_json_null(json);
}

void sb_json_pair_u64(struct sb_json_out *json, const char *key, uint64_t value)
{
    sb_json_key(json, key);
    sb_json_u64(json, value);
}

void sb_json_pair_bool(struct sb_json_out *json, const char *key, bool value)
{
    sb_json_key(json, key);
    sb_json_bool(json, value);
}
