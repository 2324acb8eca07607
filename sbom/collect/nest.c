#include "collect/nest.h"

#include <stdio.h>

#include "base/map.h"
#include "base/mem.h"
#include "source/below.h"
#include "source/zip_end.h"

struct reading {
    struct sb_nest *nest;
    const struct sb_nest_archive *archive;
    struct sb_diags *told;  /* of paths in the archive */
    uint32_t about;         /* what all of it is about */
    struct sb_buf at, path; /* AT: "a/x.egg!/"; PATH: of the entry, from the scan root */
    struct sb_entry entry;  /* with that path */
    struct sb_map names;    /* hashes of the paths so far */
};

/* ---- the bytes ---- */

struct bytes {
    struct sb_mem_stream mem; /* first: its stream is known by it */
    sb_str all;
};

static struct bytes *bytes_of(struct sb_stream *stream)
{
    return stream->ctx;
}

static int64_t bytes_seek(struct sb_stream *stream, int64_t offset, int whence)
{
    struct bytes *bytes = bytes_of(stream);
    int64_t size = (int64_t)bytes->all.n;
    int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? size - (int64_t)bytes->mem.rest.n : size;
    if (offset < -from || offset > size - from)
        return -1;
    bytes->mem.rest = sb_str_from(bytes->all, (size_t)(from + offset));
    return from + offset;
}

static int64_t bytes_skip(struct sb_stream *stream, int64_t n)
{
    struct bytes *bytes = bytes_of(stream);
    size_t left = bytes->mem.rest.n;
    size_t skipped = n > 0 && (uint64_t)n < left ? (size_t)n : n > 0 ? left : 0;
    bytes->mem.rest = sb_str_from(bytes->mem.rest, skipped);
    return (int64_t)skipped;
}

/* ---- paths ---- */

/* DIR and NAME are paths in the archive. */
static sb_str join(struct reading *r, sb_str dir, sb_str name)
{
    r->path.n = 0;
    sb_buf_str(&r->path, sb_buf_all(&r->at));
    sb_buf_str(&r->path, dir);
    sb_buf_str(&r->path, dir.n && name.n ? SB_S("/") : SB_STR_NONE);
    sb_buf_str(&r->path, name);
    return sb_buf_all(&r->path);
}

static bool is_excluded(void *ctx, sb_str path)
{
    struct reading *r = ctx;
    const struct sb_source_options *options = r->archive->options;
    return options->excluded(options->excluded_ctx, join(r, path, SB_STR_NONE));
}

/* False if its path is too long, which is told. */
static bool place(struct reading *r, const struct sb_entry *entry)
{
    sb_str path = join(r, entry->dir, entry->name);
    r->entry = *entry;
    r->entry.dir = sb_path_dir(path);
    r->entry.name = sb_path_base(path);
    return path.n <= SB_BELOW_PATH;
}

/* ---- entries ---- */

static bool wants(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    struct reading *r = ctx;
    return place(r, entry) && r->archive->visitor.wants(r->archive->visitor.ctx, worker, &r->entry);
}

/* Programs differ in which of two entries with one name they take. */
static void check_name(struct reading *r, const struct sb_entry *entry)
{
    sb_str path = sb_buf_all(&r->path);
    uint32_t *times = sb_map_put(&r->names, sb_hash(path.p, path.n, 0) >> 1);
    if (++*times == 2 && entry->kind == SB_ENTRY_FILE)
        sb_diag(r->told, SB_D_ARCHIVE_DAMAGED, sb_str_from(path, r->at.n), 0,
                "the name comes twice, and programs differ in which of them they take");
}

static void take(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct reading *r = ctx;
    if (!place(r, entry)) {
        sb_diag(r->told, SB_D_LIMIT_DEPTH, SB_STR_NONE, 0, "a path of more than %u bytes; left out", SB_BELOW_PATH);
        return;
    }
    check_name(r, entry);
    r->archive->visitor.entry(r->archive->visitor.ctx, worker, &r->entry, stream);
}

/* The folder that all of them lie in. */
static void take_inside(struct reading *r)
{
    sb_str folder = sb_str_part(sb_buf_all(&r->at), 0, r->at.n - 1);
    struct sb_entry entry = {.dir = sb_path_dir(folder),
                             .name = sb_path_base(folder),
                             .kind = SB_ENTRY_INSIDE,
                             .size = SB_SIZE_UNKNOWN,
                             .sequence = r->archive->sequence,
                             .mode = SB_MODE_UNKNOWN};
    r->archive->visitor.entry(r->archive->visitor.ctx, r->archive->worker, &entry, NULL);
}

/* ---- the archive ---- */

