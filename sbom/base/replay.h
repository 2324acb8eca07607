/* A stream of bytes that can be read from its front as often as one likes, each time through a window, and is never
 * held whole. A file is read again. What comes once only, a pipe, is copied while it comes: into memory as long as it
 * is small, then into a file without a name (base/temp.h); the last reading needs no copy. */
#ifndef SB_BASE_REPLAY_H
#define SB_BASE_REPLAY_H

#include "base/window.h"

struct sb_replay { /* zeroed: no bytes */
    size_t window; /* bytes that are seen at once; 0 = SB_WINDOW_SIZE */
    /* private */
    sb_str bytes;            /* all of it, where it is in memory */
    struct sb_stream stream; /* else */
    int fd;
    bool own; /* FD is to be closed */
    uint64_t max, at;
    struct sb_stream *once; /* what is copied */
    struct sb_fd_stream pipe;

    /* Of a file: where it begins, and its size and time of change when it was opened. */
    uint64_t first, size;
    int64_t changed[2];

    /* Of a copy: its first bytes; the file with all of them, if there is one. */
    struct sb_buf front;
    bool filed;
    int file;
    uint64_t copied;
    bool last;
};

enum {
    SB_REPLAY_FRONT = 1 << 20, /* bytes that a copy may have in memory */
    SB_REPLAY_SEEN = 1 << 28,  /* and those that a window may show at once */
};

/* On bytes that outlive it. */
void sb_replay_of(struct sb_replay *replay, sb_str bytes);
/* REPLAY is zeroed: on what STREAM gives, which comes once. More than MAX bytes are an error of the window. */
void sb_replay_stream(struct sb_replay *replay, struct sb_stream *stream, uint64_t max);
/* On a file by name; "-" is standard input. */
SB_MUST sb_rc sb_replay_open(struct sb_replay *replay, const char *path, uint64_t max, struct sb_err *err);
void sb_replay_done(struct sb_replay *replay);

/* A window at the front. LAST: there will be no other reading. One window at a time; an error is in it. A file that is
 * another at its end than when it was opened is an error, too. */
void sb_replay_start(struct sb_replay *replay, bool last, struct sb_window *ret_window);

/* What was taken so far of what comes once, where all of that is in memory; nothing of a file, which others can read.
 */
sb_str sb_replay_taken(const struct sb_replay *replay);

#endif
