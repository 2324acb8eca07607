#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "text/json_read.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))

static enum sb_json_event read_all(struct sb_json *json)
{
    enum sb_json_event event;
    do {
        event = sb_json_next(json);
    } while (event > SB_JSON_DONE);
    return event;
}

static bool accepts(sb_str text)
{
    struct sb_json *json = sb_json_new(text, 0);
    bool good = read_all(json) == SB_JSON_DONE;
    assert_int_equal(sb_json_error(json, NULL) == SB_OK, good);
    assert_int_equal(sb_json_next(json), good ? SB_JSON_DONE : SB_JSON_ERROR);
    sb_json_free(json);
    return good;
}

/* The same text in a piece of memory of just its length, so that a sanitizer sees every byte read too much; and shifted
 * by up to 16 bytes of white space, so that every path of the wide scan sees it. */
static bool accepts_everywhere(sb_str text)
{
    bool good = accepts(text);
    for (size_t shift = 0; shift <= 17; shift++) {
        char *copy = malloc(shift + text.n + 1);
        assert_non_null(copy);
        memset(copy, ' ', shift);
        memcpy(copy + shift, text.p, text.n);
        bool bom = sb_str_starts(text, SB_S("\xef\xbb\xbf"));
        char *exact = realloc(copy, shift + text.n ? shift + text.n : 1);
        assert_non_null(exact);
        if (!bom)
            assert_int_equal(accepts(sb_str_n(exact, shift + text.n)), good);
        free(exact);
    }
    return good;
}

static const sb_str good_texts[] = {
    {"0", 1},
    {"\"\"", 2},
#define T(text)                                                                                                        \
    {                                                                                                                  \
        "" text, sizeof(text) - 1                                                                                      \
    }
    T(" \t\r\n1 \t\r\n"),
    T("true"),
    T("false"),
    T("null"),
    T("[]"),
    T("{}"),
    T("[ ]"),
    T("{ }"),
    T("-0"),
    T("-1"),
    T("0.0"),
    T("10.25"),
    T("1e5"),
    T("1E+05"),
    T("0e-0"),
    T("-0.0e00"),
    T("123456789012345678901234567890"),
    T("[1,2,3]"),
    T("[1 , 2\n,\t3]"),
    T("[[],[[]],{}]"),
    T("{\"a\":1,\"b\":[{}]}"),
    T("{\"\":0}"),
    T("{\"a\":1,\"A\":2}"),
    T("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\""),
    T("\"\\u0000\""),
    T("\"\\ud83d\\ude00\""),
    T("\"\\uD83D\\uDE00\""),
    T("\"\\uffff\\ufffe\""),
    T("\"\x7f\""),
    T("\"\xc3\xa9\""),
    T("\"\xe2\x82\xac\""),
    T("\"\xf0\x9f\x98\x80\""),
    T("\"\xf4\x8f\xbf\xbf\""),
    T("\"\xed\x9f\xbf\""),
    T("\"\xee\x80\x80\""),
    T("\"\xef\xbb\xbf\""),
    T("\xef\xbb\xbf{}"),
    T("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":2}}"),
    T("[{\"a\":1},{\"a\":1}]"),
    T("\"/\""),
    T("[\"]\",\"}\",\"{[\"]"),
    T("\"0123456789abcdef0123456789abcdef\""),
    T("\"0123456789abcde\\n0123456789abcdef\""),
    T("\"0123456789abcd\xc3\xa9xyz0123456789abcdef\""),
    T("{\"a\\u0000\":1,\"a\":2}"),
};

