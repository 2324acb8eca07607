#include "base/window.h"

#include "base/mem.h"

struct sb_window sb_window_of(sb_str bytes)
{
    return (struct sb_window){.bytes = bytes};
}

void sb_window_open(struct sb_window *window, struct sb_stream *stream, size_t size, uint64_t max)
{
    *window = (struct sb_window){.rest = stream, .cap = size ? size : SB_WINDOW_SIZE, .max = max};
    window->room = sb_malloc(window->cap);
    window->bytes = sb_str_n(window->room, 0);
    sb_window_move(window, 0);
}

void sb_window_done(struct sb_window *window)
{
    sb_free(window->room);
    *window = (struct sb_window){0};
}

/* Once more from the stream. False at its end. */
static bool read_on(struct sb_window *window)
{
    size_t n = window->bytes.n;
    ptrdiff_t got = window->rest->read(window->rest, window->room + n, window->cap - n, &window->err);
    if (got > 0)
        window->bytes.n += (size_t)got;
    if (window->passed + window->bytes.n > window->max)
        sb_fail(&window->err, SB_E_LIMIT, "larger than %llu bytes", (unsigned long long)window->max);
    if (got <= 0 || window->err.rc != SB_OK)
        window->rest = NULL;
    return window->rest;
}

bool sb_window_move(struct sb_window *window, size_t drop)
{
    if (!window->rest)
        return false;
    size_t left = window->bytes.n - drop;
    if (left > window->cap / 2 && window->most && window->cap > window->most / 2) {
        sb_fail(&window->err, SB_E_LIMIT, "a value of more than %zu MiB", window->most >> 20);
        window->full = true;
        window->rest = NULL;
        return false;
    }
    if (left > window->cap / 2)
        sb_grow(&window->room, &window->cap, window->cap + 1, 1);
    if (left && drop)
        memmove(window->room, window->room + drop, left);
    window->passed += drop;
    window->bytes = sb_str_n(window->room, left);
    while (window->bytes.n < window->cap && read_on(window)) {
    }
    return window->bytes.n > left;
}

bool sb_window_see(struct sb_window *window, size_t n)
{
    while (window->bytes.n < n && sb_window_move(window, 0)) {
    }
    return window->bytes.n;
}

sb_rc sb_window_hold(struct sb_window *window)
{
    while (sb_window_move(window, 0)) {
    }
    return window->err.rc;
}
