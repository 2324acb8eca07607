#include "source/inflated.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

#include "base/mem.h"

enum { INPUT = 256 * 1024, RATIO_FROM = 64 * 1024 * 1024 };

struct sb_inflated {
    struct sb_stream stream;
    struct sb_stream *in;
    struct archive *archive;
    struct sb_limits limits;
    struct sb_err in_err;
    uint64_t in_bytes, out_bytes;
    const char *block;
    size_t n; /* left of the block */
    bool empty;
    char input[INPUT];
};

static const sb_str fronts[] = {{"\x1f\x8b", 2}, {"\3757zXZ\0", 6}, {"BZh", 3}, {"\x28\xb5\x2f\xfd", 4}};

bool sb_is_lzma(sb_str front)
{
    return sb_str_starts(front, SB_S("\x5d\0\0")) && front.n >= 5 && (front.p[3] || front.p[4]);
}

bool sb_is_deflated(sb_str front)
{
    if (sb_is_lzma(front))
        return true;
    for (size_t i = 0; i < SB_COUNT(fronts); i++)
        if (sb_str_starts(front, fronts[i]))
            return true;
    return false;
}

static la_ssize_t take_input(struct archive *archive, void *ctx, const void **ret_bytes)
{
    struct sb_inflated *f = ctx;
    ptrdiff_t got = f->in->read(f->in, f->input, INPUT, &f->in_err);
    if (got < 0) {
        archive_set_error(archive, EIO, "%s", f->in_err.text);
        return ARCHIVE_FATAL;
    }
    f->in_bytes += (uint64_t)got;
    *ret_bytes = f->input;
    return got;
}

static sb_rc fail(const struct sb_inflated *f, struct sb_err *err)
{
    const char *text = archive_error_string(f->archive);
    return sb_fail(err, f->in_err.rc ? f->in_err.rc : SB_E_SYNTAX, "it cannot be unpacked: %s",
                   text ? text : "damaged");
}

static sb_rc check_limits(const struct sb_inflated *f, struct sb_err *err)
{
    if (f->out_bytes > f->limits.archive_bytes)
        return sb_fail(err, SB_E_LIMIT,
                       "it unpacks to more bytes than are read of one archive (--limit bytes=N raises that)");
    if (f->out_bytes > RATIO_FROM && f->out_bytes / f->limits.ratio > f->in_bytes)
        return sb_fail(err, SB_E_LIMIT, "it unpacks to more than %u times its size (--limit ratio=N raises that)",
                       f->limits.ratio);
    return SB_OK;
}

static ptrdiff_t inflated_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_inflated *f = stream->ctx;
    while (f->n == 0 && !f->empty) {
        const void *block;
        la_int64_t offset;
        int rc = archive_read_data_block(f->archive, &block, &f->n, &offset);
        if (rc == ARCHIVE_EOF)
            return 0;
        if (rc != ARCHIVE_OK) {
            fail(f, err);
            return -1;
        }
        f->block = block;
        f->out_bytes += f->n;
        if (check_limits(f, err) != SB_OK)
            return -1;
    }
    size_t got = f->n < n ? f->n : n;
    if (got == 0) /* an empty one has no block */
        return 0;
    memcpy(p, f->block, got);
    f->block += got;
    f->n -= got;
    return (ptrdiff_t)got;
}

/* "raw" is whatever the filters give, as the bytes of one entry. */
static bool set_up(struct sb_inflated *f)
{
    struct archive *a = f->archive;
    struct archive_entry *entry;
    int bad = archive_read_support_format_raw(a) | archive_read_support_format_empty(a) |
              archive_read_support_filter_gzip(a) | archive_read_support_filter_xz(a) |
              archive_read_support_filter_bzip2(a) | archive_read_support_filter_zstd(a) |
              archive_read_support_filter_lzma(a);
    if (bad || archive_read_open(a, f, NULL, take_input, NULL) != ARCHIVE_OK)
        return false;
    int rc = archive_read_next_header(a, &entry);
    f->empty = rc == ARCHIVE_EOF;
    return rc == ARCHIVE_OK || f->empty;
}

sb_rc sb_inflated_open(struct sb_stream *in, const struct sb_limits *limits, struct sb_inflated **ret_inflated,
                       struct sb_err *err)
{
    struct sb_inflated *f = sb_calloc(1, sizeof *f);
    f->stream = (struct sb_stream){inflated_read, f};
    f->in = in;
    f->limits = *limits;
    f->archive = archive_read_new();
    if (!f->archive)
        sb_mem_exhausted();
    if (!set_up(f)) {
        sb_rc rc = fail(f, err);
        sb_inflated_close(f);
        return rc;
    }
    *ret_inflated = f;
    return SB_OK;
}

struct sb_stream *sb_inflated_stream(struct sb_inflated *inflated)
{
    return &inflated->stream;
}

void sb_inflated_close(struct sb_inflated *inflated)
{
    if (!inflated)
        return;
    archive_read_free(inflated->archive);
    sb_free(inflated);
}
