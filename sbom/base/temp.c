#include "base/temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

int sb_temp_file(void)
{
    const char *folder = getenv("TMPDIR");
    int fd = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || errno != EOPNOTSUPP)
        return fd;
    char path[] = "/tmp/sbom-XXXXXX"; /* a file system without unnamed files */
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

bool sb_temp_put(int fd, sb_str bytes)
{
    if (sb_fault_hit(SB_FAULT_WRITE)) {
        errno = ENOSPC;
        return false;
    }
    while (bytes.n) {
        ssize_t done = write(fd, bytes.p, bytes.n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        bytes = sb_str_from(bytes, (size_t)done);
    }
    return true;
}
