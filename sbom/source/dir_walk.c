#include "source/dir_walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/pool.h"
#include "source/below.h"
#include "source/pseudo.h"

/* A folder that was read and stays open as long as folders in it are to be read: they are opened from there, which
 * costs less than the way from the root. */
struct held {
    int fd;
    _Atomic uint32_t users;
};

/* A folder that is still to be read. It holds a path and, mostly, the folder above: a wide tree queues more folders
 * than a process may open. */
struct job {
    struct held *above; /* NULL: it is opened by its path */
    dev_t device;       /* of the folder it was found in */
    uint32_t depth;
    uint32_t n;
    char path[]; /* from the root, no NUL */
};

enum { NAMES = 32 * 1024 };

/* One of each worker. */
struct hand {
    struct sb_buf path; /* for what has to be told by its whole path */
    char *names;        /* NAMES bytes, as the kernel lists them */
};

struct walk {
    const struct sb_dir_state *state;
    const struct sb_source_options *options;
    const struct sb_visitor *visitor;
    struct sb_diags *diags;
    struct sb_pool *pool;
    struct hand *hands;
    _Atomic uint64_t entries, path_bytes;
    _Atomic uint32_t held; /* folders that stay open */
    uint32_t max_held;
    _Atomic bool full;
};

/* What is read at the moment. */
struct folder {
    struct walk *walk;
    unsigned worker;
    const struct job *job;
    int fd;
    struct held *held; /* with FD, once a folder in it waits; or NULL */
    dev_t device;
    uint64_t entries, path_bytes; /* so far, with those of the folders that were read before */
};

/* ---- messages ---- */

static sb_str whole_path(const struct folder *folder, sb_str name)
{
    struct sb_buf *buf = &folder->walk->hands[folder->worker].path;
    sb_buf_clear(buf);
    sb_buf_add(buf, folder->job->path, folder->job->n);
    if (folder->job->n && name.n)
        sb_buf_chr(buf, '/');
    sb_buf_str(buf, name);
    return sb_buf_all(buf);
}

static void tell(const struct folder *folder, enum sb_code code, sb_str name, const char *text)
{
    sb_diag(&folder->walk->diags[folder->worker], code, whole_path(folder, name), 0, "%s", text);
}

/* The file system's answer when something that was listed cannot be opened. */
static void tell_errno(const struct folder *folder, int error, sb_str name)
{
    bool gone = error == ENOENT || error == ELOOP || error == ENOTDIR;
    char reason[128];
    tell(folder, gone ? SB_D_VANISHED : SB_D_UNREADABLE, name,
         error == ELOOP ? "it became a symbolic link" : strerror_r(error, reason, sizeof reason));
}

/* ---- entries ---- */

static struct sb_entry entry_of(const struct folder *folder, sb_str name, enum sb_entry_kind kind)
{
    return (struct sb_entry){.dir = {folder->job->path, folder->job->n},
                             .name = name,
                             .kind = kind,
                             .size = SB_SIZE_UNKNOWN,
                             .mode = SB_MODE_UNKNOWN};
}

static void deliver(const struct folder *folder, const struct sb_entry *entry, struct sb_stream *stream)
{
    folder->walk->visitor->entry(folder->walk->visitor->ctx, folder->worker, entry, stream);
}

static void on_special(const struct folder *folder, sb_str name)
{
    struct sb_entry entry = entry_of(folder, name, SB_ENTRY_SPECIAL);
    tell(folder, SB_D_SPECIAL_FILE, name, "a FIFO, socket or device");
    deliver(folder, &entry, NULL);
}

/* A target that is given by the root's own path on this machine, as from the root. */
static sb_str target_below(const struct sb_dir_state *state, sb_str target)
{
    sb_str rest = target;
    if (!state->real || !sb_str_chop(&rest, sb_str_of(state->real)) || (rest.n && rest.p[0] != '/'))
        return target;
    return rest.n ? rest : SB_S("/");
}

static void on_link(struct folder *folder, sb_str name)
{
    char target[PATH_MAX];
    struct sb_entry entry = entry_of(folder, name, SB_ENTRY_LINK);
    ssize_t n = readlinkat(folder->fd, name.p, target, sizeof target);
    if (n < 0 && errno == ENOENT) {
        tell_errno(folder, errno, name);
        return;
    }
    if (n < 0)
        tell_errno(folder, errno, name);
    else
        entry.target = target_below(folder->walk->state, sb_str_n(target, (size_t)n));
    folder->path_bytes += entry.target.n;
    deliver(folder, &entry, NULL);
}

static void on_open_file(const struct folder *folder, struct sb_entry *entry, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        tell_errno(folder, errno, entry->name);
        deliver(folder, entry, NULL);
    } else if (!S_ISREG(st.st_mode)) {
        on_special(folder, entry->name);
    } else {
        struct sb_fd_stream stream;
        sb_fd_stream(&stream, fd);
        stream.size = entry->size = (uint64_t)st.st_size;
        deliver(folder, entry, &stream.stream);
    }
}

