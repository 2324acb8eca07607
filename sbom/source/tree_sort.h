/* Inside of tree.c: the entries of all batches, grouped by folder and sorted by name. */
#ifndef SB_SOURCE_TREE_SORT_H
#define SB_SOURCE_TREE_SORT_H

#include "base/map.h"
#include "source/tree.h"

struct sb_tree_entry {
    const char *name, *target;
    uint64_t size; /* of a hard link: once its bytes are looked for, sb_pair() of the batch and of the token + 1 of the
                      entry that has them */
    uint32_t name_n, target_n;
    uint32_t dir; /* index in batch->dirs; for a made-up entry the folder that it stands for */
    uint32_t sequence;
    uint32_t node; /* after the build; 0 = lost against another entry with the same path */
    uint16_t mode;
    uint8_t kind;
    bool made_up; /* for the sake of a path below it */
};

struct sb_tree_item {
    uint64_t prefix; /* first bytes of the name as a number: decides most comparisons without looking at the entry */
    struct sb_tree_entry *entry;
};

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
    uint32_t **folder_of;                  /* per batch, by index in its dirs */
    size_t n_batches;
    struct sb_tree_entry *made_up; /* one for each folder but the root */
    struct sb_tree_item *items;
    size_t n;
};

/* Names and targets point into the batches. Of items with one name the first is the one that counts. */
void sb_tree_sort(struct sb_tree_sort *sort, struct sb_tree_batch *batches, size_t n_batches);
/* The latest entry with this path whose sequence is below SEQUENCE, or NULL. */
struct sb_tree_entry *sb_tree_sort_before(const struct sb_tree_sort *sort, sb_str path, uint32_t sequence);
void sb_tree_sort_done(struct sb_tree_sort *sort);
bool sb_tree_same_name(const struct sb_tree_entry *a, const struct sb_tree_entry *b);

#endif
