#include "base/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/temp.h"

/* ---- a file ---- */

/* Whoever reads twice must see the same twice. */
static ptrdiff_t end_of_file(const struct sb_replay *replay, struct sb_err *err)
{
    struct stat st;
    bool same = fstat(replay->fd, &st) == 0 && (uint64_t)st.st_size == replay->size &&
                st.st_mtim.tv_sec == replay->changed[0] && st.st_mtim.tv_nsec == replay->changed[1];
    if (!same)
        sb_fail(err, SB_E_IO, "the file changed while it was read");
    return same ? 0 : -1;
}

static ptrdiff_t read_file(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_replay *replay = stream->ctx;
    ptrdiff_t got = sb_read_fd_at(replay->fd, p, n, replay->first + replay->at);
    if (got < 0)
        sb_fail_sys(err, errno, "cannot read");
    if (got == 0)
        return end_of_file(replay, err);
    replay->at += got > 0 ? (uint64_t)got : 0;
    return got;
}

/* ---- what comes once ---- */

static bool move_to_file(struct sb_replay *replay)
{
    replay->file = sb_temp_file();
    replay->filed = replay->file >= 0;
    return replay->filed && sb_temp_put(replay->file, sb_buf_all(&replay->front));
}

static bool keep(struct sb_replay *replay, sb_str bytes)
{
    if (replay->copied + bytes.n <= SB_REPLAY_FRONT)
        sb_buf_str(&replay->front, bytes);
    else if ((!replay->filed && !move_to_file(replay)) || !sb_temp_put(replay->file, bytes))
        return false;
    replay->copied += bytes.n;
    return true;
}

static ptrdiff_t read_copy(const struct sb_replay *replay, void *p, size_t n, struct sb_err *err)
{
    sb_str front = sb_str_from(sb_buf_all(&replay->front), replay->at < replay->front.n ? replay->at : replay->front.n);
    if (front.n) {
        n = n < front.n ? n : front.n;
        memcpy(p, front.p, n);
        return (ptrdiff_t)n;
    }
    ptrdiff_t got = sb_read_fd_at(replay->file, p, n, replay->at);
    return got >= 0 ? got : (sb_fail_sys(err, errno, "cannot read the temporary file"), -1);
}

static ptrdiff_t read_once(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_replay *replay = stream->ctx;
    ptrdiff_t got;
    if (replay->at < replay->copied) {
        got = read_copy(replay, p, n, err);
    } else {
        got = replay->once->read(replay->once, p, n, err);
        if (got > 0 && !replay->last && !keep(replay, sb_str_n(p, (size_t)got)))
            got = (sb_fail_sys(err, errno, "cannot be kept in a temporary file (TMPDIR names its folder)"), -1);
    }
    replay->at += got > 0 ? (uint64_t)got : 0;
    return got;
}

/* ---- both ---- */

void sb_replay_of(struct sb_replay *replay, sb_str bytes)
{
    *replay = (struct sb_replay){.bytes = bytes};
}

void sb_replay_stream(struct sb_replay *replay, struct sb_stream *stream, uint64_t max)
{
    replay->once = stream;
    replay->max = max;
    replay->stream = (struct sb_stream){read_once, replay};
}

static void look_at(struct sb_replay *replay)
{
    struct stat st;
    off_t at = fstat(replay->fd, &st) == 0 && S_ISREG(st.st_mode) ? lseek(replay->fd, 0, SEEK_CUR) : -1;
    if (at < 0) {
        sb_fd_stream(&replay->pipe, replay->fd);
        sb_replay_stream(replay, &replay->pipe.stream, replay->max);
        return;
    }
    replay->stream = (struct sb_stream){read_file, replay};
    replay->first = (uint64_t)at;
    replay->size = (uint64_t)st.st_size;
    replay->changed[0] = st.st_mtim.tv_sec;
    replay->changed[1] = st.st_mtim.tv_nsec;
}

sb_rc sb_replay_open(struct sb_replay *replay, const char *path, uint64_t max, struct sb_err *err)
{
    bool standard = strcmp(path, "-") == 0;
    sb_replay_of(replay, SB_STR_NONE);
    replay->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    replay->own = !standard && replay->fd >= 0;
    replay->max = max;
    if (replay->fd >= 0) {
        look_at(replay);
        return SB_OK;
    }
    sb_rc rc = sb_fail_sys(err, errno, "cannot open");
    sb_err_path(err, sb_str_of(path));
    return rc;
}

void sb_replay_done(struct sb_replay *replay)
{
    if (replay->own)
        close(replay->fd);
    if (replay->filed)
        close(replay->file);
    sb_buf_done(&replay->front);
    sb_replay_of(replay, SB_STR_NONE);
}

void sb_replay_start(struct sb_replay *replay, bool last, struct sb_window *ret_window)
{
    replay->at = 0;
    replay->last = last;
    if (!replay->stream.read)
        *ret_window = sb_window_of(replay->bytes);
    else
        sb_window_open(ret_window, &replay->stream, replay->window, replay->max);
    ret_window->most = SB_REPLAY_SEEN;
}

sb_str sb_replay_taken(const struct sb_replay *replay)
{
    return replay->filed ? SB_STR_NONE : sb_buf_all(&replay->front);
}
