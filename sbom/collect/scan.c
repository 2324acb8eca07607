/* The whole scan: entries to workers, records to collectors, claims to facts, and one ordered document. */
#include "base/pool.h"
#include "collect/asked.h"
#include "collect/behind.h"
#include "collect/caches.h"
#include "collect/execs.h"
#include "collect/facts.h"
#include "collect/files.h"
#include "collect/gather.h"
#include "collect/graph.h"
#include "collect/image.h"
#include "collect/image_runs.h"
#include "collect/known.h"
#include "collect/links.h"
#include "collect/look_again.h"
#include "collect/open_folder.h"
#include "collect/rights.h"
#include "collect/rules.h"
#include "collect/trace.h"
#include "model/clean.h"

/* ---- step 1: entries to records ---- */

static sb_rc walk(struct sb_scan_state *scan, struct sb_err *err)
{
    struct sb_source_options options = {.threads = scan->threads,
                                        .one_file_system = scan->options->one_file_system,
                                        .excluded = scan->options->n_exclude ? sb_files_excluded : NULL,
                                        .excluded_ctx = scan,
                                        .names_only = !scan->options->facts,
                                        .layers = scan->options->layers,
                                        .platform = scan->options->platform,
                                        .image = scan->options->image};
    struct sb_visitor visitor = sb_files_visitor(scan);
    SB_TRY(scan->source->type->run(scan->source, &options, &visitor, scan->diags, err));
    sb_gather_tree(scan);
    const char *scheme = scan->source->image ? NULL : sb_image_form(&scan->tree);
    if (scheme)
        return sb_fail(err, SB_E_UNSUPPORTED, "a container image among other files; %s:PATH reads the image", scheme);
    SB_TRY(sb_behind_read(scan, err));
    sb_gather_records(scan);
    return SB_OK;
}

/* ---- step 2: records to components ---- */

static void run_finish(struct sb_scan_state *scan)
{
    size_t at = 0;
    uint32_t rank = 0;
    for (const struct sb_collector *const *c = scan->collectors; *c; c++, rank++) {
        size_t first = at;
        while (at < scan->records.n && scan->records.p[at].rank == rank)
            at++;
        scan->join.collector = *c;
        scan->join.records = scan->records.n ? scan->records.p + first : NULL;
        scan->join.n_records = at - first;
        (*c)->finish(&scan->join);
    }
}

/* An empty inventory is more often a wrong path than an empty tree. */
static void tell_nothing_found(struct sb_join *join)
{
    if (sb_doc_count(join->doc) == 0 && !join->root_name.n)
        sb_join_diag(join, SB_D_NOTHING_FOUND, SB_STR_NONE, 0, "the inventory is empty");
}

static void join_all(struct sb_scan_state *scan)
{
    struct sb_caches caches;
    sb_caches_find(&caches, &scan->tree);
    scan->join.caches = &caches;
    sb_links_tell(&scan->join);
    struct sb_asked asked = {0};
    sb_asked_fill(&asked, scan->collectors, &scan->tree, scan->records.p, scan->records.n);
    scan->join.asked = scan->options->facts || scan->options->trace ? NULL : &asked;
    run_finish(scan);
    scan->join.asked = NULL;
    for (unsigned i = 0; i < scan->threads; i++)
        sb_arena_done(&scan->workers[i].passing);
    sb_caches_mark(&scan->join);
    tell_nothing_found(&scan->join);
    sb_doc_clean(scan->join.doc);
    sb_doc_mend_references(scan->join.doc);
    if (scan->lower.docs.n)
        sb_lower_add(&scan->lower, &scan->join);
    sb_graph_finish(&scan->join, scan->source->base, scan->options->root, scan->source->image);
    scan->join.caches = NULL;
    sb_caches_done(&caches);
}

/* ---- step 3: facts, and all of it in order ---- */

