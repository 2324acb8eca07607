#include "base/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/mem.h"

/* At the offset AT, or behind what is there already if that is -1. */
static void write_fd(struct sb_sink *sink, const char *p, size_t n, off_t at)
{
    while (n && sink->fd >= 0 && sink->err.rc == SB_OK) {
        ssize_t done = -1;
        if (sb_fault_hit(SB_FAULT_WRITE))
            errno = ENOSPC;
        else
            done = at < 0 ? write(sink->fd, p, n) : pwrite(sink->fd, p, n, at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            sb_fail_sys(&sink->err, errno, "cannot write");
            return;
        }
        p += done;
        n -= (size_t)done;
        at += at < 0 ? 0 : done;
    }
}

static void write_out(struct sb_sink *sink, const char *p, size_t n)
{
    if (!sink->memory) {
        write_fd(sink, p, n, -1);
        return;
    }
    sb_buf_add(sink->memory, p, n);
    if (sink->memory->over)
        sb_fail(&sink->err, SB_E_LIMIT, "output is larger than its bound");
}

/* What stands in the buffer is digested, or left out. */
static void digest_buffer(struct sb_sink *sink)
{
    if (sink->tee && !sink->apart && sink->n > sink->teed)
        sb_sha256_add(sink->tee, sink->buffer + sink->teed, sink->n - sink->teed);
    sink->teed = sink->n;
}

void sb_sink_empty(struct sb_sink *sink)
{
    digest_buffer(sink);
    if (sink->n && sink->err.rc == SB_OK)
        write_out(sink, sink->buffer, sink->n);
    sink->n = sink->teed = 0;
}

void sb_sink_fd(struct sb_sink *sink, int fd)
{
    memset(sink, 0, offsetof(struct sb_sink, buffer));
    sink->fd = fd;
}

void sb_sink_memory(struct sb_sink *sink, struct sb_buf *buf)
{
    sb_sink_fd(sink, -1);
    sink->memory = buf;
}

void sb_put_long(struct sb_sink *sink, const void *p, size_t n)
{
    sb_sink_empty(sink);
    if (n <= SB_SINK_ROOM) {
        sb_put(sink, p, n);
        return;
    }
    sink->written += n;
    if (sink->tee && !sink->apart)
        sb_sha256_add(sink->tee, p, n);
    if (sink->err.rc == SB_OK)
        write_out(sink, p, n);
}

void sb_put_u64(struct sb_sink *sink, uint64_t value)
{
    char digits[SB_DECIMAL_MAX];
    sb_put_str(sink, sb_str_decimal(value, digits));
}

void sb_putf(struct sb_sink *sink, const char *format, ...)
{
    struct sb_buf buf = {0};
    va_list args;
    va_start(args, format);
    sb_buf_vprintf(&buf, format, args);
    va_end(args);
    sb_put(sink, buf.p, buf.n);
    sb_buf_done(&buf);
}

sb_rc sb_sink_flush(struct sb_sink *sink, struct sb_err *err)
{
    sb_sink_empty(sink);
    if (sink->err.rc != SB_OK && err && err->rc == SB_OK)
        *err = sink->err;
    return sink->err.rc;
}

void sb_sink_apart(struct sb_sink *sink, bool apart)
{
    if (apart != sink->apart)
        digest_buffer(sink);
    sink->apart = apart;
}

bool sb_sink_patches(const struct sb_sink *sink)
{
    return sink->memory || sink->own_file;
}

void sb_sink_patch(struct sb_sink *sink, uint64_t at, const void *p, size_t n)
{
    uint64_t behind = sink->written - at; /* from AT on */
    if (behind > sink->n)
        sb_sink_empty(sink);
    if (sink->err.rc != SB_OK)
        return;
    if (behind <= sink->n)
        memcpy(sink->buffer + sink->n - behind, p, n);
    else if (sink->memory)
        memcpy(sink->memory->p + sink->memory->n - behind, p, n);
    else
        write_fd(sink, p, n, (off_t)at);
}

/* ---- sets of outputs ---- */

struct output {
    struct sb_sink sink;
    char *path;               /* as the user gave it; NULL: standard output */
    char *target;             /* what is renamed over, links followed */
    char *temporary;          /* NULL: written through */
    struct output *next_live; /* of all sets, for sb_outputs_abandon */
};

struct sb_outputs {
    struct output **p;
    size_t n, cap;
};

static pthread_mutex_t live_lock = PTHREAD_MUTEX_INITIALIZER;
static struct output *live_outputs;

struct sb_outputs *sb_outputs_new(void)
{
    return sb_calloc(1, sizeof(struct sb_outputs));
}

static char *copy_text(const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(sb_malloc(n), text, n);
}

/* The name behind symbolic links, also where the last one does not exist yet. */
static char *follow_links(const char *path)
{
    char resolved[PATH_MAX];
    if (realpath(path, resolved))
        return copy_text(resolved);
    ssize_t n = readlink(path, resolved, sizeof resolved - 1);
    if (n <= 0)
        return copy_text(path);
    resolved[n] = '\0';
    const char *slash = strrchr(path, '/');
    if (resolved[0] == '/' || !slash)
        return copy_text(resolved);
    char joined[2 * PATH_MAX];
    snprintf(joined, sizeof joined, "%.*s/%s", (int)(slash - path), path, resolved);
    return copy_text(joined);
}

