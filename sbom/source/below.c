#include "source/below.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PIECE = PATH_MAX - 1 };

static _Atomic bool openat2_refused;

static int open_part(int folder, const char *path, int flags)
{
    int fd;
    do {
        fd = openat(folder, path, flags);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

/* One call of the kernel for many parts. Old kernels and some sandboxes do not have it. MORE: RESOLVE_ flags. */
static int open_piece(int folder, const char *path, int flags, uint64_t more)
{
    struct open_how how = {.flags = (uint64_t)(unsigned)flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | more};
    long fd;
    do {
        fd = syscall(SYS_openat2, folder, path, &how, sizeof how);
    } while (fd < 0 && errno == EINTR);
    return (int)fd;
}

/* How much of PATH goes into the next call: as many whole parts as the kernel takes at once, or one part. */
static size_t piece_length(sb_str path, bool single)
{
    if (single) {
        size_t slash = sb_str_chr(path, '/');
        return slash == SB_NPOS ? path.n : slash;
    }
    if (path.n < PIECE)
        return path.n;
    size_t slash = sb_str_rchr(sb_str_part(path, 0, PIECE), '/');
    return slash == SB_NPOS ? path.n : slash;
}

static int open_pieces(int root, sb_str path, int flags, bool single)
{
    char piece[PATH_MAX];
    int folder = root;
    int fd;
    for (;;) {
        size_t n = piece_length(path, single);
        if (n >= sizeof piece) {
            fd = -1;
            errno = ENAMETOOLONG;
            break;
        }
        bool last = n == path.n;
        memcpy(piece, path.p, n);
        piece[n] = '\0';
        path = sb_str_from(path, last ? n : n + 1);
        int how = last ? flags : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        fd = single ? open_part(folder, piece, how) : open_piece(folder, piece, how, 0);
        if (fd < 0 || last)
            break;
        if (folder != root)
            close(folder);
        folder = fd;
    }
    if (folder != root) {
        int error = errno;
        close(folder);
        errno = error;
    }
    return fd;
}

int sb_open_below(int root, sb_str path, int flags)
{
    flags |= O_NOFOLLOW | O_CLOEXEC;
    if (path.n == 0)
        return open_part(root, ".", flags);
    if (sb_str_chr(path, '/') == SB_NPOS)
        return open_pieces(root, path, flags, true);
    if (!atomic_load_explicit(&openat2_refused, memory_order_relaxed)) {
        int fd = open_pieces(root, path, flags, false);
        if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
            return fd;
        if (errno == ENOSYS)
            atomic_store_explicit(&openat2_refused, true, memory_order_relaxed);
    }
    return open_pieces(root, path, flags, true);
}

int sb_open_on_mount(int root, sb_str path, int flags)
{
    char text[PATH_MAX];
    if (path.n == 0 || path.n > PIECE || atomic_load_explicit(&openat2_refused, memory_order_relaxed))
        return -1;
    memcpy(text, path.p, path.n);
    text[path.n] = '\0';
    return open_piece(root, text, flags | O_NOFOLLOW | O_CLOEXEC, RESOLVE_NO_XDEV);
}
