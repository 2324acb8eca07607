#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))
#define T(text)                                                                                                        \
    {                                                                                                                  \
        "" text, sizeof(text) - 1                                                                                      \
    }

static void every_character_is_valid(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        sb_buf_clear(&buf);
        sb_utf8_put(&buf, c);
        assert_int_equal(sb_utf8_valid(sb_buf_all(&buf)), !surrogate);
        size_t len;
        uint32_t back = sb_utf8_next(sb_buf_all(&buf), &len);
        assert_int_equal(back, surrogate ? 0 : c);
        assert_int_equal(len, surrogate ? 1 : buf.n);
    }
    sb_buf_done(&buf);
}

static void refuses_what_is_malformed(void **state)
{
    (void)state;
    static const sb_str bad[] = {
        T("\x80"),
        T("\xbf"),
        T("\xc0\x80"),
        T("\xc1\xbf"),
        T("\xc2"),
        T("\xc2\x7f"),
        T("\xe0\x9f\xbf"),
        T("\xe1\x80"),
        T("\xed\xa0\x80"),
        T("\xf0\x8f\xbf\xbf"),
        T("\xf1\x80\x80"),
        T("\xf4\x90\x80\x80"),
        T("\xf5\x80\x80\x80"),
        T("\xff"),
        T("eight bytes of ASCII, then \x80"),
        T("12345678\xc3"),
        T("\xc3\xa9\xc3"),
    };
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_false(sb_utf8_valid(bad[i]));
    assert_true(sb_utf8_valid(SB_STR_NONE));
    assert_true(sb_utf8_valid(SB_S("a\0b")));
}

static void repairs(void **state)
{
    (void)state;
    static const struct {
        sb_str text, repaired;
        bool changed;
    } rows[] = {
        {T(""), T(""), false},
        {T("a\0\n\xc3\xa9"), T("a\0\n\xc3\xa9"), false},
        {T("a\xff"
           "b"),
         T("a\\xFFb"), true},
        {T("\xe2\x82"), T("\\xE2\\x82"), true},
        {T("\xed\xa0\x80\xc3\xa9"), T("\\xED\\xA0\\x80\xc3\xa9"), true},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_buf buf = {0};
        assert_int_equal(sb_utf8_repair(&buf, rows[i].text), rows[i].changed);
        SAME(sb_buf_all(&buf), rows[i].repaired);
        assert_true(sb_utf8_valid(sb_buf_all(&buf)));
        sb_buf_done(&buf);
    }
}

static void hides_nothing_from_people(void **state)
{
    (void)state;
    static const struct {
        sb_str text, shown;
    } rows[] = {
        {T("plain \xc3\xa9 \xf0\x9f\x98\x80"), T("plain \xc3\xa9 \xf0\x9f\x98\x80")},
        {T("\x1b[31m\n\0\x7f"), T("\\x1B[31m\\x0A\\x00\\x7F")},
        {T("\xc2\x9b\xc2\xad"), T("\\u{9B}\\u{AD}")},
        {T("\xe2\x80\xae"
           "cod.exe\xe2\x81\xa6\xe2\x80\xa8"),
         T("\\u{202E}cod.exe\\u{2066}\\u{2028}")},
        {T("\xe2\x80\x8b\xef\xbb\xbf\xf3\xa0\x81\xa1"), T("\\u{200B}\\u{FEFF}\\u{E0061}")},
        {T("\xff\xc3"), T("\\xFF\\xC3")},
        {T("\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd"), T("\\u{FFFE}\\u{FFFF}\xef\xbf\xbd")},
        {T("::set-output name=x::1 ::error::b"), T("\\x3A:set-output name=x::1 \\x3A:error::b")},
        {T("Foo::Bar: a # b [c] ## d License :: OSI ::1"), T("Foo::Bar: a # b [c] ## d License :: OSI ::1")},
        {T("a##[error]##vso[task.x]##teamcity[y"), T("a\\x23#[error]\\x23#vso[task.x]\\x23#teamcity[y")},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_buf buf = {0};
        sb_utf8_printable(&buf, rows[i].text);
        SAME(sb_buf_all(&buf), rows[i].shown);
        sb_buf_done(&buf);
    }
    assert_int_equal(sb_utf8_width(SB_S("a\xc3\xa9\xf0\x9f\x98\x80\xff")), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_is_valid),
        cmocka_unit_test(refuses_what_is_malformed),
        cmocka_unit_test(repairs),
        cmocka_unit_test(hides_nothing_from_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
