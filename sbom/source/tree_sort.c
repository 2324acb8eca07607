#include "source/tree_sort.h"

#include <stdlib.h>

#include "base/pool.h"

bool sb_tree_same_name(const struct sb_tree_entry *a, const struct sb_tree_entry *b)
{
    return sb_str_eq(sb_str_n(a->name, a->name_n), sb_str_n(b->name, b->name_n));
}

/* ---- folders ---- */

static uint64_t key_of(uint32_t parent, sb_str name)
{
    return sb_hash(name.p, name.n, parent) >> 1;
}

static bool is_folder(const struct sb_tree_sort *sort, uint32_t folder, uint32_t parent, sb_str name)
{
    const struct sb_tree_folder *f = &sort->folders.p[folder];
    return f->parent == parent && sb_str_eq(sb_str_n(f->name, f->name_n), name);
}

static uint32_t folder_child(struct sb_tree_sort *sort, uint32_t parent, sb_str name)
{
    for (uint64_t key = key_of(parent, name);; key++) {
        uint32_t *slot = sb_map_put(&sort->by_name, key);
        if (*slot == 0) {
            *slot = (uint32_t)sort->folders.n;
            *SB_PUSH(&sort->folders) =
                (struct sb_tree_folder){.parent = parent, .name_n = (uint32_t)name.n, .name = name.p};
            return (uint32_t)sort->folders.n - 1;
        }
        if (is_folder(sort, *slot, parent, name))
            return *slot;
    }
}

static uint32_t folder_at(struct sb_tree_sort *sort, sb_str path)
{
    uint32_t folder = 0;
    while (path.n) {
        sb_str part;
        sb_str_cut(&path, '/', &part);
        if (part.n)
            folder = folder_child(sort, folder, part);
    }
    return folder;
}

static void find_folders(struct sb_tree_sort *sort, const struct sb_tree_batch *batches)
{
    *SB_PUSH(&sort->folders) = (struct sb_tree_folder){0};
    sort->folder_of = sb_calloc(sort->n_batches, sizeof *sort->folder_of);
    for (size_t i = 0; i < sort->n_batches; i++) {
        const struct sb_tree_batch *batch = &batches[i];
        sort->folder_of[i] = sb_malloc(batch->dirs.n * sizeof **sort->folder_of);
        for (size_t j = 0; j < batch->dirs.n; j++)
            sort->folder_of[i][j] = folder_at(sort, batch->dirs.p[j]);
    }
}

/* A folder may have come without an entry of its own: each gets one, which loses against a real one. */
static void make_up_entries(struct sb_tree_sort *sort)
{
    sort->made_up = sb_calloc(sort->folders.n, sizeof *sort->made_up);
    for (size_t i = 1; i < sort->folders.n; i++)
        sort->made_up[i] = (struct sb_tree_entry){
            .name = sort->folders.p[i].name,
            .size = SB_SIZE_UNKNOWN,
            .name_n = sort->folders.p[i].name_n,
            .dir = (uint32_t)i,
            .mode = SB_MODE_UNKNOWN,
            .kind = SB_ENTRY_DIR,
            .made_up = true,
        };
}

/* ---- groups ---- */

static void add_last(struct sb_tree_folder *folder, uint32_t sequence)
{
    if (sequence > folder->last)
        folder->last = sequence;
}

static void count_items(struct sb_tree_sort *sort, const struct sb_tree_batch *batches)
{
    for (size_t i = 0; i < sort->n_batches; i++)
        for (size_t j = 0; j < batches[i].n; j++) {
            struct sb_tree_folder *folder = &sort->folders.p[sort->folder_of[i][batches[i].p[j].dir]];
            folder->n++;
            if (batches[i].p[j].kind != SB_ENTRY_WHITEOUT)
                add_last(folder, batches[i].p[j].sequence);
        }
    for (size_t i = sort->folders.n; i-- > 1;) { /* parents stand before their children */
        struct sb_tree_folder *above = &sort->folders.p[sort->folders.p[i].parent];
        above->n++;
        add_last(above, sort->folders.p[i].last);
    }
    for (size_t i = 0; i < sort->folders.n; i++) {
        sort->folders.p[i].first = sort->n;
        sort->n += sort->folders.p[i].n;
        sort->folders.p[i].n = 0;
    }
}

static uint64_t prefix_of(sb_str name)
{
    unsigned char front[8] = {0};
    memcpy(front, name.p, name.n < sizeof front ? name.n : sizeof front);
    uint64_t prefix = 0;
    for (size_t i = 0; i < sizeof front; i++)
        prefix = prefix << 8 | front[i];
    return prefix;
}

