#include "collect/behind.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "collect/again.h"
#include "collect/behind_folder.h"
#include "collect/files.h"
#include "collect/links.h"
#include "source/tree_inside.h"
#include "source/image.h"

/* All that is read through links: many may lead to one large file. */
enum { FLOOR = 128 * 1024 * 1024, TIMES = 16 };

struct item {
    sb_node node;
    sb_node target;                     /* the file in whose place the bytes stand; of a hard link the link itself */
    uint32_t sequence;                  /* of the entry with the bytes */
    uint64_t key;                       /* of that entry, when it comes again */
    sb_str path;                        /* through links; empty: its own */
    const struct sb_dispatch_hit *hits; /* of that path */
    size_t n;
};

struct behind {
    struct sb_scan_state *scan;
    SB_VEC(struct item) items; /* by key, target, node */
    struct sb_map first;       /* key -> index + 1 of its first item */
    uint64_t room;
    struct sb_arena scratch;
    struct sb_arena names; /* paths through links */
    struct sb_source_folder folder;
};

/* ---- what there is to do ---- */

/* An archive numbers its entries; elsewhere a path comes once. */
static uint64_t key_of(sb_str path, uint32_t sequence)
{
    return sequence ? sequence : sb_hash(path.p, path.n, 0) >> 1;
}

static sb_str path_of(struct behind *b, sb_node node)
{
    return sb_tree_path(&b->scan->tree, node, &b->scratch);
}

static void add_item(struct behind *b, struct item item)
{
    sb_node target = item.target;
    const struct sb_tree_node *at = sb_tree_at(&b->scan->tree, target);
    uint32_t sequence = at->sequence;
    if (at->target_n) { /* a hard link */
        const struct sb_tree_shared *shared = sb_tree_shared_of(&b->scan->tree, target);
        if (!shared) {
            sb_diag(&b->scan->diags[0], SB_D_HARD_LINK, path_of(b, item.node), 0, "a hard link to %.*s",
                    SB_FMT(sb_tree_target(at)));
            return;
        }
        sequence = shared->sequence;
    }
    item.sequence = sequence;
    item.key = key_of(path_of(b, target), sequence);
    *SB_PUSH(&b->items) = item;
}

static void add_node(struct behind *b, struct item item)
{
    const struct sb_tree *tree = &b->scan->tree;
    const struct sb_tree_node *at = sb_tree_at(tree, item.node);
    item.target = at->kind == SB_ENTRY_LINK ? sb_link_target(tree, item.node) : item.node;
    if (sb_tree_inside(tree, item.node).v)
        return; /* the archive is told */
    if (!item.target.v)
        sb_diag(&b->scan->diags[0], SB_D_LINK_NOT_READ, item.path.n ? item.path : path_of(b, item.node), 0,
                "a link to %.*s", SB_FMT(sb_tree_target(at)));
    else if (sb_tree_at(tree, item.target)->kind == SB_ENTRY_FILE)
        add_item(b, item);
}

static void add_behind_folder(void *ctx, sb_node node, sb_str path, const struct sb_dispatch_hit *hits, size_t n)
{
    struct behind *b = ctx;
    struct sb_dispatch_hit *kept = sb_arena_alloc(&b->names, n * sizeof *kept);
    memcpy(kept, hits, n * sizeof *kept);
    add_node(b, (struct item){.node = node, .path = sb_arena_str(&b->names, path), .hits = kept, .n = n});
    sb_arena_reset(&b->scratch);
}

static int by_place(const struct item *a, const struct item *b)
{
    if (a->node.v != b->node.v)
        return a->node.v < b->node.v ? -1 : 1;
    return sb_str_cmp(a->path, b->path);
}

static int by_key(const void *left, const void *right)
{
    const struct item *a = left;
    const struct item *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->target.v != b->target.v)
        return a->target.v < b->target.v ? -1 : 1;
    return by_place(a, b);
}

static int by_target(const void *left, const void *right)
{
    const struct item *a = left;
    const struct item *b = right;
    if (a->target.v != b->target.v)
        return a->target.v < b->target.v ? -1 : 1;
    return by_place(a, b);
}

static void find_items(struct behind *b)
{
    for (unsigned i = 0; i < b->scan->threads; i++)
        for (size_t j = 0; j < b->scan->workers[i].behind.n; j++) {
            sb_node node = sb_tree_of(&b->scan->tree, i, b->scan->workers[i].behind.p[j]);
            if (node.v)
                add_node(b, (struct item){.node = node});
            sb_arena_reset(&b->scratch);
        }
    struct sb_behind_folders folders = {b->scan, add_behind_folder, b};
    sb_behind_folders(&folders);
    b->room = FLOOR;
    for (unsigned i = 0; i < b->scan->threads; i++)
        b->room += TIMES * b->scan->workers[i].read;
}

