#include "source/archive_input.h"

#include <errno.h>

#include "base/mem.h"
#include "source/archive_stream.h"

/* ---- libarchive ---- */

/* First what was taken before it was asked. */
static la_ssize_t input_read(struct archive *archive, void *ctx, const void **ret_bytes)
{
    struct sb_archive_reader *r = ctx;
    for (size_t i = 0; i < SB_COUNT(r->before); i++) {
        sb_str bytes = r->before[i];
        r->before[i] = SB_STR_NONE;
        *ret_bytes = bytes.p;
        if (bytes.n)
            return (la_ssize_t)bytes.n;
    }
    ptrdiff_t got = sb_archive_take(r, r->input);
    if (got < 0) {
        archive_set_error(archive, EIO, "%s", r->in_err.text);
        return ARCHIVE_FATAL;
    }
    *ret_bytes = r->input;
    return got;
}

/* libarchive skips where nothing is left of what it has read. */
static la_int64_t input_skip(struct archive *archive, void *ctx, la_int64_t n)
{
    struct sb_archive_reader *r = ctx;
    (void)archive;
    return r->before[1].n ? 0 : sb_archive_skip(r, n);
}

static la_int64_t input_seek(struct archive *archive, void *ctx, la_int64_t offset, int whence)
{
    struct sb_archive_reader *r = ctx;
    int64_t to = r->part->seek(r->in, offset, whence);
    if (to < 0)
        archive_set_error(archive, EINVAL, "a place outside of the archive");
    return to < 0 ? ARCHIVE_FATAL : to;
}

/* The formats and filters are named one by one: among "all" there are some that start other programs. */
static bool open_archive(struct sb_archive_reader *r)
{
    struct archive *a = r->archive = archive_read_new();
    if (!a)
        sb_mem_exhausted();
    int bad = archive_read_support_format_tar(a) | archive_read_support_filter_gzip(a) |
              archive_read_support_filter_xz(a) | archive_read_support_filter_bzip2(a) |
              archive_read_support_filter_zstd(a);
    if (bad || (r->part->seek &&
                (archive_read_support_format_zip_seekable(a) || archive_read_set_seek_callback(a, input_seek))))
        return false;
    return archive_read_open2(a, r, NULL, input_read, r->part->skip ? input_skip : NULL, NULL) == ARCHIVE_OK;
}

/* What was read here is taken up where it ended. */
static bool hand_over(struct sb_archive_reader *r)
{
    struct archive_entry *entry;
    r->before[0] = sb_tar_plain_state(&r->plain, r->state);
    r->before[1] = sb_str_n(r->plain.p, r->plain.n);
    r->plain.on = false;
    if (!open_archive(r) || archive_read_next_header(r->archive, &entry) != ARCHIVE_OK)
        return false;
    r->at_before = r->plain.at - archive_filter_bytes(r->archive, 0);
    return true;
}

/* The attribute may stand there twice, in the spelling of star and in that of libarchive: both count. */
static void take_attributes(struct sb_archive_reader *r)
{
    const char *name;
    const void *value;
    size_t n;
    archive_entry_xattr_reset(r->entry);
    while (archive_entry_xattr_next(r->entry, &name, &value, &n) == ARCHIVE_OK)
        if (name && strcmp(name, SB_CAPABILITY_ATTRIBUTE) == 0)
            *SB_PUSH(&r->header.capabilities) = sb_str_n(value, n);
}

static sb_str text_of(const char *text)
{
    return text ? sb_str_of(text) : SB_STR_NONE;
}

static void take_entry(struct sb_archive_reader *r)
{
    struct sb_archive_header *header = &r->header;
    header->path = text_of(archive_entry_pathname(r->entry));
    header->symlink = text_of(archive_entry_symlink(r->entry));
    header->hardlink = text_of(archive_entry_hardlink(r->entry));
    header->type = archive_entry_filetype(r->entry);
    header->mode = archive_entry_perm(r->entry) & 07777;
    header->size = archive_entry_size(r->entry);
    take_attributes(r);
}

static int next_entry(struct sb_archive_reader *r)
{
    int rc;
    do {
        rc = archive_read_next_header(r->archive, &r->entry);
    } while (rc == ARCHIVE_RETRY);
    if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
        take_entry(r);
    return rc;
}

/* ---- plain headers ---- */

static void take_plain(struct sb_archive_reader *r)
{
    /* A hard link has the type of what it leads to, where its mode tells that. */
    static const mode_t types[] = {AE_IFREG, 0, AE_IFLNK, AE_IFCHR, AE_IFBLK, AE_IFDIR, AE_IFIFO};
    const struct sb_tar_header *plain = &r->plain.header;
    struct sb_archive_header *header = &r->header;
    header->path = plain->path;
    header->symlink = plain->type == '2' ? plain->link : SB_STR_NONE;
    header->hardlink = plain->type == '1' ? plain->link : SB_STR_NONE;
    header->type = plain->type == '1' ? plain->mode & AE_IFMT : types[plain->type ? plain->type - '0' : 0];
    header->mode = plain->mode & 07777;
    header->size = (int64_t)plain->size;
    if (plain->capability.p)
        *SB_PUSH(&header->capabilities) = plain->capability;
}

/* ---- either of them ---- */

bool sb_archive_input_begin(struct sb_archive_reader *r)
{
    r->input = sb_malloc(SB_ARCHIVE_ROOM);
    r->step = SB_ARCHIVE_INPUT;
    if (r->part->seek || r->part->by_libarchive)
        return open_archive(r);
    if (sb_tar_plain_begin(r))
        return true;
    r->before[1] = sb_str_n(r->plain.p, r->plain.n);
    return open_archive(r);
}

void sb_archive_input_end(struct sb_archive_reader *r)
{
    archive_read_free(r->archive);
    sb_free(r->input);
    sb_free(r->header.capabilities.p);
}

int sb_archive_input_next(struct sb_archive_reader *r)
{
    r->header.capabilities.n = 0;
    if (r->plain.on && sb_tar_plain_next(r)) {
        take_plain(r);
        return ARCHIVE_OK;
    }
    return r->plain.on && !hand_over(r) ? ARCHIVE_FATAL : next_entry(r);
}

int sb_archive_input_block(struct sb_archive_reader *r, const char **ret_block, size_t *ret_n, int64_t *ret_offset)
{
    const void *block = NULL;
    la_int64_t offset = 0;
    if (r->plain.on)
        return sb_tar_plain_block(r, ret_block, ret_n, ret_offset);
    int rc = archive_read_data_block(r->archive, &block, ret_n, &offset);
    *ret_block = block;
    *ret_offset = offset;
    return rc;
}

int sb_archive_input_pass(struct sb_archive_reader *r)
{
    return r->plain.on ? sb_tar_plain_pass(r) : archive_read_data_skip(r->archive);
}

int64_t sb_archive_input_at(const struct sb_archive_reader *r)
{
    return r->plain.on ? r->plain.at : r->at_before + archive_filter_bytes(r->archive, 0);
}

bool sb_archive_is_tar(const struct sb_archive_reader *r)
{
    return r->plain.on || (archive_format(r->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

const char *sb_archive_reason(const struct sb_archive_reader *r)
{
    const char *text = r->plain.on ? r->plain.why : archive_error_string(r->archive);
    return text ? text : "cannot be read";
}
