/* A stream of bytes, seen through a window that moves on: nothing is held whole, and the buffer stays in the
 * processor's cache. What is in memory already is a window on all of it. */
#ifndef SB_BASE_WINDOW_H
#define SB_BASE_WINDOW_H

#include "base/io.h"

struct sb_window {
    sb_str bytes;      /* what is seen now */
    uint64_t passed;   /* bytes that were let go of */
    size_t most;       /* bytes that it may grow to; 0: any number */
    struct sb_err err; /* why the stream ended too early */
    bool full;         /* because it cannot grow any more */
    /* private */
    struct sb_stream *rest; /* NULL: nothing follows */
    char *room;
    size_t cap;
    uint64_t max;
};

enum { SB_WINDOW_SIZE = 256 * 1024 };

/* On bytes that outlive it. */
struct sb_window sb_window_of(sb_str bytes);
/* On what STREAM gives, with its front read already. More than MAX bytes are an error. SIZE 0 = SB_WINDOW_SIZE. */
void sb_window_open(struct sb_window *window, struct sb_stream *stream, size_t size, uint64_t max);
void sb_window_done(struct sb_window *window);

/* Lets go of the first DROP bytes and reads on, until the window is full; it grows where half of it must stay. What is
 * seen may lie elsewhere afterwards. False if nothing was added: at the end, or on an error. */
bool sb_window_move(struct sb_window *window, size_t drop);
/* Reads on until N bytes are seen, if there are so many. False if nothing is seen. */
bool sb_window_see(struct sb_window *window, size_t n);
/* Is all that will ever come seen already? */
static inline bool sb_window_ended(const struct sb_window *window)
{
    return !window->rest;
}
/* Nothing more is wanted: what is seen stays where it is. */
static inline void sb_window_end(struct sb_window *window)
{
    window->rest = NULL;
}
/* Reads to the end and lets go of nothing. */
sb_rc sb_window_hold(struct sb_window *window);

#endif
