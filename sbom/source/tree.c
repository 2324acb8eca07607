#include "source/tree.h"

#include <stdlib.h>

#include "source/capable.h"
#include "source/tree_sort.h"

/* ---- batches ---- */

enum { TEXT_CHUNK = 8192 };

static const char *keep_text(struct sb_tree_batch *batch, sb_str s)
{
    if (s.n == 0)
        return NULL;
    if (s.n > batch->room) {
        batch->room = s.n > TEXT_CHUNK ? s.n : TEXT_CHUNK;
        batch->text = sb_arena_alloc(&batch->arena, batch->room);
    }
    char *p = memcpy(batch->text, s.p, s.n);
    batch->text += s.n;
    batch->room -= s.n;
    return p;
}

static uint32_t later(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

uint32_t sb_tree_add(struct sb_tree_batch *batch, const struct sb_entry *entry)
{
    if (entry->name.n == 0) { /* all that the root had */
        batch->root_since = later(batch->root_since, entry->sequence);
        return UINT32_MAX;
    }
    if (batch->dirs.n == 0 || !sb_str_eq(batch->dirs.p[batch->dirs.n - 1], entry->dir)) {
        sb_str kept = sb_str_n(keep_text(batch, entry->dir), entry->dir.n);
        *SB_PUSH(&batch->dirs) = kept;
    }
    if (entry->capabilities)
        *SB_PUSH(&batch->capable) = (struct sb_tree_capable){(uint32_t)batch->n, *entry->capabilities};
    sb_str target = entry->kind == SB_ENTRY_LINK ? entry->target : entry->hardlink;
    *SB_PUSH(batch) = (struct sb_tree_entry){
        .name = keep_text(batch, entry->name),
        .target = keep_text(batch, target),
        .size = entry->size,
        .name_n = (uint32_t)entry->name.n,
        .target_n = (uint32_t)target.n,
        .dir = (uint32_t)(batch->dirs.n - 1),
        .sequence = entry->sequence,
        .mode = entry->mode,
        .kind = (uint8_t)entry->kind,
    };
    return (uint32_t)(batch->n - 1);
}

enum sb_entry_kind sb_tree_batch_entry(const struct sb_tree_batch *batch, uint32_t token, sb_str *ret_dir,
                                       sb_str *ret_name)
{
    const struct sb_tree_entry *entry = &batch->p[token];
    *ret_dir = batch->dirs.p[entry->dir];
    *ret_name = sb_str_n(entry->name, entry->name_n);
    return (enum sb_entry_kind)entry->kind;
}

void sb_tree_batch_done(struct sb_tree_batch *batch)
{
    sb_arena_done(&batch->arena);
    sb_free(batch->p);
    sb_free(batch->dirs.p);
    sb_free(batch->moved.p);
    sb_free(batch->capable.p);
    *batch = (struct sb_tree_batch){0};
}

/* ---- nodes ---- */

static size_t first_slot(const struct sb_tree *tree, uint32_t parent, sb_str name)
{
    return (size_t)sb_hash(name.p, name.n, parent) & tree->slot_mask;
}

static size_t slot_of(const struct sb_tree *tree, uint32_t parent, sb_str name)
{
    size_t at = first_slot(tree, parent, name);
    while (tree->slots[at]) {
        const struct sb_tree_node *node = &tree->nodes[tree->slots[at]];
        if (node->parent == parent && sb_str_eq(node->name, name))
            break;
        at = (at + 1) & tree->slot_mask;
    }
    return at;
}

static uint32_t emit(struct sb_tree *tree, const struct sb_tree_entry *entry, uint32_t parent)
{
    uint32_t number = (uint32_t)tree->n++;
    struct sb_tree_node *node = &tree->nodes[number];
    *node = (struct sb_tree_node){
        .name = {entry->name, entry->name_n},
        .parent = parent,
        .end = number + 1,
        .size = entry->size,
        .target = entry->target,
        .target_n = entry->target_n,
        .kind = entry->kind == SB_ENTRY_OPAQUE ? SB_ENTRY_DIR : entry->kind,
        .mode = entry->mode,
        .sequence = entry->sequence,
    };
    return number;
}

/* The names of a folder are all different by now, so that nothing has to be compared. The table is larger than a cache:
 * a slot is asked for some nodes before it is needed. */
static void fill_slots(struct sb_tree *tree)
{
    enum { AHEAD = 16 };
    size_t coming[AHEAD];
    size_t first = SB_NODE_ROOT.v + 1;
    for (size_t i = first; i < tree->n + AHEAD; i++) {
        if (i >= first + AHEAD) {
            size_t at = coming[i % AHEAD];
            while (tree->slots[at])
                at = (at + 1) & tree->slot_mask;
            tree->slots[at] = (uint32_t)(i - AHEAD);
        }
        if (i < tree->n) {
            coming[i % AHEAD] = first_slot(tree, tree->nodes[i].parent, tree->nodes[i].name);
            __builtin_prefetch(&tree->slots[coming[i % AHEAD]], 1);
        }
    }
}

struct frame {
    uint32_t node;
    uint32_t since; /* what came before it was struck */
    size_t at, end; /* what is left of the folder's items */
};

static struct frame frame_of(const struct sb_tree_sort *sort, uint32_t folder, uint32_t node, uint32_t since)
{
    size_t first = sort->folders.p[folder].first;
    return (struct frame){node, since, first, first + sort->folders.p[folder].n};
}

/* What becomes of the entries that have one path. */
struct outcome {
    struct sb_tree_entry *winner; /* NULL: all were struck */
    uint32_t folder;              /* what lies below it, or 0 */
    uint32_t since;
};

/* A file or link, and what lies below its path: the later one stays. */
static void settle(const struct sb_tree_sort *sort, struct outcome *out, struct sb_tree_entry *made_up)
{
    const struct sb_tree_entry *winner = out->winner;
    uint32_t below = made_up ? sort->folders.p[made_up->dir].last : 0;
    if (!winner || (winner->kind != SB_ENTRY_DIR && winner->sequence && made_up && below > winner->sequence))
        out->winner = made_up;
    if (made_up && (!winner || winner->kind == SB_ENTRY_DIR || below >= winner->sequence))
        out->folder = made_up->dir;
}

/* The items of one name, while they are gone through. */
struct names {
    const struct sb_tree_sort *sort;
    struct outcome out;
    struct sb_tree_entry *made_up, *opaque;
};

static void take_item(struct names *names, struct sb_tree_entry *entry)
{
    struct outcome *out = &names->out;
    bool folder = entry->kind == SB_ENTRY_DIR;
    uint32_t emptied = names->opaque ? names->opaque->sequence : 0;
    if (entry->made_up) {
        if (names->sort->folders.p[entry->dir].last >= later(out->since, emptied))
            names->made_up = entry;
    } else if (entry->sequence >= out->since && entry->kind == SB_ENTRY_OPAQUE) {
        names->opaque = names->opaque ? names->opaque : entry;
    } else if (entry->sequence >= out->since && (folder || entry->sequence >= emptied)) {
        if (!out->winner && entry->kind != SB_ENTRY_WHITEOUT)
            out->winner = entry;
        if (!folder)
            out->since = entry->sequence;
    }
}

/* The items of the frame's next name. They are sorted: later ones first, and last one that was made up for the sake of
 * a path below it and tells which folder that is. An opaque folder is one even if nothing else says so. */
static struct outcome take_name(const struct sb_tree_sort *sort, struct frame *frame)
{
    const struct sb_tree_entry *first = sort->items[frame->at].entry;
    struct names names = {.sort = sort, .out.since = frame->since};
    do {
        take_item(&names, sort->items[frame->at].entry);
    } while (++frame->at < frame->end && sb_tree_same_name(sort->items[frame->at].entry, first));
    if (names.opaque && !names.out.winner)
        names.out.winner = names.opaque;
    if (names.opaque)
        names.out.since = later(names.out.since, names.opaque->sequence);
    settle(sort, &names.out, names.made_up);
    return names.out;
}

/* Numbers the nodes depth first. */
static void number_nodes(struct sb_tree *tree, const struct sb_tree_sort *sort, uint32_t since)
{
    SB_VEC(struct frame) stack = {0};
    *SB_PUSH(&stack) = frame_of(sort, 0, SB_NODE_ROOT.v, since);
    while (stack.n) {
        struct frame *top = &stack.p[stack.n - 1];
        if (top->at == top->end) {
            tree->nodes[top->node].end = (uint32_t)tree->n;
            stack.n--;
            continue;
        }
        struct outcome out = take_name(sort, top);
        if (!out.winner)
            continue;
        uint32_t node = emit(tree, out.winner, top->node);
        out.winner->node = node;
        if (out.folder)
            *SB_PUSH(&stack) = frame_of(sort, out.folder, node, out.since);
    }
    sb_free(stack.p);
}

/* ---- hard links ---- */

struct hard_link {
    struct sb_tree_entry *entry;
    uint32_t batch;
};
struct hard_links {
    const struct sb_tree_sort *sort;
    struct sb_tree_batch *batches;
    SB_VEC(struct hard_link) p;
};

static int by_sequence(const void *left, const void *right)
{
    uint32_t a = ((const struct hard_link *)left)->entry->sequence;
    uint32_t b = ((const struct hard_link *)right)->entry->sequence;
    return (a > b) - (a < b);
}

static bool is_hard_link(const struct sb_tree_entry *entry)
{
    return entry->kind == SB_ENTRY_FILE && entry->target_n;
}

static void gather_hard_links(struct hard_links *links)
{
    for (size_t i = 0; i < links->sort->n_batches; i++)
        for (size_t j = 0; j < links->batches[i].n; j++)
            if (is_hard_link(&links->batches[i].p[j]))
                *SB_PUSH(&links->p) = (struct hard_link){&links->batches[i].p[j], (uint32_t)i};
    if (links->p.n)
        qsort(links->p.p, links->p.n, sizeof *links->p.p, by_sequence);
}

/* The batch and token + 1 of an entry; 0 if it was made up. */
static uint64_t place_of(const struct hard_links *links, const struct sb_tree_entry *entry)
{
    for (size_t i = 0; i < links->sort->n_batches; i++)
        if (links->batches[i].n && entry >= links->batches[i].p && entry < links->batches[i].p + links->batches[i].n)
            return sb_pair((uint32_t)i, (uint32_t)(entry - links->batches[i].p) + 1);
    return 0;
}

/* In the order of the archive: what a link names is resolved before it, when it is a link again. */
static void find_bytes(struct hard_links *links)
{
    for (size_t i = 0; i < links->p.n; i++) {
        struct sb_tree_entry *link = links->p.p[i].entry;
        const struct sb_tree_entry *named =
            sb_tree_sort_before(links->sort, sb_str_n(link->target, link->target_n), link->sequence);
        link->size = 0;
        if (named && named->kind == SB_ENTRY_FILE)
            link->size = named->target_n ? named->size : place_of(links, named);
    }
}

static int by_node(const void *left, const void *right)
{
    const struct sb_tree_shared *a = left;
    const struct sb_tree_shared *b = right;
    return (a->node.v > b->node.v) - (a->node.v < b->node.v);
}

static void share_bytes(struct sb_tree *tree, const struct sb_tree_sort *sort, struct sb_tree_batch *batches)
{
    struct hard_links links = {.sort = sort, .batches = batches};
    gather_hard_links(&links);
    find_bytes(&links);
    for (size_t i = 0; i < links.p.n; i++) {
        const struct sb_tree_entry *entry = links.p.p[i].entry;
        if (entry->node == 0 || entry->size == 0)
            continue;
        uint32_t batch = (uint32_t)(entry->size >> 32);
        uint32_t token = (uint32_t)entry->size - 1;
        *SB_PUSH(&tree->shared) =
            (struct sb_tree_shared){{entry->node}, batch, token, batches[batch].p[token].sequence};
    }
    if (tree->shared.n)
        qsort(tree->shared.p, tree->shared.n, sizeof *tree->shared.p, by_node);
    sb_free(links.p.p);
}

/* ---- the build ---- */

/* The answers for sb_tree_of(), in less memory than the entries have. */
static void keep_tokens(struct sb_tree *tree, struct sb_tree_batch *batches)
{
    size_t n = 0;
    for (size_t i = 0; i < tree->n_parts; i++)
        n += batches[i].n;
    tree->of = sb_malloc(n * sizeof *tree->of);
    tree->of_first = sb_malloc((tree->n_parts + 1) * sizeof *tree->of_first);
    n = 0;
    for (size_t i = 0; i < tree->n_parts; i++) {
        tree->of_first[i] = n;
        for (size_t j = 0; j < batches[i].n; j++)
            tree->of[n++] = batches[i].p[j].node;
    }
    tree->of_first[tree->n_parts] = n;
}

static void take_memory(struct sb_tree *tree, struct sb_tree_batch *batches)
{
    tree->parts = sb_calloc(tree->n_parts, sizeof *tree->parts);
    for (size_t i = 0; i < tree->n_parts; i++) {
        tree->parts[i] = batches[i].arena;
        batches[i].arena = (struct sb_arena){0};
        sb_tree_batch_done(&batches[i]);
    }
}

void sb_tree_build(struct sb_tree *tree, struct sb_tree_batch *batches, size_t n_batches)
{
    struct sb_tree_sort sort;
    uint32_t since = 0;
    *tree = (struct sb_tree){.n_parts = n_batches};
    for (size_t i = 0; i < n_batches; i++)
        since = later(since, batches[i].root_since);
    sb_tree_sort(&sort, batches, n_batches);
    size_t most = sort.n + 2;
    tree->nodes = sb_malloc(most * sizeof *tree->nodes);
    tree->slot_mask = 63;
    while (tree->slot_mask < most + most / 3)
        tree->slot_mask = tree->slot_mask * 2 + 1;
    tree->slots = sb_calloc(tree->slot_mask + 1, sizeof *tree->slots);
    tree->nodes[0] = (struct sb_tree_node){.end = 1};
    tree->nodes[1] = (struct sb_tree_node){.size = SB_SIZE_UNKNOWN, .kind = SB_ENTRY_DIR};
    tree->n = 2;
    number_nodes(tree, &sort, since);
    fill_slots(tree);
    tree->nodes = sb_realloc(tree->nodes, tree->n * sizeof *tree->nodes);
    share_bytes(tree, &sort, batches);
    sb_tree_keep_capable(tree, batches);
    keep_tokens(tree, batches);
    sb_tree_sort_done(&sort);
    take_memory(tree, batches);
}

void sb_tree_done(struct sb_tree *tree)
{
    for (size_t i = 0; i < tree->n_parts; i++)
        sb_arena_done(&tree->parts[i]);
    sb_free(tree->parts);
    sb_free(tree->nodes);
    sb_free(tree->slots);
    sb_free(tree->of);
    sb_free(tree->of_first);
    sb_free(tree->shared.p);
    sb_free(tree->capable.p);
    *tree = (struct sb_tree){0};
}

sb_node sb_tree_of(const struct sb_tree *tree, size_t batch, uint32_t token)
{
    return (sb_node){tree->of[tree->of_first[batch] + token]};
}

/* ---- looking things up ---- */

sb_node sb_tree_child(const struct sb_tree *tree, sb_node parent, sb_str name)
{
    if (parent.v == 0 || name.n == 0)
        return SB_NODE_NONE;
    return (sb_node){tree->slots[slot_of(tree, parent.v, name)]};
}

enum { MAX_LINKS = 40 };

/* What is still to be walked: the path, and over it the targets of links that are being followed. */
struct pending {
    sb_str paths[MAX_LINKS + 1];
    size_t n;
};

/* Cuts the next part; false when nothing is left. */
static bool next_part(struct pending *pending, sb_str *ret_part)
{
    while (pending->n) {
        sb_str *top = &pending->paths[pending->n - 1];
        while (top->n && top->p[0] == '/')
            *top = sb_str_from(*top, 1);
        if (top->n == 0) {
            pending->n--;
            continue;
        }
        sb_str_cut(top, '/', ret_part);
        return true;
    }
    return false;
}

static bool is_last(const struct pending *pending)
{
    for (size_t i = 0; i < pending->n; i++)
        for (size_t j = 0; j < pending->paths[i].n; j++)
            if (pending->paths[i].p[j] != '/')
                return false;
    return true;
}

sb_node sb_tree_find(const struct sb_tree *tree, sb_node base, sb_str path, bool follow)
{
    struct pending pending; /* large, and mostly unused */
    pending.paths[0] = path;
    pending.n = 1;
    sb_node at = path.n && path.p[0] == '/' ? SB_NODE_ROOT : base;
    unsigned links = 0;
    sb_str part;
    while (at.v && next_part(&pending, &part)) {
        bool up = sb_str_eq(part, SB_S(".."));
        if (up || sb_str_eq(part, SB_S("."))) {
            bool folder = sb_tree_at(tree, at)->kind == SB_ENTRY_DIR;
            if (!folder)
                return SB_NODE_NONE;
            if (up && at.v != SB_NODE_ROOT.v)
                at.v = sb_tree_at(tree, at)->parent;
            continue;
        }
        sb_node child = sb_tree_child(tree, at, part);
        const struct sb_tree_node *node = sb_tree_at(tree, child);
        if (!child.v || node->kind != SB_ENTRY_LINK || (!follow && is_last(&pending))) {
            at = child;
            continue;
        }
        if (++links > MAX_LINKS)
            return SB_NODE_NONE;
        if (node->target_n && node->target[0] == '/')
            at = SB_NODE_ROOT;
        pending.paths[pending.n++] = sb_tree_target(node);
    }
    return at;
}

sb_str sb_tree_path_below(const struct sb_tree *tree, sb_node node, sb_node ancestor, struct sb_arena *arena)
{
    size_t n = 0;
    for (uint32_t at = node.v; at != ancestor.v && at > 1; at = tree->nodes[at].parent)
        n += tree->nodes[at].name.n + 1;
    if (n == 0)
        return SB_STR_NONE;
    char *path = sb_arena_alloc(arena, n);
    size_t end = n - 1; /* the last part has a NUL where others have a slash */
    path[end] = '\0';
    for (uint32_t at = node.v; at != ancestor.v && at > 1; at = tree->nodes[at].parent) {
        sb_str name = tree->nodes[at].name;
        end -= name.n;
        memcpy(path + end, name.p, name.n);
        if (end)
            path[--end] = '/';
    }
    return sb_str_n(path, n - 1);
}

sb_str sb_tree_path(const struct sb_tree *tree, sb_node node, struct sb_arena *arena)
{
    return sb_tree_path_below(tree, node, SB_NODE_ROOT, arena);
}

bool sb_tree_below(const struct sb_tree *tree, sb_node node, sb_node ancestor)
{
    return node.v >= ancestor.v && node.v < tree->nodes[ancestor.v].end && ancestor.v != 0;
}
