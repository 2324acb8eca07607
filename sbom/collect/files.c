#include "collect/files.h"

#include "base/utf8.h"
#include "collect/again.h"
#include "collect/image_find.h"
#include "collect/nested.h"
#include "source/capable.h"
#include "source/image.h"
#include "source/zip_end.h"
#include "text/glob.h"

bool sb_files_excluded(void *ctx, sb_str path)
{
    const struct sb_scan_state *scan = ctx;
    for (size_t i = 0; i < scan->options->n_exclude; i++)
        if (sb_glob(scan->options->exclude[i], path))
            return true;
    return false;
}

static bool wants(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    const struct sb_scan_state *scan = ctx;
    struct sb_scan_worker *by = &scan->workers[worker];
    by->asked = entry;
    by->n_asked = sb_dispatch_find(scan->dispatch, entry->dir, entry->name, by->hits);
    if (!scan->source->reopens && scan->options->facts && !entry->place)
        return true;
    for (size_t i = 0; i < by->n_asked; i++)
        if (!by->hits[i].row->presence)
            return true;
    return false;
}

size_t sb_files_wanted(const struct sb_dispatch_hit *hits, size_t n)
{
    size_t max = 0;
    for (size_t i = 0; i < n; i++)
        max = hits[i].bytes > max ? hits[i].bytes : max;
    return max;
}

/* ---- the collectors ---- */

static void run_collectors(struct sb_scan_state *scan, unsigned number, struct sb_job job,
                           const struct sb_dispatch_hit *hits, size_t n, sb_str bytes)
{
    struct sb_scan_worker *worker = &scan->workers[number];
    job.arena = &worker->arena;
    job.passing = &worker->passing;
    job.scratch = &worker->scratch;
    job.diags = &scan->diags[number];
    job.out = &worker->records;
    worker->read += bytes.n;
    for (size_t i = 0; i < n; i++) {
        job.collector = hits[i].collector;
        job.rank = hits[i].rank;
        job.kind = hits[i].row->kind;
        job.bytes = sb_str_part(bytes, 0, hits[i].bytes);
        hits[i].collector->file(&job);
    }
}

bool sb_files_nest(const struct sb_dispatch_hit *hits, size_t n, bool certainly)
{
    for (size_t i = 0; i < n; i++)
        if (hits[i].row->nest == SB_NEST_ZIP || (hits[i].row->nest && !certainly))
            return true;
    return false;
}

static size_t list_bytes(const struct sb_scan_state *scan)
{
    uint64_t set = scan->options->limits.list_bytes;
    return (size_t)(set ? set : sb_limits_default.list_bytes);
}

bool sb_files_read(struct sb_scan_state *scan, unsigned number, sb_str path, struct sb_stream *stream, size_t max,
                   bool tells_more)
{
    struct sb_err err = {0};
    struct sb_diags *diags = &scan->diags[number];
    sb_rc rc = sb_read_all(stream, max, &scan->workers[number].bytes, &err);
    if (rc == SB_E_LIMIT && tells_more && max != SB_MATCH_FRONT)
        sb_diag(diags, SB_D_LIMIT_BYTES, path, 0, "only the first %zu bytes were read%s", max,
                max == list_bytes(scan) ? " (--limit list-bytes=N raises that)" : "");
    else if (rc != SB_OK && rc != SB_E_LIMIT)
        sb_diag(diags, SB_D_UNREADABLE, path, 0, "%s", err.text);
    return rc == SB_OK || rc == SB_E_LIMIT;
}

/* An archive is read inside where it lies, and nowhere else. */
static void tell_zipped(struct sb_scan_state *scan, unsigned number, const struct sb_late_file *file)
{
    const struct sb_tree *tree = &scan->tree;
    bool link = sb_tree_at(tree, file->node)->kind == SB_ENTRY_LINK;
    sb_node node = link ? sb_look_target(tree, file->node) : file->node;
    sb_str path = node.v ? sb_tree_path(tree, node, &scan->workers[number].scratch) : SB_STR_NONE;
    if (path.n && !sb_str_eq(path, file->path))
        sb_diag(&scan->diags[number], SB_D_ZIPPED, file->path, 0,
                "a link leads to it: put %.*s itself there, or what is in it, and it is read inside", SB_FMT(path));
    else
        sb_diag(&scan->diags[number], SB_D_ZIPPED, file->path, 0,
                "its bytes came by a link: put a file of its own there, or what is in it, and it is read inside");
}

void sb_files_late(struct sb_scan_state *scan, unsigned number, const struct sb_late_file *file, sb_str bytes)
{
    struct sb_job job = {.dir = file->dir, .name = file->name, .path = file->path, .node = file->node};
    if (sb_files_nest(file->hits, file->n, true))
        tell_zipped(scan, number, file);
    run_collectors(scan, number, job, file->hits, file->n, bytes);
    sb_arena_reset(&scan->workers[number].scratch);
}

