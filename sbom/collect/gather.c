#include "collect/gather.h"

#include <stdlib.h>

#include "collect/again.h"
#include "collect/nested.h"
#include "source/tree_layers.h"

static int by_token(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool is_moved(const struct sb_scan_worker *worker, uint32_t token)
{
    return worker->moved.n &&
           bsearch(&token, worker->moved.p, worker->moved.n, sizeof *worker->moved.p, by_token) != NULL;
}

/* A file or link that collectors want at the place where it lies. */
static bool is_wanted_there(const struct sb_scan_state *scan, struct sb_scan_worker *worker,
                            const struct sb_tree_batch *batch, uint32_t token)
{
    sb_str dir, name;
    enum sb_entry_kind kind = sb_tree_batch_entry(batch, token, &dir, &name);
    if (kind != SB_ENTRY_FILE && kind != SB_ENTRY_LINK)
        return false;
    size_t n = sb_dispatch_find(scan->dispatch, dir, name, worker->hits);
    return (kind == SB_ENTRY_LINK ? sb_dispatch_link(worker->hits, n) : n) > 0;
}

/* They are given to their collectors when the tree stands. */
static void take_moved(struct sb_scan_state *scan, struct sb_scan_worker *worker, struct sb_tree_batch *batch)
{
    size_t left = 0;
    worker->moved.p = batch->moved.p;
    worker->moved.n = batch->moved.n;
    worker->moved.cap = batch->moved.cap;
    batch->moved.p = NULL;
    for (size_t i = 0; i < worker->behind.n; i++)
        if (!is_moved(worker, worker->behind.p[i]))
            worker->behind.p[left++] = worker->behind.p[i];
    worker->behind.n = left;
    for (size_t i = 0; i < worker->moved.n; i++)
        /* What lies in an archive goes with it, and is told with it. */
        if (!sb_is_nested(worker, worker->moved.p[i]) && is_wanted_there(scan, worker, batch, worker->moved.p[i]))
            *SB_PUSH(&worker->behind) = worker->moved.p[i];
}

static void settle_layers(struct sb_scan_state *scan, struct sb_tree_batch *batches)
{
    if (scan->source->stride == 0)
        return;
    uint32_t depth = scan->options->limits.depth ? scan->options->limits.depth : sb_limits_default.depth;
    sb_tree_settle_layers(batches, scan->threads, scan->source->stride, depth, &scan->diags[0]);
    for (unsigned i = 0; i < scan->threads; i++)
        take_moved(scan, &scan->workers[i], &batches[i]);
}

/* ---- looks ---- */

/* Of each worker behind those of the one before; the entries' numbers follow. */
static void take_looks(struct sb_scan_state *scan, struct sb_tree_batch *batches)
{
    for (unsigned i = 0; i < scan->threads; i++) {
        size_t first = sb_looks_take(&scan->looks, &scan->lookers[i].made);
        for (size_t j = 0; first && j < batches[i].n; j++)
            if (batches[i].p[j].user && !sb_user_is_place(batches[i].p[j].user))
                batches[i].p[j].user += (uint32_t)first;
    }
}

static void give_size(struct sb_scan_state *scan, sb_node node)
{
    struct sb_tree_node *at = sb_tree_at(&scan->tree, node);
    if (at->user && !sb_user_is_place(at->user))
        at->size = sb_looks_at(&scan->looks, at->user - 1)->summary.size;
}

/* The entry with the bytes of a hard link may be struck. */
static void give_looks(struct sb_scan_state *scan)
{
    for (size_t i = 0; i < scan->tree.shared.n; i++) {
        const struct sb_tree_shared *shared = &scan->tree.shared.p[i];
        struct sb_tree_node *at = sb_tree_at(&scan->tree, shared->node);
        at->user = shared->user;
        if (sb_user_is_place(shared->user))
            at->size = shared->size;
    }
    for (uint32_t i = SB_NODE_ROOT.v; scan->looks.n && i < scan->tree.n; i++)
        give_size(scan, (sb_node){i});
}

/* ---- the tree ---- */

static void build_tree(struct sb_scan_state *scan)
{
    struct sb_tree_batch *batches = sb_calloc(scan->threads, sizeof *batches);
    for (unsigned i = 0; i < scan->threads; i++) {
        batches[i] = scan->workers[i].batch;
        sb_buf_done(&scan->workers[i].bytes);
        sb_arena_done(&scan->workers[i].scratch);
    }
    settle_layers(scan, batches);
    take_looks(scan, batches);
    sb_tree_build(&scan->tree, batches, scan->threads);
    give_looks(scan);
    for (unsigned i = 0; i < scan->threads; i++)
        scan->workers[i].batch = batches[i];
    sb_free(batches);
}

struct struck {
    const struct sb_tree *tree;
    unsigned worker;
};

static bool is_struck(void *ctx, uint32_t about)
{
    const struct struck *struck = ctx;
    return sb_tree_of(struck->tree, struck->worker, about - 1).v == 0;
}

/* ---- hard links ---- */

/* Those that collectors want are told one by one, when their bytes are asked for. */
static bool is_told_anyway(struct sb_scan_state *scan, sb_node node, struct sb_arena *scratch)
{
    sb_str path = sb_tree_path(&scan->tree, node, scratch);
    size_t n = sb_dispatch_find(scan->dispatch, sb_path_dir(path), sb_path_base(path), scan->workers[0].hits);
    sb_arena_reset(scratch);
    return n > 0;
}

/* A hard link has the bytes of an earlier entry. In a folder there are none. */
static void tell_hard_links(struct sb_scan_state *scan)
{
    const struct sb_tree *tree = &scan->tree;
    struct sb_arena scratch = {0};
    sb_node first = SB_NODE_NONE;
    uint64_t n = 0;
    size_t shared = 0;
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n && !scan->source->reopens; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        bool has_bytes = shared < tree->shared.n && tree->shared.p[shared].node.v == i;
        shared += has_bytes;
        if (has_bytes || node->kind != SB_ENTRY_FILE || sb_tree_target(node).n == 0)
            continue;
        if (!is_told_anyway(scan, (sb_node){i}, &scratch))
            first = n++ ? first : (sb_node){i};
    }
    if (n)
        sb_diag_of_many(&scan->diags[0], SB_D_HARD_LINK, sb_tree_path(tree, first, &scratch), n,
                        "hard links that lead to no bytes: to nothing, to a later entry or in a circle");
    sb_arena_done(&scratch);
}

