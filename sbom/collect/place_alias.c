#include "collect/place_alias.h"

#include "collect/links.h"
#include "collect/rules.h"

/* A link behind a link, and one behind that: what an administrator moved twice. */
enum { ROUNDS = 4 };

struct search {
    struct sb_join *join;
    struct sb_places *places;
    struct sb_arena scratch;
    bool added, told;
};

/* ---- which links count ---- */

static bool leads_to_places(sb_str path)
{
    return sb_exec_leads_to_places(path) || sb_place_of_commands(path) || sb_place_of_libraries(path);
}

/* bin and usr/bin, lib64 and usr/lib: two names that a system has for one place. */
static bool is_one_place(sb_str path, sb_str own)
{
    return (sb_place_of_commands(path) && sb_place_of_commands(own)) ||
           (sb_place_of_libraries(path) && sb_place_of_libraries(own));
}

static sb_node folder_behind(const struct sb_tree *tree, sb_node root, sb_node link)
{
    sb_node end = sb_link_end(tree, root, link);
    bool below = end.v && end.v != root.v && sb_tree_below(tree, end, root);
    return below && sb_tree_at(tree, end)->kind == SB_ENTRY_DIR ? end : SB_NODE_NONE;
}

static const struct sb_place_alias *first_of(const struct sb_places *places, sb_node folder)
{
    const uint32_t *first = places->aliases.n ? sb_map_get(&places->alias_of, folder.v) : NULL;
    return first ? &places->aliases.p[*first - 1] : NULL;
}

const struct sb_place_alias *sb_place_alias_next(const struct sb_places *places, const struct sb_place_alias *alias)
{
    return alias->next ? &places->aliases.p[alias->next - 1] : NULL;
}

static void tell_cut(struct search *s, sb_str path)
{
    if (!s->told)
        sb_join_diag(s->join, SB_D_LIMIT_LINKS, path, 0,
                     "more than %d links lead to a folder that a system runs from; others were not followed",
                     SB_PLACE_ALIASES);
    s->told = true;
}

static void add(struct search *s, sb_node folder, sb_node link, sb_str path)
{
    struct sb_places *places = s->places;
    unsigned n = 0;
    for (const struct sb_place_alias *at = first_of(places, folder); at; at = sb_place_alias_next(places, at), n++)
        if (sb_str_eq(at->path, path))
            return;
    if (n == SB_PLACE_ALIASES) {
        tell_cut(s, path);
        return;
    }
    uint32_t *first = sb_map_put(&places->alias_of, folder.v);
    *SB_PUSH(&places->aliases) = (struct sb_place_alias){
        .folder = folder, .link = link, .path = sb_arena_str(s->join->arena, path), .next = *first};
    *first = (uint32_t)places->aliases.n;
    s->added = true;
}

/* PATH: of LINK, from the root of its system. */
static void take(struct search *s, sb_node root, sb_node link, sb_str path)
{
    if (!leads_to_places(path))
        return;
    sb_node folder = folder_behind(s->join->tree, root, link);
    if (folder.v && !is_one_place(path, sb_tree_path_below(s->join->tree, folder, root, &s->scratch)))
        add(s, folder, link, path);
}

static void look_at(struct search *s, sb_node link, bool first)
{
    const struct sb_tree *tree = s->join->tree;
    sb_node parent = {sb_tree_at(tree, link)->parent};
    sb_node root = sb_places_root(s->places, tree, link);
    sb_str paths[SB_PLACE_ALIASES];
    sb_arena_reset(&s->scratch);
    for (sb_node above = root; first && above.v; above = sb_places_outside(s->places, tree, above))
        take(s, above, link, sb_tree_path_below(tree, link, above, &s->scratch));
    size_t n = sb_place_alias_paths(s->places, tree, parent, &s->scratch, paths);
    for (size_t i = 0; i < n; i++)
        take(s, root, link, sb_arena_join(&s->scratch, paths[i], SB_S("/"), sb_tree_at(tree, link)->name));
}

/* ---- homes ---- */

bool sb_place_alias_fits(const struct sb_place_alias *alias, sb_str below)
{
    return alias->link.v || below.n == 0 || below.p[0] == '.';
}

