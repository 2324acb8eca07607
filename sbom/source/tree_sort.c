#include "source/tree_sort.h"

#include "base/pool.h"
#include "base/sort_inside.h"

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

/* By batch, by index in its dirs. */
static uint32_t **find_folders(struct sb_tree_sort *sort, const struct sb_tree_batch *batches, size_t n_batches)
{
    uint32_t **folder_of = sb_calloc(n_batches, sizeof *folder_of);
    *SB_PUSH(&sort->folders) = (struct sb_tree_folder){0};
    for (size_t i = 0; i < n_batches; i++) {
        const struct sb_tree_batch *batch = &batches[i];
        folder_of[i] = sb_malloc(batch->dirs.n * sizeof **folder_of);
        for (size_t j = 0; j < batch->dirs.n; j++)
            folder_of[i][j] = folder_at(sort, batch->dirs.p[j]);
    }
    return folder_of;
}

/* ---- one row ---- */

static size_t largest(const struct sb_tree_batch *batches, size_t n_batches)
{
    size_t best = 0;
    for (size_t i = 1; i < n_batches; i++)
        if (batches[i].n > batches[best].n)
            best = i;
    return best;
}

/* From its end, so that what was copied can be freed. */
static void append(struct sb_tree_sort *sort, struct sb_tree_batch *batch)
{
    enum { PIECE = 8192 };
    struct sb_tree_node *to = sort->entries + sort->n_entries;
    for (size_t left = batch->n; left;) {
        size_t n = left < PIECE ? left : PIECE;
        left -= n;
        memcpy(to + left, batch->p + left, n * sizeof *to);
        batch->p = sb_realloc(batch->p, left * sizeof *to);
    }
    sort->n_entries += batch->n;
    sb_free(batch->p);
    batch->p = NULL;
}

/* Behind those of the largest batch, which grows: at no time there are two copies of all. */
static void join_batches(struct sb_tree_sort *sort, struct sb_tree_batch *batches, size_t n_batches)
{
    size_t base = largest(batches, n_batches);
    size_t n = sort->folders.n + 1;
    for (size_t i = 0; i < n_batches; i++) {
        n += batches[i].n;
        sort->inside |= batches[i].inside;
    }
    sort->first = sb_calloc(n_batches, sizeof *sort->first);
    sort->entries = sb_realloc(n_batches ? batches[base].p : NULL, n * sizeof *sort->entries);
    if (n_batches) {
        batches[base].p = NULL;
        sort->n_entries = batches[base].n;
    }
    for (size_t i = 0; i < n_batches; i++)
        if (i != base) {
            sort->first[i] = sort->n_entries;
            append(sort, &batches[i]);
        }
    sort->n_came = sort->n_entries;
}

static void set_folders(struct sb_tree_sort *sort, const struct sb_tree_batch *batches, size_t n_batches,
                        uint32_t **folder_of)
{
    for (size_t i = 0; i < n_batches; i++) {
        struct sb_tree_node *entries = sort->entries + sort->first[i];
        for (size_t j = 0; j < batches[i].n; j++)
            entries[j].parent = folder_of[i][entries[j].parent];
        sb_free(folder_of[i]);
    }
    sb_free(folder_of);
}

/* A folder may have come without an entry of its own: each gets one, which loses against a real one. */
static void make_up_entries(struct sb_tree_sort *sort)
{
    for (size_t i = 1; i < sort->folders.n; i++)
        sort->entries[sort->n_entries++] = (struct sb_tree_node){
            .name = sb_str_n(sort->folders.p[i].name, sort->folders.p[i].name_n),
            .size = SB_SIZE_UNKNOWN,
            .parent = (uint32_t)i,
            .mode = SB_MODE_UNKNOWN,
            .kind = SB_ENTRY_DIR,
            .made_up = true,
        };
    sort->entries[sort->n_entries++] = (struct sb_tree_node){.name = SB_S("")};
    sort->entries[sort->n_entries++] =
        (struct sb_tree_node){.name = SB_S(""), .size = SB_SIZE_UNKNOWN, .kind = SB_ENTRY_DIR};
}

/* ---- groups ---- */

static void add_last(struct sb_tree_folder *folder, uint32_t sequence)
{
    if (sequence > folder->last)
        folder->last = sequence;
}