static const sb_str bad_texts[] = {
    {"", 0},
    T(" "),
    T("\xef\xbb\xbf"),
    T("tru"),
    T("True"),
    T("nul"),
    T("nulll"),
    T("truefalse"),
    T("+1"),
    T("01"),
    T("-01"),
    T("-"),
    T("1."),
    T(".5"),
    T("1.e1"),
    T("1e"),
    T("1e+"),
    T("0x1"),
    T("1_000"),
    T("NaN"),
    T("Infinity"),
    T("-Infinity"),
    T("1 2"),
    T("[1 2]"),
    T("[1,]"),
    T("[,1]"),
    T("[,]"),
    T("[1,,2]"),
    T("["),
    T("]"),
    T("[1"),
    T("[1,"),
    T("[}"),
    T("{]"),
    T("{"),
    T("}"),
    T("{\"a\"}"),
    T("{\"a\":}"),
    T("{\"a\":1"),
    T("{\"a\":1,"),
    T("{\"a\":1,}"),
    T("{,}"),
    T("{\"a\" 1}"),
    T("{a:1}"),
    T("{'a':1}"),
    T("{1:1}"),
    T("{\"a\"::1}"),
    T("{\"a\":1 \"b\":2}"),
    T("{\"a\":1,,\"b\":2}"),
    T("{null:1}"),
    T("[1}"),
    T("{\"a\":1]"),
    T("[]]"),
    T("{}}"),
    T("{}x"),
    T("[] []"),
    T("1,"),
    T(":"),
    T(","),
    T("\""),
    T("\"abc"),
    T("\"abc\\"),
    T("\"abc\\\""),
    T("'abc'"),
    T("\"\\x41\""),
    T("\"\\a\""),
    T("\"\\'\""),
    T("\"\\U0041\""),
    T("\"\\u\""),
    T("\"\\u004\""),
    T("\"\\u004g\""),
    T("\"\\u 041\""),
    T("\"\\u+041\""),
    T("\"\\ud800\""),
    T("\"\\udc00\""),
    T("\"\\ud800\\ud800\""),
    T("\"\\ud800\\u0041\""),
    T("\"\\ud800x\""),
    T("\"\\ud800\\"),
    T("\"\\ud800\\u\""),
    T("\"\\ud800\\udc0\""),
    T("\"\\ude00\\ud83d\""),
    T("\"\n\""),
    T("\"\t\""),
    T("\"\0\""),
    T("\"\x1f\""),
    T("\"\\\n\""),
    T("\"\\\0\""),
    T("[1]\0"),
    T("\0[1]"),
    T("[\0]"),
    T("\"\x80\""),
    T("\"\xff\""),
    T("\"\xc3\""),
    T("\"\xc3(\""),
    T("\"\xc0\xaf\""),
    T("\"\xc1\xbf\""),
    T("\"\xe0\x80\xaf\""),
    T("\"\xe2\x82\""),
    T("\"\xed\xa0\x80\""),
    T("\"\xed\xbf\xbf\""),
    T("\"\xf0\x80\x80\xaf\""),
    T("\"\xf4\x90\x80\x80\""),
    T("\"\xf5\x80\x80\x80\""),
    T("\"\xf8\x88\x80\x80\x80\""),
    T("\"\xc3\\u00a9\""),
    T("{\"\xff\":1}"),
    T("\xff"),
    T("\xef\xbb"),
    T("\xef\xbb\xbf\xef\xbb\xbf{}"),
    T(" \xef\xbb\xbf{}"),
    T("\xfe\xff\0{\0}"),
    T("[1]//x"),
    T("/*x*/[1]"),
    T("[1]#x"),
    T("{\"a\":1,\"a\":1}"),
    T("{\"a\":1,\"\\u0061\":2}"),
    T("{\"\":1,\"\":2}"),
    T("{\"\\n\":1,\"\\u000A\":2}"),
    T("{\"b\":0,\"a\":{\"a\":1,\"c\":{},\"a\":1}}"),
    T("[\f1]"),
    T("[\v1]"),
    T("[\xc2\xa0"
      "1]"),
    T("\"0123456789abcdef\x01\""),
    T("\"0123456789abcdef\xff\""),
    T("[1,\"0123456789abcdef0123456789abcdef]"),
};

static void accepts_what_is_json(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(good_texts); i++)
        if (!accepts_everywhere(good_texts[i]))
            fail_msg("refused: %.*s", SB_FMT(good_texts[i]));
}

