#include "source/unpack.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/mem.h"

enum { STEP = 16 * 1024, SLACK = 64 * 1024 };

static sb_rc read_data(struct archive *a, size_t max, struct sb_buf *buf, struct sb_err *err)
{
    char room[STEP];
    for (;;) {
        la_ssize_t n = archive_read_data(a, room, STEP);
        if (n == 0)
            return SB_OK;
        if (n < 0)
            return sb_fail(err, SB_E_SYNTAX, "cannot be unpacked: %s",
                           archive_error_string(a) ? archive_error_string(a) : "damaged");
        sb_buf_add(buf, room, (size_t)n);
        if (buf->n > max) {
            buf->n = max;
            return sb_fail(err, SB_E_LIMIT, "unpacks to more than %zu bytes", max);
        }
    }
}

/* The filters are named one by one: among "all" there are some that start other programs. */
static sb_rc open_memory(struct archive *a, sb_str bytes, struct sb_err *err)
{
    struct archive_entry *entry;
    int bad = archive_read_support_format_raw(a) | archive_read_support_filter_gzip(a) |
              archive_read_support_filter_xz(a) | archive_read_support_filter_bzip2(a) |
              archive_read_support_filter_zstd(a);
    if (bad || archive_read_open_memory(a, bytes.p, bytes.n) != ARCHIVE_OK ||
        archive_read_next_header(a, &entry) != ARCHIVE_OK)
        return sb_fail(err, SB_E_SYNTAX, "cannot be unpacked: %s",
                       archive_error_string(a) ? archive_error_string(a) : "damaged");
    return SB_OK;
}

sb_rc sb_unpack(sb_str bytes, size_t max, unsigned ratio, struct sb_buf *buf, struct sb_err *err)
{
    sb_buf_clear(buf);
    if (bytes.n == 0)
        return SB_OK;
    if (bytes.n < max / ratio && bytes.n * ratio + SLACK < max)
        max = bytes.n * ratio + SLACK;
    struct archive *a = archive_read_new();
    if (!a)
        sb_mem_exhausted();
    sb_rc rc = open_memory(a, bytes, err);
    if (rc == SB_OK)
        rc = read_data(a, max, buf, err);
    archive_read_free(a);
    return rc;
}