/* O_NONBLOCK and O_NOCTTY: should the name have become a FIFO or a terminal since it was listed, opening it must
 * neither wait nor have an effect. */
static void on_file(const struct folder *folder, sb_str name)
{
    const struct sb_visitor *visitor = folder->walk->visitor;
    struct sb_entry entry = entry_of(folder, name, SB_ENTRY_FILE);
    if (!visitor->wants || !visitor->wants(visitor->ctx, folder->worker, &entry)) {
        deliver(folder, &entry, NULL);
        return;
    }
    int fd = openat(folder->fd, name.p, SB_DIR_FILE);
    if (fd < 0) {
        int error = errno;
        tell_errno(folder, error, name);
        if (error != ENOENT)
            deliver(folder, &entry, NULL);
        return;
    }
    on_open_file(folder, &entry, fd);
    close(fd);
}

/* The folder for one that is found in it; NULL if enough are open. */
static struct held *hold(struct folder *folder)
{
    struct walk *walk = folder->walk;
    if (!folder->held && atomic_load_explicit(&walk->held, memory_order_relaxed) < walk->max_held) {
        atomic_fetch_add_explicit(&walk->held, 1, memory_order_relaxed);
        folder->held = sb_malloc(sizeof *folder->held);
        *folder->held = (struct held){.fd = folder->fd, .users = 1};
    }
    if (folder->held)
        atomic_fetch_add_explicit(&folder->held->users, 1, memory_order_relaxed);
    return folder->held;
}

static void release(struct walk *walk, struct held *held)
{
    if (!held || atomic_fetch_sub_explicit(&held->users, 1, memory_order_acq_rel) != 1)
        return;
    close(held->fd);
    sb_free(held);
    atomic_fetch_sub_explicit(&walk->held, 1, memory_order_relaxed);
}

static void on_dir(struct folder *folder, sb_str name)
{
    struct sb_entry entry = entry_of(folder, name, SB_ENTRY_DIR);
    deliver(folder, &entry, NULL);
    const struct job *above = folder->job;
    if (above->depth >= folder->walk->state->limits.depth) {
        tell(folder, SB_D_LIMIT_DEPTH, name, "not read (--limit depth=N raises that)");
        return;
    }
    size_t n = above->n + (above->n > 0) + name.n;
    if (n > SB_BELOW_PATH) {
        tell(folder, SB_D_LIMIT_DEPTH, name, "the path is too long");
        return;
    }
    folder->path_bytes += n; /* a folder that waits holds its whole path */
    struct job *job = sb_malloc(sizeof *job + n);
    *job = (struct job){.above = hold(folder), .device = folder->device, .depth = above->depth + 1, .n = (uint32_t)n};
    char *at = job->path;
    if (above->n) {
        memcpy(at, above->path, above->n);
        at += above->n;
        *at++ = '/';
    }
    memcpy(at, name.p, name.n);
    sb_pool_add(folder->walk->pool, job);
}

/* What the listing did not tell. */
static unsigned char type_by_stat(const struct folder *folder, sb_str name)
{
    struct stat st;
    if (fstatat(folder->fd, name.p, &st, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) != 0) {
        tell_errno(folder, errno, name);
        return DT_UNKNOWN;
    }
    return (unsigned char)IFTODT(st.st_mode);
}

static void on_name(struct folder *folder, sb_str name, unsigned char type)
{
    const struct sb_source_options *options = folder->walk->options;
    if (options->excluded && options->excluded(options->excluded_ctx, whole_path(folder, name))) {
        tell(folder, SB_D_EXCLUDED, name, "left out");
        return;
    }
    if (type == DT_UNKNOWN)
        type = type_by_stat(folder, name);
    switch (type) {
    case DT_REG: on_file(folder, name); break;
    case DT_DIR: on_dir(folder, name); break;
    case DT_LNK: on_link(folder, name); break;
    case DT_UNKNOWN: break;
    default: on_special(folder, name); break;
    }
}

/* ---- folders ---- */

static bool room_for_one(struct folder *folder, sb_str name)
{
    const struct sb_limits *limits = &folder->walk->state->limits;
    folder->path_bytes += name.n;
    bool room = folder->entries++ < limits->entries;
    if (room && folder->path_bytes / 4 <= limits->path_bytes)
        return true;
    if (!atomic_exchange(&folder->walk->full, true))
        tell(folder, room ? SB_D_LIMIT_PATHS : SB_D_LIMIT_ENTRIES, SB_STR_NONE,
             room ? "too many bytes of names; reading stopped here (--limit path-bytes=N raises that)"
                  : "too many entries; reading stopped here (--limit entries=N raises that)");
    return false;
}

