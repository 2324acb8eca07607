/* What is told to be plain is JSON in the reader's eyes, too; what facts look like is plain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/json_plain.h"
#include "text/json_read.h"

static bool is_json(sb_str text)
{
    struct sb_json *json = sb_json_new(text, 0);
    enum sb_json_event event;
    do {
        event = sb_json_next(json);
    } while (event > SB_JSON_DONE);
    sb_json_free(json);
    return event == SB_JSON_DONE;
}

static const char *const plain[] = {
    "0",
    "10",
    "\"\"",
    "[]",
    "{}",
    "[1,\"a\",[],{}]",
    "{\"\":1}",
    "{\"a\":{\"b\":[1,2]},\"aa\":0,\"b\":\"c\"}",
    "{\"bytes\":4096,\"n\":12,\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}",
    "[[[[[[[[]]]]]]]]",
};

static void plain_texts_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(plain); i++) {
        assert_true(sb_json_is_plain(sb_str_of(plain[i])));
        assert_true(is_json(sb_str_of(plain[i])));
    }
}

/* Of these the first are no JSON, the others more than plain. */
static void others_are_not(void **state)
{
    static const char *const texts[] = {
        "",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1",
        "{1:1}",
        "\"",
        "\"a",
        "01",
        "[1]]",
        "[1]1",
        "[}",
        "{]",
        "1,2",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "[[[[[[[[[]]]]]]]]]",
        "{\"b\":1,\"a\":2}",
        " 1",
        "1 ",
        "[ ]",
        "-1",
        "1.5",
        "1e3",
        "true",
        "null",
        "\"\\n\"",
        "\"\n\"",
        "\"\x7f\xc3\xa9\"",
        "{\"a\": 1}",
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        assert_false(sb_json_is_plain(sb_str_of(texts[i])));
    assert_false(sb_json_is_plain(SB_STR_NONE));
}

/* One byte changed, left out or cut at: in memory of just that length, so that a sanitizer sees what is read behind. */
static void reader_takes_what_is_plain(void **state)
{
    static const char bytes[] = "\"{}[]:,0a\\ \n\x80";
    size_t seen = 0;
    (void)state;
    for (size_t i = 0; i < SB_COUNT(plain); i++) {
        sb_str text = sb_str_of(plain[i]);
        for (size_t at = 0; at < text.n; at++)
            for (size_t b = 0; b < sizeof bytes + 1; b++) {
                bool cut = b == sizeof bytes;
                char *copy = malloc(text.n);
                assert_non_null(copy);
                memcpy(copy, text.p, text.n);
                copy[at] = cut ? copy[at] : bytes[b];
                char *exact = realloc(copy, cut ? at + 1 : text.n);
                assert_non_null(exact);
                sb_str changed = sb_str_n(exact, cut ? at + 1 : text.n);
                if (sb_json_is_plain(changed)) {
                    assert_true(is_json(changed));
                    seen++;
                }
                free(exact);
            }
    }
    assert_true(seen > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain_texts_are_known), cmocka_unit_test(others_are_not),
                                       cmocka_unit_test(reader_takes_what_is_plain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