/* ---- one entry ---- */

/* What the configuration of an image names, and programs where no distribution has its own. */
static bool may_be_run(const struct sb_image *image, const struct sb_entry *entry)
{
    static const char *const systems[] = {"bin", "etc", "lib", "sbin", "usr", "var", NULL};
    sb_str rest = entry->dir, top;
    if (sb_image_names(image, entry->name))
        return true;
    bool local = sb_str_starts(entry->dir, SB_S("usr/local/"));
    sb_str_cut(&rest, '/', &top);
    return (sb_may_run(entry->mode) || sb_image_may_be_sourced(entry->name, entry->size)) &&
           (local || !sb_str_is_one_of(top, systems));
}

/* BROKEN: the stream failed before, and that was told. */
static void keep_look(struct sb_scan_state *scan, unsigned number, const struct sb_entry *entry, sb_str path,
                      uint32_t token, struct sb_stream *stream, sb_str head, bool broken)
{
    struct sb_look_worker *look = &scan->lookers[number];
    struct sb_err err = {0};
    size_t made = sb_looks_add(&look->made, 1);
    struct sb_looked *looked = sb_looks_at(&look->made, made);
    struct sb_look_digests digests = {0};
    scan->workers[number].batch.p[token].user = (uint32_t)made + 1;
    looked->summary.failed = true;
    if (look->made.verify)
        digests = (struct sb_look_digests){sb_looks_digests_at(&look->made, made), SB_LOOK_OF_STREAM};
    if (broken)
        return;
    look->runs = scan->source->image && may_be_run(scan->source->image, entry);
    sb_rc rc = sb_look(look, entry->name, head, stream, SB_LOOK_ALL, looked, digests, &err);
    if (rc != SB_OK)
        sb_diag(&scan->diags[number], rc == SB_E_LIMIT ? SB_D_LIMIT_BYTES : SB_D_UNREADABLE, path, 0, "%s", err.text);
}

static sb_str join_path(struct sb_arena *arena, sb_str dir, sb_str name)
{
    return dir.n ? sb_arena_join(arena, dir, SB_S("/"), name) : sb_arena_str(arena, name);
}

/* So that an archive need not be read once more for a link to what was read. */
static void keep_bytes(struct sb_scan_worker *worker, const struct sb_entry *entry, sb_str bytes)
{
    enum { SMALL = 64 * 1024, ALL = 32 * 1024 * 1024 };
    if (entry->sequence == 0 || worker->nest || bytes.n > SMALL || bytes.n != entry->size ||
        worker->kept_bytes + bytes.n > ALL)
        return;
    worker->kept_bytes += bytes.n;
    *SB_PUSH(&worker->kept) = (struct sb_kept_file){entry->sequence, sb_arena_str(&worker->arena, bytes)};
}

static const struct sb_limits *limits_of(const struct sb_scan_state *scan)
{
    return scan->options->limits.nest_bytes ? &scan->options->limits : &sb_limits_default;
}

/* One byte at least, so that what does not fit is told. */
static size_t nest_room(const struct sb_scan_state *scan, const struct sb_scan_worker *worker)
{
    static const struct sb_nest none = {0};
    uint64_t room = sb_nest_room(worker->nest ? worker->nest : &none, limits_of(scan));
    return room ? (size_t)room : 1;
}

/* Where there is no second look at it. */
static bool looks_now(const struct sb_scan_state *scan, unsigned number, uint32_t token)
{
    const struct sb_scan_worker *worker = &scan->workers[number];
    return scan->options->facts && !worker->batch.p[token].user && (!scan->source->reopens || worker->nest);
}

static uint32_t user_of(const struct sb_scan_state *scan, const struct sb_entry *entry)
{
    bool runs = scan->source->image && may_be_run(scan->source->image, entry);
    return SB_USER_PLACE | (runs ? SB_USER_RUNS : 0) | entry->place;
}

/* A file of which there is something to do. True if the worker's `bytes` are an archive that is to be read inside. */
static bool take_file(struct sb_scan_state *scan, unsigned number, const struct sb_entry *entry, uint32_t token,
                      struct sb_stream *stream, size_t n)
{
    struct sb_scan_worker *worker = &scan->workers[number];
    sb_str path = join_path(&worker->scratch, entry->dir, entry->name);
    if (!sb_utf8_valid(entry->name))
        sb_diag(&scan->diags[number], SB_D_NAME_NOT_UTF8, path, 0, "the name is written with \\xHH");
    bool nest = stream && sb_files_nest(worker->hits, n, false);
    bool told = nest && sb_files_nest(worker->hits, n, true);
    size_t wanted = sb_files_wanted(worker->hits, n);
    size_t room = nest ? nest_room(scan, worker) : 0;
    size_t max = wanted < room ? room : wanted;
    bool have = max && stream && sb_files_read(scan, number, path, stream, max, max == wanted);
    sb_str bytes = have ? sb_buf_all(&worker->bytes) : SB_STR_NONE;
    struct sb_job job = {.dir = entry->dir, .name = entry->name, .path = path, .entry = token};
    if (n && (have || max == 0 || entry->size == 0))
        run_collectors(scan, number, job, worker->hits, n, bytes);
    if (have)
        keep_bytes(worker, entry, bytes);
    if (max && stream && !have) /* that was told */
        worker->batch.p[token].user = 0;
    if (stream && looks_now(scan, number, token))
        keep_look(scan, number, entry, path, token, stream, bytes, max && !have);
    sb_arena_reset(&worker->scratch);
    return nest && have && (told || bytes.n > room || sb_zip_is(bytes));
}

