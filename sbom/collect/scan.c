/* The whole scan: entries to workers, records to collectors, claims to facts, and one ordered document. */
#include "base/pool.h"
#include "base/utf8.h"
#include "collect/dispatch.h"
#include "collect/execs.h"
#include "collect/facts.h"
#include "collect/graph.h"
#include "collect/look_again.h"
#include "collect/trace.h"
#include "text/glob.h"

struct worker {
    struct sb_tree_batch batch;
    struct sb_record_list records;
    struct sb_arena arena, scratch;
    struct sb_buf bytes;
};

struct scan {
    const struct sb_scan_options *options;
    struct sb_source *source;
    struct sb_dispatch *dispatch;
    struct worker *workers;
    struct sb_look_worker *lookers; /* one a worker */
    struct sb_diags *diags;         /* one a worker */
    unsigned threads;
    struct sb_tree tree;
    struct sb_looks looks;
    struct sb_join join;
    struct sb_arena arena;
    SB_VEC(struct sb_record) records;
};

static bool excluded(void *ctx, sb_str path)
{
    const struct scan *scan = ctx;
    for (size_t i = 0; i < scan->options->n_exclude; i++)
        if (sb_glob(scan->options->exclude[i], path))
            return true;
    return false;
}

/* ---- step 1: files to records, on the workers ---- */

static bool wants(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    const struct scan *scan = ctx;
    struct sb_dispatch_hit hits[SB_DISPATCH_MAX];
    (void)worker;
    size_t n = sb_dispatch_find(scan->dispatch, entry->dir, entry->name, hits);
    for (size_t i = 0; i < n; i++)
        if (!hits[i].row->presence)
            return true;
    return false;
}

static sb_str join_path(struct sb_arena *arena, sb_str dir, sb_str name)
{
    return dir.n ? sb_arena_join(arena, dir, SB_S("/"), name) : sb_arena_str(arena, name);
}

/* The bytes that the hungriest of the rows wants. */
static size_t largest_max(const struct sb_dispatch_hit *hits, size_t n)
{
    size_t max = 0;
    for (size_t i = 0; i < n; i++) {
        size_t wanted = hits[i].row->max ? (size_t)hits[i].row->max : SB_MATCH_MAX;
        if (!hits[i].row->presence && wanted > max)
            max = wanted;
    }
    return max;
}

static void run_collectors(struct scan *scan, unsigned number, const struct sb_entry *entry, sb_str path,
                           const struct sb_dispatch_hit *hits, size_t n, sb_str bytes)
{
    struct worker *worker = &scan->workers[number];
    for (size_t i = 0; i < n; i++) {
        size_t max = hits[i].row->max ? (size_t)hits[i].row->max : SB_MATCH_MAX;
        struct sb_job job = {.collector = hits[i].collector,
                             .kind = hits[i].row->kind,
                             .dir = entry->dir,
                             .name = entry->name,
                             .path = path,
                             .bytes = hits[i].row->presence ? SB_STR_NONE : sb_str_part(bytes, 0, max),
                             .arena = &worker->arena,
                             .scratch = &worker->scratch,
                             .diags = &scan->diags[number],
                             .out = &worker->records};
        hits[i].collector->file(&job);
    }
}

/* Reads what collectors want of the stream. False if nothing could be read. */
static bool read_wanted(struct scan *scan, unsigned number, sb_str path, struct sb_stream *stream, size_t max)
{
    struct sb_err err = {0};
    struct sb_diags *diags = &scan->diags[number];
    sb_rc rc = sb_read_all(stream, max, &scan->workers[number].bytes, &err);
    if (rc == SB_E_LIMIT)
        sb_diag(diags, SB_D_LIMIT_BYTES, path, 0, "only the first %zu bytes were read", max);
    else if (rc != SB_OK && rc != SB_E_LIMIT)
        sb_diag(diags, SB_D_UNREADABLE, path, 0, "%s", err.text);
    return rc == SB_OK || rc == SB_E_LIMIT;
}

/* BROKEN: the stream failed before, and that was told. */
static void keep_look(struct scan *scan, unsigned number, const struct sb_entry *entry, sb_str path, uint32_t token,
                      sb_str head, struct sb_stream *stream, bool broken)
{
    struct sb_look_worker *look = &scan->lookers[number];
    struct sb_err err = {0};
    struct sb_looked *looked = SB_PUSH(&look->made);
    *SB_PUSH(&look->tokens) = token;
    struct sb_looked_md5 *md5 = NULL;
    *looked = (struct sb_looked){.failed = true};
    if (scan->options->verify) {
        md5 = SB_PUSH(&look->md5);
        *md5 = (struct sb_looked_md5){{0}};
    }
    if (broken)
        return;
    sb_rc rc = sb_look(look, entry->name, head, stream, SB_LOOK_ALL, looked, md5, &err);
    if (rc != SB_OK)
        sb_diag(&scan->diags[number], rc == SB_E_LIMIT ? SB_D_LIMIT_BYTES : SB_D_UNREADABLE, path, 0, "%s", err.text);
}

