#include "source/rpm_file.h"

#include <errno.h>
#include <sys/stat.h>

#include "source/archive_read.h"
#include "source/cpio.h"
#include "source/image_blobs.h"
#include "source/inflated.h"

/* The lead, of which nothing counts any more; before each of the two headers eight bytes; an entry of their index. What
 * rpm itself reads of one: 256 MiB. */
enum { LEAD = 96, FRONT = 8, COUNTS = 8, ENTRY = 16, ALIGN = 8, LARGEST = 256 << 20 };

struct rpm_file {
    int fd;
    uint64_t size, at;
    const struct sb_limits *limits;
    const struct sb_source_options *options;
    const struct sb_visitor *visitor;
    struct sb_diags *diags;
};

bool sb_is_rpm_file(sb_str front)
{
    return sb_str_starts(front, SB_S("\xed\xab\xee\xdb"));
}

static uint64_t number_at(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 | b[3];
}

/* The header at rpm->at, without what stands before it; goes behind it. */
static sb_rc take_header(struct rpm_file *rpm, const char *what, struct sb_piece *ret, struct sb_err *err)
{
    char front[FRONT + COUNTS];
    struct sb_piece piece;
    size_t n = 0;
    ptrdiff_t got = 1;
    sb_piece_begin(&piece, rpm->fd, rpm->at, rpm->at < rpm->size ? rpm->size - rpm->at : 0);
    for (; n < sizeof front && got > 0; n += got > 0 ? (size_t)got : 0)
        got = piece.stream.read(&piece.stream, front + n, sizeof front - n, err);
    if (got < 0)
        return err->rc;
    if (n < sizeof front || !sb_str_starts(sb_str_n(front, n), SB_S("\x8e\xad\xe8\x01")))
        return sb_fail(err, SB_E_SYNTAX, "the package is damaged or cut: there is no %s", what);
    uint64_t size = COUNTS + number_at(front + FRONT) * ENTRY + number_at(front + FRONT + 4);
    uint64_t left = rpm->size - rpm->at - FRONT;
    if (size > LARGEST)
        return sb_fail(err, SB_E_LIMIT, "its %s has more than %d bytes", what, LARGEST);
    if (size > left)
        return sb_fail(err, SB_E_SYNTAX, "the package is cut: %s of %llu bytes, of which there are %llu", what,
                       (unsigned long long)size, (unsigned long long)left);
    sb_piece_begin(ret, rpm->fd, rpm->at + FRONT, size);
    rpm->at += FRONT + size;
    return SB_OK;
}

static void deliver_header(struct rpm_file *rpm, struct sb_piece *piece)
{
    const struct sb_entry entry = {.dir = SB_S(SB_RPM_FILE_FOLDER),
                                   .name = SB_S("package"),
                                   .kind = SB_ENTRY_FILE,
                                   .size = piece->end - piece->at,
                                   .sequence = 1,
                                   .mode = 0644};
    piece->stream.ctx = piece;
    rpm->visitor->entry(rpm->visitor->ctx, 0, &entry, &piece->stream);
}

static sb_rc read_cpio(struct rpm_file *rpm, struct sb_stream *in, struct sb_err *err)
{
    static const struct sb_archive_part part = {.first = UINT32_MAX / 2};
    struct sb_cpio *cpio = sb_cpio_open(in, NULL);
    sb_rc rc =
        sb_archive_read_part(sb_cpio_stream(cpio), rpm->limits, rpm->options, rpm->visitor, rpm->diags, &part, err);
    sb_cpio_close(cpio);
    return rc;
}

/* Nothing is behind the header of a package without files. */
static sb_rc read_files(struct rpm_file *rpm, struct sb_err *err)
{
    char front[6];
    struct sb_inflated *inflated = NULL;
    struct sb_piece piece;
    sb_piece_begin(&piece, rpm->fd, rpm->at, rpm->size - rpm->at);
    ptrdiff_t n = piece.stream.read(&piece.stream, front, sizeof front, err);
    if (n <= 0)
        return n < 0 ? err->rc : SB_OK;
    sb_str bytes = sb_str_n(front, (size_t)n);
    sb_piece_begin(&piece, rpm->fd, rpm->at, rpm->size - rpm->at);
    if (sb_is_cpio(bytes))
        return read_cpio(rpm, &piece.stream, err);
    if (!sb_is_deflated(bytes))
        return sb_fail(err, SB_E_UNSUPPORTED,
                       "its files are no cpio archive that is understood (plain, or gzip, xz, lzma, bzip2, zstd)");
    sb_rc rc = sb_inflated_open(&piece.stream, rpm->limits, &inflated, err);
    if (rc == SB_OK)
        rc = read_cpio(rpm, sb_inflated_stream(inflated), err);
    sb_inflated_close(inflated);
    return rc;
}

sb_rc sb_rpm_file_read(int fd, const struct sb_limits *limits, const struct sb_source_options *options,
                       const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    struct stat st;
    struct sb_piece piece;
    struct rpm_file rpm = {
        .fd = fd, .at = LEAD, .limits = limits, .options = options, .visitor = visitor, .diags = diags};
    if (fstat(fd, &st) != 0)
        return sb_fail_sys(err, errno, "cannot read the package");
    rpm.size = (uint64_t)st.st_size;
    SB_TRY(take_header(&rpm, "signature", &piece, err));
    rpm.at += (ALIGN - rpm.at % ALIGN) % ALIGN;
    SB_TRY(take_header(&rpm, "header", &piece, err));
    deliver_header(&rpm, &piece);
    return read_files(&rpm, err);
}
