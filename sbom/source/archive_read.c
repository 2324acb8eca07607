#include "source/archive_read.h"

#include <locale.h>

#include "source/archive_body.h"
#include "source/archive_input.h"
#include "source/archive_place.h"
#include "source/capable.h"

enum { HEADERS = 8 * 1024 };

/* ---- entries ---- */

static void deliver_file(struct sb_archive_reader *r, struct sb_entry *entry)
{
    struct sb_archive_body body;
    sb_archive_body_begin(&body, r);
    bool fits = entry->size <= r->limits->file_bytes;
    entry->place = fits ? entry->place : 0;
    if (!fits)
        sb_archive_body_fail(&body, SB_D_LIMIT_BYTES,
                             "larger than what is read of one file (--limit file-bytes=N raises that)");
    bool passed = r->part->skip && r->visitor->wants && !r->visitor->wants(r->visitor->ctx, r->part->worker, entry);
    r->step = r->part->skip ? HEADERS : SB_ARCHIVE_INPUT;
    r->visitor->entry(r->visitor->ctx, r->part->worker, entry, fits && entry->size && !passed ? &body.stream : NULL);
    if (passed || (r->part->skip && !body.failed && !body.ended))
        sb_archive_pass_over(r);
    else
        sb_archive_body_drain(&body);
}

static enum sb_entry_kind kind_of(const struct sb_archive_header *header)
{
    switch (header->type) {
    case AE_IFREG: return SB_ENTRY_FILE;
    case AE_IFDIR: return SB_ENTRY_DIR;
    case AE_IFLNK: return SB_ENTRY_LINK;
    default: return header->hardlink.p ? SB_ENTRY_FILE : SB_ENTRY_SPECIAL;
    }
}

/* A hard link names the entry that has the bytes; one that brings bytes along is a file like any other. */
static bool take_hardlink(struct sb_archive_reader *r, struct sb_entry *entry)
{
    if (!r->header.hardlink.p || r->header.size > 0)
        return false;
    unsigned bits = sb_archive_path(r->header.hardlink, r->limits->depth, &r->link);
    if (!(bits & (SB_PATH_LEAVES | SB_PATH_DEEP)))
        bits |= sb_archive_links_follow(&r->links, r->part->layer, r->limits->depth, &r->link);
    if (bits & SB_PATH_LEAVES)
        sb_archive_tell(r, SB_D_ARCHIVE_PATH, "a hard link to what lies outside the root");
    if (!(bits & (SB_PATH_LEAVES | SB_PATH_DEEP)))
        entry->hardlink = sb_buf_all(&r->link);
    return true;
}

static bool take_capabilities(struct sb_archive_reader *r, struct sb_capabilities *ret)
{
    *ret = (struct sb_capabilities){0};
    for (size_t i = 0; i < r->header.capabilities.n; i++) {
        struct sb_capabilities one;
        if (!sb_capabilities_decode(r->header.capabilities.p[i], &one))
            sb_capable_tell_odd(r->diags, sb_buf_all(&r->path));
        else
            sb_capabilities_unite(ret, &one);
    }
    return sb_capabilities_any(ret);
}

/* The archive itself is what a program reads: it goes by names, and no mode keeps it from the bytes. */
static void deliver_plain(struct sb_archive_reader *r, struct sb_entry *entry)
{
    struct sb_mem_stream text;
    int64_t size = r->header.size;
    bool link = entry->kind == SB_ENTRY_LINK;
    entry->mode = SB_MODE_UNKNOWN;
    entry->capabilities = NULL;
    entry->hardlink = SB_STR_NONE;
    entry->sequence = r->part->first;
    if (entry->kind == SB_ENTRY_DIR && size > 0)
        sb_archive_tell(r, SB_D_ARCHIVE_DAMAGED, "a folder that has bytes");
    if (entry->kind != SB_ENTRY_DIR)
        entry->kind = SB_ENTRY_FILE;
    if (entry->kind == SB_ENTRY_FILE && !link) {
        entry->size = size > 0 ? (uint64_t)size : 0;
        deliver_file(r, entry);
        return;
    }
    sb_mem_stream(&text, entry->target);
    entry->size = link ? entry->target.n : SB_SIZE_UNKNOWN;
    entry->target = SB_STR_NONE;
    r->visitor->entry(r->visitor->ctx, r->part->worker, entry, entry->size && link ? &text.stream : NULL);
    sb_archive_no_body(r);
}

