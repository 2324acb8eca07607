#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/str.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))

static void compares_by_bytes(void **state)
{
    (void)state;
    assert_true(sb_str_eq(SB_STR_NONE, SB_S("")));
    assert_true(sb_str_eq(SB_S("a\0b"), SB_S("a\0b")));
    assert_false(sb_str_eq(SB_S("a\0b"), SB_S("a\0c")));
    assert_true(sb_str_cmp(SB_S("a"), SB_S("b")) < 0);
    assert_true(sb_str_cmp(SB_S("a"), SB_S("aa")) < 0);
    assert_true(sb_str_cmp(SB_S("\xff"), SB_S("a")) > 0);
    assert_int_equal(sb_str_cmp(SB_STR_NONE, SB_S("")), 0);
    assert_true(sb_str_eq_nocase(SB_S("AbC-1"), SB_S("aBc-1")));
    assert_false(sb_str_eq_nocase(SB_S("\xc3\x89"), SB_S("\xc3\xa9")));
    assert_true(sb_str_of(NULL).n == 0);
}

static void takes_ends_off(void **state)
{
    (void)state;
    sb_str s = SB_S("prefix.suffix");
    assert_true(sb_str_starts(s, SB_S("prefix")) && sb_str_ends(s, SB_S(".suffix")));
    assert_true(sb_str_starts(s, SB_STR_NONE) && sb_str_ends(s, SB_STR_NONE));
    assert_false(sb_str_starts(SB_S("a"), SB_S("ab")) || sb_str_ends(SB_S("b"), SB_S("ab")));
    assert_false(sb_str_chop(&s, SB_S("x")));
    assert_true(sb_str_chop(&s, SB_S("prefix")));
    assert_true(sb_str_chop_end(&s, SB_S("suffix")));
    SAME(s, SB_S("."));
    assert_true(sb_str_chop(&s, SB_S(".")));
    assert_int_equal(s.n, 0);
    SAME(sb_str_from(SB_S("abc"), 1), SB_S("bc"));
    SAME(sb_str_from(SB_S("abc"), 9), SB_STR_NONE);
    SAME(sb_str_part(SB_S("abc"), 1, 1), SB_S("b"));
    SAME(sb_str_part(SB_S("abc"), 2, SB_NPOS), SB_S("c"));
    SAME(sb_str_trim(SB_S(" \t\r\n\v\fa b\0 ")), SB_S("a b\0"));
    SAME(sb_str_trim(SB_S(" \n ")), SB_STR_NONE);
}

static void finds(void **state)
{
    (void)state;
    assert_int_equal(sb_str_find(SB_S("abcabc"), SB_S("ca")), 2);
    assert_int_equal(sb_str_find(SB_S("abc"), SB_S("")), 0);
    assert_int_equal(sb_str_find(SB_S("abc"), SB_S("abcd")), SB_NPOS);
    assert_int_equal(sb_str_find(SB_STR_NONE, SB_S("a")), SB_NPOS);
    assert_int_equal(sb_str_chr(SB_S("a\0b\0"), '\0'), 1);
    assert_int_equal(sb_str_rchr(SB_S("a\0b\0"), '\0'), 3);
    assert_int_equal(sb_str_chr(SB_STR_NONE, 'a'), SB_NPOS);
}

static void cuts(void **state)
{
    (void)state;
    sb_str s = SB_S("a,b,,");
    sb_str head;
    assert_true(sb_str_cut(&s, ',', &head));
    SAME(head, SB_S("a"));
    assert_true(sb_str_cut(&s, ',', &head) && sb_str_cut(&s, ',', &head));
    SAME(head, SB_STR_NONE);
    assert_false(sb_str_cut(&s, ',', &head));
    assert_int_equal(head.n + s.n, 0);
    static const char *const lines[] = {"one", "", "two", "three\rx", "end"};
    s = SB_S("one\n\ntwo\r\nthree\rx\nend");
    for (size_t i = 0; i < SB_COUNT(lines); i++) {
        assert_true(sb_str_line(&s, &head));
        SAME(head, sb_str_of(lines[i]));
    }
    assert_false(sb_str_line(&s, &head));
    s = SB_S(" one\ttwo  ");
    assert_true(sb_str_word(&s, &head));
    SAME(head, SB_S("one"));
    assert_true(sb_str_word(&s, &head));
    SAME(head, SB_S("two"));
    assert_false(sb_str_word(&s, &head));
}

static void splits_paths(void **state)
{
    (void)state;
    SAME(sb_path_base(SB_S("a/b/c")), SB_S("c"));
    SAME(sb_path_dir(SB_S("a/b/c")), SB_S("a/b"));
    SAME(sb_path_base(SB_S("c")), SB_S("c"));
    SAME(sb_path_dir(SB_S("c")), SB_STR_NONE);
    sb_str path = SB_S("root/var/lib/dpkg");
    assert_false(sb_path_chop(&path, SB_S("pkg"))); /* no whole part */
    assert_true(sb_path_chop(&path, SB_S("lib/dpkg")));
    SAME(path, SB_S("root/var"));
    assert_true(sb_path_chop(&path, SB_S("root/var")));
    assert_int_equal(path.n, 0);
    SAME(sb_path_base(SB_S("a/")), SB_STR_NONE);
}

static void reads_numbers(void **state)
{
    (void)state;
    uint64_t value = 7;
    assert_true(sb_str_u64(SB_S("18446744073709551615"), &value));
    assert_true(value == UINT64_MAX);
    assert_true(sb_str_u64(SB_S("007"), &value));
    assert_int_equal(value, 7);
    static const char *const bad[] = {
        "", "18446744073709551616", "99999999999999999999", "-1", "+1", " 1", "1 ", "0x1", "1."};
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_false(sb_str_u64(sb_str_of(bad[i]), &value));
    assert_int_equal(value, 7);
}

static void hashes_depend_on_every_byte(void **state)
{
    (void)state;
    char text[40] = {0};
    for (size_t n = 0; n <= sizeof text; n++) {
        uint64_t hash = sb_hash(text, n, 1);
        assert_true(hash == sb_hash(text, n, 1));
        assert_true(hash != sb_hash(text, n, 2));
        assert_true(n == 0 || hash != sb_hash(text, n - 1, 1));
        for (size_t i = 0; i < n; i++) {
            text[i] = 1;
            assert_true(sb_hash(text, n, 1) != hash);
            text[i] = 0;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_by_bytes),
        cmocka_unit_test(takes_ends_off),
        cmocka_unit_test(finds),
        cmocka_unit_test(cuts),
        cmocka_unit_test(splits_paths),
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(hashes_depend_on_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