static void refuses_what_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(bad_texts); i++)
        if (accepts_everywhere(bad_texts[i]))
            fail_msg("accepted: %.*s", SB_FMT(bad_texts[i]));
}

/* No text that is cut short anywhere is accepted, but where what is left is a value (a number) by itself. */
static void refuses_cut_texts(void **state)
{
    (void)state;
    sb_str text = SB_S("{\"a\":[1,2.5e3,\"x\\u00e9\xc3\xa9\",true,null,{\"b\":{}}],\"c\":\"\\ud83d\\ude00\"}");
    assert_true(accepts(text));
    for (size_t n = 0; n < text.n; n++)
        assert_false(accepts_everywhere(sb_str_n(text.p, n)));
}

static void events_come_in_order(void **state)
{
    (void)state;
    static const struct {
        enum sb_json_event event;
        const char *text;
        uint32_t line;
    } wanted[] = {
        {SB_JSON_OBJECT, NULL, 1},     {SB_JSON_KEY, "a", 2},       {SB_JSON_ARRAY, NULL, 2},
        {SB_JSON_NUMBER, "-1.50", 3},  {SB_JSON_STRING, "x\ny", 4}, {SB_JSON_TRUE, NULL, 5},
        {SB_JSON_FALSE, NULL, 5},      {SB_JSON_NULL, NULL, 5},     {SB_JSON_ARRAY_END, NULL, 7},
        {SB_JSON_KEY, "", 7},          {SB_JSON_OBJECT, NULL, 8},   {SB_JSON_OBJECT_END, NULL, 8},
        {SB_JSON_OBJECT_END, NULL, 9}, {SB_JSON_DONE, NULL, 11},    {SB_JSON_DONE, NULL, 11},
    };
    struct sb_json *json =
        sb_json_new(SB_S("{\n\"a\" : [\n-1.50,\n\"x\\ny\",\n true,false,null\n\r\n], \"\":\n{}\n}\n\n"), 0);
    for (size_t i = 0; i < SB_COUNT(wanted); i++) {
        assert_int_equal(sb_json_next(json), wanted[i].event);
        assert_int_equal(sb_json_line(json), wanted[i].line);
        if (wanted[i].text)
            SAME(sb_json_text(json), sb_str_of(wanted[i].text));
    }
    sb_json_free(json);
}

static void text_is_unescaped(void **state)
{
    (void)state;
    static const struct {
        sb_str json, text;
    } rows[] = {
        {T("\"plain\""), T("plain")},
        {T("\"a\\u0000b\""), T("a\0b")},
        {T("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), T("\"\\/\b\f\n\r\t")},
        {T("\"\\u00e9\\u20AC\\ud83d\\ude00\\uffff\""), T("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbf")},
        {T("\"\\u007f\\u0080\\u07ff\\u0800\""), T("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80")},
        {T("\"\\udbff\\udfff\""), T("\xf4\x8f\xbf\xbf")},
        {T("\"long enough for one wide step \\\\ and then another one of them\""),
         T("long enough for one wide step \\ and then another one of them")},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_json *json = sb_json_new(rows[i].json, 0);
        assert_int_equal(sb_json_next(json), SB_JSON_STRING);
        SAME(sb_json_text(json), rows[i].text);
        sb_json_free(json);
    }
}

