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

static void note(struct sb_scan_worker *worker, sb_str dir, sb_str name)
{
    if (name.n && name.p[name.n - 1] == '!')
        *SB_PUSH(&worker->alike) = (struct sb_alike){dir, name};
}

void sb_nested_note(struct sb_scan_worker *worker, uint32_t token)
{
    sb_str dir, name;
    enum sb_entry_kind kind = sb_tree_batch_entry(&worker->batch, token, &dir, &name);
    if (kind <= SB_ENTRY_SPECIAL)
        note(worker, dir, name);
    for (; dir.n; dir = sb_path_dir(dir))
        note(worker, sb_path_dir(dir), sb_path_base(dir));
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
        sb_diag(&mixed->scan->diags[0], SB_D_ZIPPED, sb_tree_path(&mixed->scan->tree, inside, &scratch), 0,
                "what else has this name, which the inside of the archive beside it has here, was left out");
    *told = 1;
    sb_arena_done(&scratch);
}

/* Neighbours share their folder. */
static void find_alike(struct mixed *mixed, const struct sb_scan_worker *worker)
{
    const struct sb_tree *tree = &mixed->scan->tree;
    sb_str dir = SB_STR_NONE;
    sb_node folder = SB_NODE_NONE;
    for (size_t i = 0; i < worker->alike.n; i++) {
        const struct sb_alike *alike = &worker->alike.p[i];
        if (i == 0 || alike->dir.p != dir.p || alike->dir.n != dir.n)
            folder = sb_tree_find(tree, SB_NODE_ROOT, alike->dir, false);
        dir = alike->dir;
        sb_node inside = folder.v ? sb_tree_child(tree, folder, alike->name) : SB_NODE_NONE;
        if (inside.v && sb_tree_inside(tree, inside).v == inside.v)
            tell_mixed(mixed, inside);
    }
}

void sb_nested_tell(struct sb_scan_state *scan)
{
    struct mixed mixed = {.scan = scan};
    for (unsigned i = 0; i < scan->threads && scan->tree.inside.n; i++)
        find_alike(&mixed, &scan->workers[i]);
    sb_map_done(&mixed.told);
}
