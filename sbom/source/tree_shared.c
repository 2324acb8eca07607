#include "source/tree_shared.h"

#include <stdlib.h>

/* Entries by their number. */
struct hard_link {
    uint32_t sequence, entry;
};
typedef SB_VEC(struct hard_link) hard_links;

static int by_sequence(const void *left, const void *right)
{
    const struct hard_link *a = left;
    const struct hard_link *b = right;
    if (a->sequence != b->sequence)
        return a->sequence < b->sequence ? -1 : 1;
    return (a->entry > b->entry) - (a->entry < b->entry);
}

static bool is_hard_link(const struct sb_tree_node *entry)
{
    return entry->kind == SB_ENTRY_FILE && entry->target_n;
}

static void gather(const struct sb_tree_sort *sort, hard_links *links)
{
    for (size_t i = 0; i < sort->n_came; i++)
        if (is_hard_link(&sort->entries[i]))
            *SB_PUSH(links) = (struct hard_link){sort->entries[i].sequence, (uint32_t)i};
    if (links->n)
        qsort(links->p, links->n, sizeof *links->p, by_sequence);
}

/* In the order of the archive: what a link names is resolved before it, when it is a link again. Until an entry is a
 * node its `end` is free: here it has the entry with the bytes, plus 1, or 0. */
static void find_bytes(const struct sb_tree_sort *sort, const hard_links *links)
{
    for (size_t i = 0; i < links->n; i++) {
        struct sb_tree_node *link = &sort->entries[links->p[i].entry];
        uint32_t named = sb_tree_sort_before(sort, sb_tree_target(link), link->sequence);
        if (named == UINT32_MAX || sort->entries[named].kind != SB_ENTRY_FILE)
            continue;
        link->end = is_hard_link(&sort->entries[named]) ? sort->entries[named].end : named + 1;
    }
}

static size_t batch_of(const struct sb_tree *tree, const struct sb_tree_sort *sort, const struct sb_tree_batch *batches,
                       uint32_t entry)
{
    size_t i = 0;
    while (i < tree->n_parts && (entry < sort->first[i] || entry - sort->first[i] >= batches[i].n))
        i++;
    return i;
}

void sb_tree_share_bytes(struct sb_tree *tree, const struct sb_tree_sort *sort, const struct sb_tree_batch *batches)
{
    hard_links links = {0};
    gather(sort, &links);
    find_bytes(sort, &links);
    for (size_t i = 0; i < links.n; i++) {
        uint32_t entry = links.p[i].entry;
        if (sort->entries[entry].end == 0)
            continue;
        uint32_t bytes = sort->entries[entry].end - 1;
        size_t batch = batch_of(tree, sort, batches, bytes);
        *SB_PUSH(&tree->shared) = (struct sb_tree_shared){.node = {entry},
                                                          .batch = (uint32_t)batch,
                                                          .token = bytes - (uint32_t)sort->first[batch],
                                                          .sequence = sort->entries[bytes].sequence,
                                                          .user = sort->entries[bytes].user,
                                                          .size = sort->entries[bytes].size,
                                                          .name = sort->entries[bytes].name};
    }
    sb_free(links.p);
}

static int by_node(const void *left, const void *right)
{
    const struct sb_tree_shared *a = left;
    const struct sb_tree_shared *b = right;
    return (a->node.v > b->node.v) - (a->node.v < b->node.v);
}

void sb_tree_share_nodes(struct sb_tree *tree, const uint32_t *numbers)
{
    size_t n = 0;
    for (size_t i = 0; i < tree->shared.n; i++) {
        struct sb_tree_shared shared = tree->shared.p[i];
        shared.node.v = numbers[shared.node.v];
        if (shared.node.v)
            tree->shared.p[n++] = shared;
    }
    tree->shared.n = n;
    if (n)
        qsort(tree->shared.p, n, sizeof *tree->shared.p, by_node);
}

const struct sb_tree_shared *sb_tree_shared_of(const struct sb_tree *tree, sb_node node)
{
    size_t low = 0;
    for (size_t high = tree->shared.n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (tree->shared.p[middle].node.v < node.v)
            low = middle + 1;
        else
            high = middle;
    }
    return low < tree->shared.n && tree->shared.p[low].node.v == node.v ? &tree->shared.p[low] : NULL;
}
