/* Inside of tree.c: the entries of all batches in one row, grouped by folder and sorted by name. */
#ifndef SB_SOURCE_TREE_SORT_H
#define SB_SOURCE_TREE_SORT_H

#include "base/map.h"
#include "source/tree.h"

struct sb_tree_folder {
    uint32_t parent;
    uint32_t name_n;
    const char *name;
    size_t first, n; /* its items */
    uint32_t last;   /* the latest sequence of what lies below it */
};

struct sb_tree_sort {
    SB_VEC(struct sb_tree_folder) folders; /* 0 = the root */
    struct sb_map by_name;                 /* hash of (parent, name) -> folder; the next key where two meet */
    /* All that came, then one that is made up for each folder but the root, then one for the node that is none and one
     * for the root. `parent` is the folder; of what is made up, the folder that it stands for. */
    struct sb_tree_node *entries;
    size_t n_came, n_entries;
    size_t *first;   /* where a batch starts in ENTRIES */
    uint32_t *items; /* entries, by folder and name */
    size_t n;
    bool inside; /* some came out of archives */
};

/* Takes the batches' entries over; names and targets stay in the batches. Of items with one name the first is the one
 * that counts. */
void sb_tree_sort(struct sb_tree_sort *sort, struct sb_tree_batch *batches, size_t n_batches);
/* The latest entry with this path whose sequence is below SEQUENCE: its number, or UINT32_MAX. */
uint32_t sb_tree_sort_before(const struct sb_tree_sort *sort, sb_str path, uint32_t sequence);
/* Frees all but the entries, which are the caller's. */
struct sb_tree_node *sb_tree_sort_entries(struct sb_tree_sort *sort);

#endif
