#include "source/image_blobs.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/archive_path.h"
#include "source/below.h"
#include "source/image_json.h"
#include "source/inflated.h"

/* An image has a few files for each layer. */
enum { FILES = 100000, NAME = 4096, DEPTH = 16, HOPS = 8, INPUT = 16 * 1024 };

/* ---- bytes by place ---- */

static ptrdiff_t piece_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_piece *piece = stream->ctx;
    uint64_t left = piece->end - piece->at;
    ssize_t got;
    if (left == 0)
        return 0;
    do {
        got = sb_fault_hit(SB_FAULT_READ) ? -1 : pread(piece->fd, p, left < n ? (size_t)left : n, (off_t)piece->at);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        sb_fail_sys(err, errno ? errno : EIO, "cannot read");
    else
        piece->at += (uint64_t)got;
    return got;
}

int64_t sb_piece_skip(struct sb_stream *stream, int64_t n)
{
    struct sb_piece *piece = stream->ctx;
    uint64_t left = piece->end - piece->at;
    uint64_t skipped = n <= 0 ? 0 : (uint64_t)n < left ? (uint64_t)n : left;
    piece->at += skipped;
    return (int64_t)skipped;
}

int64_t sb_piece_seek(struct sb_stream *stream, int64_t offset, int whence)
{
    struct sb_piece *piece = stream->ctx;
    uint64_t from = whence == SEEK_SET ? piece->first : whence == SEEK_CUR ? piece->at : piece->end;
    int64_t to = (int64_t)(from - piece->first) + offset;
    if (to < 0 || (uint64_t)to > piece->end - piece->first)
        return -1;
    piece->at = piece->first + (uint64_t)to;
    return to;
}

void sb_piece_begin(struct sb_piece *piece, int fd, uint64_t at, uint64_t size)
{
    *piece = (struct sb_piece){.stream = {piece_read, piece}, .fd = fd, .first = at, .at = at, .end = at + size};
}

/* ---- the names of a tar ---- */

/* A tar whose headers are read, and whose files are passed over. */
struct headers {
    struct archive *archive;
    struct archive_entry *entry;
    struct sb_piece piece;
    struct sb_err in_err;
    char input[INPUT];
};

static la_ssize_t take_input(struct archive *archive, void *ctx, const void **ret_bytes)
{
    struct headers *h = ctx;
    ptrdiff_t got = h->piece.stream.read(&h->piece.stream, h->input, INPUT, &h->in_err);
    if (got < 0) {
        archive_set_error(archive, EIO, "%s", h->in_err.text);
        return ARCHIVE_FATAL;
    }
    *ret_bytes = h->input;
    return got;
}

static la_int64_t skip_input(struct archive *archive, void *ctx, la_int64_t n)
{
    struct headers *h = ctx;
    (void)archive;
    return sb_piece_skip(&h->piece.stream, n);
}

static struct headers *open_headers(int fd, uint64_t size, bool packed)
{
    struct headers *h = sb_malloc(sizeof *h);
    h->entry = NULL;
    h->in_err = (struct sb_err){0};
    sb_piece_begin(&h->piece, fd, 0, size);
    h->archive = archive_read_new();
    if (!h->archive)
        sb_mem_exhausted();
    archive_read_support_format_tar(h->archive);
    if (packed) {
        archive_read_support_filter_gzip(h->archive);
        archive_read_support_filter_xz(h->archive);
        archive_read_support_filter_bzip2(h->archive);
        archive_read_support_filter_zstd(h->archive);
        archive_read_support_filter_lzma(h->archive);
    }
    archive_read_open2(h->archive, h, NULL, take_input, skip_input, NULL);
    return h;
}

static void close_headers(struct headers *h)
{
    archive_read_free(h->archive);
    sb_free(h);
}

/* 1: an entry; 0: the end; -1: what follows cannot be read. */
static int next_header(struct headers *h)
{
    int rc;
    do {
        rc = archive_read_next_header(h->archive, &h->entry);
    } while (rc == ARCHIVE_RETRY);
    return rc == ARCHIVE_EOF ? 0 : rc < ARCHIVE_WARN ? -1 : 1;
}

static sb_str copy_of(struct sb_image_blobs *blobs, const struct sb_buf *buf)
{
    return sb_arena_str(&blobs->text, sb_buf_all(buf));
}