static void errors_have_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        uint32_t line, col;
        const char *says;
    } rows[] = {
        {"", 1, 1, "ends too early"},
        {"{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3, "a comma or } is missing"},
        {"[1\r\n2]", 2, 1, "a comma or ] is missing"},
        {"{\"a\" 1}", 1, 6, "colon"},
        {"[\n[\n01]]", 3, 1, "needless 0"},
        {"[\n\"\\ud800\"]", 2, 2, "surrogate"},
        {"[\"ab\\q\"]", 1, 5, "backslash"},
        {"[\"abc\n\"]", 1, 6, "control character"},
        {"\n\n  \"abc", 3, 3, "no end"},
        {"[\"ab\xff\"]", 1, 5, "UTF-8"},
        {"{\"k\":1,\n\"k\":2}", 2, 1, "\"k\" stands twice"},
        {"\xef\xbb\xbf[}", 1, 2, "value is missing"},
        {"{}\n{}", 2, 1, "behind the end"},
        {"[1,\n", 2, 1, "ends too early"},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_err err = {0};
        struct sb_json *json = sb_json_new(sb_str_of(rows[i].json), 0);
        assert_int_equal(read_all(json), SB_JSON_ERROR);
        assert_int_equal(sb_json_error(json, &err), SB_E_SYNTAX);
        assert_int_equal(err.rc, SB_E_SYNTAX);
        assert_int_equal(err.line, rows[i].line);
        assert_int_equal(err.col, rows[i].col);
        assert_int_equal(sb_json_line(json), rows[i].line);
        if (!strstr(err.text, rows[i].says))
            fail_msg("%s: %s", rows[i].json, err.text);
        sb_json_free(json);
    }
}

static void error_does_not_replace_one_before(void **state)
{
    (void)state;
    struct sb_err err = {0};
    sb_fail(&err, SB_E_IO, "first");
    struct sb_json *json = sb_json_new(SB_S("["), 0);
    read_all(json);
    assert_int_equal(sb_json_error(json, &err), SB_E_SYNTAX);
    assert_int_equal(err.rc, SB_E_IO);
    assert_int_equal(err.line, 0);
    sb_json_free(json);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    char text[600];
    memset(text, '[', 300);
    memset(text + 300, ']', 300);
    struct sb_err err = {0};
    struct sb_json *json = sb_json_new(sb_str_n(text, 600), 0);
    assert_int_equal(read_all(json), SB_JSON_ERROR);
    assert_int_equal(sb_json_error(json, &err), SB_E_LIMIT);
    assert_int_equal(err.col, SB_JSON_DEPTH + 1);
    sb_json_restart(json, sb_str_n(text + 300 - SB_JSON_DEPTH, 2 * SB_JSON_DEPTH));
    assert_int_equal(read_all(json), SB_JSON_DONE);
    sb_json_free(json);
    json = sb_json_new(SB_S("[[[]]]"), 2);
    assert_int_equal(read_all(json), SB_JSON_ERROR);
    sb_json_restart(json, SB_S("[{},[]]"));
    assert_int_equal(read_all(json), SB_JSON_DONE);
    sb_json_free(json);
}

static void members_may_stand_twice_where_allowed(void **state)
{
    (void)state;
    struct sb_json *json = sb_json_new(SB_S("{\"k\":1,\"k\":{\"k\":2,\"k\":3}}"), 0);
    size_t keys = 0;
    enum sb_json_event event;
    sb_json_allow_twice(json);
    while ((event = sb_json_next(json)) > SB_JSON_DONE)
        keys += event == SB_JSON_KEY;
    assert_int_equal(event, SB_JSON_DONE);
    assert_int_equal(keys, 4);
    sb_json_free(json);
}

/* Objects in objects, each with so many members that the slots are used; then one name twice. */
static void many_members_are_told_apart(void **state)
{
    (void)state;
    enum { N = 3000 };
    for (size_t twice = 0; twice < N; twice += 701) {
        struct sb_buf buf = {0};
        sb_buf_str(&buf, SB_S("{"));
        for (unsigned i = 0; i < N; i++)
            sb_buf_printf(&buf, "\"member %u\":{\"x\":1,\"member %u\":{},\"\\u0078y\":[{\"x\":0}]},", i, i);
        struct sb_buf good = {0};
        sb_buf_str(&good, sb_buf_all(&buf));
        sb_buf_str(&good, SB_S("\"last\":0}"));
        assert_true(accepts(sb_buf_all(&good)));
        sb_buf_printf(&buf, "\"\\u006dember %zu\":0}", twice);
        assert_false(accepts(sb_buf_all(&buf)));
        sb_buf_done(&buf);
        sb_buf_done(&good);
    }
}

