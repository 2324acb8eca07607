#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/digest.h"
#include "text/json_read.h"
#include "text/json_write.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))

struct out {
    struct sb_buf buf;
    struct sb_sink sink;
    struct sb_json_out json;
};

static void start(struct out *out, bool pretty)
{
    out->buf = (struct sb_buf){0};
    sb_sink_memory(&out->sink, &out->buf);
    sb_json_out(&out->json, &out->sink, pretty);
}

static void write_sample(struct sb_json_out *json)
{
    sb_json_begin(json, '{');
    sb_json_key(json, "a");
    sb_json_begin(json, '[');
    sb_json_u64(json, UINT64_MAX);
    sb_json_i64(json, INT64_MIN);
    sb_json_i64(json, -1);
    sb_json_i64(json, 0);
    sb_json_bool(json, true);
    sb_json_bool(json, false);
    sb_json_null(json);
    sb_json_begin(json, '{');
    sb_json_end(json);
    sb_json_begin(json, '[');
    sb_json_end(json);
    sb_json_end(json);
    sb_json_pair(json, "left out", SB_STR_NONE);
    sb_json_pair(json, "pair", SB_S("value"));
    sb_json_key_str(json, SB_S("k\0y"));
    sb_json_raw(json, SB_S("{\"raw\":[1]}"));
    sb_json_end(json);
}

static void writes_compact(void **state)
{
    (void)state;
    struct out out;
    start(&out, false);
    write_sample(&out.json);
    assert_int_equal(sb_sink_flush(&out.sink, NULL), SB_OK);
    SAME(sb_buf_all(&out.buf), SB_S("{\"a\":[18446744073709551615,-9223372036854775808,-1,0,true,false,null,{},[]],"
                                    "\"pair\":\"value\",\"k\\u0000y\":{\"raw\":[1]}}"));
    sb_buf_done(&out.buf);
}

static void writes_pretty(void **state)
{
    (void)state;
    struct out out;
    start(&out, true);
    write_sample(&out.json);
    assert_int_equal(sb_sink_flush(&out.sink, NULL), SB_OK);
    SAME(sb_buf_all(&out.buf),
         SB_S("{\n  \"a\": [\n    18446744073709551615,\n    -9223372036854775808,\n    -1,\n    0,\n    true,\n    "
              "false,\n"
              "    null,\n    {},\n    []\n  ],\n  \"pair\": \"value\",\n  \"k\\u0000y\": {\"raw\":[1]}\n}"));
    sb_buf_done(&out.buf);
}

/* Items of an array, of an object in it and behind it: those in PRESENT, of them those in APART apart. */
static void write_some(struct sb_json_out *json, unsigned present, unsigned apart)
{
    for (unsigned i = 0; i < 7; i++) {
        sb_json_apart(json, false);
        if (i == 2)
            sb_json_begin(json, '{');
        if (i == 5)
            sb_json_end(json);
        if (!(present & 1u << i))
            continue;
        sb_json_apart(json, apart & 1u << i);
        if (i >= 2 && i < 5)
            sb_json_key(json, "key");
        sb_json_u64(json, i);
    }
    sb_json_apart(json, false);
}

/* The digest is over the document as it is without what is apart. */
static void apart_is_as_if_not_there(void **state)
{
    (void)state;
    for (unsigned bits = 0; bits < 1u << 8; bits++) {
        struct out whole, rest;
        uint8_t digest[SB_SHA256_BYTES], wanted[SB_SHA256_BYTES];
        unsigned apart = bits & 127;
        start(&whole, bits & 128);
        start(&rest, bits & 128);
        whole.sink.tee = sb_sha256_new();
        sb_sha256_begin(whole.sink.tee);
        sb_json_begin(&whole.json, '[');
        sb_json_begin(&rest.json, '[');
        write_some(&whole.json, 127, apart);
        write_some(&rest.json, ~apart, 0);
        sb_json_end(&whole.json);
        sb_json_end(&rest.json);
        assert_int_equal(sb_sink_flush(&whole.sink, NULL), SB_OK);
        assert_int_equal(sb_sink_flush(&rest.sink, NULL), SB_OK);
        sb_sha256_end(whole.sink.tee, digest);
        sb_sha256_of(sb_buf_all(&rest.buf), wanted);
        assert_memory_equal(digest, wanted, sizeof wanted);
        sb_sha256_free(whole.sink.tee);
        sb_buf_done(&whole.buf);
        sb_buf_done(&rest.buf);
    }
}

/* A text on its way to a sink is quoted as it is to a buffer. */
static void assert_quoted_alike(sb_str text, sb_str quoted)
{
    struct out out;
    start(&out, false);
    sb_json_str(&out.json, text);
    assert_int_equal(sb_sink_flush(&out.sink, NULL), SB_OK);
    SAME(sb_buf_all(&out.buf), quoted);
    sb_buf_done(&out.buf);
}

