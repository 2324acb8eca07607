#include "collect/gather.h"

#include <stdlib.h>

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
        if (is_wanted_there(scan, worker, batch, worker->moved.p[i]))
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

static void build_tree(struct sb_scan_state *scan)
{
    struct sb_tree_batch *batches = sb_calloc(scan->threads, sizeof *batches);
    for (unsigned i = 0; i < scan->threads; i++) {
        batches[i] = scan->workers[i].batch;
        sb_buf_done(&scan->workers[i].bytes);
        sb_arena_done(&scan->workers[i].scratch);
    }
    settle_layers(scan, batches);
    sb_tree_build(&scan->tree, batches, scan->threads);
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

/* ---- looks ---- */

static uint32_t keep_look(struct sb_scan_state *scan, const struct sb_look_worker *look, size_t i)
{
    *SB_PUSH(&scan->looks.p) = look->made.p[i];
    if (scan->looks.verify)
        *SB_PUSH(&scan->looks.digests) = look->digests.p[i];
    return (uint32_t)scan->looks.p.n;
}

static void give_look(struct sb_scan_state *scan, sb_node node, uint32_t look)
{
    struct sb_tree_node *at = sb_tree_at(&scan->tree, node);
    at->user = look;
    at->size = scan->looks.p.p[look - 1].summary.size;
}

/* A worker's tokens rise. SIZE_MAX: that entry was not looked at. */
static size_t look_of_token(const struct sb_look_worker *look, uint32_t token)
{
    size_t low = 0;
    for (size_t high = look->tokens.n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (look->tokens.p[middle] < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low < look->tokens.n && look->tokens.p[low] == token ? low : SIZE_MAX;
}

/* The entry with the bytes may be struck, and its look not be kept yet; KEPT: look + 1 by where it was made. */
static void share_looks(struct sb_scan_state *scan, uint32_t **kept)
{
    for (size_t i = 0; i < scan->tree.shared.n; i++) {
        const struct sb_tree_shared *shared = &scan->tree.shared.p[i];
        const struct sb_look_worker *look = &scan->lookers[shared->batch];
        size_t at = look_of_token(look, shared->token);
        if (at == SIZE_MAX)
            continue;
        uint32_t *index = &kept[shared->batch][at];
        if (*index == 0)
            *index = keep_look(scan, look, at);
        give_look(scan, shared->node, *index);
    }
}

static void gather_looks(struct sb_scan_state *scan)
{
    uint32_t **kept = sb_calloc(scan->threads, sizeof *kept);
    for (unsigned i = 0; i < scan->threads; i++) {
        const struct sb_look_worker *look = &scan->lookers[i];
        kept[i] = sb_calloc(look->made.n + 1, sizeof **kept);
        for (size_t j = 0; j < look->made.n; j++) {
            sb_node node = sb_tree_of(&scan->tree, i, look->tokens.p[j]);
            if (node.v == 0)
                continue;
            kept[i][j] = keep_look(scan, look, j);
            give_look(scan, node, kept[i][j]);
        }
    }
    share_looks(scan, kept);
    for (unsigned i = 0; i < scan->threads; i++)
        sb_free(kept[i]);
    sb_free(kept);
}

void sb_gather_tree(struct sb_scan_state *scan)
{
    build_tree(scan);
    for (unsigned i = 0; i < scan->threads; i++) {
        struct struck struck = {&scan->tree, i};
        sb_diags_forget(&scan->diags[i], is_struck, &struck);
    }
    gather_looks(scan);
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
    if (scan->records.n)
        qsort(scan->records.p, scan->records.n, sizeof *scan->records.p, by_content);
}
