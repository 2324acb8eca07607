#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/glob.h"

#define T(text)                                                                                                        \
    {                                                                                                                  \
        "" text, sizeof(text) - 1                                                                                      \
    }

static const struct {
    sb_str pattern, path;
    bool matches;
} rows[] = {
    {T(""), T(""), true},
    {T(""), T("a"), false},
    {T("a"), T(""), false},
    {T("usr/lib"), T("usr/lib"), true},
    {T("usr/lib"), T("usr/lib/x"), false},
    {T("usr/lib"), T("usr/li"), false},
    {T("*"), T(""), true},
    {T("*"), T(".hidden"), true},
    {T("*"), T("a/b"), false},
    {T("*.pyc"), T("a.pyc"), true},
    {T("*.pyc"), T("a.pyco"), false},
    {T("*.pyc"), T("x/a.pyc"), false},
    {T("a*b*c"), T("a1b2b3c"), true},
    {T("a*b*c"), T("a1b2b3"), false},
    {T("*/*"), T("a/b"), true},
    {T("*/*"), T("a/b/c"), false},
    {T("a?c"), T("abc"), true},
    {T("a?c"), T("a/c"), false},
    {T("a?c"), T("ac"), false},
    {T("a?c"),
     T("a\xc3\xa9"
       "c"),
     true},
    {T("a?c"),
     T("a\xff"
       "c"),
     true},
    {T("a??c"),
     T("a\xc3\xa9"
       "c"),
     false},
    {T("\xc3\xa9*"), T("\xc3\xa9t\xc3\xa9"), true},
    {T("tmp/**"), T("tmp/"), true},
    {T("tmp/**"), T("tmp/a/b"), true},
    {T("tmp/**"), T("tmp"), false},
    {T("tmp/**"), T("tmpx/a"), false},
    {T("**"), T(""), true},
    {T("**"), T("a/b/c"), true},
    {T("**/x"), T("x"), true},
    {T("**/x"), T("a/x"), true},
    {T("**/x"), T("a/b/x"), true},
    {T("**/x"), T("ax"), false},
    {T("**/x"), T("a/bx"), false},
    {T("**/*.so"), T("usr/lib/a.so"), true},
    {T("a/**/b"), T("a/b"), true},
    {T("a/**/b"), T("a/x/y/b"), true},
    {T("a/**/b"), T("axb"), false},
    {T("a/**/b"), T("a/xb"), false},
    {T("a/**/**/b"), T("a/b"), true},
    {T("**/**/b/**"), T("b/"), true},
    {T("**/a/**/a"), T("a/a"), true},
    {T("**/a/**/a"), T("x/a/y/z/a"), true},
    {T("**/a/**/a"), T("x/a"), false},
    {T("a**b"), T("a/x/b"), true},
    {T("a***b"), T("a/x/b"), true},
    {T("a**/b"), T("a/b"), true},
    {T("a**/b"), T("ax/y/b"), true},
    {T("a**/b"), T("ab"), false},
    {T("[abc]"), T("b"), true},
    {T("[abc]"), T("d"), false},
    {T("[a-c]x"), T("bx"), true},
    {T("[a-c]x"), T("dx"), false},
    {T("[!a-c]"), T("d"), true},
    {T("[!a-c]"), T("b"), false},
    {T("[!a]"), T("/"), false},
    {T("x[.-0]y"), T("x/y"), false},
    {T("x[.-0]y"), T("x.y"), true},
    {T("[]a]"), T("]"), true},
    {T("[!]a]"), T("b"), true},
    {T("[!]a]"), T("]"), false},
    {T("[a-]"), T("-"), true},
    {T("[-a]"), T("-"), true},
    {T("[\\]]"), T("]"), true},
    {T("[\\!a]"), T("!"), true},
    {T("[^a]"), T("^"), true},
    {T("[z-a]"), T("m"), false},
    {T("[\xc3\xa0-\xc3\xaf]"), T("\xc3\xa9"), true},
    {T("[abc"), T("[abc"), true},
    {T("[abc"), T("a"), false},
    {T("[]"), T("[]"), true},
    {T("[!]"), T("[!]"), true},
    {T("[[]"), T("["), true},
    {T("a]"), T("a]"), true},
    {T("\\*"), T("*"), true},
    {T("\\*"), T("a"), false},
    {T("\\?\\[\\\\"), T("?[\\"), true},
    {T("\\a"), T("a"), true},
    {T("a\\"), T("a\\"), true},
    {T("\\"), T("\\"), true},
    {T("a*\0b"), T("ax\0b"), true},
    {T("a\0b"), T("a\0c"), false},
    {T("?"), T("\0"), true},
};

static void matches_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_glob(rows[i].pattern, rows[i].path) != rows[i].matches)
            fail_msg("%.*s on %.*s", SB_FMT(rows[i].pattern), SB_FMT(rows[i].path));
}

static const struct {
    sb_str pattern, path;
    bool matches;
} any_rows[] = {
    {T("usr/share/doc/*"), T("usr/share/doc/a/b"), true},
    {T("usr/share/doc/*"), T("usr/share/docs"), false},
    {T("usr/share/doc/*/copyright"), T("usr/share/doc/a/b/copyright"), true},
    {T("*.mo"), T("usr/share/locale/de/a.mo"), true},
    {T("a?b"), T("a/b"), true},
    {T("a[!x]b"), T("a/b"), true},
    {T("a[!/]b"), T("a/b"), false},
    {T("**/b"), T("b"), false},
    {T("**/b"), T("a/b"), true},
    {T("a/**"), T("a/"), true},
};

static void slashes_are_like_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(any_rows); i++)
        if (sb_glob_any(any_rows[i].pattern, any_rows[i].path) != any_rows[i].matches)
            fail_msg("%.*s on %.*s", SB_FMT(any_rows[i].pattern), SB_FMT(any_rows[i].path));
}

/* With going back these would take as long as the universe is old. */
static void many_stars_take_no_longer(void **state)
{
    (void)state;
    char pattern[1024];
    char path[8192];
    memset(path, 'a', sizeof path);
    for (size_t i = 0; i < sizeof pattern; i += 2)
        memcpy(pattern + i, "*a", 2);
    pattern[sizeof pattern - 1] = 'b';
    assert_false(sb_glob(sb_str_n(pattern, sizeof pattern), sb_str_n(path, 2000)));
    assert_true(sb_glob(sb_str_n(pattern, sizeof pattern - 2), sb_str_n(path, 2000)));
    for (size_t i = 0; i + 4 <= sizeof pattern; i += 4)
        memcpy(pattern + i, "**/a", 4);
    for (size_t i = 1; i < sizeof path; i += 2)
        path[i] = '/';
    assert_false(sb_glob(sb_str_n(pattern, sizeof pattern), sb_str_n(path, sizeof path)));
    assert_true(sb_glob(sb_str_n(pattern, sizeof pattern), sb_str_n(path, sizeof path - 1)));
    memset(pattern, '[', sizeof pattern);
    assert_false(sb_glob(sb_str_n(pattern, sizeof pattern), sb_str_n(path, sizeof path)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_as_the_table_says),
        cmocka_unit_test(slashes_are_like_others),
        cmocka_unit_test(many_stars_take_no_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