/* What was found when the source asked for a file's bytes is still there. */
static size_t find_hits(struct sb_scan_state *scan, struct sb_scan_worker *worker, const struct sb_entry *entry)
{
    if (entry->kind != SB_ENTRY_FILE && entry->kind != SB_ENTRY_LINK)
        return 0;
    if (entry->kind == SB_ENTRY_FILE && worker->asked == entry)
        return worker->n_asked;
    size_t n = sb_dispatch_find(scan->dispatch, entry->dir, entry->name, worker->hits);
    return entry->kind == SB_ENTRY_LINK ? sb_dispatch_link(worker->hits, n) : n;
}

static bool reads(const struct sb_dispatch_hit *hits, size_t n)
{
    return sb_files_wanted(hits, n) || sb_files_nest(hits, n, false);
}

static void visit(void *ctx, unsigned number, const struct sb_entry *entry, struct sb_stream *stream);

/* The entries of an archive, and of those in it, come one behind the other, with its own before them. */
static void go_inside(struct sb_scan_state *scan, unsigned number, const struct sb_entry *entry)
{
    struct sb_scan_worker *worker = &scan->workers[number];
    struct sb_nest own = {0};
    struct sb_buf bytes = worker->bytes;
    struct sb_arena names = {0};
    bool outermost = !worker->nest;
    uint32_t first = (uint32_t)worker->batch.n;
    const struct sb_source_options options = {.excluded = scan->options->n_exclude ? sb_files_excluded : NULL,
                                              .excluded_ctx = scan};
    const struct sb_nest_archive archive = {
        .path = join_path(&names, entry->dir, entry->name),
        .bytes = sb_buf_all(&bytes),
        .sequence = entry->sequence ? entry->sequence : 1, /* in a folder: whatever else has that name is struck */
        .worker = number,
        .limits = limits_of(scan),
        .options = &options,
        .visitor = {.ctx = scan, .wants = scan->options->facts ? NULL : wants, .entry = visit},
        .diags = &scan->diags[number]};
    worker->bytes = (struct sb_buf){0};
    worker->nest = outermost ? &own : worker->nest;
    sb_nest_read(worker->nest, &archive);
    if (outermost) {
        worker->nest = NULL;
        *SB_PUSH(&worker->nested) = (struct sb_nested){first, (uint32_t)worker->batch.n};
    }
    sb_buf_done(&bytes);
    sb_arena_done(&names);
}

static void visit(void *ctx, unsigned number, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct sb_scan_state *scan = ctx;
    struct sb_scan_worker *worker = &scan->workers[number];
    size_t folders = worker->batch.dirs.n;
    uint32_t token = sb_tree_add(&worker->batch, entry);
    struct sb_mem_stream nothing;
    if (entry->kind == SB_ENTRY_FILE && entry->place && entry->name.n && !entry->hardlink.n)
        worker->batch.p[token].user = user_of(scan, entry);
    if (sb_nested_alike(entry, worker->batch.dirs.n != folders) && !worker->nest && entry->name.n)
        sb_nested_note(worker, token);
    size_t n = find_hits(scan, worker, entry);
    worker->asked = NULL;
    if (n && (entry->kind == SB_ENTRY_LINK || (entry->hardlink.n && reads(worker->hits, n)))) {
        *SB_PUSH(&worker->behind) = token;
        n = 0;
    }
    if (!stream && entry->kind == SB_ENTRY_FILE && entry->size == 0) {
        sb_mem_stream(&nothing, SB_STR_NONE);
        stream = &nothing.stream;
    }
    if (n == 0 && !stream && sb_utf8_valid(entry->name))
        return;
    scan->diags[number].about = token + 1;
    if (take_file(scan, number, entry, token, stream, n))
        go_inside(scan, number, entry);
    scan->diags[number].about = 0;
}

struct sb_visitor sb_files_visitor(struct sb_scan_state *scan)
{
    return (struct sb_visitor){.ctx = scan, .wants = wants, .entry = visit};
}
