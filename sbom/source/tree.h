/* The path table of a scan: every entry as (parent, name). Filled by workers into batches, then built once in the order
 * of the paths, so that node numbers mean the same however the entries arrived. */
#ifndef SB_SOURCE_TREE_H
#define SB_SOURCE_TREE_H

#include "base/mem.h"
#include "source/source.h"

typedef struct {
    uint32_t v; /* 0 = none; the root is 1 */
} sb_node;
#define SB_NODE_NONE ((sb_node){0})
#define SB_NODE_ROOT ((sb_node){1})

/* There are as many as files: every byte counts. Filled as an entry of a batch; the build puts it in its place. */
struct sb_tree_node {
    sb_str name;       /* the target lies behind it */
    uint64_t size;     /* SB_SIZE_UNKNOWN until seen */
    uint32_t target_n; /* sb_tree_target() */
    uint32_t parent;   /* in a batch: the folder, an index in batch->dirs */
    uint32_t end;      /* one past the last node below this one: the subtree of N is [N, end) */
    uint32_t sequence; /* of the entry */
    uint32_t user;     /* for the user of the tree, also while it is in a batch; 0 at first */
    uint16_t mode;     /* of the entry */
    uint8_t kind;      /* enum sb_entry_kind; in the tree nothing that takes away, and SB_ENTRY_INSIDE is a folder */
    bool made_up;      /* for the sake of a path below it */
};

/* Of a link; of a file: entry.hardlink. */
static inline sb_str sb_tree_target(const struct sb_tree_node *node)
{
    return sb_str_n(node->name.p + node->name.n, node->target_n);
}

/* Few files have capabilities; those that have lie beside the nodes. */
struct sb_tree_capable {
    uint32_t of; /* token of an entry; in the tree the node */
    struct sb_capabilities has;
};
typedef SB_VEC(struct sb_tree_capable) sb_tree_capables;

/* Entries of one worker. A zeroed batch is empty. */
struct sb_tree_batch {
    struct sb_arena arena;
    struct sb_tree_node *p;
    size_t n, cap;
    SB_VEC(sb_str) dirs; /* paths of folders, each shared by the entries that came in a row */
    char *text;          /* room for names in the arena, without the arena's rounding */
    size_t room;
    SB_VEC(uint32_t) moved;   /* tokens of sb_tree_settle_layers() */
    uint32_t root_since;      /* what came before it was taken from the root */
    bool inside;              /* some came out of archives */
    sb_tree_capables capable; /* by token */
};
/* Returns a token that sb_tree_of() turns into the node after the build. */
uint32_t sb_tree_add(struct sb_tree_batch *batch, const struct sb_entry *entry);
/* Where the entry of TOKEN lies; its kind. */
enum sb_entry_kind sb_tree_batch_entry(const struct sb_tree_batch *batch, uint32_t token, sb_str *ret_dir,
                                       sb_str *ret_name);
void sb_tree_batch_done(struct sb_tree_batch *batch);

/* A hard link, and where the bytes are that it had when its entry came: their path may be another file's by now. */
struct sb_tree_shared {
    sb_node node;
    uint32_t batch, token, sequence; /* of the entry with the bytes; sb_tree_of() gives none if that one was struck */
    uint32_t user;                   /* of the same; */
    uint64_t size;
    sb_str name;
};

struct sb_tree {
    struct sb_tree_node *nodes; /* [1 .. n), children behind their parent, sorted by name (bytes), depth first */
    size_t n;
    uint32_t *slots; /* nodes by hash of (parent, name); open addressing, 0 = free; a quarter is */
    size_t n_slots;
    struct sb_arena *parts; /* the batches' memory: names and targets */
    size_t n_parts;
    uint32_t *of;                         /* nodes by token, one batch behind the other */
    size_t *of_first;                     /* where a batch starts in it */
    SB_VEC(struct sb_tree_shared) shared; /* by node */
    sb_tree_capables capable;             /* by node (source/capable.h) */
    SB_VEC(sb_node) inside; /* folders of what lies in archives of the tree, none below another; by node */
};
/* Fills TREE, whatever it held, and takes the batches' memory over; they are empty then. Missing folders are made up.
 *
 * Where a path comes twice (in an archive, in the layers of an image) the later entry wins, as it does in unpacking: a
 * file or link strikes what was there before, a folder with all below it; a folder, also one that is only there because
 * something lies below it, strikes a file or link that came before; a whiteout strikes whatever was there before, and
 * an opaque folder what lay in it. Where the order of two is not known (a folder), the one that is larger by content
 * (kind, size, target) wins, never the one that came last, and what has entries below it, but came as a file or link,
 * stays what it is. */
void sb_tree_build(struct sb_tree *tree, struct sb_tree_batch *batches, size_t n_batches);
void sb_tree_done(struct sb_tree *tree);
/* The node of what sb_tree_add() on batches[BATCH] gave TOKEN for. SB_NODE_NONE for an entry that was struck. */
static inline sb_node sb_tree_of(const struct sb_tree *tree, size_t batch, uint32_t token)
{
    return (sb_node){tree->of[tree->of_first[batch] + token]};
}
/* Nobody will ask sb_tree_of() any more. */
void sb_tree_forget_tokens(struct sb_tree *tree);

/* Of a hard link where its bytes are; NULL if it leads to none, and for all else. */
const struct sb_tree_shared *sb_tree_shared_of(const struct sb_tree *tree, sb_node node);

sb_node sb_tree_child(const struct sb_tree *tree, sb_node parent, sb_str name);
/* Walks PATH (parts, "." and ".." allowed) from BASE. Links in the folders of the path are followed inside the tree
 * (absolute targets from the root, never above it, at most 40), the last part only if FOLLOW. SB_NODE_NONE if nothing
 * is there. */
sb_node sb_tree_find(const struct sb_tree *tree, sb_node base, sb_str path, bool follow);
/* The path of a node from the root, in ARENA. */
sb_str sb_tree_path(const struct sb_tree *tree, sb_node node, struct sb_arena *arena);
/* The path of NODE from ANCESTOR ("../" is never made; NODE lies below it). */
sb_str sb_tree_path_below(const struct sb_tree *tree, sb_node node, sb_node ancestor, struct sb_arena *arena);
bool sb_tree_below(const struct sb_tree *tree, sb_node node, sb_node ancestor); /* or equal */
static inline struct sb_tree_node *sb_tree_at(const struct sb_tree *tree, sb_node node)
{
    return &tree->nodes[node.v];
}

#endif
