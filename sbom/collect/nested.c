#include "collect/nested.h"

#include "source/tree_inside.h"

bool sb_is_nested(const struct sb_scan_worker *worker, uint32_t token)
{
    size_t low = 0;
    for (size_t high = worker->nested.n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (worker->nested.p[middle].end <= token)
            low = middle + 1;
        else
            high = middle;
    }
    return low < worker->nested.n && token >= worker->nested.p[low].first;
}

/* All but folders below NODE. */
static size_t count_below(const struct sb_tree *tree, sb_node node)
{
    size_t n = 0;
    for (uint32_t i = node.v; i < sb_tree_at(tree, node)->end; i++)
        n += sb_tree_at(tree, (sb_node){i})->kind != SB_ENTRY_DIR;
    return n;
}

static size_t count_nested(const struct sb_tree *tree, unsigned worker, const struct sb_nested *nested)
{
    size_t n = 0;
    for (uint32_t token = nested->first; token < nested->end; token++) {
        sb_node node = sb_tree_of(tree, worker, token);
        n += node.v && sb_tree_at(tree, node)->kind != SB_ENTRY_DIR;
    }
    return n;
}

struct mixed {
    struct sb_scan_state *scan;
    struct sb_map told; /* folders of insides */
};

static void tell_mixed(struct mixed *mixed, sb_node inside)
{
    struct sb_arena scratch = {0};
    uint32_t *told = sb_map_put(&mixed->told, inside.v);
    if (!*told)
        sb_diag(
            &mixed->scan->diags[0], SB_D_ZIPPED, sb_tree_path(&mixed->scan->tree, inside, &scratch), 0,
            "something else has the name that the inside of the archive beside it has here, and is not told from it");
    *told = 1;
    sb_arena_done(&scratch);
}

/* What lies in a tar needs no entry for its folder. */
static void find_strangers(struct mixed *mixed, unsigned worker)
{
    const struct sb_tree *tree = &mixed->scan->tree;
    const struct sb_scan_worker *by = &mixed->scan->workers[worker];
    for (size_t i = 0; i < by->nested.n; i++) {
        const struct sb_nested *nested = &by->nested.p[i];
        sb_node inside = nested->first < nested->end ? sb_tree_of(tree, worker, nested->first) : SB_NODE_NONE;
        if (inside.v && count_below(tree, inside) != count_nested(tree, worker, nested))
            tell_mixed(mixed, inside);
    }
}

static void find_alike(struct mixed *mixed, unsigned worker)
{
    const struct sb_tree *tree = &mixed->scan->tree;
    const struct sb_scan_worker *by = &mixed->scan->workers[worker];
    for (size_t i = 0; i < by->alike.n; i++) {
        sb_node inside = sb_tree_find(tree, SB_NODE_ROOT, by->alike.p[i], false);
        if (inside.v && sb_tree_inside(tree, inside).v == inside.v)
            tell_mixed(mixed, inside);
    }
}

void sb_nested_tell(struct sb_scan_state *scan)
{
    struct mixed mixed = {.scan = scan};
    for (unsigned i = 0; i < scan->threads && scan->tree.inside.n; i++) {
        find_strangers(&mixed, i);
        find_alike(&mixed, i);
    }
    sb_map_done(&mixed.told);
}
