/* Output: one buffered sink with a sticky error, and sets of files that appear together or not at all. */
#ifndef SB_BASE_SINK_H
#define SB_BASE_SINK_H

#include "base/buf.h"
#include "base/err.h"

/* In bytes. */
enum {
    SB_SINK_BUFFER = 64 * 1024,
    SB_SINK_ROOM = 32 * 1024, /* the most that sb_sink_room() gives */
    SB_SINK_BEHIND = 16,      /* behind that room, may be read and written, too: a step of base/block.h */
};

/* Bytes go to a file descriptor or to memory. After the first error everything is dropped; test `err.rc` once. */
struct sb_sink {
    int fd; /* -1: to `memory`, or nowhere if that is NULL (for the digest alone) */
    struct sb_buf *memory;
    bool own_file;         /* nobody else has FD, and its first byte is the first that is written */
    struct sb_sha256 *tee; /* NULL, or a digest over all that is written, but for what is set apart */
    bool apart;
    uint64_t written;
    struct sb_err err;
    size_t n, teed; /* bytes in the buffer, and those of them that the digest is done with */
    char buffer[SB_SINK_BUFFER + SB_SINK_BEHIND];
};

void sb_sink_fd(struct sb_sink *sink, int fd);
void sb_sink_memory(struct sb_sink *sink, struct sb_buf *buf);
/* Passes on what is in the buffer. */
void sb_sink_empty(struct sb_sink *sink);
/* A place for N bytes in the buffer. What is put there is written once sb_sink_take() has counted it. */
static inline char *sb_sink_room(struct sb_sink *sink, size_t n)
{
    if (n > SB_SINK_BUFFER - sink->n)
        sb_sink_empty(sink);
    return sink->buffer + sink->n;
}
static inline void sb_sink_take(struct sb_sink *sink, size_t n)
{
    sink->n += n;
    sink->written += n;
}
/* sb_put() of what is long, or does not fit behind the bytes in the buffer. */
void sb_put_long(struct sb_sink *sink, const void *p, size_t n);
static inline void sb_put(struct sb_sink *sink, const void *p, size_t n)
{
    if (n > SB_SINK_ROOM || n > SB_SINK_BUFFER - sink->n) {
        sb_put_long(sink, p, n);
        return;
    }
    if (n)
        memcpy(sink->buffer + sink->n, p, n);
    sb_sink_take(sink, n);
}
static inline void sb_put_str(struct sb_sink *sink, sb_str s)
{
    sb_put(sink, s.p, s.n);
}
static inline void sb_put_chr(struct sb_sink *sink, char c)
{
    *sb_sink_room(sink, 1) = c;
    sb_sink_take(sink, 1);
}
void sb_put_u64(struct sb_sink *sink, uint64_t value);
void sb_putf(struct sb_sink *sink, const char *format, ...) SB_PRINTF(2, 3);
SB_MUST sb_rc sb_sink_flush(struct sb_sink *sink, struct sb_err *err);
/* What is written while it is APART does not go into the digest of `tee`. */
void sb_sink_apart(struct sb_sink *sink, bool apart);
/* Writes N bytes over those that were written when `written` was AT. Only where it can be done: in memory and in files
 * of our own. Elsewhere what is written is gone, or others may have written behind it. */
bool sb_sink_patches(const struct sb_sink *sink);
void sb_sink_patch(struct sb_sink *sink, uint64_t at, const void *p, size_t n);

/* Several outputs of one run. A regular file is written beside its name and renamed at the end, all of them together;
 * a device, pipe or standard output is written through; a link is followed first; an existing file keeps its mode. */
struct sb_outputs;
struct sb_outputs *sb_outputs_new(void);
/* PATH NULL or "-": standard output. The sink lives until sb_outputs_free. */
SB_MUST sb_rc sb_outputs_open(struct sb_outputs *outputs, const char *path, struct sb_sink **ret_sink,
                              struct sb_err *err);
SB_MUST sb_rc sb_outputs_commit(struct sb_outputs *outputs, struct sb_err *err);
void sb_outputs_free(struct sb_outputs *outputs); /* what was not committed is removed */
/* Removes the temporary files of all sets; async-signal-safe, for the handler of exhausted memory and of signals. */
void sb_outputs_abandon(void);

#endif