static void big_inner_object_leaves_the_outer_one_whole(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    sb_buf_str(&buf, SB_S("{"));
    for (unsigned i = 0; i < 40; i++)
        sb_buf_printf(&buf, "\"o%u\":0,", i);
    sb_buf_str(&buf, SB_S("\"inner\":{"));
    for (unsigned i = 0; i < 500; i++)
        sb_buf_printf(&buf, "\"o%u\":0,", i);
    sb_buf_str(&buf, SB_S("\"z\":0},"));
    for (unsigned i = 40; i < 200; i++)
        sb_buf_printf(&buf, "\"o%u\":0,", i);
    size_t n = buf.n;
    sb_buf_str(&buf, SB_S("\"z\":0}"));
    assert_true(accepts(sb_buf_all(&buf)));
    buf.n = n;
    sb_buf_str(&buf, SB_S("\"o7\":0}"));
    assert_false(accepts(sb_buf_all(&buf)));
    sb_buf_done(&buf);
}

static void walks_by_member_and_element(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_json *json =
        sb_json_new(SB_S("{\"skip\":[1,{\"a\":[]}],\"name\":\"n\\u0041\",\"no\":[\"x\"],\"list\":[\"p\","
                         "{\"q\":1},7],\"looked away\":{\"z\":[1]},\"end\": \"e\" }"),
                    0);
    sb_str key, raw;
    sb_str name = SB_STR_NONE;
    sb_str none = SB_S("as it was");
    unsigned elements = 0;
    unsigned members = 0;
    assert_int_equal(sb_json_next(json), SB_JSON_OBJECT);
    while (sb_json_member(json, &key)) {
        members++;
        if (sb_str_eq(key, SB_S("skip"))) {
            assert_true(sb_json_skip(json, &raw));
            SAME(raw, SB_S("[1,{\"a\":[]}]"));
        } else if (sb_str_eq(key, SB_S("name"))) {
            assert_true(sb_json_take_string(json, &arena, &name));
        } else if (sb_str_eq(key, SB_S("no"))) {
            assert_false(sb_json_take_string(json, &arena, &none));
        } else if (sb_str_eq(key, SB_S("list"))) {
            assert_int_equal(sb_json_next(json), SB_JSON_ARRAY);
            for (enum sb_json_event event;
                 (event = sb_json_element(json)) > SB_JSON_DONE && event != SB_JSON_ARRAY_END;) {
                elements++;
                if (event == SB_JSON_OBJECT)
                    assert_true(sb_json_leave(json));
            }
        } else if (sb_str_eq(key, SB_S("end"))) {
            assert_true(sb_json_skip(json, &raw));
            SAME(raw, SB_S("\"e\""));
        }
    }
    SAME(name, SB_S("nA"));
    SAME(none, SB_S("as it was"));
    assert_int_equal(elements, 3);
    assert_int_equal(members, 6);
    assert_int_equal(sb_json_next(json), SB_JSON_DONE);
    assert_int_equal(sb_json_error(json, NULL), SB_OK);
    sb_json_free(json);
    sb_arena_done(&arena);
}

static void skipping_checks_everything(void **state)
{
    (void)state;
    static const char *const texts[] = {"[[1,]]", "[{\"a\":1,\"a\":2}]", "[\"\\ud800\"]", "[[[[1}]]]", "[", "[]"};
    for (size_t i = 0; i < SB_COUNT(texts); i++) {
        struct sb_json *json = sb_json_new(sb_str_of(texts[i]), 0);
        assert_int_equal(sb_json_next(json), SB_JSON_ARRAY);
        assert_false(sb_json_skip(json, NULL));
        sb_json_free(json);
    }
}

static void numbers_and_words_need_an_end(void **state)
{
    (void)state;
    struct sb_json *json = sb_json_new(SB_S("[1]"), 0);
    sb_str raw;
    assert_int_equal(sb_json_next(json), SB_JSON_ARRAY);
    assert_true(sb_json_skip(json, &raw));
    SAME(raw, SB_S("1"));
    assert_false(sb_json_skip(json, &raw)); /* there is no further element */
    assert_int_equal(sb_json_error(json, NULL), SB_OK);
    sb_json_free(json);
}