static void visit(void *ctx, unsigned number, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct scan *scan = ctx;
    struct worker *worker = &scan->workers[number];
    uint32_t token = sb_tree_add(&worker->batch, entry);
    struct sb_dispatch_hit hits[SB_DISPATCH_MAX];
    size_t n = entry->kind == SB_ENTRY_FILE ? sb_dispatch_find(scan->dispatch, entry->dir, entry->name, hits) : 0;
    bool named_well = sb_utf8_valid(entry->name);
    struct sb_mem_stream nothing;
    if (!stream && entry->kind == SB_ENTRY_FILE && entry->size == 0) {
        sb_mem_stream(&nothing, SB_STR_NONE);
        stream = &nothing.stream;
    }
    if (n == 0 && !stream && named_well)
        return;
    sb_str path = join_path(&worker->scratch, entry->dir, entry->name);
    if (!named_well)
        sb_diag(&scan->diags[number], SB_D_NAME_NOT_UTF8, path, 0, "the name is written with \\xHH");
    size_t max = largest_max(hits, n);
    if (max && entry->hardlink.n)
        sb_diag(&scan->diags[number], SB_D_HARD_LINK, path, 0, "a hard link to %.*s", SB_FMT(entry->hardlink));
    bool have = max && stream && read_wanted(scan, number, path, stream, max);
    sb_str bytes = have ? sb_buf_all(&worker->bytes) : SB_STR_NONE;
    if (n && (have || max == 0 || entry->size == 0))
        run_collectors(scan, number, entry, path, hits, n, bytes);
    if (stream && !scan->source->reopens && scan->options->facts)
        keep_look(scan, number, entry, path, token, bytes, stream, max && !have);
    sb_arena_reset(&worker->scratch);
}

/* ---- step 2: records to components ---- */

static size_t collector_rank(const struct sb_collector *collector)
{
    size_t rank = 0;
    while (sb_collectors[rank] != collector)
        rank++;
    return rank;
}

static int by_content(const void *left, const void *right)
{
    const struct sb_record *a = left;
    const struct sb_record *b = right;
    size_t rank_a = collector_rank(a->collector);
    size_t rank_b = collector_rank(b->collector);
    if (rank_a != rank_b)
        return rank_a < rank_b ? -1 : 1;
    int order = sb_str_cmp(a->key, b->key);
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    return order ? order : sb_str_cmp(a->path, b->path);
}

static void gather_records(struct scan *scan)
{
    for (unsigned i = 0; i < scan->threads; i++) {
        const struct sb_record_list *list = &scan->workers[i].records;
        sb_grow(&scan->records.p, &scan->records.cap, scan->records.n + list->n, sizeof *scan->records.p);
        if (list->n)
            memcpy(scan->records.p + scan->records.n, list->p, list->n * sizeof *list->p);
        scan->records.n += list->n;
    }
    if (scan->records.n)
        qsort(scan->records.p, scan->records.n, sizeof *scan->records.p, by_content);
    for (size_t i = 0; i < scan->records.n; i++)
        scan->records.p[i].node = sb_tree_find(&scan->tree, SB_NODE_ROOT, scan->records.p[i].path, false);
}

/* One-pass sources: what was looked at while it streamed by, now by node. */
static void gather_looks(struct scan *scan)
{
    for (unsigned i = 0; i < scan->threads; i++) {
        const struct sb_look_worker *look = &scan->lookers[i];
        for (size_t j = 0; j < look->made.n; j++) {
            sb_node node = sb_tree_of(&scan->tree, i, look->tokens.p[j]);
            if (node.v == 0)
                continue;
            *SB_PUSH(&scan->looks.p) = look->made.p[j];
            if (scan->looks.verify)
                *SB_PUSH(&scan->looks.md5) = look->md5.p[j];
            struct sb_tree_node *at = sb_tree_at(&scan->tree, node);
            at->user = (uint32_t)scan->looks.p.n;
            at->size = look->made.p[j].summary.size;
        }
    }
}

/* A hard link of an archive has the bytes of the entry that it names; what that one is again a link to was resolved
 * before it. */
