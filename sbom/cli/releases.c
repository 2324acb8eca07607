#include "cli/releases.h"

#include <sys/stat.h>

#include "base/sort.h"
#include "cli/input.h"
#include "formats/wrapped.h"
#include "id/purl.h"
#include "id/version.h"
#include "source/source.h"

enum {
    HEAD = 4096,
    FILES = 100000,           /* entries of a folder */
    PATHS = 64 * 1024 * 1024, /* bytes of their paths */
    DEPTH = 32
};

struct looking {
    struct sb_releases *releases;
    struct sb_chain *chain;
};

/* ---- the folder ---- */

static bool wants_nothing(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    (void)ctx;
    (void)worker;
    (void)entry;
    return false;
}

static sb_str full_path(struct looking *l, sb_str below)
{
    sb_str folder = sb_str_of(l->releases->folder);
    return sb_arena_join(&l->releases->arena, folder, sb_str_ends(folder, SB_S("/")) ? SB_STR_NONE : SB_S("/"), below);
}

static void take_entry(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct looking *l = ctx;
    struct sb_arena *arena = &l->releases->arena;
    (void)worker;
    (void)stream;
    if (entry->kind == SB_ENTRY_DIR)
        return;
    sb_str below = sb_arena_join(arena, entry->dir, entry->dir.n ? SB_S("/") : SB_STR_NONE, entry->name);
    if (entry->kind == SB_ENTRY_FILE)
        *SB_PUSH(&l->releases->files) = full_path(l, below);
    else
        sb_chain_leave_out(l->chain, full_path(l, below),
                           entry->kind == SB_ENTRY_LINK ? SB_S("a link, which is not followed")
                                                        : SB_S("neither a file nor a folder"));
}

static int by_bytes(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

static sb_rc not_all_was_seen(const struct sb_diags *diags, const char *folder, struct sb_err *err)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct sb_diag *diag = &diags->p[i];
        if (!sb_codes[diag->code].incomplete)
            continue;
        sb_fail(err, SB_E_IO, "%s: %.*s", sb_codes[diag->code].title, SB_FMT(diag->message));
        sb_err_path(err, diag->path.n ? diag->path : sb_str_of(folder));
        return err->rc;
    }
    return SB_OK;
}

static sb_rc list_folder(struct looking *l, struct sb_err *err)
{
    struct sb_limits limits = sb_limits_default;
    struct sb_diags diags = {0};
    struct sb_source *source;
    const struct sb_visitor visitor = {.ctx = l, .wants = wants_nothing, .entry = take_entry};
    const struct sb_source_options options = {.threads = 1, .names_only = true};
    struct stat st;
    if (stat(l->releases->folder, &st) == 0 && !S_ISDIR(st.st_mode))
        return sb_fail(err, SB_E_NOTFOUND, "no folder; a history is one with SBOM documents");
    limits.entries = FILES;
    limits.path_bytes = PATHS;
    limits.depth = DEPTH;
    SB_TRY(sb_source_dir.open(l->releases->folder, &limits, &source, err));
    sb_rc rc = source->type->run(source, &options, &visitor, &diags, err);
    sb_source_close(source);
    if (rc == SB_OK)
        rc = not_all_was_seen(&diags, l->releases->folder, err);
    sb_diags_done(&diags);
    sb_sort(l->releases->files.p, l->releases->files.n, sizeof *l->releases->files.p, by_bytes, NULL);
    return rc;
}

/* ---- its documents ---- */