static void put_item(struct sb_tree_sort *sort, uint32_t folder, struct sb_tree_entry *entry)
{
    struct sb_tree_folder *f = &sort->folders.p[folder];
    sort->items[f->first + f->n++] = (struct sb_tree_item){prefix_of(sb_str_n(entry->name, entry->name_n)), entry};
}

static void group_items(struct sb_tree_sort *sort, struct sb_tree_batch *batches)
{
    count_items(sort, batches);
    sort->items = sb_malloc(sort->n * sizeof *sort->items);
    for (size_t i = 0; i < sort->n_batches; i++)
        for (size_t j = 0; j < batches[i].n; j++)
            put_item(sort, sort->folder_of[i][batches[i].p[j].dir], &batches[i].p[j]);
    for (size_t i = 1; i < sort->folders.n; i++)
        put_item(sort, sort->folders.p[i].parent, &sort->made_up[i]);
}

/* ---- order ---- */

static int larger_first(uint64_t a, uint64_t b)
{
    return (a < b) - (a > b);
}

/* By name; what counts comes first. Entries that are equal in everything are told apart by their place in the batch, so
 * that an archive, which comes in one batch, has one answer. */
static int by_name(const void *left, const void *right)
{
    const struct sb_tree_item *a = left;
    const struct sb_tree_item *b = right;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    const struct sb_tree_entry *x = a->entry;
    const struct sb_tree_entry *y = b->entry;
    int order = sb_str_cmp(sb_str_n(x->name, x->name_n), sb_str_n(y->name, y->name_n));
    if (order)
        return order;
    if (x->made_up != y->made_up)
        return x->made_up ? 1 : -1;
    order = larger_first(x->sequence, y->sequence);
    if (order == 0)
        order = larger_first(x->kind, y->kind);
    if (order == 0)
        order = larger_first(x->size, y->size);
    if (order == 0)
        order = sb_str_cmp(sb_str_n(y->target, y->target_n), sb_str_n(x->target, x->target_n));
    return order ? order : larger_first((uintptr_t)x, (uintptr_t)y);
}

static void sort_folder(void *ctx, unsigned worker, size_t i)
{
    const struct sb_tree_sort *sort = ctx;
    const struct sb_tree_folder *folder = &sort->folders.p[i];
    (void)worker;
    if (folder->n > 1)
        qsort(sort->items + folder->first, folder->n, sizeof *sort->items, by_name);
}

void sb_tree_sort(struct sb_tree_sort *sort, struct sb_tree_batch *batches, size_t n_batches)
{
    *sort = (struct sb_tree_sort){.n_batches = n_batches};
    find_folders(sort, batches);
    make_up_entries(sort);
    group_items(sort, batches);
    sb_parallel((unsigned)n_batches, sort->folders.n, sort_folder, sort);
}

/* ---- looking things up ---- */

static bool find_folder(const struct sb_tree_sort *sort, sb_str path, uint32_t *ret_folder)
{
    uint32_t folder = 0;
    sb_str part;
    while (path.n) {
        const uint32_t *slot;
        sb_str_cut(&path, '/', &part);
        uint64_t key = key_of(folder, part);
        while ((slot = sb_map_get(&sort->by_name, key)) && !is_folder(sort, *slot, folder, part))
            key++;
        if (!slot)
            return false;
        folder = *slot;
    }
    *ret_folder = folder;
    return true;
}

static int against(const struct sb_tree_item *item, uint64_t prefix, sb_str name)
{
    if (item->prefix != prefix)
        return item->prefix < prefix ? -1 : 1;
    return sb_str_cmp(sb_str_n(item->entry->name, item->entry->name_n), name);
}

struct sb_tree_entry *sb_tree_sort_before(const struct sb_tree_sort *sort, sb_str path, uint32_t sequence)
{
    uint32_t folder;
    sb_str name = sb_path_base(path);
    if (name.n == 0 || !find_folder(sort, sb_path_dir(path), &folder))
        return NULL;
    uint64_t prefix = prefix_of(name);
    size_t low = sort->folders.p[folder].first;
    size_t end = low + sort->folders.p[folder].n;
    /* The first item that is not before the one that is looked for: the later layers of a name come first. */
    for (size_t high = end; low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = against(&sort->items[middle], prefix, name);
        if (order < 0 ||
            (order == 0 && !sort->items[middle].entry->made_up && sort->items[middle].entry->sequence >= sequence))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == end || against(&sort->items[low], prefix, name) != 0 || sort->items[low].entry->made_up)
        return NULL;
    return sort->items[low].entry;
}

void sb_tree_sort_done(struct sb_tree_sort *sort)
{
    for (size_t i = 0; i < sort->n_batches; i++)
        sb_free(sort->folder_of[i]);
    sb_free(sort->folder_of);
    sb_free(sort->folders.p);
    sb_free(sort->made_up);
    sb_free(sort->items);
    sb_map_done(&sort->by_name);
}
