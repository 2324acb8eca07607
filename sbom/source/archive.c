/* A tar as a source. Each run reads the file from its start. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "source/archive_read.h"
#include "source/cpio.h"
#include "source/deb.h"
#include "source/foreign.h"
#include "source/image_blobs.h"
#include "source/image_source.h"
#include "source/inflated.h"
#include "source/name.h"
#include "source/placed.h"
#include "source/rpm_file.h"
#include "source/spool.h"
#include "source/zip_end.h"

struct archive_state {
    int fd;
    struct sb_limits limits;
};

enum { TAR_BLOCK = 512, TAR_SUM_AT = 148, TAR_SUM_LENGTH = 8 };

/* The sum of a header's bytes, its own field taken as blanks, stands in that field in octal: true of every kind of tar.
 */
static bool is_tar_header(const unsigned char *block)
{
    uint64_t stated = 0;
    uint64_t sum = 0;
    for (size_t i = 0; i < TAR_SUM_LENGTH; i++) {
        unsigned char c = block[TAR_SUM_AT + i];
        if (c >= '0' && c <= '7')
            stated = stated * 8 + (uint64_t)(c - '0');
        else if (c != ' ' && c != '\0')
            return false;
    }
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= TAR_SUM_AT && i < TAR_SUM_AT + TAR_SUM_LENGTH ? ' ' : block[i];
    return block[0] != '\0' && sum == stated;
}

static int open_regular(const char *path)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat st;
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        return fd;
    close(fd);
    errno = EINVAL;
    return -1;
}

static int bits_of(const unsigned char *front, size_t n)
{
    sb_str bytes = sb_str_n((const char *)front, n);
    if (n == TAR_BLOCK && is_tar_header(front))
        return 100;
    if (sb_is_deb(bytes) || sb_is_rpm_file(bytes) || sb_is_cpio(bytes) || sb_str_starts(bytes, SB_S("PK\3\4")))
        return 60;
    return sb_is_deflated(bytes) ? 60 : 0;
}

static size_t read_front(int fd, unsigned char front[TAR_BLOCK])
{
    ptrdiff_t n = pread(fd, front, TAR_BLOCK, 0);
    return n > 0 ? (size_t)n : 0;
}

static int archive_claims(const char *path)
{
    unsigned char front[TAR_BLOCK];
    int fd = open_regular(path);
    if (fd < 0)
        return 0;
    size_t n = read_front(fd, front);
    close(fd);
    return bits_of(front, n);
}

static struct sb_source *new_source(const char *path, int fd, const struct sb_limits *limits)
{
    struct archive_state *state = sb_malloc(sizeof *state);
    *state = (struct archive_state){fd, *limits};
    return sb_source_new(&sb_source_archive, path, state, true);
}