static void restart_forgets_the_text_before(void **state)
{
    (void)state;
    struct sb_json *json = sb_json_new(SB_S("{\"a\":\n[\n{\"b\":"), 0);
    assert_int_equal(read_all(json), SB_JSON_ERROR);
    assert_int_equal(sb_json_line(json), 3);
    sb_json_restart(json, SB_S("\n{\"a\":1}"));
    assert_int_equal(sb_json_next(json), SB_JSON_OBJECT);
    assert_int_equal(sb_json_line(json), 2);
    assert_int_equal(read_all(json), SB_JSON_DONE);
    sb_json_restart(json, SB_STR_NONE);
    assert_int_equal(sb_json_next(json), SB_JSON_ERROR);
    sb_json_free(json);
}

static void large_texts_take_no_longer(void **state)
{
    (void)state;
    enum { N = 4 << 20 };
    struct sb_buf buf = {0};
    sb_buf_chr(&buf, '"');
    while (buf.n < N)
        sb_buf_str(&buf, SB_S("\\n\\u00e9\xc3\xa9 plain "));
    sb_buf_chr(&buf, '"');
    assert_true(accepts(sb_buf_all(&buf)));
    buf.n--;
    assert_false(accepts(sb_buf_all(&buf)));
    sb_buf_clear(&buf);
    while (buf.n < N)
        sb_buf_str(&buf, SB_S("\n  \r\t"));
    sb_buf_str(&buf, SB_S("{}"));
    assert_true(accepts(sb_buf_all(&buf)));
    sb_buf_done(&buf);
}

/* A few hundred bytes of values through a window of eight. */
static void marked_values_outlive_the_window(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    struct sb_mem_stream stream;
    struct sb_window window;
    sb_str key, raw;
    sb_buf_str(&text, SB_S("\xef\xbb\xbf{"));
    for (unsigned i = 0; i < 40; i++)
        sb_buf_printf(&text, "%s\n  \"name-%u\" : [%u, {\"a\": \"\\u0041\"}, %u000]", i ? "," : "", i, i, i + 1);
    sb_buf_str(&text, SB_S("\n}  "));
    sb_mem_stream(&stream, sb_buf_all(&text));
    sb_window_open(&window, &stream.stream, 8, SIZE_MAX);
    struct sb_json *json = sb_json_open(&window, 0);
    assert_int_equal(sb_json_next(json), SB_JSON_OBJECT);
    for (unsigned i = 0; i < 40; i++) {
        char wanted[64], name[16];
        snprintf(name, sizeof name, "name-%u", i);
        snprintf(wanted, sizeof wanted, "[%u, {\"a\": \"\\u0041\"}, %u000]", i, i + 1);
        assert_true(sb_json_member(json, &key));
        assert_true(sb_str_eq(key, sb_str_of(name)));
        assert_int_equal(sb_json_line(json), i + 2);
        if (i % 2) {
            assert_true(sb_json_skip(json, &raw));
        } else {
            sb_json_mark(json);
            assert_int_equal(sb_json_next(json), SB_JSON_ARRAY);
            assert_true(sb_json_leave(json));
            raw = sb_json_marked(json);
        }
        assert_true(sb_str_eq(raw, sb_str_of(wanted)));
    }
    assert_int_equal(sb_json_next(json), SB_JSON_OBJECT_END);
    assert_int_equal(sb_json_next(json), SB_JSON_DONE);
    sb_json_free(json);
    sb_window_done(&window);
    sb_buf_done(&text);
}