static void deliver_entry(struct sb_archive_reader *r)
{
    struct sb_capabilities capabilities;
    sb_str path = sb_buf_all(&r->path);
    struct sb_entry entry = {
        .dir = sb_path_dir(path), .name = sb_path_base(path), .sequence = r->part->first + (uint32_t)r->entries};
    bool hardlink = take_hardlink(r, &entry);
    entry.kind = kind_of(&r->header);
    if (entry.kind == SB_ENTRY_DIR && r->header.size > 0 && !r->part->plain) {
        sb_archive_tell(r, SB_D_ARCHIVE_DAMAGED, "a file whose name ends like a folder's; tar makes a folder of it");
        entry.kind = SB_ENTRY_FILE; /* as programs in Go unpack it, and with them all engines of containers */
    }
    entry.size = SB_SIZE_UNKNOWN;
    entry.mode = r->header.mode;
    entry.place = sb_archive_place(r);
    if (entry.kind == SB_ENTRY_LINK)
        entry.target = r->header.symlink;
    if (entry.kind == SB_ENTRY_FILE && take_capabilities(r, &capabilities))
        entry.capabilities = &capabilities;
    if (r->part->plain) {
        deliver_plain(r, &entry);
        return;
    }
    if (entry.kind == SB_ENTRY_SPECIAL)
        sb_archive_tell(r, SB_D_SPECIAL_FILE, "a FIFO, socket or device");
    sb_archive_links_take(&r->links, &entry, (uint32_t)r->entries);
    if (entry.kind == SB_ENTRY_FILE && !hardlink) {
        int64_t size = r->header.size;
        entry.size = size > 0 ? (uint64_t)size : 0;
        deliver_file(r, &entry);
        return;
    }
    r->visitor->entry(r->visitor->ctx, r->part->worker, &entry, NULL);
    sb_archive_no_body(r);
}

/* ".wh..wh..opq" empties the folder that it lies in for earlier layers; other names with two marks are those that AUFS
 * keeps for itself. */
static void deliver_mark(struct sb_archive_reader *r)
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
        sb_archive_tell(r, SB_D_ARCHIVE_PATH, "a whiteout of no file; left out");
    else if (entry.kind == SB_ENTRY_OPAQUE || !sb_str_starts(name, SB_S(".wh.")))
        r->visitor->entry(r->visitor->ctx, r->part->worker, &entry, NULL);
    sb_archive_no_body(r);
}

static bool too_many_entries(struct sb_archive_reader *r)
{
    uint64_t all = r->part->used ? sb_archive_add_used(&r->part->used->entries, 1) : r->entries;
    return all > r->limits->entries;
}

static void take_entry(struct sb_archive_reader *r)
{
    r->entries++;
    if (too_many_entries(r)) {
        sb_buf_clear(&r->path);
        sb_archive_stop(r, SB_D_LIMIT_ENTRIES,
                        "too many entries; reading stopped here (--limit entries=N raises that)");
        return;
    }
    if (sb_archive_take_path(r) && r->path.n && (sb_archive_is_mark(r) || !sb_archive_is_excluded(r)) &&
        sb_archive_has_room(r)) {
        if (sb_archive_is_mark(r))
            deliver_mark(r);
        else
            deliver_entry(r);
        return;
    }
    sb_archive_no_body(r);
}

/* ---- the archive ---- */

/* POSIX ends a tar with two blocks of zeros. Some programs leave them out, and all of a tar that was cut between two
 * entries may lack is more of them. */
static void check_end(struct sb_archive_reader *r, int64_t before)
{
    if (sb_archive_input_at(r) - before >= 512 || (!sb_archive_is_tar(r) && r->entries))
        return;
    sb_buf_clear(&r->path);
    if (r->entries == 0)
        sb_archive_break_off(r, "it is empty");
    else
        sb_archive_tell_open(r);
}

/* False at the end. */
static bool next_entry(struct sb_archive_reader *r)
{
    int64_t before = sb_archive_input_at(r);
    int rc = sb_archive_input_next(r);
    if (rc == ARCHIVE_EOF) {
        check_end(r, before);
        return false;
    }
    if (rc == ARCHIVE_FATAL || (rc < ARCHIVE_WARN && r->entries == 0)) {
        sb_archive_break_off(r, sb_archive_reason(r));
        return false;
    }
    if (rc < ARCHIVE_WARN) {
        sb_buf_clear(&r->path);
        sb_archive_tell(r, SB_D_ARCHIVE_DAMAGED, sb_archive_reason(r));
        return true;
    }
    r->body_from = sb_archive_input_at(r);
    take_entry(r);
    return (!r->stop && sb_archive_within_limits(r));
}

static sb_rc read_entries(struct sb_archive_reader *r, struct sb_err *err)
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
    struct sb_archive_reader r = {
        .in = in, .limits = limits, .options = options, .visitor = visitor, .diags = diags, .part = part};
    /* libarchive converts the UTF-8 of pax headers to the charset of the thread's locale, and composes characters on
     * the way. What does not fit into that charset it leaves as it is: in the locale "C" all bytes stay. */
    locale_t bytes = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = bytes ? uselocale(bytes) : (locale_t)0;
    sb_rc rc = sb_archive_input_begin(&r)
                   ? read_entries(&r, err)
                   : sb_fail(err, SB_E_SYNTAX, "cannot be read as an archive: %s", sb_archive_reason(&r));
    sb_archive_input_end(&r);
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