static void count_items(struct sb_tree_sort *sort)
{
    for (size_t i = 0; i < sort->n_came; i++) {
        struct sb_tree_folder *folder = &sort->folders.p[sort->entries[i].parent];
        folder->n++;
        if (sort->entries[i].kind != SB_ENTRY_WHITEOUT)
            add_last(folder, sort->entries[i].sequence);
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

static void put_item(struct sb_tree_sort *sort, uint32_t folder, size_t entry)
{
    struct sb_tree_folder *f = &sort->folders.p[folder];
    sort->items[f->first + f->n++] = (uint32_t)entry;
}

static void group_items(struct sb_tree_sort *sort)
{
    count_items(sort);
    sort->items = sb_malloc(sort->n * sizeof *sort->items);
    for (size_t i = 0; i < sort->n_came; i++)
        put_item(sort, sort->entries[i].parent, i);
    for (size_t i = 1; i < sort->folders.n; i++)
        put_item(sort, sort->folders.p[i].parent, sort->n_came + i - 1);
}

/* ---- order ---- */

/* An item while its folder is sorted. */
struct key {
    uint64_t prefix; /* first bytes of the name as a number: decides most comparisons without looking at the entry */
    uint32_t entry;
};
typedef SB_VEC(struct key) key_list;

struct ordering {
    struct sb_tree_sort *sort;
    key_list *keys; /* one list a worker */
};

static uint64_t prefix_of(sb_str name)
{
    unsigned char front[8] = {0};
    memcpy(front, name.p, name.n < sizeof front ? name.n : sizeof front);
    uint64_t prefix = 0;
    for (size_t i = 0; i < sizeof front; i++)
        prefix = prefix << 8 | front[i];
    return prefix;
}

static int larger_first(uint64_t a, uint64_t b)
{
    return (a < b) - (a > b);
}

/* By name; what counts comes first. Entries that are equal in everything are told apart by their place in the batch, so
 * that an archive, which comes in one batch, has one answer. */
static int by_name(const void *left, const void *right, void *entries)
{
    const struct key *a = left;
    const struct key *b = right;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    const struct sb_tree_node *x = (struct sb_tree_node *)entries + a->entry;
    const struct sb_tree_node *y = (struct sb_tree_node *)entries + b->entry;
    int order = sb_str_cmp(x->name, y->name);
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
        order = sb_str_cmp(sb_tree_target(y), sb_tree_target(x));
    return order ? order : larger_first(a->entry, b->entry);
}

static void sort_folder(void *ctx, unsigned worker, size_t i)
{
    const struct ordering *ordering = ctx;
    struct sb_tree_sort *sort = ordering->sort;
    const struct sb_tree_folder *folder = &sort->folders.p[i];
    key_list *keys = &ordering->keys[worker];
    uint32_t *items = sort->items + folder->first;
    if (folder->n < 2)
        return;
    sb_grow(&keys->p, &keys->cap, folder->n, sizeof *keys->p);
    for (size_t j = 0; j < folder->n; j++)
        keys->p[j] = (struct key){prefix_of(sort->entries[items[j]].name), items[j]};
    sb_sort_inside(keys->p, folder->n, sizeof *keys->p, by_name, sort->entries);
    for (size_t j = 0; j < folder->n; j++)
        items[j] = keys->p[j].entry;
}

static void sort_items(struct sb_tree_sort *sort, size_t threads)
{
    struct ordering ordering = {sort, sb_calloc(threads + 1, sizeof *ordering.keys)};
    sb_parallel((unsigned)threads, sort->folders.n, sort_folder, &ordering);
    for (size_t i = 0; i < threads + 1; i++)
        sb_free(ordering.keys[i].p);
    sb_free(ordering.keys);
}

void sb_tree_sort(struct sb_tree_sort *sort, struct sb_tree_batch *batches, size_t n_batches)
{
    *sort = (struct sb_tree_sort){0};
    uint32_t **folder_of = find_folders(sort, batches, n_batches);
    join_batches(sort, batches, n_batches);
    set_folders(sort, batches, n_batches, folder_of);
    make_up_entries(sort);
    group_items(sort);
    sort_items(sort, n_batches);
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

/* Does the item stand before what is looked for? The later layers of a name come first. */
static bool is_before(const struct sb_tree_node *item, sb_str name, uint32_t sequence)
{
    int order = sb_str_cmp(item->name, name);
    return order < 0 || (order == 0 && !item->made_up && item->sequence >= sequence);
}

uint32_t sb_tree_sort_before(const struct sb_tree_sort *sort, sb_str path, uint32_t sequence)
{
    uint32_t folder;
    sb_str name = sb_path_base(path);
    if (name.n == 0 || !find_folder(sort, sb_path_dir(path), &folder))
        return UINT32_MAX;
    size_t low = sort->folders.p[folder].first;
    size_t end = low + sort->folders.p[folder].n;
    for (size_t high = end; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (is_before(&sort->entries[sort->items[middle]], name, sequence))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == end)
        return UINT32_MAX;
    const struct sb_tree_node *found = &sort->entries[sort->items[low]];
    return sb_str_eq(found->name, name) && !found->made_up ? sort->items[low] : UINT32_MAX;
}

struct sb_tree_node *sb_tree_sort_entries(struct sb_tree_sort *sort)
{
    struct sb_tree_node *entries = sort->entries;
    sb_free(sort->folders.p);
    sb_free(sort->first);
    sb_free(sort->items);
    sb_map_done(&sort->by_name);
    *sort = (struct sb_tree_sort){.n_came = sort->n_came, .n_entries = sort->n_entries};
    return entries;
}