/* Most accounts of services have a home that nobody lives in. */
static bool has_dot(const struct sb_tree *tree, sb_node folder)
{
    uint32_t end = sb_tree_at(tree, folder)->end;
    for (uint32_t i = folder.v + 1; i < end; i = sb_tree_at(tree, (sb_node){i})->end)
        if (sb_str_starts(sb_tree_at(tree, (sb_node){i})->name, SB_S(".")))
            return true;
    return false;
}

static void add_home(struct search *s, sb_node root, sb_str home)
{
    const struct sb_tree *tree = s->join->tree;
    sb_node node = sb_tree_find(tree, root, home, false);
    sb_node folder = node.v ? folder_behind(tree, root, node) : SB_NODE_NONE;
    if (!folder.v || folder.v == root.v || !has_dot(tree, folder))
        return;
    sb_str path = sb_tree_path_below(tree, folder, root, &s->scratch), user = path;
    if (sb_str_eq(path, SB_S("root")) || (sb_str_chop(&user, SB_S("home/")) && sb_str_chr(user, '/') == SB_NPOS))
        return;
    add(s, folder, SB_NODE_NONE, sb_arena_join(&s->scratch, SB_S("home/"), sb_path_base(path), SB_STR_NONE));
}

static void add_homes(struct search *s)
{
    sb_str path, homes, home;
    for (size_t at = 0; sb_system_homes(s->join, &at, &path, &homes);) {
        sb_node root = sb_tree_find(s->join->tree, SB_NODE_ROOT, path, false);
        if (!root.v || !s->places->roots[root.v])
            continue;
        while (sb_str_line(&homes, &home)) {
            sb_arena_reset(&s->scratch);
            add_home(s, root, home);
        }
    }
}

/* ---- what a package has behind one ---- */

/* A package says that its file lies below the link, so the link came later. */
static void mark_moved(const struct sb_join *join, struct sb_places *places)
{
    bool *done = sb_calloc((size_t)join->tree->n + 1, sizeof *done);
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        if (!(claim->flags & SB_CLAIM_ELSEWHERE))
            continue;
        for (uint32_t at = sb_tree_at(join->tree, claim->node)->parent; at && !done[at];
             at = sb_tree_at(join->tree, (sb_node){at})->parent) {
            done[at] = true;
            const uint32_t *first = sb_map_get(&places->alias_of, at);
            for (uint32_t n = first ? *first : 0; n; n = places->aliases.p[n - 1].next)
                if (places->aliases.p[n - 1].link.v)
                    *sb_map_put(&places->moved, places->aliases.p[n - 1].link.v) = n;
        }
    }
    sb_free(done);
}

void sb_place_aliases_find(struct sb_join *join, struct sb_places *places)
{
    struct search s = {.join = join, .places = places, .added = true};
    add_homes(&s);
    s.added = true;
    for (unsigned round = 0; round < ROUNDS && s.added; round++) {
        s.added = false;
        for (uint32_t i = SB_NODE_ROOT.v + 1; i < join->tree->n; i++)
            if (sb_tree_at(join->tree, (sb_node){i})->kind == SB_ENTRY_LINK)
                look_at(&s, (sb_node){i}, round == 0);
    }
    sb_arena_done(&s.scratch);
    if (places->aliases.n)
        mark_moved(join, places);
}

void sb_place_aliases_done(struct sb_places *places)
{
    sb_free(places->aliases.p);
    sb_map_done(&places->alias_of);
    sb_map_done(&places->moved);
}

const struct sb_place_alias *sb_place_alias_of(const struct sb_places *places, sb_node folder)
{
    return first_of(places, folder);
}

size_t sb_place_alias_paths(const struct sb_places *places, const struct sb_tree *tree, sb_node folder,
                            struct sb_arena *arena, sb_str paths[SB_PLACE_ALIASES])
{
    size_t n = 0;
    for (sb_node at = folder; places->aliases.n && at.v && n < SB_PLACE_ALIASES; at.v = sb_tree_at(tree, at)->parent) {
        const struct sb_place_alias *alias = first_of(places, at);
        sb_str below = alias && at.v != folder.v ? sb_tree_path_below(tree, folder, at, arena) : SB_STR_NONE;
        for (; alias && n < SB_PLACE_ALIASES; alias = sb_place_alias_next(places, alias))
            if (sb_place_alias_fits(alias, below))
                paths[n++] = below.n ? sb_arena_join(arena, alias->path, SB_S("/"), below) : alias->path;
    }
    return n;
}