/* A link, symbolic or hard, as the path that it leads to. */
static sb_str target_of(struct sb_image_blobs *blobs, struct archive_entry *entry, sb_str name, struct sb_buf *buf)
{
    const char *hard = archive_entry_hardlink(entry);
    const char *target = hard ? hard : archive_entry_symlink(entry);
    if (!target)
        return SB_STR_NONE;
    struct sb_buf whole = {0};
    if (!hard && target[0] != '/') {
        sb_buf_str(&whole, sb_path_dir(name));
        sb_buf_chr(&whole, '/');
    }
    sb_buf_str(&whole, sb_str_part(sb_str_of(target), 0, NAME));
    unsigned bits = sb_archive_path(sb_buf_all(&whole), DEPTH, buf);
    sb_buf_done(&whole);
    return bits & (SB_PATH_LEAVES | SB_PATH_DEEP) ? SB_STR_NONE : copy_of(blobs, buf);
}

/* libarchive stands at the first byte of the file, behind all of its headers. */
static sb_rc take_file(struct sb_image_blobs *blobs, struct headers *h, struct sb_buf *buf, struct sb_err *err)
{
    const char *raw = archive_entry_pathname(h->entry);
    mode_t type = archive_entry_filetype(h->entry);
    if (!raw || type == AE_IFDIR)
        return SB_OK;
    unsigned bits = sb_archive_path(sb_str_part(sb_str_of(raw), 0, NAME), DEPTH, buf);
    if (bits & (SB_PATH_LEAVES | SB_PATH_DEEP) || buf->n == 0)
        return SB_OK;
    if (blobs->files.n == FILES)
        return sb_fail(err, SB_E_LIMIT, "an image in more than %d files", FILES);
    int64_t at = archive_filter_bytes(h->archive, 0);
    int64_t size = archive_entry_size(h->entry);
    struct sb_image_file file = {.name = copy_of(blobs, buf)};
    file.target = target_of(blobs, h->entry, file.name, buf);
    file.at = at > 0 ? (uint64_t)at : 0;
    file.size = size > 0 ? (uint64_t)size : 0;
    file.odd = archive_entry_sparse_count(h->entry) > 0;
    *SB_PUSH(&blobs->files) = file;
    return SB_OK;
}

/* Of one name the one that stands last comes first. */
static int by_name(const void *left, const void *right)
{
    const struct sb_image_file *a = left;
    const struct sb_image_file *b = right;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : (a->at < b->at) - (a->at > b->at);
}

static sb_rc read_names(struct sb_image_blobs *blobs, uint64_t size, struct sb_err *err)
{
    struct headers *h = open_headers(blobs->fd, size, false);
    struct sb_buf buf = {0};
    sb_rc rc = SB_OK;
    int more;
    while (rc == SB_OK && (more = next_header(h)) > 0)
        rc = take_file(blobs, h, &buf, err);
    if (rc == SB_OK && more < 0)
        rc = sb_fail(err, h->in_err.rc ? h->in_err.rc : SB_E_SYNTAX,
                     "the archive is damaged or cut and cannot be read to its end: %s",
                     archive_error_string(h->archive));
    if (blobs->files.n)
        qsort(blobs->files.p, blobs->files.n, sizeof *blobs->files.p, by_name);
    close_headers(h);
    sb_buf_done(&buf);
    return rc;
}

sb_rc sb_image_blobs_open(struct sb_image_blobs *blobs, int fd, bool folder, struct sb_err *err)
{
    struct stat st;
    *blobs = (struct sb_image_blobs){.fd = fd, .folder = folder};
    if (folder)
        return SB_OK;
    if (fstat(fd, &st) != 0)
        return sb_fail_sys(err, errno, "cannot read the archive");
    return read_names(blobs, (uint64_t)st.st_size, err);
}

void sb_image_blobs_done(struct sb_image_blobs *blobs)
{
    close(blobs->fd);
    sb_free(blobs->files.p);
    sb_arena_done(&blobs->text);
}

/* ---- is it an image? ---- */

static bool is_hex(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_digit(text.p[i]) && !(text.p[i] >= 'a' && text.p[i] <= 'f'))
            return false;
    return text.n == 64;
}

enum { NEUTRAL = 8, LAYOUT = 16 };

