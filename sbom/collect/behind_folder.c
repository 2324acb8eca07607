#include "collect/behind_folder.h"

#include "base/buf.h"
#include "collect/links.h"

/* Rows name at most three folders: what lies deeper behind a link has their names in its own path as well. */
enum { DEPTH = 3, TIMES = 8, FLOOR = 65536 };

struct walk {
    struct sb_behind_folders *asked;
    const struct sb_tree *tree;
    struct sb_map parts;         /* hashes of names that rows have in their folders */
    sb_str name;                 /* of the link */
    bool renames;                /* LINK is called as a collector's folders are, and what it leads to is not */
    struct sb_dispatch_hit *own; /* room for the hits of the file's own path */
    struct sb_arena scratch;
    uint64_t steps; /* that are left */
    bool cut;
};

static const struct sb_tree_node *at(const struct walk *w, sb_node node)
{
    return sb_tree_at(w->tree, node);
}

static bool is_among(const struct sb_match *row, const struct sb_dispatch_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (hits[i].row == row)
            return true;
    return false;
}

/* A folder that is a package's by the link's name, or one of packages, counts there, whatever it is called itself. */
static bool counts_here(const struct walk *w, const struct sb_dispatch_hit *hit, unsigned depth)
{
    if (depth == 0 && hit->row->folder_suffix && sb_str_ends(w->name, sb_str_of(hit->row->folder_suffix)))
        return true;
    return w->renames && (hit->row->folder || hit->row->folder_suffix) &&
           sb_link_is_named(hit->collector->folders, w->name);
}

static void take_file(struct walk *w, sb_node node, sb_str dir, unsigned depth)
{
    struct sb_scan_state *scan = w->asked->scan;
    struct sb_dispatch_hit *hits = scan->workers[0].hits;
    size_t n = sb_dispatch_find(scan->dispatch, dir, at(w, node)->name, hits);
    if (n == 0)
        return;
    struct sb_arena names = {0};
    sb_str own = sb_tree_path(w->tree, (sb_node){at(w, node)->parent}, &names);
    size_t n_own = sb_dispatch_find(scan->dispatch, own, at(w, node)->name, w->own);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!is_among(hits[i].row, w->own, n_own) || counts_here(w, &hits[i], depth))
            hits[kept++] = hits[i];
    sb_str path = sb_arena_join(&names, dir, dir.n ? SB_S("/") : SB_STR_NONE, at(w, node)->name);
    if (kept)
        w->asked->give(w->asked->ctx, node, path, hits, kept);
    sb_arena_done(&names);
}

/* DIR: the path of FOLDER through the link. */
static void walk(struct walk *w, sb_node folder, sb_str dir, unsigned depth)
{
    uint32_t end = at(w, folder)->end;
    for (sb_node child = {folder.v + 1}; child.v < end; child.v = at(w, child)->end) {
        w->cut |= w->steps == 0;
        if (w->cut)
            return;
        w->steps--;
        if (at(w, child)->kind == SB_ENTRY_FILE || at(w, child)->kind == SB_ENTRY_LINK)
            take_file(w, child, dir, depth);
        else if (at(w, child)->kind == SB_ENTRY_DIR && depth < DEPTH)
            walk(w, child, sb_arena_join(&w->scratch, dir, SB_S("/"), at(w, child)->name), depth + 1);
    }
}

static void note_parts(struct walk *w, sb_str folder)
{
    for (sb_str part; folder.n;) {
        sb_str_cut(&folder, '/', &part);
        *sb_map_put(&w->parts, sb_hash(part.p, part.n, 0) >> 1) = 1;
    }
}

/* Names that a link must have for a row to match behind it, and not by the file's own path. */
static void find_parts(struct walk *w)
{
    for (const struct sb_collector *const *c = w->asked->scan->collectors; *c; c++) {
        for (const char *const *name = (*c)->folders; name && *name; name++)
            note_parts(w, sb_str_of(*name));
        for (const struct sb_match *row = (*c)->match; row->name || row->suffix; row++) {
            note_parts(w, sb_str_of(row->folder));
            note_parts(w, sb_str_of(row->above));
        }
    }
}

static bool matters(const struct walk *w, sb_str name)
{
    if (sb_map_get(&w->parts, sb_hash(name.p, name.n, 0) >> 1))
        return true;
    for (const struct sb_collector *const *c = w->asked->scan->collectors; *c; c++)
        for (const struct sb_match *row = (*c)->match; row->name || row->suffix; row++)
            if (row->folder_suffix && sb_str_ends_nocase(name, sb_str_of(row->folder_suffix)))
                return true;
    return false;
}

static bool renames(const struct walk *w, sb_node link, sb_node target)
{
    for (const struct sb_collector *const *row = w->asked->scan->collectors; *row; row++)
        if (sb_link_is_named((*row)->folders, at(w, link)->name) &&
            !sb_link_is_named((*row)->folders, at(w, target)->name))
            return true;
    return false;
}

void sb_behind_folders(struct sb_behind_folders *asked)
{
    struct sb_scan_state *scan = asked->scan;
    struct walk w = {.asked = asked, .tree = &scan->tree, .steps = FLOOR + TIMES * (uint64_t)scan->tree.n};
    find_parts(&w);
    w.own = sb_calloc(sb_dispatch_rows(scan->dispatch) + 1, sizeof *w.own);
    for (sb_node link = SB_NODE_ROOT; link.v < w.tree->n && !w.cut; link.v++) {
        if (at(&w, link)->kind != SB_ENTRY_LINK || !matters(&w, at(&w, link)->name))
            continue;
        sb_node target = sb_link_target(w.tree, link);
        if (!target.v || at(&w, target)->kind != SB_ENTRY_DIR)
            continue;
        w.name = at(&w, link)->name;
        w.renames = renames(&w, link, target);
        sb_str path = sb_tree_path(w.tree, link, &w.scratch);
        walk(&w, target, path, 0);
        if (w.cut)
            sb_diag(&scan->diags[0], SB_D_LIMIT_LINKS, path, 0,
                    "folders behind this link and later ones were not read");
        sb_arena_reset(&w.scratch);
    }
    sb_map_done(&w.parts);
    sb_arena_done(&w.scratch);
    sb_free(w.own);
}
