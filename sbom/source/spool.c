#include "source/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "base/temp.h"

static const char *const no_room = "a temporary file cannot be written (TMPDIR names its folder)";

static sb_rc copy(struct sb_stream *from, int to, sb_str head, uint64_t max, struct sb_err *err)
{
    enum { PIECE = 256 * 1024 };
    char *piece = sb_malloc(PIECE);
    uint64_t total = head.n;
    bool written = sb_temp_put(to, head);
    ptrdiff_t n = 0;
    while (written && total <= max && (n = from->read(from, piece, PIECE, err)) > 0) {
        written = sb_temp_put(to, sb_str_n(piece, (size_t)n));
        total += (uint64_t)n;
    }
    int error = errno;
    sb_free(piece);
    if (!written)
        return sb_fail_sys(err, error, "%s", no_room);
    if (n < 0)
        return err->rc;
    return total > max
               ? sb_fail(err, SB_E_LIMIT, "more bytes than are read of one archive (--limit bytes=N raises that)")
               : SB_OK;
}

sb_rc sb_spool_stream(struct sb_stream *in, uint64_t max, int *ret_fd, struct sb_err *err)
{
    int file = sb_temp_file();
    if (file < 0)
        return sb_fail_sys(err, errno, "%s", no_room);
    sb_rc rc = copy(in, file, SB_STR_NONE, max, err);
    if (rc == SB_OK)
        *ret_fd = file;
    else
        close(file);
    return rc;
}

sb_rc sb_spool(int fd, sb_str head, uint64_t max, int *ret_fd, struct sb_err *err)
{
    struct stat st;
    struct sb_fd_stream in;
    bool whole = head.n == 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_CUR) == 0;
    int file = whole ? fcntl(fd, F_DUPFD_CLOEXEC, 3) : sb_temp_file();
    if (file < 0)
        return sb_fail_sys(err, errno, "cannot make a temporary file for standard input (TMPDIR names its folder)");
    sb_fd_stream(&in, fd);
    sb_rc rc = whole ? SB_OK : copy(&in.stream, file, head, max, err);
    if (rc == SB_OK)
        *ret_fd = file;
    else
        close(file);
    return rc;
}