/* What the name says: bits of SB_IMAGE_, LAYOUT, NEUTRAL for one of many that images have; 0 for none of theirs. */
static unsigned bits_of_name(sb_str name)
{
    sb_str first;
    if (sb_str_eq(name, SB_S("manifest.json")))
        return SB_IMAGE_DOCKER;
    if (sb_str_eq(name, SB_S("index.json")))
        return SB_IMAGE_OCI;
    if (sb_str_eq(name, SB_S("oci-layout")))
        return LAYOUT;
    if (name.n == 0 || sb_str_eq(name, SB_S("repositories")))
        return NEUTRAL;
    sb_str_cut(&name, '/', &first);
    if (sb_str_chop(&first, SB_S("sha256:")) || sb_str_eq(first, SB_S("blobs")))
        return NEUTRAL;
    first = sb_str_part(first, 0, sb_str_chr(first, '.'));
    return is_hex(first) ? NEUTRAL : 0;
}

/* Is the file NAME one of what an image of manifest.json consists of, or a folder of one? */
static bool is_of_image(const cJSON *image, sb_str name)
{
    const cJSON *layer;
    sb_str folder = sb_path_dir(name), base = sb_path_base(name);
    bool beside = sb_str_eq(base, SB_S("VERSION")) || sb_str_eq(base, SB_S("json"));
    if (sb_str_eq(sb_image_json_text(image, "Config"), name))
        return true;
    cJSON_ArrayForEach(layer, sb_image_json_array(image, "Layers"))
    {
        sb_str path = sb_image_json_value(layer), rest = path;
        if (sb_str_eq(path, name) || (beside && folder.n && sb_str_eq(folder, sb_path_dir(path))) ||
            (sb_str_chop(&rest, name) && sb_str_starts(rest, SB_S("/"))))
            return true;
    }
    return false;
}

/* Names that no program gives to parts of images: they are some of one if manifest.json says so of each. Else it would
 * hide what lies beside it. */
struct strangers {
    SB_VEC(sb_str) names;
    struct sb_arena arena;
    uint64_t at, size; /* of manifest.json */
};
enum { STRANGERS = 512 }; /* four for each of the 127 layers that an image may have */

static bool are_of_images(const struct strangers *strangers, int fd)
{
    struct sb_buf text = {0};
    struct sb_piece piece;
    cJSON *list = NULL;
    sb_image_json_start();
    sb_piece_begin(&piece, fd, strangers->at, strangers->size);
    bool good = strangers->at && sb_read_all(&piece.stream, SB_IMAGE_JSON_MAX, &text, NULL) == SB_OK &&
                sb_image_json_parse(sb_buf_all(&text), &list, NULL) == SB_OK && cJSON_IsArray(list);
    for (size_t i = 0; i < strangers->names.n && good; i++) {
        const cJSON *image = list->child;
        while (image && !is_of_image(image, strangers->names.p[i]))
            image = image->next;
        good = image != NULL;
    }
    cJSON_Delete(list);
    sb_buf_done(&text);
    return good;
}

/* Bits of all names, or of those up to the first file; 0 if one of them is no image's. */
static unsigned bits_of_names(struct headers *h, bool first, struct strangers *strangers)
{
    struct sb_buf buf = {0};
    unsigned bits = 0;
    for (size_t i = 0; i < FILES && next_header(h) > 0; i++) {
        const char *raw = archive_entry_pathname(h->entry);
        sb_archive_path(sb_str_part(sb_str_of(raw), 0, NAME), DEPTH, &buf);
        unsigned more = bits_of_name(sb_buf_all(&buf));
        if (!more && (first || strangers->names.n == STRANGERS)) {
            bits = 0;
            break;
        }
        if (!more)
            *SB_PUSH(&strangers->names) = sb_arena_str(&strangers->arena, sb_buf_all(&buf));
        if (more == SB_IMAGE_DOCKER) {
            int64_t size = archive_entry_size(h->entry);
            strangers->at = (uint64_t)archive_filter_bytes(h->archive, 0);
            strangers->size = size > 0 ? (uint64_t)size : 0;
        }
        bits |= more;
        if (first && archive_entry_filetype(h->entry) != AE_IFDIR)
            break;
    }
    sb_buf_done(&buf);
    return bits;
}

