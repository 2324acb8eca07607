#include "source/placed.h"

#include <errno.h>

#include "base/mem.h"
#include "source/tar_header.h"

/* Headers with a long name or times of a pax header; few are longer. */
enum { WINDOW = 4 * SB_TAR_BLOCK };

/* As sb_read_fd_at(), to its end. */
static ptrdiff_t read_all(int fd, char *p, size_t n, uint64_t at)
{
    size_t done = 0;
    while (done < n) {
        ptrdiff_t got = sb_read_fd_at(fd, p + done, n - done, at + done);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ptrdiff_t)done;
}

/* ROOM: for N bytes. */
static enum sb_tar_answer look(int fd, uint64_t at, char *room, size_t n, struct sb_tar_header *ret)
{
    ptrdiff_t got = read_all(fd, room, n, at);
    return got < 0 ? SB_TAR_ODD : sb_tar_header(room, (size_t)got, ret);
}

int sb_placed_find(int fd, uint64_t first, const struct sb_placed *file, struct sb_reread *ret)
{
    char front[WINDOW];
    struct sb_tar_header header;
    uint64_t at = first + (uint64_t)(file->place - 1) * SB_TAR_BLOCK;
    errno = 0;
    enum sb_tar_answer answer = look(fd, at, front, sizeof front, &header);
    if (answer == SB_TAR_SHORT) {
        char *room = sb_malloc(SB_TAR_HEADERS);
        answer = look(fd, at, room, SB_TAR_HEADERS, &header);
        sb_free(room);
    }
    if (answer == SB_TAR_PLAIN && header.size == file->size) {
        *ret = (struct sb_reread){.fd = fd, .at = at + header.length};
        return 0;
    }
    errno = errno ? errno : EBADMSG;
    return -1;
}
