#include "collect/system_alias.h"

#include <stdlib.h>

#include "collect/links.h"

/* Links that lead into a root, and pairs of a link and a root that are tried; a machine has a handful. */
enum { LINKS = 1024, TRIES = 100000 };

struct pair {
    sb_str link, target; /* paths */
};

struct alias {
    struct sb_join *join;
    sb_system_root_of *root_of;
    struct sb_map above; /* folders that records lie in, and those above them */
    SB_VEC(struct pair) links;
    size_t tries;
};

static bool same_root(const struct sb_record *a, const struct sb_record *b)
{
    return sb_str_eq(a->key, b->key);
}

/* ---- the links into what was found ---- */

static void note_above(struct alias *a, sb_str dir)
{
    const struct sb_tree *tree = a->join->tree;
    for (sb_node node = sb_tree_find(tree, SB_NODE_ROOT, dir, false); node.v; node.v = sb_tree_at(tree, node)->parent) {
        uint32_t *seen = sb_map_put(&a->above, node.v);
        if (*seen)
            return;
        *seen = 1;
    }
}

static void find_links(struct alias *a)
{
    struct sb_join *join = a->join;
    const struct sb_tree *tree = join->tree;
    for (size_t i = 0; i < join->n_records; i++)
        if (i == 0 || !same_root(&join->records[i - 1], &join->records[i]))
            note_above(a, sb_path_dir(join->records[i].path));
    for (sb_node node = SB_NODE_ROOT; node.v < tree->n && join->n_records && a->links.n < LINKS; node.v++) {
        sb_node target = sb_tree_at(tree, node)->kind == SB_ENTRY_LINK ? sb_link_target(tree, node) : SB_NODE_NONE;
        if (target.v > SB_NODE_ROOT.v && sb_map_get(&a->above, target.v))
            *SB_PUSH(&a->links) =
                (struct pair){sb_tree_path(tree, node, join->arena), sb_tree_path(tree, target, join->arena)};
    }
}

/* ---- which root ---- */

/* What a system has. */
static unsigned completeness(const struct alias *a, sb_str root)
{
    static const char *const signs[] = {
        "etc", "usr", "etc/os-release", "usr/lib/os-release", "var/lib/dpkg/status", "var/lib/dpkg/status.d"};
    unsigned n = 0;
    sb_node node = sb_tree_find(a->join->tree, SB_NODE_ROOT, root, true);
    for (size_t i = 0; node.v && i < SB_COUNT(signs); i++)
        n += sb_tree_find(a->join->tree, node, sb_str_of(signs[i]), true).v != 0;
    return n;
}

/* Of two that have the same the one that holds the other. */
static bool is_above(sb_str root, sb_str other)
{
    return root.n < other.n && sb_str_starts(other, root) && (root.n == 0 || other.p[root.n] == '/');
}

/* The root of RECORD, if it is read through a link. */
static sb_str best_root(struct alias *a, const struct sb_record *record)
{
    sb_str dir = sb_path_dir(record->path);
    sb_str best = record->key;
    unsigned most = a->links.n ? completeness(a, best) : 0;
    for (size_t i = 0; i < a->links.n && a->tries < TRIES; i++, a->tries++) {
        const struct pair *pair = &a->links.p[i];
        sb_str rest = dir;
        sb_str root;
        if (!sb_str_chop(&rest, pair->target) || (rest.n && rest.p[0] != '/'))
            continue;
        if (!a->root_of(record, sb_arena_join(a->join->arena, pair->link, rest, SB_STR_NONE), &root))
            continue;
        unsigned n = completeness(a, root) + is_above(root, record->key);
        if (n > most || (n == most && !sb_str_eq(best, record->key) && sb_str_cmp(root, best) < 0)) {
            best = root;
            most = n;
        }
    }
    return best;
}

static int by_content(const void *left, const void *right)
{
    const struct sb_record *a = left;
    const struct sb_record *b = right;
    int order = sb_str_cmp(a->key, b->key);
    if (order == 0)
        order = (a->kind > b->kind) - (a->kind < b->kind);
    if (order == 0)
        order = sb_str_cmp(a->path, b->path);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static const struct sb_record *with_roots(struct alias *a)
{
    const struct sb_join *join = a->join;
    struct sb_record *records = sb_arena_alloc(join->arena, (join->n_records + 1) * sizeof *records);
    bool changed = false;
    for (size_t i = 0; i < join->n_records; i++) {
        bool first = i == 0 || !same_root(&join->records[i - 1], &join->records[i]);
        records[i] = join->records[i];
        records[i].key = first ? best_root(a, &join->records[i]) : records[i - 1].key;
        changed |= !same_root(&records[i], &join->records[i]);
    }
    if (changed)
        qsort(records, join->n_records, sizeof *records, by_content);
    return records;
}

const struct sb_record *sb_system_records(struct sb_join *join, sb_system_root_of *root_of)
{
    struct alias a = {.join = join, .root_of = root_of};
    find_links(&a);
    const struct sb_record *records = a.links.n ? with_roots(&a) : join->records;
    sb_free(a.links.p);
    sb_map_done(&a.above);
    return records;
}