void sb_gather_tree(struct sb_scan_state *scan)
{
    build_tree(scan);
    tell_hard_links(scan);
    sb_nested_tell(scan);
    for (unsigned i = 0; i < scan->threads; i++) {
        struct struck struck = {&scan->tree, i};
        sb_diags_forget(&scan->diags[i], is_struck, &struck);
    }
}

/* ---- records ---- */

static int by_content(const void *left, const void *right)
{
    const struct sb_record *a = left;
    const struct sb_record *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int order = sb_str_cmp(a->key, b->key);
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    if (order == 0)
        order = sb_str_cmp(a->path, b->path);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

void sb_gather_records(struct sb_scan_state *scan)
{
    for (unsigned i = 0; i < scan->threads; i++) {
        const struct sb_record_list *list = &scan->workers[i].records;
        sb_grow(&scan->records.p, &scan->records.cap, scan->records.n + list->n, sizeof *scan->records.p);
        for (size_t j = 0; j < list->n; j++) {
            struct sb_record record = list->p[j];
            if (record.node.v == 0 && !is_moved(&scan->workers[i], record.entry))
                record.node = sb_tree_of(&scan->tree, i, record.entry);
            if (record.node.v)
                scan->records.p[scan->records.n++] = record;
        }
    }
    sb_tree_forget_tokens(&scan->tree);
    if (scan->records.n)
        qsort(scan->records.p, scan->records.n, sizeof *scan->records.p, by_content);
}
