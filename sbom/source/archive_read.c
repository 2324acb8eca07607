#include "source/archive_read.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "source/archive_links.h"
#include "source/capable.h"

enum { HEADERS = 8 * 1024, INPUT = 256 * 1024, RATIO_FROM = 64 * 1024 * 1024, SHARE_OF_PATHS = 16 };

struct reader {
    struct archive *archive;
    struct archive_entry *entry;
    struct sb_stream *in;
    const struct sb_limits *limits;
    const struct sb_source_options *options;
    const struct sb_archive_part *part; /* USED is NULL for an archive that is all there is */
    const struct sb_visitor *visitor;
    struct sb_diags *diags;
    char *input;
    size_t step; /* bytes that are read at once: few where bodies may be passed over, more as one is read */
    struct sb_err in_err;
    uint64_t in_bytes; /* taken from the stream */
    uint64_t holes;    /* bytes that sparse entries have without having them in the archive */
    uint64_t entries;
    uint64_t path_bytes;
    uint64_t counted; /* of the bytes that came out, in what all parts used */
    bool in_ended;
    bool stop;
    bool broken; /* it breaks off: WHY */
    bool cut;    /* ... by a limit */
    struct sb_buf why;
    struct sb_archive_links links;
    struct sb_buf path, link, folder, checked; /* FOLDER: of the entry before; CHECKED: last found not to be excluded */
    bool checked_any;
};

static void tell(struct reader *r, enum sb_code code, const char *text)
{
    sb_diag(r->diags, code, sb_buf_all(&r->path), 0, "%s", text);
}

/* ---- input ---- */

static la_ssize_t input_read(struct archive *archive, void *ctx, const void **ret_bytes)
{
    struct reader *r = ctx;
    ptrdiff_t got = r->in->read(r->in, r->input, r->step, &r->in_err);
    r->step = r->step < INPUT ? 2 * r->step : INPUT;
    if (got < 0) {
        archive_set_error(archive, EIO, "%s", r->in_err.text);
        return ARCHIVE_FATAL;
    }
    r->in_bytes += (uint64_t)got;
    r->in_ended = got == 0;
    *ret_bytes = r->input;
    return got;
}

static la_int64_t input_skip(struct archive *archive, void *ctx, la_int64_t n)
{
    struct reader *r = ctx;
    (void)archive;
    int64_t skipped = r->part->skip(r->in, n);
    r->in_bytes += (uint64_t)skipped;
    return skipped;
}

static la_int64_t input_seek(struct archive *archive, void *ctx, la_int64_t offset, int whence)
{
    struct reader *r = ctx;
    int64_t to = r->part->seek(r->in, offset, whence);
    if (to < 0)
        archive_set_error(archive, EINVAL, "a place outside of the archive");
    return to < 0 ? ARCHIVE_FATAL : to;
}

static const char *reason(const struct reader *r)
{
    const char *text = archive_error_string(r->archive);
    return text ? text : "cannot be read";
}

static void break_off(struct reader *r, const char *why)
{
    if (!r->broken)
        sb_buf_str(&r->why, sb_str_of(why));
    r->broken = r->stop = true;
}

/* An archive is read up to a limit, and that is told. */
static void stop_at_limit(struct reader *r, enum sb_code code, const char *text)
{
    if (r->part->used) {
        break_off(r, text);
        r->cut = true;
    } else {
        tell(r, code, text);
    }
    r->stop = true;
}

static uint64_t add_used(_Atomic uint64_t *used, uint64_t n)
{
    return atomic_fetch_add_explicit(used, n, memory_order_relaxed) + n;
}

/* Counts what came out of the decompressor, whether anybody wanted it or not. */
static bool within_limits(struct reader *r)
{
    int64_t raw = archive_filter_bytes(r->archive, 0);
    uint64_t out = (raw > 0 ? (uint64_t)raw : 0) + r->holes;
    uint64_t all = out;
    if (r->part->used) {
        all = add_used(&r->part->used->bytes, out - r->counted);
        r->counted = out;
    }
    if (all > r->limits->archive_bytes)
        stop_at_limit(
            r, SB_D_LIMIT_BYTES,
            "the archive holds more bytes than are read of one; reading stopped here (--limit bytes=N raises that)");
    else if (out > RATIO_FROM && out / r->limits->ratio > r->in_bytes)
        stop_at_limit(r, SB_D_LIMIT_RATIO,
                      "the archive expands too much; reading stopped here (--limit ratio=N raises that)");
    return !r->stop;
}

