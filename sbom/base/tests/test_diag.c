#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/diag.h"
#include "base/utf8.h"

static void table_is_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_D_COUNT; i++) {
        assert_true(i == 0 || sb_codes[i].number > sb_codes[i - 1].number);
        assert_true(sb_codes[i].title[0] && sb_codes[i].meaning[0]);
    }
}

static void sorts_by_code_path_line_and_message(void **state)
{
    (void)state;
    struct sb_diags diags = {0};
    sb_diag(&diags, SB_D_MALFORMED, SB_S("b"), 1, "x");
    sb_diag(&diags, SB_D_MALFORMED, SB_S("a"), 10, "x");
    sb_diag(&diags, SB_D_MALFORMED, SB_S("a"), 9, "y");
    sb_diag(&diags, SB_D_MALFORMED, SB_S("a"), 9, "x");
    sb_diag(&diags, SB_D_SPECIAL_FILE, SB_S("z"), 0, "%s\xff", "n");
    sb_diags_sort(&diags);
    static const struct {
        const char *path, *message;
        uint32_t line;
    } wanted[] = {{"z", "n\\xFF", 0}, {"a", "x", 9}, {"a", "y", 9}, {"a", "x", 10}, {"b", "x", 1}};
    assert_int_equal(diags.n, SB_COUNT(wanted));
    for (size_t i = 0; i < SB_COUNT(wanted); i++) {
        assert_true(sb_str_eq(diags.p[i].path, sb_str_of(wanted[i].path)));
        assert_true(sb_str_eq(diags.p[i].message, sb_str_of(wanted[i].message)));
        assert_int_equal(diags.p[i].line, wanted[i].line);
        assert_int_equal(diags.p[i].count, 1);
    }
    sb_diags_done(&diags);
}

static void only_some_codes_tell_of_something_missing(void **state)
{
    (void)state;
    struct sb_diags diags = {0};
    sb_diag(&diags, SB_D_SPECIAL_FILE, SB_STR_NONE, 0, "a FIFO");
    assert_false(sb_diags_incomplete(&diags));
    sb_diag(&diags, SB_D_UNREADABLE, SB_STR_NONE, 0, "no");
    assert_true(sb_diags_incomplete(&diags));
    sb_diags_done(&diags);
}

/* Adds N diagnostics of two codes in an order that STEP shuffles, spread over several lists, and merges them. */
static void collect(struct sb_diags *into, unsigned n, unsigned step, unsigned lists)
{
    for (unsigned list = 0; list < lists; list++) {
        struct sb_diags diags = {0};
        for (unsigned i = list; i < n; i += lists) {
            char path[16];
            unsigned number = (unsigned)((uint64_t)i * step % n);
            snprintf(path, sizeof path, "%05u", number);
            sb_diag(&diags, number % 3 ? SB_D_MALFORMED : SB_D_UNREADABLE, sb_str_of(path), number, "number %u",
                    number);
        }
        sb_diags_merge(into, &diags);
        sb_diags_done(&diags);
    }
    sb_diags_sort(into);
}

static void the_bound_does_not_depend_on_order(void **state)
{
    (void)state;
    enum { N = 40009 }; /* a prime, so that every step reaches every number */
    struct sb_diags one = {0};
    struct sb_diags two = {0};
    collect(&one, N, 1, 1);
    collect(&two, N, 7919, 5);
    assert_int_equal(one.n, 2 * SB_DIAG_KEEP);
    assert_int_equal(one.n, two.n);
    uint64_t counted = 0;
    for (size_t i = 0; i < one.n; i++) {
        assert_int_equal(one.p[i].code, two.p[i].code);
        assert_true(sb_str_eq(one.p[i].path, two.p[i].path));
        assert_true(sb_str_eq(one.p[i].message, two.p[i].message));
        assert_int_equal(one.p[i].count, two.p[i].count);
        counted += one.p[i].count;
    }
    assert_int_equal(counted, N);
    assert_int_equal(one.total[SB_D_MALFORMED] + one.total[SB_D_UNREADABLE], N);
    assert_true(sb_str_eq(one.p[0].path, SB_S("00000")));
    sb_diags_done(&one);
    sb_diags_done(&two);
}

/* A list is sorted when its owner has read it, and again when more came in: nothing may be counted twice. */
static void sorting_again_counts_once(void **state)
{
    (void)state;
    enum { N = 3 * SB_DIAG_KEEP };
    struct sb_diags part = {0};
    struct sb_diags whole = {0};
    collect(&part, N, 1, 1);
    sb_diags_sort(&part);
    sb_diags_merge(&whole, &part);
    sb_diags_sort(&whole);
    for (unsigned i = 0; i < 3; i++) /* smaller than most: others become the last of what is kept */
        sb_diag(&whole, SB_D_UNREADABLE, SB_S("00000"), 0, "%u", i);
    sb_diags_sort(&whole);
    uint64_t counted = 0;
    for (size_t i = 0; i < whole.n; i++)
        counted += whole.p[i].count;
    assert_int_equal(counted, N + 3);
    sb_diags_done(&part);
    sb_diags_done(&whole);
}

/* What is over the bound gives its memory back. */
static void dropped_texts_are_not_kept(void **state)
{
    (void)state;
    struct sb_diags diags = {0};
    char path[512];
    memset(path, 'p', sizeof path);
    for (unsigned i = 0; i < 100000; i++)
        sb_diag(&diags, SB_D_MALFORMED, sb_str_n(path, sizeof path), i, "number %u of many", i);
    assert_true(diags.arena.total < 32u << 20);
    sb_diags_sort(&diags);
    assert_int_equal(diags.n, SB_DIAG_KEEP);
    sb_diags_done(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_in_order),
        cmocka_unit_test(sorts_by_code_path_line_and_message),
        cmocka_unit_test(only_some_codes_tell_of_something_missing),
        cmocka_unit_test(the_bound_does_not_depend_on_order),
        cmocka_unit_test(sorting_again_counts_once),
        cmocka_unit_test(dropped_texts_are_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
