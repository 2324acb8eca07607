/* Files that are compressed by themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "source/unpack.h"

/* "hello\n" by gzip -n. */
static const char hello[] =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\x00\x20\x30\x3a\x36\x06\x00\x00\x00";

static void test_unpacks(void **state)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    (void)state;
    assert_int_equal(sb_unpack(sb_str_n(hello, sizeof hello - 1), 100, 20, &buf, &err), SB_OK);
    assert_true(sb_str_eq(sb_buf_all(&buf), SB_S("hello\n")));
    assert_int_equal(sb_unpack(SB_S("plain"), 100, 20, &buf, &err), SB_OK);
    assert_true(sb_str_eq(sb_buf_all(&buf), SB_S("plain")));
    assert_int_equal(sb_unpack(SB_STR_NONE, 100, 20, &buf, &err), SB_OK);
    assert_int_equal(buf.n, 0);
    sb_buf_done(&buf);
}

static void test_bounds(void **state)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    (void)state;
    assert_int_equal(sb_unpack(sb_str_n(hello, sizeof hello - 1), 3, 20, &buf, &err), SB_E_LIMIT);
    assert_true(sb_str_eq(sb_buf_all(&buf), SB_S("hel"))); /* the front stays */
    err = (struct sb_err){0};
    assert_int_equal(sb_unpack(sb_str_n(hello, 15), 100, 20, &buf, &err), SB_E_SYNTAX); /* cut */
    sb_buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_unpacks), cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