/* ---- giving them to their collectors ---- */

static struct sb_late_file late_file(struct behind *b, const struct item *item)
{
    struct sb_late_file file = {.node = item->node, .path = item->path.n ? item->path : path_of(b, item->node)};
    file.dir = sb_path_dir(file.path);
    file.name = sb_path_base(file.path);
    file.hits = item->hits;
    file.n = item->n;
    if (item->path.n == 0) {
        file.hits = b->scan->workers[0].hits;
        file.n = sb_dispatch_find(b->scan->dispatch, file.dir, file.name, b->scan->workers[0].hits);
    }
    return file;
}

/* The bytes that the hungriest of these items wants. */
static size_t wanted(struct behind *b, const struct item *items, size_t n)
{
    size_t max = 0;
    for (size_t i = 0; i < n; i++) {
        struct sb_late_file file = late_file(b, &items[i]);
        size_t most = sb_files_wanted(file.hits, file.n);
        max = most > max ? most : max;
    }
    sb_arena_reset(&b->scratch);
    return max;
}

static void give(struct behind *b, const struct item *items, size_t n, sb_str bytes)
{
    for (size_t i = 0; i < n; i++) {
        struct sb_late_file file = late_file(b, &items[i]);
        if (bytes.n > b->room)
            sb_diag(&b->scan->diags[0], SB_D_LIMIT_LINKS, file.path, 0, "not read through this link");
        else
            sb_files_late(b->scan, 0, &file, bytes);
        b->room -= bytes.n > b->room ? 0 : bytes.n;
        sb_arena_reset(&b->scratch);
    }
}

/* Items of one target, whose bytes STREAM has. */
static void take_stream(struct behind *b, const struct item *items, size_t n, sb_str path, struct sb_stream *stream,
                        size_t max)
{
    if (max == 0)
        give(b, items, n, SB_STR_NONE);
    else if (sb_files_read(b->scan, 0, path, stream, max, true))
        give(b, items, n, sb_buf_all(&b->scan->workers[0].bytes));
}

/* ---- a source that opens files again ---- */

/* Of a hard link the path that it names. */
static sb_str named_path(const struct sb_tree *tree, sb_node node, struct sb_arena *arena)
{
    const struct sb_tree_node *at = sb_tree_at(tree, node);
    return at->target_n ? sb_tree_target(at) : sb_tree_path(tree, node, arena);
}

static void open_target(struct behind *b, const struct item *items, size_t n)
{
    struct sb_arena names = {0};
    const struct sb_tree *tree = &b->scan->tree;
    sb_str path = named_path(tree, items[0].target, &names);
    const struct sb_again_file file = sb_again_file(tree, items[0].target);
    struct sb_again again;
    size_t max = wanted(b, items, n);
    if (max == 0) {
        give(b, items, n, SB_STR_NONE);
    } else if (!sb_again_open(&again, b->scan->source, &b->folder, &file, sb_tree_at(tree, file.node)->size, path)) {
        sb_again_tell(&b->scan->diags[0], path, errno);
    } else {
        take_stream(b, items, n, path, again.stream, max);
        sb_again_close(&again);
    }
    sb_arena_done(&names);
}

static void open_targets(struct behind *b)
{
    qsort(b->items.p, b->items.n, sizeof *b->items.p, by_target);
    for (size_t i = 0, next; i < b->items.n; i = next) {
        for (next = i; next < b->items.n && b->items.p[next].target.v == b->items.p[i].target.v; next++)
            continue;
        open_target(b, &b->items.p[i], next - i);
    }
}

/* ---- what was kept of an archive ---- */

static const struct sb_kept_file *kept_of_worker(const struct sb_scan_worker *worker, uint32_t sequence)
{
    size_t low = 0;
    for (size_t high = worker->kept.n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (worker->kept.p[middle].sequence < sequence)
            low = middle + 1;
        else
            high = middle;
    }
    return low < worker->kept.n && worker->kept.p[low].sequence == sequence ? &worker->kept.p[low] : NULL;
}

/* An archive comes on one worker, the layers of an image on all. */
static const struct sb_kept_file *kept_of(const struct behind *b, uint32_t sequence)
{
    const struct sb_kept_file *kept = NULL;
    for (unsigned i = 0; i < b->scan->threads && !kept; i++)
        kept = kept_of_worker(&b->scan->workers[i], sequence);
    return kept;
}

