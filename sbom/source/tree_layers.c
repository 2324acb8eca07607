#include "source/tree_layers.h"

#include <stdlib.h>

#include "source/archive_links.h"

/* The entries of one layer: they came one behind the other on one worker. */
struct segment {
    struct sb_tree_batch *batch;
    uint32_t layer;
    size_t first, end;
};

struct settling {
    SB_VEC(struct segment) segments; /* by layer */
    struct sb_archive_links links;   /* of the layers so far */
    uint32_t stride, depth, seen;    /* SEEN: entries of the layers so far */
    struct sb_diags *diags;
    struct sb_buf path;
    struct sb_arena told; /* FIRST */
    sb_str first;
    uint64_t moved;
};

static int by_layer(const void *left, const void *right)
{
    uint32_t a = ((const struct segment *)left)->layer;
    uint32_t b = ((const struct segment *)right)->layer;
    return (a > b) - (a < b);
}

static void find_segments(struct settling *s, struct sb_tree_batch *batch)
{
    for (size_t i = 0, next; i < batch->n; i = next) {
        uint32_t layer = batch->p[i].sequence / s->stride;
        for (next = i; next < batch->n && batch->p[next].sequence / s->stride == layer;)
            next++;
        *SB_PUSH(&s->segments) = (struct segment){batch, layer, i, next};
    }
}

static bool takes_away(const struct sb_tree_node *entry)
{
    return entry->kind == SB_ENTRY_WHITEOUT || entry->kind == SB_ENTRY_OPAQUE;
}

/* The path in S->path; what empties a folder lies in it. */
static void put_path(struct settling *s, const struct sb_tree_batch *batch, const struct sb_tree_node *entry)
{
    sb_buf_clear(&s->path);
    sb_buf_str(&s->path, batch->dirs.p[entry->parent]);
    if (s->path.n)
        sb_buf_chr(&s->path, '/');
    sb_buf_str(&s->path, entry->name);
    if (entry->kind == SB_ENTRY_OPAQUE)
        sb_buf_str(&s->path, SB_S("/-")); /* any name */
}

static void keep_path(struct sb_tree_batch *batch, struct sb_tree_node *entry, sb_str path)
{
    if (entry->kind == SB_ENTRY_OPAQUE) {
        path = sb_path_dir(path);
        entry->name = sb_arena_str(&batch->arena, sb_path_base(path));
        entry->target_n = 0;
    }
    sb_str dir = sb_path_dir(path);
    if (!sb_str_eq(batch->dirs.p[batch->dirs.n - 1], dir)) {
        dir = sb_arena_str(&batch->arena, dir);
        *SB_PUSH(&batch->dirs) = dir;
    }
    entry->parent = (uint32_t)(batch->dirs.n - 1);
}

/* It is no entry any more: it takes away what was there before the first layer. */
static void drop(struct settling *s, const struct sb_tree_batch *batch, struct sb_tree_node *entry)
{
    put_path(s, batch, entry);
    sb_diag(s->diags, SB_D_ARCHIVE_PATH, sb_buf_all(&s->path), 0,
            "lies below symbolic links of lower layers that lead round and round; left out");
    entry->kind = SB_ENTRY_WHITEOUT;
    entry->sequence = 0;
}

static void note_move(struct settling *s, struct sb_tree_batch *batch, const struct sb_tree_node *entry)
{
    if (s->moved++ == 0)
        s->first = sb_arena_str(&s->told, sb_buf_all(&s->path));
    *SB_PUSH(&batch->moved) = (uint32_t)(entry - batch->p);
}

/* False if there is no such place. */
static bool move(struct settling *s, struct sb_tree_batch *batch, struct sb_tree_node *entry)
{
    put_path(s, batch, entry);
    unsigned bits = sb_archive_links_follow(&s->links, true, s->depth, &s->path);
    if (bits & SB_PATH_DEEP) {
        drop(s, batch, entry);
        return false;
    }
    if (bits & SB_PATH_LINKED) {
        keep_path(batch, entry, sb_buf_all(&s->path));
        note_move(s, batch, entry);
    }
    return true;
}

/* Where the bytes of a hard link are. */
static void move_target(struct settling *s, struct sb_tree_batch *batch, struct sb_tree_node *entry)
{
    if (entry->kind != SB_ENTRY_FILE || entry->target_n == 0)
        return;
    sb_buf_clear(&s->path);
    sb_buf_str(&s->path, sb_tree_target(entry));
    unsigned bits = sb_archive_links_follow(&s->links, true, s->depth, &s->path);
    if (!(bits & SB_PATH_LINKED) || bits & SB_PATH_DEEP)
        return;
    sb_str both = sb_arena_join(&batch->arena, entry->name, sb_buf_all(&s->path), SB_STR_NONE);
    entry->name = sb_str_part(both, 0, entry->name.n);
    entry->target_n = (uint32_t)s->path.n;
}