unsigned sb_image_blobs_look(int fd)
{
    char front[8];
    struct stat st;
    ptrdiff_t n = pread(fd, front, sizeof front, 0);
    if (n <= 0 || fstat(fd, &st) != 0)
        return 0;
    bool packed = sb_is_deflated(sb_str_n(front, (size_t)n));
    struct headers *h = open_headers(fd, (uint64_t)st.st_size, packed);
    struct strangers strangers = {0};
    unsigned bits = bits_of_names(h, packed, &strangers);
    close_headers(h);
    if (strangers.names.n)
        bits = bits & SB_IMAGE_DOCKER && are_of_images(&strangers, fd) ? SB_IMAGE_DOCKER : 0;
    sb_free(strangers.names.p);
    sb_arena_done(&strangers.arena);
    if (packed)
        return bits ? SB_IMAGE_PACKED : 0;
    return (bits & SB_IMAGE_DOCKER) | ((bits & LAYOUT) ? bits & SB_IMAGE_OCI : 0);
}

/* ---- looking things up ---- */

static const struct sb_image_file *file_of(const struct sb_image_blobs *blobs, sb_str name)
{
    size_t low = 0;
    for (size_t high = blobs->files.n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (sb_str_cmp(blobs->files.p[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < blobs->files.n && sb_str_eq(blobs->files.p[low].name, name) ? &blobs->files.p[low] : NULL;
}

bool sb_image_blobs_twice(const struct sb_image_blobs *blobs, sb_str name)
{
    const struct sb_image_file *file = blobs->folder ? NULL : file_of(blobs, name);
    return file && file + 1 < blobs->files.p + blobs->files.n && sb_str_eq(file[1].name, name);
}

/* docker save writes a layer that two images share once, and links to it. */
static const struct sb_image_file *follow(const struct sb_image_blobs *blobs, sb_str name)
{
    const struct sb_image_file *file = file_of(blobs, name);
    for (unsigned hops = 0; file && file->target.n; hops++)
        file = hops == HOPS ? NULL : file_of(blobs, file->target);
    return file;
}

static int open_in_folder(const struct sb_image_blobs *blobs, sb_str name, uint64_t *ret_size)
{
    struct stat st;
    int fd = sb_open_below(blobs->fd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        *ret_size = (uint64_t)st.st_size;
        return fd;
    }
    close(fd);
    errno = EINVAL;
    return -1;
}

bool sb_image_blobs_have(const struct sb_image_blobs *blobs, sb_str name)
{
    uint64_t size;
    if (!blobs->folder)
        return follow(blobs, name) != NULL;
    int fd = open_in_folder(blobs, name, &size);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static sb_rc piece_in_folder(const struct sb_image_blobs *blobs, sb_str name, struct sb_piece *ret_piece, int *ret_own,
                             struct sb_err *err)
{
    uint64_t size;
    int fd = open_in_folder(blobs, name, &size);
    if (fd < 0 && errno == ENOENT)
        return sb_fail(err, SB_E_NOTFOUND, "%.*s is missing", SB_FMT(name));
    if (fd < 0)
        return sb_fail_sys(err, errno, "%.*s cannot be opened", SB_FMT(name));
    sb_piece_begin(ret_piece, fd, 0, size);
    *ret_own = fd;
    return SB_OK;
}

sb_rc sb_image_blobs_piece(const struct sb_image_blobs *blobs, sb_str name, struct sb_piece *ret_piece, int *ret_own,
                           struct sb_err *err)
{
    *ret_own = -1;
    if (blobs->folder)
        return piece_in_folder(blobs, name, ret_piece, ret_own, err);
    const struct sb_image_file *file = follow(blobs, name);
    if (!file)
        return sb_fail(err, SB_E_NOTFOUND, "%.*s is missing", SB_FMT(name));
    if (file->odd)
        return sb_fail(err, SB_E_UNSUPPORTED, "%.*s is a sparse file", SB_FMT(name));
    sb_piece_begin(ret_piece, blobs->fd, file->at, file->size);
    return SB_OK;
}

sb_rc sb_image_blobs_read(const struct sb_image_blobs *blobs, sb_str name, size_t max, struct sb_buf *buf,
                          struct sb_err *err)
{
    struct sb_piece piece;
    int own;
    SB_TRY(sb_image_blobs_piece(blobs, name, &piece, &own, err));
    sb_rc rc = sb_read_all(&piece.stream, max, buf, err);
    if (own >= 0)
        close(own);
    return rc;
}
