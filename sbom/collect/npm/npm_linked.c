#include "npm/npm_linked.h"

#include "npm/npm_path.h"

static const sb_str name_of_modules = {"node_modules", 12};

enum { BY_PATH = 1, BY_LINK }; /* why a folder of packages counts */

/* A store hides its packages below a name that no package has; Node finds them from the link, and from there looks into
 * each node_modules on the way up. */
struct search {
    struct sb_join *join;
    const struct sb_tree *tree;
    struct sb_map *linked;
    struct sb_map known;     /* folder of packages -> why */
    struct sb_map climbed;   /* folders from which the way up is known */
    SB_VEC(sb_node) modules; /* folders of packages, to be walked from the front */
    struct sb_arena scratch;
};

static const struct sb_tree_node *at(const struct search *s, sb_node node)
{
    return sb_tree_at(s->tree, node);
}

static bool is_folder(const struct search *s, sb_node node)
{
    return node.v && at(s, node)->kind == SB_ENTRY_DIR;
}

static sb_node follow(const struct search *s, sb_node node)
{
    return sb_tree_find(s->tree, (sb_node){at(s, node)->parent}, at(s, node)->name, true);
}

static bool is_modules(const struct search *s, sb_node node)
{
    return sb_str_eq(at(s, node)->name, name_of_modules);
}

/* NODE: a folder of packages, or a link to one. */
static void add_modules(struct search *s, sb_node node, uint32_t why)
{
    sb_node folder = node.v ? follow(s, node) : SB_NODE_NONE;
    if (!is_folder(s, folder))
        return;
    uint32_t *known = sb_map_put(&s->known, folder.v);
    if (*known)
        return;
    *known = why;
    *SB_PUSH(&s->modules) = folder;
}

/* Every node_modules that Node would look into from FOLDER. */
static void climb(struct search *s, sb_node folder)
{
    for (; folder.v; folder.v = at(s, folder)->parent) {
        uint32_t *climbed = sb_map_put(&s->climbed, folder.v);
        if (*climbed)
            return;
        *climbed = 1;
        add_modules(s, is_modules(s, folder) ? folder : sb_tree_child(s->tree, folder, name_of_modules), BY_LINK);
    }
}

static void mark(struct search *s, sb_node folder, enum sb_npm_linked why)
{
    uint32_t *linked = sb_map_put(s->linked, folder.v);
    if (*linked < (uint32_t)why)
        *linked = (uint32_t)why;
    climb(s, folder);
}

static void take_link(struct search *s, sb_node link)
{
    sb_node target = follow(s, link);
    if (is_folder(s, target))
        mark(s, target, SB_NPM_LINKED);
    else if (!target.v)
        sb_join_diag(s->join, SB_D_LINK_NOT_READ, sb_tree_path(s->tree, link, &s->scratch), 0, "a link to %.*s",
                     SB_FMT(sb_tree_target(at(s, link))));
    sb_arena_reset(&s->scratch);
}

/* The packages that lie in FOLDER: a folder of packages, or a scope there. */
static void walk(struct search *s, sb_node folder, uint32_t why, bool scope)
{
    uint32_t end = at(s, folder)->end;
    for (sb_node child = {folder.v + 1}; child.v < end; child.v = at(s, child)->end) {
        sb_str name = at(s, child)->name;
        if (sb_str_starts(name, SB_S(".")))
            continue;
        if (!scope && sb_str_starts(name, SB_S("@")) && is_folder(s, follow(s, child)))
            walk(s, follow(s, child), why, true);
        else if (at(s, child)->kind == SB_ENTRY_LINK)
            take_link(s, child);
        else if (why == BY_LINK && is_folder(s, child))
            mark(s, child, SB_NPM_BESIDE);
    }
}

/* By its path alone: no package hides it. */
static bool counts(struct search *s, sb_node node)
{
    sb_str path = sb_arena_join(&s->scratch, sb_tree_path(s->tree, node, &s->scratch), SB_S("/"), SB_S("x"));
    bool package = sb_npm_where(path) == SB_NPM_PACKAGE;
    sb_arena_reset(&s->scratch);
    return package;
}

void sb_npm_find_linked(struct sb_join *join, struct sb_map *linked)
{
    struct search s = {.join = join, .tree = join->tree, .linked = linked};
    for (sb_node node = SB_NODE_ROOT; node.v < s.tree->n; node.v++)
        if (is_modules(&s, node) && counts(&s, node))
            add_modules(&s, node, at(&s, node)->kind == SB_ENTRY_LINK ? BY_LINK : BY_PATH);
    for (size_t i = 0; i < s.modules.n; i++)
        walk(&s, s.modules.p[i], *sb_map_get(&s.known, s.modules.p[i].v), false);
    sb_free(s.modules.p);
    sb_map_done(&s.known);
    sb_map_done(&s.climbed);
    sb_arena_done(&s.scratch);
}