static sb_rc open_temporary(struct output *out, const struct stat *old, struct sb_err *err)
{
    size_t n = strlen(out->target) + 16;
    out->temporary = sb_malloc(n);
    snprintf(out->temporary, n, "%s.XXXXXX", out->target);
    int fd = mkostemp(out->temporary, O_CLOEXEC);
    if (fd < 0) {
        int sys = errno;
        sb_rc rc = sb_fail_sys(
            err, sys, sys == ENOENT ? "its folder is not there, make that first" : "cannot create a file beside it");
        sb_free(out->temporary);
        out->temporary = NULL;
        return rc;
    }
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = old ? old->st_mode & 07777 : 0666 & ~mask;
    if (fchmod(fd, mode) != 0) {
        /* Not fatal: the file is readable for its owner in any case. */
    }
    sb_sink_fd(&out->sink, fd);
    out->sink.own_file = true;
    return SB_OK;
}

static sb_rc open_output(struct output *out, const char *path, struct sb_err *err)
{
    if (!path || strcmp(path, "-") == 0) {
        sb_sink_fd(&out->sink, STDOUT_FILENO);
        return SB_OK;
    }
    out->path = copy_text(path);
    struct stat st;
    bool exists = stat(path, &st) == 0;
    if (exists && !S_ISREG(st.st_mode)) {
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            return sb_fail_sys(err, errno, "cannot open for writing");
        sb_sink_fd(&out->sink, fd);
        return SB_OK;
    }
    out->target = follow_links(path);
    return open_temporary(out, exists ? &st : NULL, err);
}

static void free_output(struct output *out)
{
    if (out->sink.fd >= 0 && out->path)
        close(out->sink.fd);
    if (out->temporary)
        unlink(out->temporary);
    pthread_mutex_lock(&live_lock);
    for (struct output **at = &live_outputs; *at; at = &(*at)->next_live) {
        if (*at == out) {
            *at = out->next_live;
            break;
        }
    }
    pthread_mutex_unlock(&live_lock);
    sb_free(out->path);
    sb_free(out->target);
    sb_free(out->temporary);
    sb_free(out);
}

sb_rc sb_outputs_open(struct sb_outputs *outputs, const char *path, struct sb_sink **ret_sink, struct sb_err *err)
{
    struct output *out = sb_calloc(1, sizeof *out);
    out->sink.fd = -1;
    sb_rc rc = open_output(out, path, err);
    pthread_mutex_lock(&live_lock);
    out->next_live = live_outputs;
    live_outputs = out;
    pthread_mutex_unlock(&live_lock);
    if (rc != SB_OK) {
        sb_err_path(err, sb_str_of(path));
        free_output(out);
        return rc;
    }
    sb_grow(&outputs->p, &outputs->cap, outputs->n + 1, sizeof(struct output *));
    outputs->p[outputs->n++] = out;
    *ret_sink = &out->sink;
    return SB_OK;
}

static sb_rc finish_output(struct output *out, struct sb_err *err)
{
    SB_TRY(sb_sink_flush(&out->sink, err));
    if (out->temporary && fsync(out->sink.fd) != 0 && errno != EINVAL)
        return sb_fail_sys(err, errno, "cannot write");
    if (out->path && close(out->sink.fd) != 0) {
        out->sink.fd = -1;
        return sb_fail_sys(err, errno, "cannot write");
    }
    if (out->path)
        out->sink.fd = -1;
    return SB_OK;
}

static sb_rc rename_output(struct output *out, struct sb_err *err)
{
    if (!out->temporary)
        return SB_OK;
    if (rename(out->temporary, out->target) != 0)
        return sb_fail_sys(err, errno, "cannot rename the finished file to its name");
    sb_free(out->temporary);
    out->temporary = NULL;
    return SB_OK;
}

sb_rc sb_outputs_commit(struct sb_outputs *outputs, struct sb_err *err)
{
    static sb_rc (*const steps[])(struct output *, struct sb_err *) = {finish_output, rename_output};
    for (size_t step = 0; step < SB_COUNT(steps); step++) {
        for (size_t i = 0; i < outputs->n; i++) {
            sb_rc rc = steps[step](outputs->p[i], err);
            if (rc != SB_OK) {
                sb_err_path(err, sb_str_of(outputs->p[i]->path ? outputs->p[i]->path : "standard output"));
                return rc;
            }
        }
    }
    return SB_OK;
}

void sb_outputs_free(struct sb_outputs *outputs)
{
    if (!outputs)
        return;
    for (size_t i = 0; i < outputs->n; i++)
        free_output(outputs->p[i]);
    sb_free(outputs->p);
    sb_free(outputs);
}

void sb_outputs_abandon(void)
{
    for (struct output *out = live_outputs; out; out = out->next_live)
        if (out->temporary)
            unlink(out->temporary);
}
