#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/mem.h"

ptrdiff_t sb_read_fd(int fd, void *p, size_t n)
{
    if (sb_fault_hit(SB_FAULT_READ)) {
        errno = EIO;
        return -1;
    }
    ssize_t got;
    do {
        got = read(fd, p, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

ptrdiff_t sb_read_fd_at(int fd, void *p, size_t n, uint64_t at)
{
    if (sb_fault_hit(SB_FAULT_READ)) {
        errno = EIO;
        return -1;
    }
    ssize_t got;
    do {
        got = pread(fd, p, n, (off_t)at);
    } while (got < 0 && errno == EINTR);
    return got;
}

static ptrdiff_t fd_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_fd_stream *s = stream->ctx;
    if (s->size && s->taken >= s->size)
        return 0;
    ptrdiff_t got = sb_read_fd(s->fd, p, n);
    if (got < 0)
        sb_fail_sys(err, errno, "cannot read");
    else
        s->taken += (uint64_t)got;
    return got;
}

void sb_fd_stream(struct sb_fd_stream *s, int fd)
{
    *s = (struct sb_fd_stream){.stream = {fd_read, s}, .fd = fd};
}

static ptrdiff_t mem_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_mem_stream *s = stream->ctx;
    (void)err;
    if (n > s->rest.n)
        n = s->rest.n;
    if (n)
        memcpy(p, s->rest.p, n);
    s->rest = sb_str_from(s->rest, n);
    return (ptrdiff_t)n;
}

void sb_mem_stream(struct sb_mem_stream *s, sb_str bytes)
{
    s->stream = (struct sb_stream){mem_read, s};
    s->rest = bytes;
}

sb_rc sb_read_all(struct sb_stream *stream, size_t max, struct sb_buf *buf, struct sb_err *err)
{
    sb_buf_clear(buf);
    for (;;) {
        size_t step = buf->n < 16384 ? 16384 : buf->n;
        if (step > max - buf->n)
            step = max - buf->n + 1; /* one byte more than allowed tells that there is more */
        sb_grow(&buf->p, &buf->cap, buf->n + step, 1);
        ptrdiff_t got = stream->read(stream, buf->p + buf->n, step, err);
        if (got < 0)
            return SB_E_IO;
        if (got == 0)
            return SB_OK;
        buf->n += (size_t)got;
        if (buf->n > max)
            return sb_fail(err, SB_E_LIMIT, "larger than %zu bytes", max);
    }
}

sb_rc sb_read_file(const char *path, size_t max, struct sb_buf *buf, struct sb_err *err)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        sb_rc rc = sb_fail_sys(err, errno, "cannot open");
        sb_err_path(err, sb_str_of(path));
        return rc;
    }
    struct sb_fd_stream s;
    sb_fd_stream(&s, fd);
    sb_rc rc = sb_read_all(&s.stream, max, buf, err);
    if (!standard)
        close(fd);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(path));
    return rc;
}