/* What "file:" named. */
static sb_rc archive_open(const char *path, const struct sb_limits *limits, struct sb_source **ret_source,
                          struct sb_err *err)
{
    unsigned char front[TAR_BLOCK];
    struct stat st;
    int fd = open_regular(path);
    size_t n = fd < 0 ? 0 : read_front(fd, front);
    sb_rc rc = SB_OK;
    if (fd < 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        rc = sb_fail(err, SB_E_NOTFOUND, "a folder, not an archive: leave out \"file:\", or write \"dir:\"");
    else if (fd < 0)
        rc = sb_fail_sys(err, errno, "cannot open the archive");
    else if (bits_of(front, n) == 0)
        rc = sb_fail(err, SB_E_NOTFOUND, "%s", sb_foreign_hint(path, sb_str_n((const char *)front, n)));
    if (rc == SB_OK) {
        *ret_source = new_source(path, fd, limits);
        return SB_OK;
    }
    if (fd >= 0)
        close(fd);
    sb_err_path(err, sb_str_of(path));
    return rc;
}

sb_rc sb_source_open_standard(sb_str head, const struct sb_limits *limits, struct sb_source **ret_source,
                              struct sb_err *err)
{
    unsigned char front[TAR_BLOCK];
    int fd;
    SB_TRY(sb_spool(STDIN_FILENO, head, limits->archive_bytes, &fd, err));
    sb_rc rc = sb_image_source_open(fd, "stdin", limits, ret_source, err);
    if (rc != SB_E_NOTFOUND || err->rc)
        return rc;
    size_t n = read_front(fd, front);
    if (bits_of(front, n) == 0) {
        close(fd);
        return sb_fail(err, SB_E_NOTFOUND, "%s", sb_foreign_hint("", sb_str_n((const char *)front, n)));
    }
    *ret_source = new_source("stdin", fd, limits);
    return SB_OK;
}

static void check_zip(int fd, uint64_t size, struct sb_diags *diags)
{
    const struct sb_zip_file file = sb_zip_of_fd(fd, size);
    const char *doubt = sb_zip_doubt(&file, SB_ZIP_ANY);
    if (doubt)
        sb_diag(diags, SB_D_ARCHIVE_DAMAGED, SB_STR_NONE, 0, "another program may read something else in it: %s",
                doubt);
}

/* BY_PLACE: how a file is read that need not be read from end to end; or NULL. */
static sb_rc read_archive(const struct archive_state *state, const struct sb_source_options *options,
                          const struct sb_visitor *visitor, struct sb_diags *diags,
                          const struct sb_archive_part *by_place, struct sb_err *err)
{
    struct sb_fd_stream in;
    struct sb_piece piece;
    struct stat st;
    if (lseek(state->fd, 0, SEEK_SET) != 0 || fstat(state->fd, &st) != 0)
        return sb_fail_sys(err, errno, "cannot go to the start of the archive");
    if (by_place) {
        sb_piece_begin(&piece, state->fd, 0, (uint64_t)st.st_size);
        SB_TRY(sb_archive_read_part(&piece.stream, &state->limits, options, visitor, diags, by_place, err));
        if (by_place->seek)
            check_zip(state->fd, (uint64_t)st.st_size, diags);
        return SB_OK;
    }
    sb_fd_stream(&in, state->fd);
    return sb_archive_read(&in.stream, &state->limits, options, visitor, diags, err);
}

static sb_rc read_cpio(const struct archive_state *state, const struct sb_source_options *options,
                       const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    struct sb_fd_stream in;
    if (lseek(state->fd, 0, SEEK_SET) != 0)
        return sb_fail_sys(err, errno, "cannot go to the start of the archive");
    sb_fd_stream(&in, state->fd);
    struct sb_cpio *cpio = sb_cpio_open(&in.stream, &state->limits);
    sb_rc rc = sb_archive_read(sb_cpio_stream(cpio), &state->limits, options, visitor, diags, err);
    sb_cpio_close(cpio);
    return rc;
}

/* What the archive is when it is unpacked; nothing if it cannot be. */
static sb_str look_inside(const struct archive_state *state, char *room, size_t n)
{
    struct sb_fd_stream in;
    struct sb_inflated *inflated = NULL;
    struct sb_err err = {0};
    ptrdiff_t got = 0;
    sb_fd_stream(&in, state->fd);
    if (lseek(state->fd, 0, SEEK_SET) == 0 && sb_inflated_open(&in.stream, &state->limits, &inflated, &err) == SB_OK)
        got = sb_inflated_stream(inflated)->read(sb_inflated_stream(inflated), room, n, &err);
    sb_inflated_close(inflated);
    return sb_str_n(room, got > 0 ? (size_t)got : 0);
}

/* libarchive unpacks the tars that it reads, but for those that only few have. */
static sb_rc read_lzma(const struct archive_state *state, const struct sb_source_options *options,
                       const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    struct sb_fd_stream in;
    struct sb_inflated *inflated = NULL;
    if (lseek(state->fd, 0, SEEK_SET) != 0)
        return sb_fail_sys(err, errno, "cannot go to the start of the archive");
    sb_fd_stream(&in, state->fd);
    sb_rc rc = sb_inflated_open(&in.stream, &state->limits, &inflated, err);
    if (rc == SB_OK)
        rc = sb_archive_read(sb_inflated_stream(inflated), &state->limits, options, visitor, diags, err);
    sb_inflated_close(inflated);
    return rc;
}

static sb_rc read_packed(const struct archive_state *state, sb_str front, const struct sb_source_options *options,
                         const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    char room[6];
    if (sb_is_cpio(look_inside(state, room, sizeof room)))
        return read_cpio(state, options, visitor, diags, err);
    if (sb_is_lzma(front))
        return read_lzma(state, options, visitor, diags, err);
    return read_archive(state, options, visitor, diags, NULL, err);
}

/* A zip goes by its directory; of a tar the headers are enough where nobody wants a file now. */
static const struct sb_archive_part *by_place(sb_str front)
{
    static const struct sb_archive_part by_directory = {.seek = sb_piece_seek};
    static const struct sb_archive_part by_headers = {.places = true, .skip = sb_piece_skip};
    return sb_str_starts(front, SB_S("PK")) ? &by_directory : &by_headers;
}

static sb_rc archive_run(struct sb_source *source, const struct sb_source_options *options,
                         const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    const struct archive_state *state = source->state;
    unsigned char front[TAR_BLOCK];
    sb_str bytes = sb_str_n((const char *)front, read_front(state->fd, front));
    sb_rc rc = SB_OK;
    if (sb_is_deb(bytes))
        rc = sb_deb_read(state->fd, &state->limits, options, visitor, &diags[0], err);
    else if (sb_is_rpm_file(bytes))
        rc = sb_rpm_file_read(state->fd, &state->limits, options, visitor, &diags[0], err);
    else if (sb_is_cpio(bytes))
        rc = read_cpio(state, options, visitor, &diags[0], err);
    else if (sb_is_deflated(bytes))
        rc = read_packed(state, bytes, options, visitor, &diags[0], err);
    else
        rc = read_archive(state, options, visitor, &diags[0], by_place(bytes), err);
    if (rc != SB_OK)
        sb_err_path(err, source->name);
    return rc;
}

static int archive_reread(struct sb_source *source, struct sb_source_folder *last, const struct sb_placed *file,
                          struct sb_reread *ret)
{
    const struct archive_state *state = source->state;
    (void)last;
    return sb_placed_find(state->fd, 0, file, ret);
}

static void archive_close(struct sb_source *source)
{
    struct archive_state *state = source->state;
    close(state->fd);
    sb_free(state);
}

const struct sb_source_type sb_source_archive = {
    .scheme = "file",
    .summary = "a tar (plain, gzip, xz, lzma, bzip2, zstd), cpio, zip, wheel, jar, deb, rpm, apk",
    .claims = archive_claims,
    .open = archive_open,
    .run = archive_run,
    .reread = archive_reread,
    .close = archive_close,
};