static void share_looks(struct scan *scan)
{
    for (uint32_t i = SB_NODE_ROOT.v; i < scan->tree.n; i++) {
        struct sb_tree_node *node = sb_tree_at(&scan->tree, (sb_node){i});
        if (node->kind != SB_ENTRY_FILE || node->user || node->target.n == 0)
            continue;
        sb_node with_bytes = sb_tree_find(&scan->tree, SB_NODE_ROOT, node->target, false);
        if (with_bytes.v) {
            node->user = sb_tree_at(&scan->tree, with_bytes)->user;
            node->size = sb_tree_at(&scan->tree, with_bytes)->size;
        }
    }
}

static sb_node leads_to(const struct sb_tree *tree, sb_node link)
{
    const struct sb_tree_node *at = sb_tree_at(tree, link);
    sb_node base = sb_str_starts(at->target, SB_S("/")) ? SB_NODE_ROOT : (sb_node){at->parent};
    return sb_tree_find(tree, base, at->target, false);
}

static bool is_link(const struct sb_tree *tree, sb_node node)
{
    return node.v && sb_tree_at(tree, node)->kind == SB_ENTRY_LINK;
}

/* Links that lead to links only; each is looked at once. What leads out of the tree, or to nothing, is none of them. */
static void tell_link_loops(struct scan *scan)
{
    enum { NEW, WALKED, FINE, LOOP };
    const struct sb_tree *tree = &scan->tree;
    uint8_t *state = sb_calloc(tree->n, 1);
    SB_VEC(sb_node) chain = {0};
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n; i++) {
        sb_node at = {i};
        chain.n = 0;
        for (; is_link(tree, at) && state[at.v] == NEW; at = leads_to(tree, at)) {
            state[at.v] = WALKED;
            *SB_PUSH(&chain) = at;
        }
        bool loop = is_link(tree, at) && state[at.v] != FINE;
        for (size_t j = 0; j < chain.n; j++)
            state[chain.p[j].v] = loop ? LOOP : FINE;
        if (state[i] == LOOP)
            sb_join_diag(&scan->join, SB_D_LINK_LOOP, sb_tree_path(tree, (sb_node){i}, &scan->arena), 0,
                         "nothing lies behind it");
    }
    sb_free(chain.p);
    sb_free(state);
}

static void run_finish(struct scan *scan)
{
    size_t at = 0;
    for (const struct sb_collector *const *c = sb_collectors; *c; c++) {
        size_t first = at;
        while (at < scan->records.n && scan->records.p[at].collector == *c)
            at++;
        scan->join.collector = *c;
        scan->join.records = scan->records.n ? scan->records.p + first : NULL;
        scan->join.n_records = at - first;
        (*c)->finish(&scan->join);
    }
}

/* ---- step 3: facts, and all of it in order ---- */

static void record_what_ran(struct sb_doc *doc, bool facts)
{
    struct sb_buf json = {0};
    struct sb_arena names = {0};
    sb_str sorted[16];
    size_t n = 0;
    for (const struct sb_collector *const *c = sb_collectors; *c; c++)
        sorted[n++] = sb_arena_printf(&names, "\"%s\":%u", (*c)->name, (*c)->revision);
    if (facts)
        sorted[n++] = sb_arena_printf(&names, "\"facts\":%u", SB_FACTS_REVISION);
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && sb_str_cmp(sorted[j], sorted[j - 1]) < 0; j--) {
            sb_str swap = sorted[j];
            sorted[j] = sorted[j - 1];
            sorted[j - 1] = swap;
        }
    for (size_t i = 0; i < n; i++) {
        sb_buf_chr(&json, i ? ',' : '{');
        sb_buf_str(&json, sorted[i]);
    }
    sb_buf_chr(&json, '}');
    sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), sb_buf_all(&json));
    sb_buf_done(&json);
    sb_arena_done(&names);
}

static void start(struct scan *scan, struct sb_source *source, const struct sb_scan_options *options,
                  struct sb_doc *doc)
{
    *scan = (struct scan){.options = options, .source = source, .looks.verify = options->facts && options->verify};
    scan->threads = options->threads ? options->threads : sb_pool_default_threads();
    scan->dispatch = sb_dispatch_new();
    scan->workers = sb_calloc(scan->threads, sizeof *scan->workers);
    scan->lookers = sb_calloc(scan->threads, sizeof *scan->lookers);
    scan->diags = sb_calloc(scan->threads, sizeof *scan->diags);
    for (unsigned i = 0; i < scan->threads; i++)
        sb_look_worker_init(&scan->lookers[i]);
    scan->join = (struct sb_join){.doc = doc,
                                  .tree = &scan->tree,
                                  .arena = &scan->arena,
                                  .diags = &doc->diags,
                                  .facts = options->facts,
                                  .collectors = options->collectors ? options->collectors : sb_collectors};
}