static void quotes_text(void **state)
{
    (void)state;
#define T(text)                                                                                                        \
    {                                                                                                                  \
        "" text, sizeof(text) - 1                                                                                      \
    }
    static const struct {
        sb_str text, quoted;
    } rows[] = {
        {T(""), T("\"\"")},
        {T("plain"), T("\"plain\"")},
        {T("\"\\/"), T("\"\\\"\\\\/\"")},
        {T("\b\f\n\r\t"), T("\"\\b\\f\\n\\r\\t\"")},
        {T("\0\x01\x1f\x7f"), T("\"\\u0000\\u0001\\u001f\x7f\"")},
        {T("\xc3\xa9\xf0\x9f\x98\x80"), T("\"\xc3\xa9\xf0\x9f\x98\x80\"")},
        {T("a\xff"
           "b\xc3"),
         T("\"a\\\\xFFb\\\\xC3\"")},
        {T("\xc3\xa9\n\xe2\x82\xed\xa0\x80"), T("\"\xc3\xa9\\n\\\\xE2\\\\x82\\\\xED\\\\xA0\\\\x80\"")},
        {T("more than sixteen bytes, \x80 then some"), T("\"more than sixteen bytes, \\\\x80 then some\"")},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_buf buf = {0};
        sb_json_quote(&buf, rows[i].text);
        SAME(sb_buf_all(&buf), rows[i].quoted);
        assert_quoted_alike(rows[i].text, rows[i].quoted);
        sb_buf_done(&buf);
    }
    assert_quoted_alike(SB_STR_NONE, SB_S("\"\""));
}

/* Around the longest text that goes straight into the buffer of a sink, of bytes that need the longest escape. */
static void quotes_long_text(void **state)
{
    (void)state;
    static char text[3 * SB_SINK_ROOM];
    static const char fills[] = {'x', '\x01', '"'};
    for (size_t i = 0; i < SB_COUNT(fills); i++) {
        memset(text, fills[i], sizeof text);
        for (size_t n = SB_SINK_ROOM / 6 - 20; n < sizeof text; n += n < SB_SINK_ROOM / 6 + 20 ? 1 : 7919) {
            struct sb_buf buf = {0};
            sb_json_quote(&buf, sb_str_n(text, n));
            assert_quoted_alike(sb_str_n(text, n), sb_buf_all(&buf));
            sb_buf_done(&buf);
        }
    }
}

/* Every byte at every place around the width of a step comes back as it was, if it is UTF-8. */
static void what_is_written_can_be_read(void **state)
{
    (void)state;
    struct sb_json *json = sb_json_new(SB_STR_NONE, 0);
    struct sb_buf buf = {0};
    char text[40];
    for (unsigned byte = 0; byte < 128; byte++) {
        for (size_t at = 0; at < sizeof text; at++) {
            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            sb_buf_clear(&buf);
            sb_json_quote(&buf, sb_str_n(text, sizeof text));
            assert_quoted_alike(sb_str_n(text, sizeof text), sb_buf_all(&buf));
            sb_json_restart(json, sb_buf_all(&buf));
            assert_int_equal(sb_json_next(json), SB_JSON_STRING);
            SAME(sb_json_text(json), sb_str_n(text, sizeof text));
            assert_int_equal(sb_json_next(json), SB_JSON_DONE);
        }
    }
    sb_buf_done(&buf);
    sb_json_free(json);
}

static void m_value_without_key(struct sb_json_out *json)
{
    sb_json_begin(json, '{');
    sb_json_null(json);
}

static void m_key_in_array(struct sb_json_out *json)
{
    sb_json_begin(json, '[');
    sb_json_key(json, "k");
}

static void m_key_behind_key(struct sb_json_out *json)
{
    sb_json_begin(json, '{');
    sb_json_key(json, "k");
    sb_json_key(json, "l");
}

static void m_key_at_top(struct sb_json_out *json)
{
    sb_json_key(json, "k");
}

static void m_end_behind_key(struct sb_json_out *json)
{
    sb_json_begin(json, '{');
    sb_json_key(json, "k");
    sb_json_end(json);
}

static void m_end_at_top(struct sb_json_out *json)
{
    sb_json_end(json);
}

static void m_second_value(struct sb_json_out *json)
{
    sb_json_null(json);
    sb_json_null(json);
}

static void m_too_deep(struct sb_json_out *json)
{
    for (unsigned i = 0; i < 300; i++)
        sb_json_begin(json, '[');
}

static void m_empty_raw(struct sb_json_out *json)
{
    sb_json_raw(json, SB_STR_NONE);
}

static void misuse_is_found(void **state)
{
    (void)state;
    static void (*const misuses[])(struct sb_json_out *) = {
        m_value_without_key, m_key_in_array, m_key_behind_key, m_key_at_top, m_end_behind_key,
        m_end_at_top,        m_second_value, m_too_deep,       m_empty_raw,
    };
    for (size_t i = 0; i < SB_COUNT(misuses); i++) {
        struct out out;
        start(&out, i % 2);
        misuses[i](&out.json);
        assert_int_equal(sb_sink_flush(&out.sink, NULL), SB_E_BUG);
        sb_buf_done(&out.buf);
    }
}

static void deep_nesting_is_indented(void **state)
{
    (void)state;
    struct out out;
    start(&out, true);
    for (unsigned i = 0; i < 120; i++)
        sb_json_begin(&out.json, '[');
    sb_json_u64(&out.json, 1);
    for (unsigned i = 0; i < 120; i++)
        sb_json_end(&out.json);
    assert_int_equal(sb_sink_flush(&out.sink, NULL), SB_OK);
    sb_str text = sb_buf_all(&out.buf);
    size_t at = sb_str_chr(text, '1');
    assert_true(at > 241 && text.p[at - 241] == '\n');
    struct sb_json *json = sb_json_new(text, 0);
    assert_true(sb_json_skip(json, NULL));
    sb_json_free(json);
    sb_buf_done(&out.buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_compact),           cmocka_unit_test(writes_pretty),
        cmocka_unit_test(apart_is_as_if_not_there), cmocka_unit_test(quotes_text),
        cmocka_unit_test(quotes_long_text),         cmocka_unit_test(what_is_written_can_be_read),
        cmocka_unit_test(misuse_is_found),          cmocka_unit_test(deep_nesting_is_indented),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