static struct sb_release describe(struct sb_arena *arena, const char *path, const struct sb_doc *doc)
{
    struct sb_release release = {.path = path};
    struct sb_purl purl;
    release.created = sb_arena_str(arena, sb_doc_str(doc, doc->created));
    /* What SPDX 2, which must have a time, says for none. */
    release.timed = sb_time_parse(release.created, &release.seconds) && release.seconds != 0;
    if (!doc->root.v)
        return release;
    const struct sb_component *root = sb_doc_at(doc, doc->root);
    release.root = sb_arena_str(arena, sb_doc_display(doc, doc->root, arena));
    release.version = sb_arena_str(arena, sb_doc_str(doc, root->version));
    if (sb_text_set(root->purl) &&
        sb_purl_parse(sb_doc_str(doc, root->purl), arena, &purl, &(struct sb_err){0}) == SB_OK)
        release.type = sb_arena_str(arena, purl.type);
    return release;
}

static sb_rc read_document(struct looking *l, const char *path, const struct sb_scan_options *scan, struct sb_err *err)
{
    struct sb_doc *doc = sb_doc_new();
    sb_rc rc = sb_input_read(path, scan, doc, err);
    if (rc == SB_OK)
        *SB_PUSH(&l->releases->list) = describe(&l->releases->arena, path, doc);
    sb_doc_free(doc);
    return rc;
}

/* A file that cannot be opened may be a document: nobody knows. */
static sb_rc look_at(struct looking *l, sb_str path, const struct sb_scan_options *scan, struct sb_err *err)
{
    struct sb_replay file = {.window = HEAD};
    struct sb_opened opened;
    sb_rc rc = sb_replay_open(&file, path.p, SB_DOCUMENT_MAX, err);
    if (rc != SB_OK) {
        sb_err_path(err, path);
        return rc;
    }
    sb_open(&opened, &file);
    const struct sb_format *format = opened.format;
    sb_opened_done(&opened);
    sb_replay_done(&file);
    if (format && format->read)
        return read_document(l, path.p, scan, err);
    if (format)
        sb_chain_leave_out(l->chain, path,
                           sb_arena_printf(&l->releases->arena, "%s is not read in this version", format->name));
    else
        sb_chain_leave_out(l->chain, path, SB_S("no SBOM document"));
    return SB_OK;
}

/* ---- those about one thing ---- */

/* What most are about; of several the first by bytes. */
static sb_str most_common_root(const struct sb_releases *releases, struct sb_arena *arena)
{
    size_t n = releases->list.n, best = 0;
    sb_str *names = sb_arena_alloc(arena, (n + 1) * sizeof *names), ret = SB_STR_NONE;
    for (size_t i = 0; i < n; i++)
        names[i] = releases->list.p[i].root;
    sb_sort(names, n, sizeof *names, by_bytes, NULL);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && sb_str_eq(names[to], names[from]); to++)
            ;
        if (to - from > best) {
            best = to - from;
            ret = names[from];
        }
    }
    return ret;
}

static void keep_root(struct looking *l, sb_str root)
{
    struct sb_releases *releases = l->releases;
    size_t kept = 0;
    for (size_t i = 0; i < releases->list.n; i++) {
        const struct sb_release *release = &releases->list.p[i];
        if (sb_str_eq(release->root, root)) {
            releases->list.p[kept++] = *release;
            continue;
        }
        sb_str name = release->root.n ? release->root : SB_S("nothing that has a name");
        sb_chain_leave_out(l->chain, sb_str_of(release->path),
                           sb_arena_join(&releases->arena, SB_S("about "), name, SB_STR_NONE));
    }
    releases->list.n = kept;
}

/* ---- their order ---- */

static int by_version(const struct sb_release *x, const struct sb_release *y)
{
    int c = sb_version_scheme_of(x->type)->compare(x->version, y->version);
    return c ? c : sb_str_cmp(x->version, y->version);
}

static int in_time(const void *a, const void *b, void *ctx)
{
    const struct sb_release *x = a, *y = b;
    (void)ctx;
    int c = (x->seconds > y->seconds) - (x->seconds < y->seconds);
    return c ? c : by_version(x, y);
}

static int in_version(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    return by_version(a, b);
}

