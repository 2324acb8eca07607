#include "collect/open_folder.h"

struct search {
    struct sb_join *join;
    struct sb_places *places;
    struct sb_tree *tree;
    struct sb_source *source;
    struct sb_source_folder folder; /* of the source, that was asked last */
    struct sb_arena scratch;
    bool *managed;       /* by node of a system's root: a distribution's packages fill it */
    bool *done;          /* by node of a folder: it and those above it were looked at */
    struct sb_map owner; /* by node of a folder: the only package with points in it, or SHARED */
};
enum { SHARED = UINT32_MAX };

/* ---- whose a folder is ---- */

static void find_managed(struct search *s)
{
    uint32_t last = 0;
    for (size_t i = 0; i < s->join->claims.n; i++) {
        const struct sb_claim *claim = &s->join->claims.p[i];
        if (!claim->node.v || claim->component.v == last)
            continue;
        last = claim->component.v; /* a package lies in one system */
        if (sb_join_collector(s->join, claim->component)->owns)
            s->managed[sb_places_root_of(s->places, s->join, claim).v] = true;
    }
}

static void find_owners(struct search *s)
{
    for (size_t i = 0; i < s->join->execs.n; i++) {
        const struct sb_exec *exec = &s->join->execs.p[i];
        if (!exec->component.v || !exec->node.v || !sb_join_collector(s->join, exec->component)->owns)
            continue;
        uint32_t *owner = sb_map_put(&s->owner, sb_tree_at(s->tree, exec->node)->parent);
        *owner = *owner == 0 || *owner == exec->component.v ? exec->component.v : SHARED;
    }
}

/* ---- which are open ---- */

static bool is_site(sb_str name)
{
    static const char *const names[] = {"site-packages", "dist-packages", NULL};
    return sb_str_is_one_of(name, names);
}

/* Of a system without packages only what Python imports from: all else there may be no system. */
static bool is_place(struct search *s, sb_node node)
{
    sb_node root = sb_places_root(s->places, s->tree, node);
    if (node.v == root.v || is_site(sb_tree_at(s->tree, node)->name))
        return node.v != root.v;
    if (!s->managed[root.v] || s->places->runs[node.v])
        return s->managed[root.v];
    sb_arena_reset(&s->scratch);
    sb_str path = sb_tree_path_below(s->tree, node, root, &s->scratch);
    return sb_place_of_commands(path) || sb_place_of_libraries(path);
}

static bool is_open(struct search *s, sb_node node)
{
    enum { OTHERS_WRITE = 0002, STICKY = 01000 };
    struct sb_tree_node *at = sb_tree_at(s->tree, node);
    if (at->mode == SB_MODE_UNKNOWN && s->source->type->rights) {
        struct sb_rights rights;
        sb_arena_reset(&s->scratch);
        s->source->type->rights(s->source, &s->folder, sb_tree_path(s->tree, node, &s->scratch), &rights);
        at->mode = rights.mode;
    }
    return at->mode != SB_MODE_UNKNOWN && at->mode & OTHERS_WRITE && !(at->mode & STICKY);
}

static void tell(struct search *s, sb_node folder, sb_node place)
{
    const uint32_t *owner = folder.v == place.v ? sb_map_get(&s->owner, folder.v) : NULL;
    *sb_map_put(&s->places->open, folder.v) = place.v;
    if (!owner || *owner == SHARED)
        return;
    sb_join_exec(s->join, (struct sb_exec){.component = {*owner},
                                           .kind = SB_EXEC_OS_WRITABLE,
                                           .node = folder,
                                           .command = sb_open_folder_text(s->join, s->places, folder)});
    *sb_map_put(&s->places->open, folder.v) = 0;
}

/* Folders above stand before those below: where one was done, all above it were. */
static void look_up_from(struct search *s, sb_node place)
{
    for (sb_node at = place; !s->places->roots[at.v] && !s->done[at.v]; at.v = sb_tree_at(s->tree, at)->parent) {
        s->done[at.v] = true;
        if (!is_open(s, at))
            continue;
        tell(s, at, place);
        return;
    }
}

void sb_open_folders_find(struct sb_join *join, struct sb_places *places, struct sb_tree *tree,
                          struct sb_source *source)
{
    size_t n = (size_t)tree->n + 1;
    struct search s = {.join = join, .places = places, .tree = tree, .source = source};
    s.managed = sb_calloc(n, sizeof *s.managed);
    s.done = sb_calloc(n, sizeof *s.done);
    find_managed(&s);
    find_owners(&s);
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++)
        if (sb_tree_at(tree, (sb_node){i})->kind == SB_ENTRY_DIR && is_place(&s, (sb_node){i}))
            look_up_from(&s, (sb_node){i});
    sb_free(s.managed);
    sb_free(s.done);
    sb_map_done(&s.owner);
    sb_source_folder_done(&s.folder);
    sb_arena_done(&s.scratch);
}

sb_str sb_open_folder_text(const struct sb_join *join, const struct sb_places *places, sb_node folder)
{
    enum { COMMAND = 256 };
    const struct sb_tree *tree = join->tree;
    sb_node place = {*sb_map_get(&places->open, folder.v)};
    sb_str mode = sb_arena_printf(join->arena, "folder mode %04o", sb_tree_at(tree, folder)->mode);
    if (place.v == folder.v)
        return mode;
    struct sb_arena scratch = {0};
    sb_str rest = sb_str_part(sb_tree_path_below(tree, place, folder, &scratch), 0, COMMAND);
    sb_str text = sb_str_part(sb_arena_join(join->arena, mode, SB_S(" above "), rest), 0, COMMAND);
    sb_arena_done(&scratch);
    return text;
}