/* Folders below each other count from the scan root. */
static uint32_t depth_left(const struct sb_nest_archive *archive)
{
    uint32_t depth = 1;
    for (size_t i = 0; i < archive->path.n; i++)
        depth += archive->path.p[i] == '/';
    return archive->limits->depth > depth ? archive->limits->depth - depth : 0;
}

/* What was told of paths in the archive is told of those in the tree. */
static void pass_on(struct reading *r)
{
    struct sb_diags *told = r->told;
    for (size_t i = 0; i < told->n; i++) {
        sb_str path = told->p[i].path;
        path = path.n ? join(r, path, SB_STR_NONE) : r->archive->path;
        told->p[i].path = sb_arena_str(&told->arena, path);
        told->p[i].about = r->about;
    }
    sb_diags_merge(r->archive->diags, told);
}

static bool stopped(const struct sb_diags *told)
{
    return told->total[SB_D_LIMIT_BYTES] || told->total[SB_D_LIMIT_ENTRIES] || told->total[SB_D_LIMIT_RATIO] ||
           told->total[SB_D_LIMIT_PATHS];
}

static void check_directory(struct reading *r, uint64_t entries)
{
    const struct sb_zip_file file = sb_zip_of_bytes(r->archive->bytes);
    const char *doubt = stopped(r->told) ? NULL : sb_zip_doubt(&file, (int64_t)entries);
    if (doubt)
        sb_diag(r->told, SB_D_ARCHIVE_DAMAGED, SB_STR_NONE, 0, "another program may read something else in it: %s",
                doubt);
}

static sb_rc read_zip(struct reading *r, struct sb_err *err)
{
    const struct sb_nest_archive *archive = r->archive;
    struct bytes bytes = {.all = archive->bytes};
    struct sb_limits limits = *archive->limits;
    const struct sb_archive_part part = {.worker = archive->worker,
                                         .plain = true,
                                         .above = r->at.n,
                                         .first = archive->sequence,
                                         .used = &r->nest->used,
                                         .skip = bytes_skip,
                                         .seek = bytes_seek};
    const struct sb_source_options options = {
        .threads = 1, .excluded = archive->options->excluded ? is_excluded : NULL, .excluded_ctx = r};
    const struct sb_visitor visitor = {.ctx = r, .wants = archive->visitor.wants ? wants : NULL, .entry = take};
    sb_mem_stream(&bytes.mem, archive->bytes);
    limits.depth = depth_left(archive);
    return sb_archive_read_part(&bytes.mem.stream, &limits, &options, &visitor, r->told, &part, err);
}

/* Entries of archives in this one are counted with those of this one, and are not in its directory. */
static void read_and_check(struct reading *r)
{
    struct sb_nest *nest = r->nest;
    struct sb_err err = {0};
    uint64_t before = nest->used.entries, below = nest->below;
    sb_rc rc = read_zip(r, &err);
    uint64_t taken = nest->used.entries - before;
    if (rc == SB_OK)
        check_directory(r, taken - (nest->below - below));
    else
        sb_diag(r->told, SB_D_ARCHIVE_DAMAGED, SB_STR_NONE, 0, "%s", err.text);
    nest->below = below + taken;
}

uint64_t sb_nest_room(const struct sb_nest *nest, const struct sb_limits *limits)
{
    return limits->nest_bytes > nest->open ? limits->nest_bytes - nest->open : 0;
}

void sb_nest_read(struct sb_nest *nest, const struct sb_nest_archive *archive)
{
    struct sb_diags told = {0};
    struct reading r = {.nest = nest, .archive = archive, .told = &told, .about = archive->diags->about};
    if (nest->depth >= archive->limits->nest) {
        sb_diag(archive->diags, SB_D_LIMIT_DEPTH, archive->path, 0,
                "an archive in archives; not read inside (--limit nest=N raises that)");
        return;
    }
    if (archive->bytes.n > sb_nest_room(nest, archive->limits)) {
        sb_diag(
            archive->diags, SB_D_LIMIT_BYTES, archive->path, 0,
            "larger than what is read of an archive in a tree, with those that it lies in; not read inside (--limit "
            "nest-bytes=N raises that)");
        return;
    }
    if (nest->depth == 0)
        nest->used.packed = archive->bytes.n;
    sb_buf_str(&r.at, archive->path);
    sb_buf_str(&r.at, SB_S("!/"));
    nest->depth++;
    nest->open += archive->bytes.n;
    take_inside(&r);
    read_and_check(&r);
    pass_on(&r);
    nest->depth--;
    nest->open -= archive->bytes.n;
    sb_diags_done(&told);
    sb_map_done(&r.names);
    sb_buf_done(&r.at);
    sb_buf_done(&r.path);
}