/* ---- the bytes of an entry ---- */

struct body {
    struct sb_stream stream;
    struct reader *r;
    const char *block;
    size_t n;          /* left of the block */
    uint64_t at;       /* bytes that were given out or left out */
    uint64_t block_at; /* where the block begins: zeros up to there */
    bool ended;
    bool failed;
};

static void fail_body(struct body *body, enum sb_code code, const char *text)
{
    if (!body->failed)
        tell(body->r, code, text);
    body->failed = true;
}

/* A hole costs nothing in the archive, but its zeros are read as any other bytes; a file that is almost all hole is
 * left out, and the rest of the archive goes on. */
static void take_hole(struct body *body, uint64_t until)
{
    struct reader *r = body->r;
    if (until < body->at) {
        fail_body(body, SB_D_ARCHIVE_DAMAGED, "blocks of a sparse file overlap");
        return;
    }
    uint64_t hole = until - body->at;
    uint64_t holes = r->holes + hole;
    if (until > r->limits->file_bytes || holes > r->limits->archive_bytes)
        fail_body(body, SB_D_LIMIT_BYTES, "a sparse file that is too large (--limit file-bytes=N, bytes=N raise that)");
    else if (holes > RATIO_FROM && holes / r->limits->ratio > r->in_bytes)
        fail_body(body, SB_D_LIMIT_RATIO, "a sparse file that is almost all hole (--limit ratio=N raises that)");
    else
        r->holes = holes;
    body->block_at = until;
}

/* The map of a sparse file may promise more than its size. */
static void check_length(struct body *body)
{
    int64_t size = archive_entry_size(body->r->entry);
    uint64_t end = (body->block_at > body->at ? body->block_at : body->at) + body->n;
    if (!body->failed && end > (uint64_t)(size > 0 ? size : 0))
        fail_body(body, SB_D_ARCHIVE_DAMAGED, "it has more bytes than its size says");
}

static void end_body(struct body *body)
{
    int64_t size = archive_entry_size(body->r->entry);
    body->ended = true;
    body->n = 0;
    if (!body->failed && size > 0 && (uint64_t)size > body->at)
        take_hole(body, (uint64_t)size);
}