static int by_text(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

static void record_what_ran(const struct sb_join *join)
{
    struct sb_buf json = {0};
    struct sb_arena names = {0};
    SB_VEC(sb_str) sorted = {0};
    for (const struct sb_collector *const *c = join->collectors; *c; c++)
        *SB_PUSH(&sorted) = sb_arena_printf(&names, "\"%s\":%u", (*c)->name, (*c)->revision);
    if (join->facts)
        *SB_PUSH(&sorted) = sb_arena_printf(&names, "\"facts\":%u", SB_FACTS_REVISION);
    if (sorted.n)
        qsort(sorted.p, sorted.n, sizeof *sorted.p, by_text);
    sb_buf_chr(&json, '{');
    for (size_t i = 0; i < sorted.n; i++) {
        sb_buf_str(&json, i ? SB_S(",") : SB_STR_NONE);
        sb_buf_str(&json, sorted.p[i]);
    }
    sb_buf_chr(&json, '}');
    sb_doc_fact(join->doc, SB_DOC_ITSELF, SB_S("sbom:ran"), sb_buf_all(&json));
    sb_free(sorted.p);
    sb_buf_done(&json);
    sb_arena_done(&names);
}

/* ---- all of it ---- */

static void set_collectors(struct sb_scan_state *scan)
{
    const struct sb_collector *const *given = scan->options->collectors ? scan->options->collectors : sb_collectors;
    size_t n = 0;
    while (given[n])
        n++;
    scan->collectors = sb_calloc(n + 3, sizeof *scan->collectors);
    scan->collectors[0] = &sb_system_rules;
    for (size_t i = 0; i < n; i++)
        scan->collectors[1 + i] = given[i];
    scan->collectors[1 + n] = &sb_known;
    scan->dispatch = sb_dispatch_new(scan->collectors, scan->options->limits.list_bytes);
    scan->join.collectors = given;
}

static void start(struct sb_scan_state *scan, struct sb_source *source, const struct sb_scan_options *options,
                  struct sb_doc *doc)
{
    *scan = (struct sb_scan_state){.options = options,
                                   .source = source,
                                   .looks.verify = options->facts && options->verify,
                                   .looks.made = SB_LOOK_OF_STREAM};
    scan->threads = options->threads ? options->threads : sb_pool_default_threads();
    scan->workers = sb_calloc(scan->threads, sizeof *scan->workers);
    scan->lookers = sb_calloc(2 * (size_t)scan->threads, sizeof *scan->lookers);
    scan->diags = sb_calloc(scan->threads, sizeof *scan->diags);
    for (unsigned i = 0; i < 2 * scan->threads; i++) {
        sb_look_worker_init(&scan->lookers[i]);
        scan->lookers[i].made.verify = scan->looks.verify;
    }
    for (unsigned i = 0; i < 2 * scan->threads && options->limits.file_bytes; i++)
        scan->lookers[i].file_bytes = options->limits.file_bytes;
    scan->join = (struct sb_join){.doc = doc,
                                  .tree = &scan->tree,
                                  .arena = &scan->arena,
                                  .diags = &doc->diags,
                                  .facts = options->facts,
                                  .verify = scan->looks.verify,
                                  .reopens = source->reopens};
    set_collectors(scan);
    for (unsigned i = 0; i < scan->threads; i++)
        scan->workers[i].hits = sb_calloc(sb_dispatch_rows(scan->dispatch) + 1, sizeof *scan->workers[i].hits);
}

static void finish(struct sb_scan_state *scan)
{
    for (unsigned i = 0; i < scan->threads; i++) {
        struct sb_scan_worker *worker = &scan->workers[i];
        sb_tree_batch_done(&worker->batch);
        sb_free(worker->records.p);
        sb_free(worker->moved.p);
        sb_free(worker->behind.p);
        sb_free(worker->kept.p);
        sb_free(worker->hits);
        sb_free(worker->nested.p);
        sb_free(worker->alike.p);
        sb_arena_done(&worker->arena);
        sb_arena_done(&worker->passing);
        sb_arena_done(&worker->scratch);
        sb_buf_done(&worker->bytes);
        sb_look_worker_done(&scan->lookers[2 * i]);
        sb_look_worker_done(&scan->lookers[2 * i + 1]);
        sb_diags_done(&scan->diags[i]);
    }
    sb_free(scan->workers);
    sb_free(scan->lookers);
    sb_free(scan->diags);
    sb_dispatch_free(scan->dispatch);
    sb_free(scan->collectors);
    sb_tree_done(&scan->tree);
    sb_looks_done(&scan->looks);
    sb_free(scan->records.p);
    sb_free(scan->join.systems.p);
    sb_map_done(&scan->join.system_of);
    sb_map_done(&scan->join.rule_of);
    sb_free(scan->join.claims.p);
    sb_free(scan->join.execs.p);
    sb_free(scan->join.deps.p);
    sb_free(scan->join.capable.p);
    sb_free(scan->join.strays.p);
    sb_free(scan->join.requested.p);
    sb_free(scan->join.brought.p);
    sb_lower_done(&scan->lower);
    sb_arena_done(&scan->arena);
}

static void trace(const struct sb_scan_state *scan, const struct sb_unowned *unowned)
{
    const struct sb_trace all = {.join = &scan->join,
                                 .dispatch = scan->dispatch,
                                 .looks = &scan->looks,
                                 .unowned = unowned,
                                 .records = scan->records.p,
                                 .n_records = scan->records.n};
    sb_trace_write(&all, sb_str_of(scan->options->trace), scan->options->trace_to);
}

/* Facts and diagnostics of a scan whose components stand. */
static void complete(struct sb_scan_state *scan)
{
    struct sb_unowned unowned = {0};
    struct sb_places places = {0};
    struct sb_doc *doc = scan->join.doc;
    if (scan->options->facts) {
        sb_places_find(&scan->join, &places);
        sb_execs_settle(&scan->join, &places);
        sb_rights_settle(&scan->join, &places, &scan->tree, scan->source);
        sb_open_folders_find(&scan->join, &places, &scan->tree, scan->source);
        sb_unowned_find(&scan->join, &places, &unowned);
        sb_look_again(&scan->join, &unowned, scan->source, scan->threads, scan->lookers, &scan->looks, scan->diags);
        sb_rights_gather(&scan->join, &scan->tree, scan->lookers, scan->source->reopens ? 2 * scan->threads : 0);
        sb_rights_execs(&scan->join, &scan->looks);
        if (scan->source->image)
            sb_image_runs(&scan->join, scan->source->image, &scan->looks);
    }
    for (unsigned i = 0; i < scan->threads; i++)
        sb_diags_merge(&doc->diags, &scan->diags[i]);
    sb_lower_tell(&scan->lower, &doc->diags);
    sb_facts_write(&scan->join, &scan->looks, &unowned, scan->threads);
    if (scan->source->image)
        sb_image_facts(&scan->join, scan->source);
    record_what_ran(&scan->join);
    sb_doc_clean_told(doc);
    sb_diags_sort(&doc->diags);
    sb_doc_seal(doc);
    if (scan->options->trace)
        trace(scan, &unowned);
    sb_unowned_done(&unowned);
    sb_places_done(&places);
}

/* The image as it was below each layer but the first: names only. */
static sb_rc scan_lower(struct sb_scan_state *scan, struct sb_err *err)
{
    size_t n = scan->source->image->n_layers;
    bool *layers = sb_calloc(n + 1, sizeof *layers);
    struct sb_scan_options options = *scan->options;
    sb_rc rc = SB_OK;
    options.facts = options.verify = options.all_layers = false;
    options.trace = NULL;
    options.layers = layers;
    for (size_t i = 0; i + 1 < n && rc == SB_OK; i++) {
        layers[i] = true;
        *SB_PUSH(&scan->lower.docs) = sb_doc_new();
        rc = sb_scan(scan->source, &options, scan->lower.docs.p[i], err);
    }
    sb_free(layers);
    return rc;
}

sb_rc sb_scan(struct sb_source *source, const struct sb_scan_options *options, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_scan_state scan;
    if (options->verify && !sb_md5_offered())
        return sb_fail(err, SB_E_UNSUPPORTED,
                       "records cannot be verified: they need MD5, which this system's OpenSSL does not offer (FIPS?)");
    start(&scan, source, options, doc);
    doc->format = "scan";
    doc->has_graph = true;
    sb_rc rc = walk(&scan, err);
    if (rc == SB_OK && options->image && !source->image)
        rc = sb_fail(
            err, SB_E_USAGE,
            "--image says which image of several is meant, and this is none; where OLD or NEW alone is one, its "
            "name stands behind its path: docker-archive:FILE:NAME");
    scan.join.image = source->image != NULL; /* known once its manifest was read */
    if (rc == SB_OK && options->all_layers && source->image)
        rc = scan_lower(&scan, err);
    if (rc == SB_OK) {
        join_all(&scan);
        complete(&scan);
    }
    finish(&scan);
    return rc;
}
