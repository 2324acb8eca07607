/* The JSON reader: events must balance, skipping must see what walking sees, and what is written from the events must
 * be read as the same events. What is plain is JSON. */
#include "base/mem.h"
#include "text/json_plain.h"
#include "text/json_read.h"
#include "text/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void write_event(struct sb_json_out *out, enum sb_json_event event, sb_str text)
{
    switch (event) {
    case SB_JSON_OBJECT: sb_json_begin(out, '{'); break;
    case SB_JSON_ARRAY: sb_json_begin(out, '['); break;
    case SB_JSON_OBJECT_END:
    case SB_JSON_ARRAY_END: sb_json_end(out); break;
    case SB_JSON_KEY: sb_json_key_str(out, text); break;
    case SB_JSON_STRING: sb_json_str(out, text); break;
    case SB_JSON_NUMBER: sb_json_raw(out, text); break;
    case SB_JSON_TRUE: sb_json_bool(out, true); break;
    case SB_JSON_FALSE: sb_json_bool(out, false); break;
    case SB_JSON_NULL: sb_json_null(out); break;
    default: break;
    }
}

/* Walks to the end and writes what is met; returns the last event. A text that is nested deeper than the writer goes is
 * walked all the same. */
static enum sb_json_event walk(struct sb_json *json, sb_str input, struct sb_json_out *out)
{
    SB_VEC(enum sb_json_event) open = {0};
    enum sb_json_event event;
    uint32_t line = 1;
    while ((event = sb_json_next(json)) > SB_JSON_DONE) {
        sb_str text = sb_json_text(json);
        must(text.n <= input.n);
        must(sb_json_line(json) >= line);
        line = sb_json_line(json);
        if (event == SB_JSON_OBJECT || event == SB_JSON_ARRAY)
            *SB_PUSH(&open) = event;
        if (event == SB_JSON_OBJECT_END || event == SB_JSON_ARRAY_END)
            must(open.n && open.p[--open.n] + 1 == event);
        if (event == SB_JSON_KEY)
            must(open.n && open.p[open.n - 1] == SB_JSON_OBJECT);
        write_event(out, event, text);
    }
    must(event == SB_JSON_ERROR || open.n == 0);
    struct sb_err err = {0};
    must((sb_json_error(json, &err) != SB_OK) == (event == SB_JSON_ERROR));
    must((err.line > 0 && err.col > 0 && err.text[0] != '\0') == (event == SB_JSON_ERROR));
    must(sb_json_next(json) == event);
    sb_free(open.p);
    return event;
}

static bool skip_all(struct sb_json *json, sb_str *ret_raw)
{
    return sb_json_skip(json, ret_raw) && sb_json_next(json) == SB_JSON_DONE;
}

/* Walks the outermost container by members and elements. */
static bool visit(struct sb_json *json)
{
    sb_str key;
    enum sb_json_event event = sb_json_next(json);
    if (event == SB_JSON_OBJECT) {
        while (sb_json_member(json, &key))
            if (key.n % 2 && !sb_json_skip(json, NULL))
                return false;
    } else if (event == SB_JSON_ARRAY) {
        while ((event = sb_json_element(json)) > SB_JSON_DONE && event != SB_JSON_ARRAY_END)
            if ((event == SB_JSON_OBJECT || event == SB_JSON_ARRAY) && !sb_json_leave(json))
                return false;
    }
    return sb_json_error(json, NULL) == SB_OK && sb_json_next(json) == SB_JSON_DONE;
}

/* Reads INPUT and writes it to BUF. False if it is no JSON or nested deeper than the writer goes. */
static bool write_again(struct sb_json *json, sb_str input, bool pretty, struct sb_buf *buf)
{
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_json_out out;
    sb_sink_memory(sink, buf);
    sb_json_out(&out, sink, pretty);
    sb_json_restart(json, input);
    bool good = walk(json, input, &out) == SB_JSON_DONE;
    good = sb_sink_flush(sink, NULL) == SB_OK && good;
    sb_free(sink);
    return good;
}

static void check_writer(struct sb_json *json, sb_str input)
{
    struct sb_buf compact = {0};
    struct sb_buf pretty = {0};
    struct sb_buf again = {0};
    if (write_again(json, input, false, &compact)) {
        must(write_again(json, sb_buf_all(&compact), true, &pretty));
        must(write_again(json, sb_buf_all(&pretty), false, &again));
        must(sb_str_eq(sb_buf_all(&compact), sb_buf_all(&again)));
    }
    sb_buf_done(&compact);
    sb_buf_done(&pretty);
    sb_buf_done(&again);
}

/* Through a window that holds little more than a token the same events are seen. */
static void check_window(sb_str input)
{
    struct sb_mem_stream stream;
    struct sb_window window;
    sb_mem_stream(&stream, input);
    sb_window_open(&window, &stream.stream, 1 + input.n % 32, SIZE_MAX);
    struct sb_json *moving = sb_json_open(&window, 0), *still = sb_json_new(input, 0);
    enum sb_json_event event;
    do {
        event = sb_json_next(still);
        must(sb_json_next(moving) == event);
        if (event == SB_JSON_KEY || event == SB_JSON_STRING || event == SB_JSON_NUMBER)
            must(sb_str_eq(sb_json_text(moving), sb_json_text(still)));
        if (input.n % 3 == 0)
            must(sb_json_line(moving) == sb_json_line(still));
    } while (event > SB_JSON_DONE);
    struct sb_err a = {0}, b = {0};
    must(sb_json_error(still, &a) == sb_json_error(moving, &b));
    must(strcmp(a.text, b.text) == 0 && a.line == b.line && a.col == b.col);
    sb_json_free(moving);
    sb_json_free(still);
    sb_window_done(&window);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str input = sb_str_n((const char *)data, size);
    sb_str raw;
    struct sb_json *json = sb_json_new(input, 0);
    bool good = skip_all(json, &raw);
    must(good || !sb_json_is_plain(input));
    if (good) {
        sb_json_restart(json, raw);
        must(skip_all(json, NULL));
    }
    sb_json_restart(json, input);
    must(visit(json) == good);
    check_writer(json, input);
    check_window(input);
    must((sb_json_error(json, NULL) == SB_OK) == good);
    sb_json_free(json);
    return 0;
}