static bool is_tar(const struct reader *r)
{
    return (archive_format(r->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

static void tell_open(const struct reader *r)
{
    sb_diag(r->diags, SB_D_ARCHIVE_OPEN, sb_str_of(r->part->name), 0,
            "it ends behind an entry, without the two blocks of zeros that close a tar");
}

/* The archive ends with the last byte of an entry, where other programs fill its block up: umoci writes such layers.
 * libarchive has no other word for it than its message; one byte of the filling, and it counts as cut. */
static bool ends_with_bytes(const struct body *body)
{
    const struct reader *r = body->r;
    return is_tar(r) && r->in_ended && !body->failed && (int64_t)body->at == archive_entry_size(r->entry) &&
           sb_str_find(sb_str_of(reason(r)), SB_S("only 0 available")) != SB_NPOS;
}

/* Gets the next block, or ends the body. */
static void next_block(struct body *body)
{
    struct reader *r = body->r;
    const void *block = NULL;
    size_t n = 0;
    la_int64_t offset = 0;
    int rc = archive_read_data_block(r->archive, &block, &n, &offset);
    if (rc == ARCHIVE_EOF) {
        end_body(body);
        return;
    }
    if (rc == ARCHIVE_FATAL && ends_with_bytes(body)) {
        tell_open(r);
        r->stop = body->ended = true;
        return;
    }
    if (rc < ARCHIVE_WARN) {
        fail_body(body, SB_D_ARCHIVE_DAMAGED, reason(r));
        if (rc == ARCHIVE_FATAL)
            break_off(r, reason(r));
        body->ended = true;
        return;
    }
    if (archive_format(r->archive) == ARCHIVE_FORMAT_ZIP)
        r->holes += n; /* it is packed file by file, so that no filter counts it */
    if (!within_limits(r)) {
        body->failed = body->ended = true;
        return;
    }
    body->block = block;
    body->n = n;
    if (!body->failed && offset >= 0 && (uint64_t)offset != body->at)
        take_hole(body, (uint64_t)offset);
    check_length(body);
}

static ptrdiff_t body_failed(struct sb_err *err)
{
    sb_fail(err, SB_E_IO, "the archive ends here or has too much of this");
    return -1;
}

static ptrdiff_t body_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct body *body = stream->ctx;
    while (!body->failed && !body->ended && body->n == 0 && body->block_at <= body->at)
        next_block(body);
    if (body->failed)
        return body_failed(err);
    size_t got;
    if (body->at < body->block_at) {
        uint64_t zeros = body->block_at - body->at;
        got = zeros < n ? (size_t)zeros : n;
        memset(p, 0, got);
    } else {
        got = body->n < n ? body->n : n;
        if (got)
            memcpy(p, body->block, got);
        body->block = got ? body->block + got : body->block;
        body->n -= got;
    }
    body->at += got;
    if (body->at > body->r->limits->file_bytes) {
        fail_body(body, SB_D_LIMIT_BYTES, "larger than what is read of one file (--limit file-bytes=N raises that)");
        return body_failed(err);
    }
    return (ptrdiff_t)got;
}

/* Reads what nobody wanted: it has to be counted and checked like the rest. */
static void drain(struct body *body)
{
    body->failed |= body->r->stop;
    while (!body->ended) {
        body->at = body->block_at > body->at ? body->block_at : body->at;
        body->at += body->n;
        body->n = 0;
        next_block(body);
        if (body->r->stop)
            return;
    }
}

/* To the next header, without reading what lies between. */
static void pass_over(struct reader *r)
{
    if (!r->stop && archive_read_data_skip(r->archive) == ARCHIVE_FATAL)
        break_off(r, reason(r));
}

static void deliver_file(struct reader *r, struct sb_entry *entry)
{
    struct body body = {.r = r};
    body.stream = (struct sb_stream){body_read, &body};
    bool fits = entry->size <= r->limits->file_bytes;
    if (!fits)
        fail_body(&body, SB_D_LIMIT_BYTES, "larger than what is read of one file (--limit file-bytes=N raises that)");
    bool passed = r->part->skip && r->visitor->wants && !r->visitor->wants(r->visitor->ctx, r->part->worker, entry);
    r->step = r->part->skip ? HEADERS : INPUT;
    r->visitor->entry(r->visitor->ctx, r->part->worker, entry, fits && entry->size && !passed ? &body.stream : NULL);
    if (passed || (r->part->skip && !body.failed && !body.ended))
        pass_over(r);
    else
        drain(&body);
}

/* ---- entries ---- */

static sb_str text_of(const char *text)
{
    return text ? sb_str_of(text) : SB_STR_NONE;
}

static bool is_layer(const struct reader *r)
{
    return r->part->used;
}

static bool follow_links(struct reader *r, sb_str told)
{
    unsigned bits = sb_archive_links_follow(&r->links, is_layer(r), r->limits->depth, &r->path);
    if (bits & (SB_PATH_LEAVES | SB_PATH_DEEP))
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, told, 0,
                "lies below a symbolic link that leads out of the root; left out");
    else if (bits & SB_PATH_LINKED)
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, told, 0, "lies below a symbolic link; taken where that leads");
    return !(bits & (SB_PATH_LEAVES | SB_PATH_DEEP));
}

/* Does the entry take something away? */
static bool is_mark(const struct reader *r)
{
    return is_layer(r) && sb_str_starts(sb_path_base(sb_buf_all(&r->path)), SB_S(".wh."));
}

/* The path of the entry in r->path. False: it cannot be a path below the root. */
static bool take_path(struct reader *r)
{
    const char *raw = archive_entry_pathname(r->entry);
    if (!raw) {
        sb_diag(r->diags, SB_D_ARCHIVE_DAMAGED, SB_STR_NONE, 0, "an entry without a name that can be read");
        return false;
    }
    unsigned bits = sb_archive_path(sb_str_of(raw), r->limits->depth, &r->path);
    sb_str whole = sb_str_part(sb_str_of(raw), 0, 4096);
    if (bits & SB_PATH_LEAVES)
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, whole, 0, "leads out of the root; left out");
    else if (bits & SB_PATH_UNSAFE)
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, whole, 0, "taken as a path below the root");
    if (bits & SB_PATH_DEEP)
        sb_diag(r->diags, SB_D_LIMIT_DEPTH, whole, 0, "left out (--limit depth=N raises that)");
    return !(bits & (SB_PATH_LEAVES | SB_PATH_DEEP)) && (is_mark(r) || follow_links(r, whole));
}

