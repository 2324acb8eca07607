#include "source/tree.h"

#include <stdlib.h>

#include "source/capable.h"
#include "source/tree_number.h"
#include "source/tree_shared.h"
#include "source/tree_sort.h"

/* ---- batches ---- */

enum { TEXT_CHUNK = 8192 };

/* One behind the other. */
static const char *keep_texts(struct sb_tree_batch *batch, sb_str one, sb_str other)
{
    size_t n = one.n + other.n;
    if (n == 0)
        return NULL;
    if (n > batch->room) {
        batch->room = n > TEXT_CHUNK ? n : TEXT_CHUNK;
        batch->text = sb_arena_alloc(&batch->arena, batch->room);
    }
    char *p = batch->text;
    if (one.n)
        memcpy(p, one.p, one.n);
    if (other.n)
        memcpy(p + one.n, other.p, other.n);
    batch->text += n;
    batch->room -= n;
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
        sb_str kept = sb_str_n(keep_texts(batch, entry->dir, SB_STR_NONE), entry->dir.n);
        *SB_PUSH(&batch->dirs) = kept;
    }
    batch->inside |= entry->kind == SB_ENTRY_INSIDE;
    if (entry->capabilities)
        *SB_PUSH(&batch->capable) = (struct sb_tree_capable){(uint32_t)batch->n, *entry->capabilities};
    sb_str target = entry->kind == SB_ENTRY_LINK ? entry->target : entry->hardlink;
    *SB_PUSH(batch) = (struct sb_tree_node){
        .name = {keep_texts(batch, entry->name, target), entry->name.n},
        .size = entry->size,
        .target_n = (uint32_t)target.n,
        .parent = (uint32_t)(batch->dirs.n - 1),
        .sequence = entry->sequence,
        .mode = entry->mode,
        .kind = (uint8_t)entry->kind,
    };
    return (uint32_t)(batch->n - 1);
}

enum sb_entry_kind sb_tree_batch_entry(const struct sb_tree_batch *batch, uint32_t token, sb_str *ret_dir,
                                       sb_str *ret_name)
{
    const struct sb_tree_node *entry = &batch->p[token];
    *ret_dir = batch->dirs.p[entry->parent];
    *ret_name = entry->name;
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

/* ---- slots ---- */

static size_t first_slot(const struct sb_tree *tree, uint32_t parent, sb_str name)
{
    return (size_t)((sb_hash(name.p, name.n, parent) >> 32) * tree->n_slots >> 32);
}

static size_t next_slot(const struct sb_tree *tree, size_t at)
{
    return at + 1 < tree->n_slots ? at + 1 : 0;
}

static size_t slot_of(const struct sb_tree *tree, uint32_t parent, sb_str name)
{
    size_t at = first_slot(tree, parent, name);
    while (tree->slots[at]) {
        const struct sb_tree_node *node = &tree->nodes[tree->slots[at]];
        if (node->parent == parent && sb_str_eq(node->name, name))
            break;
        at = next_slot(tree, at);
    }
    return at;
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
                at = next_slot(tree, at);
            tree->slots[at] = (uint32_t)(i - AHEAD);
        }
        if (i < tree->n) {
            coming[i % AHEAD] = first_slot(tree, tree->nodes[i].parent, tree->nodes[i].name);
            __builtin_prefetch(&tree->slots[coming[i % AHEAD]], 1);
        }
    }
}

static void make_slots(struct sb_tree *tree)
{
    tree->n_slots = tree->n + tree->n / 3 + 1;
    tree->slots = sb_calloc(tree->n_slots, sizeof *tree->slots);
    fill_slots(tree);
}

/* ---- the build ---- */

/* The answers for sb_tree_of(). */
static void keep_tokens(struct sb_tree *tree, struct sb_tree_sort *sort, const uint32_t *numbers)
{
    tree->of = sb_malloc(sort->n_came * sizeof *tree->of);
    if (sort->n_came)
        memcpy(tree->of, numbers, sort->n_came * sizeof *tree->of);
    tree->of_first = sort->first;
    sort->first = NULL;
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

/* What one step needs is freed before the next: at no time there is more than the entries, their names and three
 * numbers for each. */
void sb_tree_build(struct sb_tree *tree, struct sb_tree_batch *batches, size_t n_batches)
{
    struct sb_tree_sort sort;
    uint32_t since = 0;
    *tree = (struct sb_tree){.n_parts = n_batches};
    for (size_t i = 0; i < n_batches; i++)
        since = later(since, batches[i].root_since);
    sb_tree_sort(&sort, batches, n_batches);
    sb_tree_share_bytes(tree, &sort, batches);
    uint32_t *numbers = sb_tree_number(&sort, since, tree);
    sb_tree_share_nodes(tree, numbers);
    keep_tokens(tree, &sort, numbers);
    tree->nodes = sb_tree_sort_entries(&sort);
    sb_tree_put(tree->nodes, numbers, sort.n_entries, tree->n);
    sb_free(numbers);
    tree->nodes = sb_realloc(tree->nodes, tree->n * sizeof *tree->nodes);
    make_slots(tree);
    sb_tree_keep_capable(tree, batches);
    take_memory(tree, batches);
}

void sb_tree_forget_tokens(struct sb_tree *tree)
{
    sb_free(tree->of);
    sb_free(tree->of_first);
    tree->of = NULL;
    tree->of_first = NULL;
}

void sb_tree_done(struct sb_tree *tree)
{
    sb_tree_forget_tokens(tree);
    for (size_t i = 0; i < tree->n_parts; i++)
        sb_arena_done(&tree->parts[i]);
    sb_free(tree->parts);
    sb_free(tree->nodes);
    sb_free(tree->slots);
    sb_free(tree->shared.p);
    sb_free(tree->capable.p);
    sb_free(tree->inside.p);
    *tree = (struct sb_tree){0};
}

/* ---- looking things up ---- */

sb_node sb_tree_child(const struct sb_tree *tree, sb_node parent, sb_str name)
{
    if (parent.v == 0 || name.n == 0)
        return SB_NODE_NONE;
    return (sb_node){tree->slots[slot_of(tree, parent.v, name)]};
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