/* Gives the items whose bytes were kept, and leaves the others. */
static void give_kept(struct behind *b)
{
    size_t left = 0;
    qsort(b->items.p, b->items.n, sizeof *b->items.p, by_key);
    for (size_t i = 0; i < b->items.n; i++) {
        const struct sb_kept_file *kept = b->items.p[i].sequence ? kept_of(b, b->items.p[i].sequence) : NULL;
        if (kept)
            give(b, &b->items.p[i], 1, kept->bytes);
        else
            b->items.p[left++] = b->items.p[i];
    }
    b->items.n = left;
}

/* Opens the files of an archive that have a place, and leaves the others. */
static void open_placed(struct behind *b)
{
    size_t left = 0;
    for (size_t i = 0, next; i < b->items.n; i = next) {
        for (next = i; next < b->items.n && b->items.p[next].key == b->items.p[i].key; next++)
            continue;
        if (sb_again_can(b->scan->source, &b->scan->tree, b->items.p[i].target))
            open_target(b, &b->items.p[i], next - i);
        else
            for (size_t j = i; j < next; j++)
                b->items.p[left++] = b->items.p[j];
    }
    b->items.n = left;
}

/* ---- a source that is read once more ---- */

static void on_entry(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct behind *b = ctx;
    (void)worker;
    if (entry->kind != SB_ENTRY_FILE || entry->hardlink.n || (!stream && entry->size))
        return;
    struct sb_arena names = {0};
    sb_str path = SB_STR_NONE;
    if (entry->sequence == 0)
        path = sb_arena_join(&names, entry->dir, entry->dir.n ? SB_S("/") : SB_STR_NONE, entry->name);
    uint64_t key = key_of(path, entry->sequence);
    const uint32_t *first = sb_map_get(&b->first, key);
    if (first) {
        const struct item *items = &b->items.p[*first];
        size_t n = 0;
        while (*first + n < b->items.n && items[n].key == key)
            n++;
        struct sb_mem_stream nothing;
        sb_mem_stream(&nothing, SB_STR_NONE);
        path = sb_arena_join(&names, entry->dir, entry->dir.n ? SB_S("/") : SB_STR_NONE, entry->name);
        take_stream(b, items, n, path, stream ? stream : &nothing.stream, wanted(b, items, n));
    }
    sb_arena_done(&names);
}

static bool wants_entry(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    const struct behind *b = ctx;
    (void)worker;
    return entry->sequence == 0 || sb_map_get(&b->first, key_of(SB_STR_NONE, entry->sequence));
}

/* Of an image the layers in which something lies; NULL for what has none. */
static bool *wanted_layers(const struct behind *b)
{
    const struct sb_source *source = b->scan->source;
    if (!source->image)
        return NULL;
    bool *layers = sb_calloc(source->image->n_layers + 1, sizeof *layers);
    for (size_t i = 0; i < b->items.n; i++)
        layers[b->items.p[i].sequence / source->stride] = true;
    return layers;
}

static sb_rc read_again(struct behind *b, struct sb_err *err)
{
    bool *layers = wanted_layers(b);
    struct sb_scan_state *scan = b->scan;
    struct sb_source_options options = {.threads = 1,
                                        .one_file_system = scan->options->one_file_system,
                                        .excluded = scan->options->n_exclude ? sb_files_excluded : NULL,
                                        .excluded_ctx = scan,
                                        .names_only = true,
                                        .layers = layers,
                                        .platform = scan->options->platform,
                                        .image = scan->options->image};
    struct sb_visitor visitor = {.ctx = b, .wants = wants_entry, .entry = on_entry};
    struct sb_diags told_before = {0};
    for (size_t i = b->items.n; i-- > 0;)
        *sb_map_put(&b->first, b->items.p[i].key) = (uint32_t)i;
    sb_rc rc = scan->source->type->run(scan->source, &options, &visitor, &told_before, err);
    sb_diags_done(&told_before);
    sb_free(layers);
    return rc;
}

sb_rc sb_behind_read(struct sb_scan_state *scan, struct sb_err *err)
{
    struct behind b = {.scan = scan};
    sb_rc rc = SB_OK;
    find_items(&b);
    if (b.items.n && scan->source->reopens)
        open_targets(&b);
    else if (b.items.n)
        give_kept(&b);
    if (b.items.n && !scan->source->reopens)
        open_placed(&b);
    if (b.items.n && !scan->source->reopens)
        rc = read_again(&b, err);
    sb_buf_done(&scan->workers[0].bytes);
    sb_arena_done(&scan->workers[0].scratch);
    sb_free(b.items.p);
    sb_map_done(&b.first);
    sb_source_folder_done(&b.folder);
    sb_arena_done(&b.names);
    sb_arena_done(&b.scratch);
    return rc;
}
