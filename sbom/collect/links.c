#include "collect/links.h"

/* How far above a link the root of its system may be. */
enum { CLIMB = 16 };

/* ---- where one leads ---- */

static sb_node leads_to(const struct sb_tree *tree, sb_node link, sb_node root, bool follow)
{
    sb_str target = sb_tree_target(sb_tree_at(tree, link));
    if (!sb_str_starts(target, SB_S("/")))
        return sb_tree_find(tree, (sb_node){sb_tree_at(tree, link)->parent}, target, follow);
    while (sb_str_chop(&target, SB_S("/")))
        continue;
    return sb_tree_find(tree, root, target, follow);
}

/* Does the target go up through more folders than the link lies in? At the root ".." would lead nowhere. */
static bool climbs_out(const struct sb_tree *tree, sb_node link)
{
    sb_str target = sb_tree_target(sb_tree_at(tree, link));
    sb_str part;
    if (sb_str_starts(target, SB_S("/")))
        return false;
    uint32_t at = sb_tree_at(tree, link)->parent;
    while (sb_str_cut(&target, '/', &part) && sb_str_eq(part, SB_S("..")) && at)
        at = sb_tree_at(tree, (sb_node){at})->parent;
    if (target.n == 0 && sb_str_eq(part, SB_S("..")) && at)
        at = sb_tree_at(tree, (sb_node){at})->parent;
    return at == 0;
}

sb_node sb_link_target(const struct sb_tree *tree, sb_node link)
{
    if (climbs_out(tree, link))
        return SB_NODE_NONE;
    sb_node found = leads_to(tree, link, SB_NODE_ROOT, true);
    if (found.v || !sb_str_starts(sb_tree_target(sb_tree_at(tree, link)), SB_S("/")))
        return found;
    uint32_t above = sb_tree_at(tree, link)->parent;
    for (unsigned i = 0; i < CLIMB && above > SB_NODE_ROOT.v && !found.v; i++) {
        found = leads_to(tree, link, (sb_node){above}, true);
        above = sb_tree_at(tree, (sb_node){above})->parent;
    }
    return found;
}

/* An absolute target as a path from the root, by which the kernel's links to a process' root lead nowhere else. */
static sb_str from_root(sb_str target)
{
    static const char *const roots[] = {"proc/self/root", "proc/thread-self/root", "proc/1/root"};
    for (size_t i = 0; i < SB_COUNT(roots); i++) {
        while (sb_str_chop(&target, SB_S("/")))
            continue;
        sb_str rest = target;
        if (sb_str_chop(&rest, sb_str_of(roots[i])) && (rest.n == 0 || rest.p[0] == '/'))
            target = rest;
    }
    while (sb_str_chop(&target, SB_S("/")))
        continue;
    return target;
}

sb_node sb_link_end(const struct sb_tree *tree, sb_node root, sb_node node)
{
    enum { LINKS = 40 }; /* as the kernel has it */
    for (unsigned i = 0; node.v && i < LINKS; i++) {
        const struct sb_tree_node *at = sb_tree_at(tree, node);
        if (at->kind != SB_ENTRY_LINK)
            return node;
        sb_str target = sb_tree_target(at);
        bool absolute = sb_str_starts(target, SB_S("/"));
        node =
            sb_tree_find(tree, absolute ? root : (sb_node){at->parent}, absolute ? from_root(target) : target, false);
    }
    return SB_NODE_NONE;
}

/* ---- what they are ---- */

enum { NEW, WALKED, FINE, LOOP, NOWHERE };

struct links {
    struct sb_join *join;
    uint8_t *state; /* by node */
    SB_VEC(sb_node) chain;
    sb_str first; /* path of the first that leads nowhere */
    uint64_t nowhere;
    struct sb_arena scratch; /* of one link */
};

static bool is_link(const struct sb_tree *tree, sb_node node)
{
    return node.v && sb_tree_at(tree, node)->kind == SB_ENTRY_LINK;
}