static uint64_t bytes_of_paths(struct reader *r)
{
    sb_str folder = sb_path_dir(sb_buf_all(&r->path));
    const char *target = archive_entry_symlink(r->entry);
    uint64_t n = r->path.n + (target ? strlen(target) : 0);
    if (sb_str_eq(folder, sb_buf_all(&r->folder)))
        return n - folder.n;
    sb_buf_clear(&r->folder);
    sb_buf_str(&r->folder, folder);
    return n;
}

/* Every name stays in memory until the end of the scan. */
static bool has_room(struct reader *r)
{
    uint64_t n = bytes_of_paths(r);
    r->path_bytes += n;
    bool room = r->part->used ? add_used(&r->part->used->path_bytes, n) / 4 <= r->limits->path_bytes
                              : r->path_bytes <= r->limits->path_bytes + r->in_bytes / SHARE_OF_PATHS;
    if (room)
        return true;
    sb_buf_clear(&r->path);
    stop_at_limit(r, SB_D_LIMIT_PATHS,
                  "too many bytes of names; reading stopped here (--limit path-bytes=N raises that)");
    return false;
}

static bool asks(const struct reader *r, sb_str path)
{
    return r->options->excluded(r->options->excluded_ctx, path);
}

/* Is some folder above PATH left out? Neighbours share their folder, so its answer is kept. */
static bool folder_is_excluded(struct reader *r, sb_str folder)
{
    if (folder.n == 0 || (r->checked_any && sb_str_eq(folder, sb_buf_all(&r->checked))))
        return false;
    for (size_t i = 1; i <= folder.n; i++)
        if ((i == folder.n || folder.p[i] == '/') && asks(r, sb_str_part(folder, 0, i)))
            return true;
    sb_buf_clear(&r->checked);
    sb_buf_str(&r->checked, folder);
    r->checked_any = true;
    return false;
}

static bool is_excluded(struct reader *r)
{
    sb_str path = sb_buf_all(&r->path);
    if (!r->options->excluded || path.n == 0)
        return false;
    if (folder_is_excluded(r, sb_path_dir(path)))
        return true;
    if (!asks(r, path))
        return false;
    tell(r, SB_D_EXCLUDED, "left out");
    return true;
}

static enum sb_entry_kind kind_of(struct archive_entry *entry, bool hardlink)
{
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return SB_ENTRY_FILE;
    case AE_IFDIR: return SB_ENTRY_DIR;
    case AE_IFLNK: return SB_ENTRY_LINK;
    default: return hardlink ? SB_ENTRY_FILE : SB_ENTRY_SPECIAL;
    }
}

/* A hard link names the entry that has the bytes; one that brings bytes along is a file like any other. */
static bool take_hardlink(struct reader *r, struct sb_entry *entry)
{
    const char *raw = archive_entry_hardlink(r->entry);
    if (!raw || archive_entry_size(r->entry) > 0)
        return false;
    unsigned bits = sb_archive_path(sb_str_of(raw), r->limits->depth, &r->link);
    if (!(bits & (SB_PATH_LEAVES | SB_PATH_DEEP)))
        bits |= sb_archive_links_follow(&r->links, is_layer(r), r->limits->depth, &r->link);
    if (bits & SB_PATH_LEAVES)
        tell(r, SB_D_ARCHIVE_PATH, "a hard link to what lies outside the root");
    if (!(bits & (SB_PATH_LEAVES | SB_PATH_DEEP)))
        entry->hardlink = sb_buf_all(&r->link);
    return true;
}