/* N bytes of the kernel's list. False if there is no room for more entries. */
static bool take_names(struct folder *folder, const char *names, size_t n)
{
    struct dirent64 head;
    for (size_t at = 0; at < n; at += head.d_reclen) {
        memcpy(&head, names + at, offsetof(struct dirent64, d_name));
        sb_str name = sb_str_of(names + at + offsetof(struct dirent64, d_name));
        if (name.p[0] == '.' && (name.n == 1 || (name.n == 2 && name.p[1] == '.')))
            continue;
        if (!room_for_one(folder, name))
            return false;
        on_name(folder, name, head.d_type);
    }
    return true;
}

static void read_names(struct folder *folder)
{
    char *names = folder->walk->hands[folder->worker].names;
    struct walk *walk = folder->walk;
    uint64_t entries = atomic_load_explicit(&walk->entries, memory_order_relaxed);
    uint64_t bytes = atomic_load_explicit(&walk->path_bytes, memory_order_relaxed);
    ssize_t n;
    folder->entries = entries;
    folder->path_bytes = bytes;
    while ((n = getdents64(folder->fd, names, NAMES)) > 0)
        if (!take_names(folder, names, (size_t)n))
            return;
    if (n < 0)
        tell_errno(folder, errno, SB_STR_NONE);
    atomic_fetch_add_explicit(&walk->entries, folder->entries - entries, memory_order_relaxed);
    atomic_fetch_add_explicit(&walk->path_bytes, folder->path_bytes - bytes, memory_order_relaxed);
}

/* May the walk go on into this folder, which may lie on another file system than the one above it? */
static bool may_enter(struct folder *folder)
{
    struct stat st;
    if (fstat(folder->fd, &st) != 0) {
        tell_errno(folder, errno, SB_STR_NONE);
        return false;
    }
    folder->device = st.st_dev;
    if (folder->job->depth == 0 || st.st_dev == folder->job->device)
        return true;
    if (sb_is_on_pseudo(folder->fd))
        tell(folder, SB_D_PSEUDO_FS, SB_STR_NONE, "not read");
    else if (folder->walk->options->one_file_system)
        tell(folder, SB_D_OTHER_FS, SB_STR_NONE, "not read");
    else
        return true;
    return false;
}

/* Opens the folder and says whether it is to be read. Where no mount begins, the kernel says so while it opens, and
 * nothing has to be asked; a file system may have several devices below one mount, so that it is for --one-file-system.
 */
static bool enter(struct folder *folder)
{
    const struct walk *walk = folder->walk;
    const struct job *job = folder->job;
    int from = job->above ? job->above->fd : walk->state->root;
    sb_str path = sb_str_n(job->path, job->n);
    if (job->above)
        path = sb_path_base(path);
    folder->device = job->device;
    if (job->depth && !walk->options->one_file_system) {
        folder->fd = sb_open_on_mount(from, path, O_RDONLY | O_DIRECTORY);
        if (folder->fd >= 0)
            return true;
    }
    folder->fd = sb_open_below(from, path, O_RDONLY | O_DIRECTORY);
    if (folder->fd < 0)
        tell_errno(folder, errno, SB_STR_NONE);
    return folder->fd >= 0 && may_enter(folder);
}

static void leave(struct folder *folder)
{
    if (folder->held)
        release(folder->walk, folder->held);
    else if (folder->fd >= 0)
        close(folder->fd);
}

static void read_folder(void *ctx, unsigned worker, void *arg)
{
    struct walk *walk = ctx;
    struct job *job = arg;
    struct folder folder = {.walk = walk, .worker = worker, .job = job, .fd = -1};
    if (!atomic_load_explicit(&walk->full, memory_order_relaxed) && enter(&folder))
        read_names(&folder);
    leave(&folder);
    release(walk, job->above);
    sb_free(job);
}

/* ---- all of them ---- */

/* A part of the descriptors that a process may have: readers of files want some, too. */
static uint32_t max_held(void)
{
    enum { MOST = 64, PART = 8 };
    long n = sysconf(_SC_OPEN_MAX) / PART;
    return n < 0 || n > MOST ? MOST : (uint32_t)n;
}

void sb_dir_walk(const struct sb_dir_state *state, const struct sb_source_options *options,
                 const struct sb_visitor *visitor, struct sb_diags *diags)
{
    unsigned threads = options->threads ? options->threads : 1;
    struct walk walk = {.state = state, .options = options, .visitor = visitor, .diags = diags, .max_held = max_held()};
    walk.hands = sb_calloc(threads, sizeof *walk.hands);
    for (unsigned i = 0; i < threads; i++)
        walk.hands[i].names = sb_malloc(NAMES);
    walk.pool = sb_pool_new(threads, read_folder, &walk);
    sb_pool_add(walk.pool, sb_calloc(1, sizeof(struct job)));
    sb_pool_wait(walk.pool);
    sb_pool_free(walk.pool);
    for (unsigned i = 0; i < threads; i++) {
        sb_buf_done(&walk.hands[i].path);
        sb_free(walk.hands[i].names);
    }
    sb_free(walk.hands);
}