/* Follows the links from START; each is looked at once. */
static void settle(struct links *links, sb_node start)
{
    const struct sb_tree *tree = links->join->tree;
    sb_node at = start;
    links->chain.n = 0;
    for (; is_link(tree, at) && links->state[at.v] == NEW; at = leads_to(tree, at, SB_NODE_ROOT, false)) {
        links->state[at.v] = WALKED;
        *SB_PUSH(&links->chain) = at;
    }
    uint8_t end = !at.v                          ? NOWHERE
                  : !is_link(tree, at)           ? FINE
                  : links->state[at.v] == WALKED ? LOOP
                                                 : links->state[at.v];
    for (size_t i = 0; i < links->chain.n; i++)
        links->state[links->chain.p[i].v] = end;
}

bool sb_link_is_named(const char *const *names, sb_str name)
{
    for (; names && *names; names++)
        if (sb_str_eq(name, sb_str_of(*names)))
            return true;
    return false;
}

static bool ends_in(sb_str path, sb_str folder)
{
    return sb_str_ends(path, folder) && (path.n == folder.n || path.p[path.n - folder.n - 1] == '/');
}

/* Does PATH end in FOLDER ("lib/dpkg/info"), or in two or more of its first parts? */
static bool leads_into(sb_str path, sb_str folder)
{
    size_t second = sb_str_chr(folder, '/');
    while (second != SB_NPOS && sb_str_chr(folder, '/') != SB_NPOS) {
        if (ends_in(path, folder))
            return true;
        folder = sb_path_dir(folder);
    }
    return false;
}

/* Is this the path of a folder that a collector's files lie in? */
static bool is_folder_of(const struct sb_collector *collector, sb_str path)
{
    sb_str name = sb_path_base(path);
    if (sb_link_is_named(collector->folders, name))
        return true;
    for (const struct sb_match *row = collector->match; row->name || row->suffix; row++)
        if ((row->folder_suffix && sb_str_ends(name, sb_str_of(row->folder_suffix))) ||
            (row->folder && leads_into(path, sb_str_of(row->folder))) ||
            (row->above && ends_in(path, sb_str_of(row->above))))
            return true;
    return false;
}

static void tell_nowhere(struct links *links, sb_node node)
{
    struct sb_join *join = links->join;
    sb_str path = sb_tree_path(join->tree, node, &links->scratch);
    if (links->nowhere++ == 0)
        links->first = sb_arena_str(join->arena, path);
    for (const struct sb_collector *const *row = join->collectors; *row; row++)
        if (is_folder_of(*row, path)) {
            sb_join_diag(join, SB_D_LINK_NOT_READ, path, 0, "a link to %.*s",
                         SB_FMT(sb_tree_target(sb_tree_at(join->tree, node))));
            break;
        }
}

static bool leads_out(const struct links *links, sb_node node)
{
    const struct sb_tree *tree = links->join->tree;
    return climbs_out(tree, node) || (links->state[node.v] == NOWHERE && !sb_link_target(tree, node).v);
}

void sb_links_tell(struct sb_join *join)
{
    struct links links = {.join = join, .state = sb_calloc(join->tree->n, 1)};
    for (uint32_t i = SB_NODE_ROOT.v; i < join->tree->n; i++) {
        sb_node node = {i};
        if (!is_link(join->tree, node))
            continue;
        if (links.state[i] == NEW)
            settle(&links, node);
        if (links.state[i] == LOOP)
            sb_join_diag(join, SB_D_LINK_LOOP, sb_tree_path(join->tree, node, &links.scratch), 0,
                         "nothing lies behind it");
        else if (leads_out(&links, node))
            tell_nowhere(&links, node);
        sb_arena_reset(&links.scratch);
    }
    if (links.nowhere)
        sb_diag_of_many(join->diags, SB_D_LINK_OUTSIDE, links.first, links.nowhere, "not followed");
    sb_arena_done(&links.scratch);
    sb_free(links.chain.p);
    sb_free(links.state);
}