/* The attribute may stand there twice, in the spelling of star and in that of libarchive: both count. */
static bool take_capabilities(struct reader *r, struct sb_capabilities *ret)
{
    const char *name;
    const void *value;
    size_t n;
    *ret = (struct sb_capabilities){0};
    archive_entry_xattr_reset(r->entry);
    while (archive_entry_xattr_next(r->entry, &name, &value, &n) == ARCHIVE_OK) {
        struct sb_capabilities one;
        if (!name || strcmp(name, SB_CAPABILITY_ATTRIBUTE) != 0)
            continue;
        if (!sb_capabilities_decode(sb_str_n(value, n), &one))
            sb_capable_tell_odd(r->diags, sb_buf_all(&r->path));
        else
            sb_capabilities_unite(ret, &one);
    }
    return sb_capabilities_any(ret);
}

static void deliver_entry(struct reader *r)
{
    struct sb_capabilities capabilities;
    sb_str path = sb_buf_all(&r->path);
    struct sb_entry entry = {
        .dir = sb_path_dir(path), .name = sb_path_base(path), .sequence = r->part->first + (uint32_t)r->entries};
    bool hardlink = take_hardlink(r, &entry);
    entry.kind = kind_of(r->entry, archive_entry_hardlink(r->entry) != NULL);
    entry.size = SB_SIZE_UNKNOWN;
    entry.mode = archive_entry_perm(r->entry) & 07777;
    if (entry.kind == SB_ENTRY_LINK)
        entry.target = text_of(archive_entry_symlink(r->entry));
    if (entry.kind == SB_ENTRY_FILE && take_capabilities(r, &capabilities))
        entry.capabilities = &capabilities;
    if (entry.kind == SB_ENTRY_SPECIAL)
        tell(r, SB_D_SPECIAL_FILE, "a FIFO, socket or device");
    sb_archive_links_take(&r->links, &entry, (uint32_t)r->entries);
    if (entry.kind == SB_ENTRY_FILE && !hardlink) {
        int64_t size = archive_entry_size(r->entry);
        entry.size = size > 0 ? (uint64_t)size : 0;
        deliver_file(r, &entry);
        return;
    }
    r->visitor->entry(r->visitor->ctx, r->part->worker, &entry, NULL);
    struct body body = {.r = r, .failed = true};
    drain(&body);
}

/* ".wh..wh..opq" empties the folder that it lies in for earlier layers; other names with two marks are those that AUFS
 * keeps for itself. */
static void deliver_mark(struct reader *r)
{
    sb_str path = sb_buf_all(&r->path);
    sb_str folder = sb_path_dir(path);
    sb_str name = sb_str_from(sb_path_base(path), 4);
    struct sb_entry entry = {.sequence = r->part->first, .size = SB_SIZE_UNKNOWN, .mode = SB_MODE_UNKNOWN};
    if (sb_str_eq(name, SB_S(".wh..opq"))) {
        entry.kind = SB_ENTRY_OPAQUE;
        entry.dir = sb_path_dir(folder);
        entry.name = sb_path_base(folder);
    } else {
        entry.kind = SB_ENTRY_WHITEOUT;
        entry.dir = folder;
        entry.name = name;
    }
    if (name.n == 0 || sb_str_eq(name, SB_S(".")) || sb_str_eq(name, SB_S("..")))
        tell(r, SB_D_ARCHIVE_PATH, "a whiteout of no file; left out");
    else if (entry.kind == SB_ENTRY_OPAQUE || !sb_str_starts(name, SB_S(".wh.")))
        r->visitor->entry(r->visitor->ctx, r->part->worker, &entry, NULL);
    struct body body = {.r = r, .failed = true};
    drain(&body);
}

static bool too_many_entries(struct reader *r)
{
    uint64_t all = r->part->used ? add_used(&r->part->used->entries, 1) : r->entries;
    return all > r->limits->entries;
}

static void take_entry(struct reader *r)
{
    r->entries++;
    if (too_many_entries(r)) {
        sb_buf_clear(&r->path);
        stop_at_limit(r, SB_D_LIMIT_ENTRIES, "too many entries; reading stopped here (--limit entries=N raises that)");
        return;
    }
    if (take_path(r) && r->path.n && (is_mark(r) || !is_excluded(r)) && has_room(r)) {
        if (is_mark(r))
            deliver_mark(r);
        else
            deliver_entry(r);
        return;
    }
    struct body body = {.r = r, .failed = true};
    drain(&body);
}

/* ---- the archive ---- */

