/* Input: streams that are read once, and whole files with a bound. */
#ifndef SB_BASE_IO_H
#define SB_BASE_IO_H

#include "base/buf.h"
#include "base/err.h"

/* A stream of bytes. read() gives the number of bytes, 0 at the end, -1 on error (then ERR says why). */
struct sb_stream {
    ptrdiff_t (*read)(struct sb_stream *stream, void *p, size_t n, struct sb_err *err);
    void *ctx;
};

struct sb_fd_stream {
    struct sb_stream stream;
    int fd;
    uint64_t size; /* of a regular file, set after sb_fd_stream(): the stream ends there and saves the read that finds
                      no more; 0 = unknown */
    uint64_t taken;
};
void sb_fd_stream(struct sb_fd_stream *s, int fd); /* does not own FD */
struct sb_mem_stream {
    struct sb_stream stream;
    sb_str rest;
};
void sb_mem_stream(struct sb_mem_stream *s, sb_str bytes);

/* Reads a stream to its end into BUF (cleared first). SB_E_LIMIT past MAX bytes: BUF then holds what was taken from the
 * stream, which is MAX bytes and one more. */
SB_MUST sb_rc sb_read_all(struct sb_stream *stream, size_t max, struct sb_buf *buf, struct sb_err *err);
/* A file by name, for what the user names: a document, a list. "-" is standard input. */
SB_MUST sb_rc sb_read_file(const char *path, size_t max, struct sb_buf *buf, struct sb_err *err);

/* One read(2) that goes on after EINTR; fault injection looks here. */
ptrdiff_t sb_read_fd(int fd, void *p, size_t n);
/* The same at an offset of a file; where the file stands does not change. */
ptrdiff_t sb_read_fd_at(int fd, void *p, size_t n, uint64_t at);

#endif
