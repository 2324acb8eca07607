/* A folder as a source: names and types by getdents, a stat only where something must be known. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "source/below.h"
#include "source/capable.h"
#include "source/dir_walk.h"
#include "source/name.h"

/* ---- opening and reading ---- */

static int dir_claims(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? 100 : 0;
}

static sb_rc dir_open(const char *path, const struct sb_limits *limits, struct sb_source **ret_source,
                      struct sb_err *err)
{
    int root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        sb_rc rc = errno == ENOTDIR ? sb_fail(err, SB_E_NOTFOUND, "no folder: leave out \"dir:\", or write \"file:\"")
                                    : sb_fail_sys(err, errno, "cannot open the folder");
        sb_err_path(err, sb_str_of(path));
        return rc;
    }
    struct sb_dir_state *state = sb_malloc(sizeof *state);
    *state = (struct sb_dir_state){root, *limits, realpath(path, NULL)};
    if (state->real && strcmp(state->real, "/") == 0) {
        free(state->real);
        state->real = NULL;
    }
    *ret_source = sb_source_new(&sb_source_dir, path, state, false);
    return SB_OK;
}

static sb_rc dir_run(struct sb_source *source, const struct sb_source_options *options,
                     const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    (void)err;
    sb_dir_walk(source->state, options, visitor, diags);
    return SB_OK;
}

/* ---- a file again ---- */

/* Makes LAST the folder with this path. */
static bool step_into(const struct sb_dir_state *state, struct sb_source_folder *last, sb_str path)
{
    if (last->open && sb_str_eq(sb_buf_all(&last->path), path))
        return true;
    int fd = sb_open_below(state->root, path, O_PATH | O_DIRECTORY);
    if (fd < 0)
        return false;
    if (last->open)
        close(last->fd);
    last->fd = fd;
    last->open = true;
    sb_buf_clear(&last->path);
    sb_buf_str(&last->path, path);
    return true;
}

static int dir_reopen(struct sb_source *source, struct sb_source_folder *last, sb_str path, struct sb_reopened *ret)
{
    struct stat st;
    if (!step_into(source->state, last, sb_path_dir(path)))
        return -1;
    int fd = sb_open_below(last->fd, sb_path_base(path), SB_DIR_FILE);
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    *ret = (struct sb_reopened){(uint64_t)st.st_size, st.st_mode & 07777};
    return fd;
}

/* Without opening it, if that can be: it may be one that only runs. */
static void ask_by_name(const struct sb_source_folder *folder, const char *name, struct sb_rights *ret)
{
    char path[sizeof "/proc/self/fd//" + SB_DECIMAL_MAX + NAME_MAX];
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", folder->fd, name);
    sb_capable_path(path, ret);
    if (ret->capable != SB_CAPABLE_UNKNOWN)
        return;
    int fd = openat(folder->fd, name, SB_DIR_FILE);
    if (fd < 0)
        return;
    sb_capable_fd(fd, ret);
    close(fd);
}

static void dir_rights(struct sb_source *source, struct sb_source_folder *last, sb_str path, struct sb_rights *ret)
{
    struct stat st;
    char name[NAME_MAX + 1];
    sb_str base = sb_path_base(path);
    *ret = (struct sb_rights){.mode = SB_MODE_UNKNOWN};
    if (base.n > NAME_MAX || !step_into(source->state, last, sb_path_dir(path)))
        return;
    memcpy(name, base.p, base.n);
    name[base.n] = '\0';
    if (fstatat(last->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
        return;
    ret->mode = st.st_mode & 07777;
    if (S_ISREG(st.st_mode) && sb_may_run(ret->mode))
        ask_by_name(last, name, ret);
    else
        ret->capable = SB_CAPABLE_NONE;
}

/* ---- the table ---- */

static void dir_close(struct sb_source *source)
{
    struct sb_dir_state *state = source->state;
    close(state->root);
    free(state->real);
    sb_free(state);
}

const struct sb_source_type sb_source_dir = {
    .scheme = "dir",
    .summary = "a folder",
    .claims = dir_claims,
    .open = dir_open,
    .run = dir_run,
    .reopen = dir_reopen,
    .rights = dir_rights,
    .close = dir_close,
};