static void set_order(struct looking *l)
{
    struct sb_releases *releases = l->releases;
    size_t n = releases->list.n, untimed = 0, unversioned = 0;
    for (size_t i = 0; i < n; i++) {
        untimed += !releases->list.p[i].timed;
        unversioned += !releases->list.p[i].version.n;
        if (i && !sb_str_eq(releases->list.p[i].type, releases->list.p[0].type))
            for (size_t k = 0; k <= i; k++) /* one order for all */
                releases->list.p[k].type = SB_STR_NONE;
    }
    l->chain->order = !untimed ? "time" : !unversioned ? "version" : "name";
    if (untimed)
        l->chain->why_order = sb_arena_printf(&l->chain->arena, "%zu of them state%s no time%s", untimed,
                                              untimed == 1 ? "s" : "", unversioned ? ", and not all a version" : "");
    if (!untimed || !unversioned)
        sb_sort(releases->list.p, n, sizeof *releases->list.p, untimed ? in_version : in_time, NULL);
}

/* One release may have a document in each format: the first by its name stands for them. */
static bool is_same_release(const struct sb_release *x, const struct sb_release *y, bool timed)
{
    return (timed || x->version.n) && in_version(x, y, NULL) == 0 && x->timed == y->timed &&
           (!x->timed || x->seconds == y->seconds);
}

static void drop_repeats(struct looking *l)
{
    struct sb_releases *releases = l->releases;
    bool timed = strcmp(l->chain->order, "time") == 0;
    size_t kept = 0;
    if (strcmp(l->chain->order, "name") == 0)
        return;
    for (size_t i = 0; i < releases->list.n; i++) {
        const struct sb_release *release = &releases->list.p[i];
        if (!kept || !is_same_release(&releases->list.p[kept - 1], release, timed)) {
            releases->list.p[kept++] = *release;
            continue;
        }
        sb_str first = sb_str_of(releases->list.p[kept - 1].path);
        sb_chain_leave_out(
            l->chain, sb_str_of(release->path),
            sb_arena_join(&releases->arena, SB_S("of the same time and version as "), first, SB_STR_NONE));
    }
    releases->list.n = kept;
}

/* ---- all together ---- */

static sb_rc check_number(const struct looking *l, sb_str root, struct sb_err *err)
{
    size_t n = l->releases->list.n;
    if (n >= 2 && n <= SB_CHAIN_MOST)
        return SB_OK;
    if (n < 2 && root.n)
        sb_fail(err, SB_E_NOTFOUND, "a history wants two documents about one thing; about %.*s there %s %zu",
                SB_FMT(root), n == 1 ? "is" : "are", n);
    else if (n < 2)
        sb_fail(err, SB_E_NOTFOUND, "a history wants two documents about one thing; there %s %zu",
                n == 1 ? "is" : "are", n);
    else
        sb_fail(err, SB_E_LIMIT, "%zu releases; a history takes %d", n, SB_CHAIN_MOST);
    sb_err_path(err, sb_str_of(l->releases->folder));
    return err->rc;
}

sb_rc sb_releases_list(struct sb_releases *releases, const char *folder, struct sb_chain *chain, struct sb_err *err)
{
    struct looking l = {.releases = releases, .chain = chain};
    releases->folder = folder;
    sb_rc rc = list_folder(&l, err);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(folder));
    return rc;
}

sb_rc sb_releases_read(struct sb_releases *releases, const char *root, const struct sb_scan_options *scan,
                       struct sb_chain *chain, struct sb_err *err)
{
    struct looking l = {.releases = releases, .chain = chain};
    for (size_t i = 0; i < releases->files.n; i++)
        SB_TRY(look_at(&l, releases->files.p[i], scan, err));
    sb_str name = root ? sb_str_of(root) : most_common_root(releases, &releases->arena);
    keep_root(&l, name);
    set_order(&l);
    drop_repeats(&l);
    return check_number(&l, name, err);
}

void sb_releases_done(struct sb_releases *releases)
{
    sb_free(releases->files.p);
    sb_free(releases->list.p);
    sb_arena_done(&releases->arena);
}
