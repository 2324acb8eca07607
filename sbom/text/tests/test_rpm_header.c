#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "rpm_kit.h"
#include "text/rpm_header.h"

enum { NAME = 1000, SUMMARY = 1004, SIZE = 1009, DIRNAMES = 1118, MODES = 1030, LONG = 5009, PLAIN = 262 };

static void make(struct sb_buf *blob)
{
    struct kit_header h = {0};
    kit_text(&h, NAME, "bash");
    kit_texts(&h, SUMMARY, KIT_I18N, (const char *const[]){"a shell", "eine Shell", NULL});
    kit_number(&h, SIZE, 4, 0x01020304);
    kit_numbers(&h, MODES, 2, (const uint64_t[]){0100755, 0120777}, 2);
    kit_texts(&h, DIRNAMES, KIT_ARRAY, (const char *const[]){"/usr/bin/", "", "/etc/", NULL});
    kit_number(&h, LONG, 8, 0x0102030405060708);
    kit_header_end(&h, blob);
}

static bool text_is(sb_str text, const char *wanted)
{
    return sb_str_eq(text, sb_str_of(wanted));
}

static void test_reads(void **state)
{
    struct sb_buf blob = {0};
    struct sb_arena arena = {0};
    struct sb_rpm_header h;
    uint64_t number;
    size_t n;
    (void)state;
    make(&blob);
    assert_null(sb_rpm_header(sb_buf_all(&blob), &arena, &h));
    assert_int_equal(h.n, 6);
    assert_int_equal(h.bad, 0);
    assert_true(text_is(sb_rpm_text(&h, NAME), "bash"));
    assert_true(text_is(sb_rpm_text(&h, SUMMARY), "a shell"));
    assert_true(text_is(sb_rpm_text(&h, SIZE), ""));
    assert_true(text_is(sb_rpm_text(&h, PLAIN), ""));
    assert_true(sb_rpm_number(sb_rpm_find(&h, SIZE), 0, &number) && number == 0x01020304);
    assert_true(sb_rpm_number(sb_rpm_find(&h, MODES), 1, &number) && number == 0120777);
    assert_true(sb_rpm_number(sb_rpm_find(&h, LONG), 0, &number) && number == 0x0102030405060708);
    assert_false(sb_rpm_number(sb_rpm_find(&h, MODES), 2, &number));
    assert_false(sb_rpm_number(sb_rpm_find(&h, NAME), 0, &number));
    assert_false(sb_rpm_number(sb_rpm_find(&h, PLAIN), 0, &number));
    sb_str *texts = sb_rpm_texts(&h, DIRNAMES, &arena, &n);
    assert_true(n == 3 && text_is(texts[0], "/usr/bin/") && text_is(texts[1], "") && text_is(texts[2], "/etc/"));
    sb_rpm_texts(&h, SIZE, &arena, &n);
    assert_int_equal(n, 0);
    sb_buf_done(&blob);
    sb_arena_done(&arena);
}

/* What stands behind counts: an installation writes anew what it changed. */
static void test_last_counts(void **state)
{
    struct sb_buf blob = {0};
    struct sb_arena arena = {0};
    struct sb_rpm_header h;
    struct kit_header made = {0};
    (void)state;
    kit_text(&made, NAME, "old");
    kit_text(&made, NAME, "new");
    kit_header_end(&made, &blob);
    assert_null(sb_rpm_header(sb_buf_all(&blob), &arena, &h));
    assert_true(text_is(sb_rpm_text(&h, NAME), "new"));
    sb_buf_done(&blob);
    sb_arena_done(&arena);
}

/* Entry 1 is the name: 8 bytes of lengths, then entry 0, the region. */
enum { FIRST = 8 + 16, TYPE = FIRST + 4, OFFSET = FIRST + 8, COUNT = FIRST + 12 };

static void check_bad(size_t at, const char bytes[4], unsigned bad)
{
    struct sb_buf blob = {0};
    struct sb_arena arena = {0};
    struct sb_rpm_header h;
    make(&blob);
    memcpy(blob.p + at, bytes, 4);
    assert_null(sb_rpm_header(sb_buf_all(&blob), &arena, &h));
    assert_int_equal(h.bad, bad);
    assert_true(text_is(sb_rpm_text(&h, NAME), ""));
    sb_buf_done(&blob);
    sb_arena_done(&arena);
}

static void test_entries_lie(void **state)
{
    (void)state;
    check_bad(TYPE, "\0\0\0\0", 1);
    check_bad(TYPE, "\0\0\0\x0a", 1);
    check_bad(TYPE, "\xff\xff\xff\xff", 1);
    check_bad(OFFSET, "\x7f\xff\xff\xff", 1);
    check_bad(OFFSET, "\xff\xff\xff\xff", 1);
    check_bad(COUNT, "\0\0\0\0", 1);
    check_bad(COUNT, "\0\0\0\2", 1);
    check_bad(COUNT, "\xff\xff\xff\xff", 1);
    check_bad(TYPE, "\0\0\0\4", 0); /* numbers, then */
    /* Behind the data of the others, which cannot be there then. */
    check_bad(OFFSET, "\0\0\0\x40", 5);
}

static void test_lengths_lie(void **state)
{
    struct sb_buf blob = {0};
    struct sb_arena arena = {0};
    struct sb_rpm_header h;
    (void)state;
    make(&blob);
    assert_non_null(sb_rpm_header(sb_str_part(sb_buf_all(&blob), 0, 7), &arena, &h));
    assert_non_null(sb_rpm_header(sb_str_part(sb_buf_all(&blob), 0, blob.n - 1), &arena, &h));
    sb_buf_chr(&blob, '\0');
    assert_non_null(sb_rpm_header(sb_buf_all(&blob), &arena, &h));
    memset(blob.p, 0xff, 8);
    assert_non_null(sb_rpm_header(sb_buf_all(&blob), &arena, &h));
    memset(blob.p, 0, 8);
    assert_non_null(sb_rpm_header(sb_buf_all(&blob), &arena, &h));
    assert_int_equal(h.n, 0);
    sb_buf_done(&blob);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_last_counts),
        cmocka_unit_test(test_entries_lie),
        cmocka_unit_test(test_lengths_lie),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
