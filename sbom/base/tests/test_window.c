/* A window on a stream: what is let go of, what stays, and where it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/window.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))

/* Gives three bytes at a time, and fails behind the last one if it is told to. */
struct slow {
    struct sb_stream stream;
    sb_str rest;
    bool fails;
};

static ptrdiff_t read_slowly(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct slow *slow = stream->ctx;
    sb_str some = sb_str_part(slow->rest, 0, n < 3 ? n : 3);
    if (some.n)
        memcpy(p, some.p, some.n);
    slow->rest = sb_str_from(slow->rest, some.n);
    if (some.n || !slow->fails)
        return (ptrdiff_t)some.n;
    sb_fail(err, SB_E_IO, "cannot read");
    return -1;
}

static void start(struct slow *slow, const char *text, bool fails)
{
    *slow = (struct slow){{read_slowly, slow}, sb_str_of(text), fails};
}

static void it_moves_on_and_grows(void **state)
{
    (void)state;
    struct slow slow;
    struct sb_window window;
    start(&slow, "abcdefghijklmnopqrstuvwxyz", false);
    sb_window_open(&window, &slow.stream, 8, 100);
    SAME(window.bytes, SB_S("abcdefgh"));
    assert_true(sb_window_move(&window, 6));
    SAME(window.bytes, SB_S("ghijklmn"));
    assert_int_equal(window.passed, 6);
    assert_true(sb_window_move(&window, 1)); /* seven of eight must stay */
    SAME(window.bytes, SB_S("hijklmnopqrstuvw"));
    assert_false(sb_window_ended(&window));
    assert_int_equal(sb_window_hold(&window), SB_OK);
    SAME(window.bytes, SB_S("hijklmnopqrstuvwxyz"));
    assert_true(sb_window_ended(&window));
    assert_false(sb_window_move(&window, 2)); /* nothing comes, so nothing goes */
    SAME(window.bytes, SB_S("hijklmnopqrstuvwxyz"));
    assert_int_equal(window.passed, 7);
    sb_window_done(&window);
}

static void it_grows_no_further_than_it_may(void **state)
{
    (void)state;
    struct slow slow;
    struct sb_window window;
    start(&slow, "abcdefghijklmnopqrstuvwxyz", false);
    sb_window_open(&window, &slow.stream, 8, 100);
    window.most = 16;
    assert_true(sb_window_move(&window, 0));
    assert_int_equal(window.bytes.n, 16);
    assert_true(sb_window_move(&window, 8));
    assert_false(sb_window_move(&window, 7));
    assert_true(window.full);
    assert_int_equal(window.err.rc, SB_E_LIMIT);
    SAME(window.bytes, SB_S("ijklmnopqrstuvwx"));
    sb_window_done(&window);
}

static void it_tells_why_it_ended(void **state)
{
    (void)state;
    struct slow slow;
    struct sb_window window;
    start(&slow, "abcdef", true);
    sb_window_open(&window, &slow.stream, 4, 100);
    assert_int_equal(sb_window_hold(&window), SB_E_IO);
    SAME(window.bytes, SB_S("abcdef"));
    sb_window_done(&window);
    start(&slow, "abcdef", false);
    sb_window_open(&window, &slow.stream, 4, 5);
    assert_true(sb_window_move(&window, 4));
    assert_int_equal(window.err.rc, SB_E_LIMIT);
    assert_string_equal(window.err.text, "larger than 5 bytes");
    sb_window_done(&window);
}

static void memory_is_seen_whole(void **state)
{
    (void)state;
    struct sb_window window = sb_window_of(SB_S("abc"));
    assert_true(sb_window_ended(&window));
    assert_false(sb_window_move(&window, 1));
    SAME(window.bytes, SB_S("abc"));
    sb_window_done(&window);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_moves_on_and_grows),
        cmocka_unit_test(it_grows_no_further_than_it_may),
        cmocka_unit_test(it_tells_why_it_ended),
        cmocka_unit_test(memory_is_seen_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
