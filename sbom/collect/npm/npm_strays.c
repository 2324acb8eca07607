#include "npm/npm_strays.h"

/* Files behind one link, and behind all of them, that are told. */
enum { OF_LINK = 256, OF_LINKS = 65536 };

struct search {
    struct sb_npm_world *world;
    const struct sb_tree *tree;
    sb_node modules; /* the node_modules that the walk is in */
    uint32_t first;  /* of its strays */
    size_t n;
};

static const struct sb_tree_node *at(const struct search *s, uint32_t v)
{
    return sb_tree_at(s->tree, (sb_node){v});
}

/* Notes of package managers, which nothing runs: directly in a node_modules, or in the store of that name there. */
static const struct note {
    const char *name, *store;
    bool of_package; /* in a folder of the store */
} notes[] = {
    {".package-lock.json", NULL, false},
    {".yarn-integrity", NULL, false},
    {".yarn-state.yml", NULL, false},
    {".package-map.json", NULL, false},
    {".modules.yaml", NULL, false},
    {".pnpm-workspace-state.json", NULL, false},
    {".pnpm-workspace-state-v1.json", NULL, false},
    {"lock.yaml", ".pnpm", false},
    {".deno.lock", ".deno", false},
    {".setup-cache.bin", ".deno", false},
    {".initialized", ".deno", true},
};

static bool lies_as(const struct search *s, uint32_t v, const struct note *note)
{
    uint32_t folder = at(s, v)->parent;
    if (note->of_package && folder != s->modules.v)
        folder = at(s, folder)->parent;
    if (!note->store)
        return folder == s->modules.v;
    return at(s, folder)->parent == s->modules.v && sb_str_eq(at(s, folder)->name, sb_str_of(note->store));
}

static bool is_note(const struct search *s, uint32_t v)
{
    if (at(s, v)->kind != SB_ENTRY_FILE)
        return false;
    for (size_t i = 0; i < SB_COUNT(notes); i++)
        if (sb_str_eq(at(s, v)->name, sb_str_of(notes[i].name)) && lies_as(s, v, &notes[i]))
            return true;
    return sb_npm_is_mock(s->world, (sb_node){at(s, v)->parent});
}

static void add(struct search *s, uint32_t v)
{
    if (s->n++ == 0)
        s->first = v;
    *SB_PUSH(&s->world->join->strays) = (sb_node){v};
}

static void tell(struct search *s)
{
    if (s->n == 0)
        return;
    struct sb_join *join = s->world->join;
    sb_join_diag(join, SB_D_STRAY_FILE, sb_tree_path(s->tree, s->modules, join->arena), 0, "%zu %s, the first is %.*s",
                 s->n, s->n == 1 ? "file" : "files",
                 SB_FMT(sb_tree_path_below(s->tree, (sb_node){s->first}, s->modules, join->arena)));
    s->n = 0;
}

/* A file or link that lies in no package. */
static void visit(struct search *s, uint32_t v)
{
    uint8_t kind = at(s, v)->kind;
    if ((kind != SB_ENTRY_FILE && kind != SB_ENTRY_LINK) || is_note(s, v) ||
        sb_npm_is_bin(s->world, (sb_node){at(s, v)->parent}))
        return;
    if (kind == SB_ENTRY_LINK && sb_npm_is_link_to_package(s->world, (sb_node){v}))
        return;
    add(s, v);
    sb_npm_add_target(s->world, (sb_node){v});
}

void sb_npm_tell_strays(struct sb_npm_world *world)
{
    struct search s = {.world = world, .tree = world->join->tree};
    uint32_t end = 0; /* of s.modules */
    for (uint32_t v = SB_NODE_ROOT.v; v < s.tree->n;) {
        if (v >= end)
            tell(&s);
        if (sb_npm_is_installed(world, (sb_node){v})) {
            v = at(&s, v)->end;
            continue;
        }
        if (v >= end && sb_npm_is_modules(s.tree, (sb_node){v})) {
            s.modules.v = v;
            end = at(&s, v)->end;
        }
        if (v < end)
            visit(&s, v);
        v++;
    }
    tell(&s);
}

void sb_npm_add_target(struct sb_npm_world *world, sb_node link)
{
    const struct sb_tree *tree = world->join->tree;
    if (sb_tree_at(tree, link)->kind != SB_ENTRY_LINK)
        return;
    sb_node target = sb_tree_find(tree, (sb_node){sb_tree_at(tree, link)->parent}, sb_tree_at(tree, link)->name, true);
    const struct sb_npm_package *package = target.v ? sb_npm_around(world, target) : NULL;
    if (!target.v || sb_tree_below(tree, link, target) || (package && !package->is_project))
        return;
    uint32_t end = sb_tree_at(tree, target)->end;
    size_t n = 0;
    for (uint32_t v = target.v; v < end && n < OF_LINK && world->linked < OF_LINKS;) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){v});
        if (sb_npm_is_installed(world, (sb_node){v})) {
            v = node->end;
            continue;
        }
        if (node->kind == SB_ENTRY_FILE || node->kind == SB_ENTRY_LINK) {
            *SB_PUSH(&world->join->strays) = (sb_node){v};
            world->linked++;
        }
        n++;
        v++;
    }
}
