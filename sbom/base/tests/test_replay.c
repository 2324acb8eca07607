/* Bytes that are read again from their front: of memory, of a file, of a pipe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/mem.h"
#include "base/replay.h"

enum { LARGE = 3 * SB_REPLAY_FRONT + 17 };

static char byte_at(size_t i)
{
    return (char)(i * 2654435761u >> 13);
}

static char *large_text(void)
{
    char *text = sb_malloc(LARGE);
    for (size_t i = 0; i < LARGE; i++)
        text[i] = byte_at(i);
    return text;
}

/* Reads as far as UP_TO, at least, and compares. */
static void reads(struct sb_replay *replay, bool last, size_t up_to)
{
    struct sb_window window;
    size_t at = 0;
    sb_replay_start(replay, last, &window);
    do {
        for (size_t i = 0; i < window.bytes.n; i++)
            if (window.bytes.p[i] != byte_at(at + i))
                fail_msg("byte %zu is another", at + i);
        at += window.bytes.n;
    } while (at < up_to && sb_window_move(&window, window.bytes.n));
    assert_int_equal(window.err.rc, SB_OK);
    assert_true(up_to < LARGE || at == LARGE);
    sb_window_done(&window);
}

static void in_memory(void **state)
{
    (void)state;
    char *text = large_text();
    struct sb_replay replay;
    sb_replay_of(&replay, sb_str_n(text, LARGE));
    reads(&replay, false, LARGE);
    reads(&replay, true, LARGE);
    sb_replay_done(&replay);
    sb_free(text);
}

static int file_with_text(char *path)
{
    char *text = large_text();
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, LARGE) == LARGE);
    sb_free(text);
    return fd;
}

static void a_file_which_must_stay_the_same(void **state)
{
    (void)state;
    char path[] = "/tmp/sbom-test-XXXXXX";
    int fd = file_with_text(path);
    struct sb_replay replay;
    struct sb_window window;
    struct sb_err err = {0};
    assert_int_equal(sb_replay_open(&replay, path, LARGE, &err), SB_OK);
    reads(&replay, false, LARGE);
    reads(&replay, false, 10);
    reads(&replay, true, LARGE);
    assert_int_equal(write(fd, "x", 1), 1);
    sb_replay_start(&replay, true, &window);
    assert_int_equal(sb_window_hold(&window), SB_E_LIMIT);
    sb_window_done(&window);
    replay.max++;
    sb_replay_start(&replay, true, &window);
    assert_int_equal(sb_window_hold(&window), SB_E_IO);
    assert_string_equal(window.err.text, "the file changed while it was read");
    sb_window_done(&window);
    sb_replay_done(&replay);
    close(fd);
    unlink(path);
    assert_int_equal(sb_replay_open(&replay, path, LARGE, &err), SB_E_IO);
    sb_replay_done(&replay);
}

/* A child writes; the last reading must find what the others left in it. */
static void a_pipe(void **state)
{
    (void)state;
    static const size_t looks[][2] = {{10, LARGE}, {LARGE, LARGE}, {SB_REPLAY_FRONT, 10}, {2 * SB_REPLAY_FRONT, LARGE}};
    for (size_t i = 0; i < SB_COUNT(looks); i++) {
        char path[64];
        int ends[2];
        struct sb_replay replay;
        struct sb_err err = {0};
        assert_int_equal(pipe(ends), 0);
        if (fork() == 0) {
            char *text = large_text();
            close(ends[0]);
            ssize_t written = 0, some;
            while (written < LARGE && (some = write(ends[1], text + written, (size_t)(LARGE - written))) > 0)
                written += some;
            _exit(written == LARGE ? 0 : 1);
        }
        close(ends[1]);
        snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
        assert_int_equal(sb_replay_open(&replay, path, LARGE, &err), SB_OK);
        reads(&replay, false, looks[i][0]);
        reads(&replay, false, looks[i][1]);
        reads(&replay, true, LARGE);
        assert_true(replay.filed || looks[i][1] < LARGE);
        sb_replay_done(&replay);
        close(ends[0]);
    }
}

static void a_pipe_that_is_read_once_makes_no_file(void **state)
{
    (void)state;
    int ends[2];
    char path[64];
    struct sb_replay replay;
    struct sb_err err = {0};
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "abc", 3), 3);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    assert_int_equal(sb_replay_open(&replay, path, 100, &err), SB_OK);
    struct sb_window window;
    for (int i = 0; i < 3; i++) {
        sb_replay_start(&replay, i == 2, &window);
        assert_true(sb_str_eq(window.bytes, SB_S("abc")));
        sb_window_done(&window);
    }
    assert_false(replay.filed);
    sb_replay_done(&replay);
    close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_memory),
        cmocka_unit_test(a_file_which_must_stay_the_same),
        cmocka_unit_test(a_pipe),
        cmocka_unit_test(a_pipe_that_is_read_once_makes_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
