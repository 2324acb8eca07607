#include "python/python_join.h"

#include "base/sort.h"

static int by_key(const void *record, const void *key)
{
    return sb_str_cmp(((const struct sb_record *)record)->key, *(const sb_str *)key);
}

const struct sb_record *sb_python_record_at(const struct sb_join *join, sb_str path)
{
    /* they are sorted by key, which is the path here */
    size_t low = sb_lower_bound(join->records, join->n_records, sizeof *join->records, &path, by_key);
    return low < join->n_records && sb_str_eq(join->records[low].key, path) ? &join->records[low] : NULL;
}

/* By node: who claims it; 0: nobody. */
static void find_owners(const struct py_world *world, size_t first, struct sb_map *owners)
{
    const struct sb_join *join = world->join;
    for (size_t i = 0; i < world->points.n; i++)
        sb_map_put(owners, world->points.p[i].exec.node.v);
    for (int others = 0; others < 2; others++)
        for (size_t i = others ? 0 : first; i < (others ? first : join->claims.n); i++) {
            uint32_t *owner = join->claims.p[i].node.v ? sb_map_get(owners, join->claims.p[i].node.v) : NULL;
            if (owner && *owner == 0)
                *owner = join->claims.p[i].component.v;
        }
}

static uint64_t point_key(const struct sb_exec *exec)
{
    return sb_pair(exec->node.v, (uint32_t)exec->kind);
}

void sb_python_give_points(struct py_world *world, size_t first)
{
    struct sb_join *join = world->join;
    struct sb_map owners = {0};
    struct sb_map told = {0}; /* by another collector */
    find_owners(world, first, &owners);
    for (size_t i = 0; i < join->execs.n; i++)
        if (join->execs.p[i].node.v && sb_map_get(&owners, join->execs.p[i].node.v))
            *sb_map_put(&told, point_key(&join->execs.p[i])) = 1;
    for (size_t i = 0; i < world->points.n; i++) {
        struct py_point *point = &world->points.p[i];
        point->exec.component.v = *sb_map_get(&owners, point->exec.node.v);
        if ((!point->unclaimed || !point->exec.component.v) && !sb_map_get(&told, point_key(&point->exec)))
            sb_join_exec(join, point->exec);
    }
    sb_map_done(&owners);
    sb_map_done(&told);
}

static int by_site(const void *path, const void *site)
{
    uint32_t a = ((const struct py_path *)path)->site.v, b = ((const sb_node *)site)->v;
    return (a > b) - (a < b);
}

const struct py_path *sb_python_added(const struct py_world *world, sb_node site, size_t *ret_n)
{
    size_t low = sb_lower_bound(world->paths.p, world->paths.n, sizeof *world->paths.p, &site, by_site);
    *ret_n = 0;
    while (*ret_n < SB_PYTHON_ADDED && low + *ret_n < world->paths.n && world->paths.p[low + *ret_n].site.v == site.v)
        ++*ret_n;
    return *ret_n ? &world->paths.p[low] : NULL;
}