static void take(struct settling *s, const struct sb_tree_batch *batch, const struct sb_tree_node *item)
{
    const struct sb_entry entry = {.dir = batch->dirs.p[item->parent],
                                   .name = item->name,
                                   .kind = (enum sb_entry_kind)item->kind,
                                   .target = sb_tree_target(item)};
    sb_archive_links_take(&s->links, &entry, item->sequence);
}

/* Until the I-th, by the order of the layer: what takes something away has a sequence before all others. */
static void look_until(struct settling *s, const struct segment *segment, size_t i)
{
    sb_archive_links_look_ahead(&s->links, s->seen + 1, s->seen + 1 + (uint32_t)(i - segment->first));
}

/* Does the layer take something away that, as it is called, lies below a link? */
static bool goes_through_links(struct settling *s, const struct segment *segment)
{
    for (size_t i = segment->first; i < segment->end; i++) {
        if (!takes_away(&segment->batch->p[i]))
            continue;
        put_path(s, segment->batch, &segment->batch->p[i]);
        if (sb_archive_links_follow(&s->links, true, s->depth, &s->path))
            return true;
    }
    return false;
}

/* What the layer takes away does not follow a link in whose place it put a folder, a file or another link before. */
static void look_ahead(struct settling *s, const struct segment *segment)
{
    const struct sb_tree_batch *batch = segment->batch;
    for (size_t i = segment->first; i < segment->end; i++) {
        const struct sb_tree_node *item = &batch->p[i];
        look_until(s, segment, i);
        put_path(s, batch, item);
        if (sb_archive_links_follow(&s->links, true, s->depth, &s->path) & SB_PATH_DEEP)
            continue;
        const struct sb_entry entry = {.dir = sb_path_dir(sb_buf_all(&s->path)),
                                       .name = sb_path_base(sb_buf_all(&s->path)),
                                       .kind = (enum sb_entry_kind)item->kind,
                                       .target = sb_tree_target(item)};
        sb_archive_links_yield(&s->links, &entry, s->seen + 1 + (uint32_t)(i - segment->first));
    }
}

static void settle(struct settling *s, const struct segment *segment)
{
    struct sb_tree_batch *batch = segment->batch;
    if (batch->root_since && batch->root_since == segment->layer * s->stride)
        sb_archive_links_done(&s->links);
    if (goes_through_links(s, segment))
        look_ahead(s, segment);
    for (size_t i = segment->first; i < segment->end; i++) {
        if (!takes_away(&batch->p[i]))
            continue;
        look_until(s, segment, i);
        move(s, batch, &batch->p[i]);
    }
    sb_archive_links_look_ahead(&s->links, 0, 0);
    s->seen += (uint32_t)(segment->end - segment->first);
    for (size_t i = segment->first; i < segment->end; i++)
        if (takes_away(&batch->p[i]) && batch->p[i].sequence)
            take(s, batch, &batch->p[i]);
    for (size_t i = segment->first; i < segment->end; i++) {
        struct sb_tree_node *entry = &batch->p[i];
        if (takes_away(entry) || !move(s, batch, entry))
            continue;
        move_target(s, batch, entry);
        take(s, batch, entry);
    }
}

static int by_token(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

void sb_tree_settle_layers(struct sb_tree_batch *batches, size_t n_batches, uint32_t stride, uint32_t depth,
                           struct sb_diags *diags)
{
    struct settling s = {.stride = stride, .depth = depth, .diags = diags};
    for (size_t i = 0; i < n_batches; i++)
        find_segments(&s, &batches[i]);
    if (s.segments.n > 1) {
        qsort(s.segments.p, s.segments.n, sizeof *s.segments.p, by_layer);
        for (size_t i = 0; i < s.segments.n; i++)
            settle(&s, &s.segments.p[i]);
    }
    for (size_t i = 0; i < n_batches; i++)
        if (batches[i].moved.n)
            qsort(batches[i].moved.p, batches[i].moved.n, sizeof *batches[i].moved.p, by_token);
    if (s.moved)
        sb_diag_of_many(diags, SB_D_ARCHIVE_PATH, s.first, s.moved,
                        "below symbolic links of lower layers; taken where those lead");
    sb_free(s.segments.p);
    sb_archive_links_done(&s.links);
    sb_buf_done(&s.path);
    sb_arena_done(&s.told);
}