/* The formats and filters are named one by one: among "all" there are some that start other programs. */
static bool set_up(struct reader *r)
{
    struct archive *a = r->archive;
    int bad = archive_read_support_format_tar(a) | archive_read_support_filter_gzip(a) |
              archive_read_support_filter_xz(a) | archive_read_support_filter_bzip2(a) |
              archive_read_support_filter_zstd(a);
    if (bad || (r->part->seek &&
                (archive_read_support_format_zip_seekable(a) || archive_read_set_seek_callback(a, input_seek))))
        return false;
    return archive_read_open2(a, r, NULL, input_read, r->part->skip ? input_skip : NULL, NULL) == ARCHIVE_OK;
}

/* POSIX ends a tar with two blocks of zeros. Some programs leave them out, and all of a tar that was cut between two
 * entries may lack is more of them. */
static void check_end(struct reader *r, int64_t before)
{
    if (archive_filter_bytes(r->archive, 0) - before >= 512 || (!is_tar(r) && r->entries))
        return;
    sb_buf_clear(&r->path);
    if (r->entries == 0)
        break_off(r, "it is empty");
    else
        tell_open(r);
}

/* False at the end. */
static bool next_entry(struct reader *r)
{
    int64_t before = archive_filter_bytes(r->archive, 0);
    int rc;
    do {
        rc = archive_read_next_header(r->archive, &r->entry);
    } while (rc == ARCHIVE_RETRY);
    if (rc == ARCHIVE_EOF) {
        check_end(r, before);
        return false;
    }
    if (rc == ARCHIVE_FATAL || (rc < ARCHIVE_WARN && r->entries == 0)) {
        break_off(r, reason(r));
        return false;
    }
    if (rc < ARCHIVE_WARN) {
        sb_buf_clear(&r->path);
        tell(r, SB_D_ARCHIVE_DAMAGED, reason(r));
        return true;
    }
    take_entry(r);
    return (!r->stop && within_limits(r));
}

static sb_rc read_entries(struct reader *r, struct sb_err *err)
{
    while (next_entry(r))
        continue;
    if (!r->broken)
        return SB_OK;
    sb_rc rc = r->in_err.rc ? r->in_err.rc : SB_E_SYNTAX;
    if (r->cut)
        return sb_fail(err, SB_E_LIMIT, "%.*s", SB_FMT(sb_buf_all(&r->why)));
    if (r->entries == 0)
        return sb_fail(err, rc, "cannot be read as an archive: %.*s", SB_FMT(sb_buf_all(&r->why)));
    return sb_fail(err, rc, "the archive is damaged or cut and cannot be read to its end: %.*s",
                   SB_FMT(sb_buf_all(&r->why)));
}

sb_rc sb_archive_read_part(struct sb_stream *in, const struct sb_limits *limits,
                           const struct sb_source_options *options, const struct sb_visitor *visitor,
                           struct sb_diags *diags, const struct sb_archive_part *part, struct sb_err *err)
{
    struct reader r = {
        .in = in, .limits = limits, .options = options, .visitor = visitor, .diags = diags, .part = part};
    /* libarchive converts the UTF-8 of pax headers to the charset of the thread's locale, and composes characters on
     * the way. What does not fit into that charset it leaves as it is: in the locale "C" all bytes stay. */
    locale_t bytes = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = bytes ? uselocale(bytes) : (locale_t)0;
    r.archive = archive_read_new();
    if (!r.archive)
        sb_mem_exhausted();
    r.input = sb_malloc(INPUT);
    r.step = INPUT;
    sb_rc rc =
        set_up(&r) ? read_entries(&r, err) : sb_fail(err, SB_E_SYNTAX, "cannot be read as an archive: %s", reason(&r));
    archive_read_free(r.archive);
    sb_free(r.input);
    sb_buf_done(&r.path);
    sb_buf_done(&r.link);
    sb_buf_done(&r.folder);
    sb_buf_done(&r.why);
    sb_archive_links_done(&r.links);
    sb_buf_done(&r.checked);
    if (bytes) {
        uselocale(before);
        freelocale(bytes);
    }
    return rc;
}

sb_rc sb_archive_read(struct sb_stream *in, const struct sb_limits *limits, const struct sb_source_options *options,
                      const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    static const struct sb_archive_part all = {0};
    return sb_archive_read_part(in, limits, options, visitor, diags, &all, err);
}