/* Values of all kinds, through a window of eight; what is passed over is not looked at. */
static void leaps_from_member_to_member(void **state)
{
    (void)state;
    static const char *const values[] = {"\"a]b}c\\\\\"",
                                         "\"\\\"[\\\"\"",
                                         "[1, [\"]\", {\"}\": 2}], 3]",
                                         "{\"a\": [{}, []], \"b\":1}",
                                         "-12345678901234.5e+3",
                                         "true",
                                         "null",
                                         "\"\"",
                                         "[]",
                                         "\"\\\\\\\\\\\\\\\\\\\\\""};
    for (size_t size = 8; size < 40; size++) {
        struct sb_buf text = {0};
        struct sb_mem_stream stream;
        struct sb_window window;
        sb_str key;
        for (size_t i = 0; i < SB_COUNT(values); i++)
            sb_buf_printf(&text, "%s\"%zu\" :%*s%s", i ? " , " : "{", i, (int)(size % 5), "", values[i]);
        sb_buf_str(&text, SB_S("}"));
        sb_mem_stream(&stream, sb_buf_all(&text));
        sb_window_open(&window, &stream.stream, size, SIZE_MAX);
        struct sb_json *json = sb_json_open(&window, 0);
        assert_int_equal(sb_json_next(json), SB_JSON_OBJECT);
        for (size_t i = 0; i < SB_COUNT(values); i++) {
            assert_true(sb_json_member(json, &key));
            assert_int_equal(key.p[0], '0' + (int)i);
            assert_true(sb_json_leap(json));
        }
        assert_false(sb_json_member(json, &key));
        assert_int_equal(sb_json_next(json), SB_JSON_DONE);
        sb_json_free(json);
        sb_window_done(&window);
        sb_buf_done(&text);
    }
}

static void leaps_end_with_the_text(void **state)
{
    (void)state;
    static const char *const cut[] = {"{\"a\"", "{\"a\":", "{\"a\":[1,{\"b\":2}", "{\"a\":\"text\\", "{\"a\":\"text"};
    for (size_t i = 0; i < SB_COUNT(cut); i++) {
        struct sb_json *json = sb_json_new(sb_str_of(cut[i]), 0);
        sb_str key;
        assert_int_equal(sb_json_next(json), SB_JSON_OBJECT);
        assert_true(sb_json_member(json, &key));
        assert_false(sb_json_leap(json));
        sb_json_free(json);
    }
}

/* Even where the text is whole: nobody knows what would have followed. */
static void unread_input_is_an_error(void **state)
{
    (void)state;
    struct sb_mem_stream stream;
    struct sb_window window;
    struct sb_err err = {0};
    sb_mem_stream(&stream, SB_S("{\"a\": [1, 2]}      "));
    sb_window_open(&window, &stream.stream, 4, 18);
    struct sb_json *json = sb_json_open(&window, 0);
    enum sb_json_event event;
    while ((event = sb_json_next(json)) > SB_JSON_DONE) {
    }
    assert_int_equal(event, SB_JSON_ERROR);
    assert_int_equal(sb_json_error(json, &err), SB_E_LIMIT);
    assert_string_equal(err.text, "larger than 18 bytes");
    assert_int_equal(err.line, 0);
    sb_json_free(json);
    sb_window_done(&window);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_is_json),
        cmocka_unit_test(refuses_what_is_not),
        cmocka_unit_test(refuses_cut_texts),
        cmocka_unit_test(events_come_in_order),
        cmocka_unit_test(text_is_unescaped),
        cmocka_unit_test(errors_have_a_place),
        cmocka_unit_test(error_does_not_replace_one_before),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(many_members_are_told_apart),
        cmocka_unit_test(big_inner_object_leaves_the_outer_one_whole),
        cmocka_unit_test(walks_by_member_and_element),
        cmocka_unit_test(skipping_checks_everything),
        cmocka_unit_test(numbers_and_words_need_an_end),
        cmocka_unit_test(restart_forgets_the_text_before),
        cmocka_unit_test(large_texts_take_no_longer),
        cmocka_unit_test(members_may_stand_twice_where_allowed),
        cmocka_unit_test(marked_values_outlive_the_window),
        cmocka_unit_test(leaps_from_member_to_member),
        cmocka_unit_test(leaps_end_with_the_text),
        cmocka_unit_test(unread_input_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