static void finish(struct scan *scan)
{
    for (unsigned i = 0; i < scan->threads; i++) {
        struct worker *worker = &scan->workers[i];
        sb_tree_batch_done(&worker->batch);
        sb_free(worker->records.p);
        sb_arena_done(&worker->arena);
        sb_arena_done(&worker->scratch);
        sb_buf_done(&worker->bytes);
        sb_look_worker_done(&scan->lookers[i]);
        sb_diags_done(&scan->diags[i]);
    }
    sb_free(scan->workers);
    sb_free(scan->lookers);
    sb_free(scan->diags);
    sb_dispatch_free(scan->dispatch);
    sb_tree_done(&scan->tree);
    sb_free(scan->looks.p.p);
    sb_free(scan->looks.md5.p);
    sb_free(scan->records.p);
    sb_free(scan->join.systems.p);
    sb_free(scan->join.claims.p);
    sb_free(scan->join.execs.p);
    sb_free(scan->join.deps.p);
    sb_free(scan->join.strays.p);
    sb_free(scan->join.requested.p);
    sb_arena_done(&scan->arena);
}

static sb_rc walk(struct scan *scan, struct sb_err *err)
{
    struct sb_source_options options = {.threads = scan->threads,
                                        .one_file_system = scan->options->one_file_system,
                                        .excluded = scan->options->n_exclude ? excluded : NULL,
                                        .excluded_ctx = scan};
    struct sb_visitor visitor = {.ctx = scan, .wants = wants, .entry = visit};
    SB_TRY(scan->source->type->run(scan->source, &options, &visitor, scan->diags, err));
    for (unsigned i = 0; i < scan->threads; i++) {
        sb_buf_done(&scan->workers[i].bytes);
        sb_arena_done(&scan->workers[i].scratch);
    }
    struct sb_tree_batch *batches = sb_calloc(scan->threads, sizeof *batches);
    for (unsigned i = 0; i < scan->threads; i++)
        batches[i] = scan->workers[i].batch;
    sb_tree_build(&scan->tree, batches, scan->threads);
    for (unsigned i = 0; i < scan->threads; i++)
        scan->workers[i].batch = batches[i];
    sb_free(batches);
    return SB_OK;
}

static void trace(const struct scan *scan, const struct sb_unowned *unowned)
{
    const struct sb_trace all = {.join = &scan->join,
                                 .dispatch = scan->dispatch,
                                 .looks = &scan->looks,
                                 .unowned = unowned,
                                 .records = scan->records.p,
                                 .n_records = scan->records.n};
    sb_trace_write(&all, sb_str_of(scan->options->trace), scan->options->trace_to);
}

sb_rc sb_scan(struct sb_source *source, const struct sb_scan_options *options, struct sb_doc *doc, struct sb_err *err)
{
    struct scan scan;
    if (options->verify && !sb_md5_offered())
        return sb_fail(err, SB_E_UNSUPPORTED,
                       "records cannot be verified: they need MD5, which this system's OpenSSL does not offer (FIPS?)");
    start(&scan, source, options, doc);
    doc->format = "scan";
    doc->has_graph = true;
    sb_rc rc = walk(&scan, err);
    if (rc == SB_OK) {
        gather_records(&scan);
        gather_looks(&scan);
        share_looks(&scan);
        tell_link_loops(&scan);
        run_finish(&scan);
        sb_graph_finish(&scan.join, source->base, options->root);
        struct sb_unowned unowned = {0};
        if (options->facts) {
            sb_execs_settle(&scan.join);
            sb_unowned_find(&scan.join, &unowned);
            if (source->reopens)
                sb_look_again(&scan.join, &unowned, source, scan.threads, scan.lookers, &scan.looks, scan.diags);
        }
        for (unsigned i = 0; i < scan.threads; i++)
            sb_diags_merge(&doc->diags, &scan.diags[i]);
        sb_facts_write(&scan.join, &scan.looks, &unowned);
        record_what_ran(doc, options->facts);
        sb_diags_sort(&doc->diags);
        sb_doc_seal(doc);
        if (options->trace)
            trace(&scan, &unowned);
        sb_unowned_done(&unowned);
    }
    finish(&scan);
    return rc;
}
