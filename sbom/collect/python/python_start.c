/* What runs at the start of an interpreter: *.pth and *.start files, sitecustomize and usercustomize. */
#include <stdlib.h>

#include "python/python_join.h"
#include "source/tree_inside.h"

/* ---- the import path ---- */

static sb_node start_site(const struct sb_join *join, const struct sb_record *record)
{
    return (sb_node){sb_tree_at(join->tree, record->node)->parent};
}

/* Adds PATH to BUF as os.path.abspath() has it: "." and ".." are resolved by the text alone, before any link. */
static void add_parts(struct sb_buf *buf, sb_str path)
{
    sb_str part;
    while (path.n) {
        sb_str_cut(&path, '/', &part);
        if (part.n == 0 || sb_str_eq(part, SB_S(".")))
            continue;
        if (sb_str_eq(part, SB_S(".."))) {
            size_t slash = sb_str_rchr(sb_buf_all(buf), '/');
            buf->n = slash == SB_NPOS ? 0 : slash;
        } else {
            sb_buf_chr(buf, '/');
            sb_buf_str(buf, part);
        }
    }
}

/* BELOW is a path from the root of the machine that made the environment around SITE: where that is in the tree. */
static sb_node beside_home(const struct py_world *world, sb_node site, sb_str below)
{
    const struct sb_tree *tree = world->join->tree;
    struct sb_arena scratch = {0};
    const struct py_home *home = NULL;
    sb_node node = SB_NODE_NONE;
    for (int levels = 0; site.v > SB_NODE_ROOT.v && levels < 4 && !home; levels++) {
        site.v = sb_tree_at(tree, site)->parent;
        home = sb_python_home(world, site);
    }
    sb_str base = home ? home->path : SB_STR_NONE;
    if (sb_str_chop(&base, SB_S("/")) && sb_str_chop_end(&base, sb_tree_path(tree, home->folder, &scratch)) &&
        sb_str_chop(&below, base) && (base.n == 0 || sb_str_ends(base, SB_S("/")) || sb_str_chop(&below, SB_S("/"))))
        node = sb_tree_find(tree, SB_NODE_ROOT, below, true);
    sb_arena_done(&scratch);
    return node;
}

/* A relative path starts at the site folder, an absolute one at the root of its system or, if that is not there, at
 * that of the scan, or where the environment says that this was. */
static sb_node added_folder(const struct py_world *world, sb_node site, sb_str path)
{
    struct sb_join *join = world->join;
    const struct sb_system *system = sb_join_system_above(join, site);
    struct sb_buf whole = {0};
    struct sb_arena scratch = {0};
    sb_node node = SB_NODE_NONE;
    bool absolute = path.p[0] == '/';
    if (!absolute)
        add_parts(&whole, sb_tree_path(join->tree, site, &scratch));
    add_parts(&whole, path);
    sb_str below = sb_str_from(sb_buf_all(&whole), 1);
    if (below.n && absolute && system)
        node = sb_tree_find(join->tree, system->root, below, true);
    if (below.n && !node.v)
        node = sb_tree_find(join->tree, SB_NODE_ROOT, below, true);
    if (below.n && absolute && !node.v)
        node = beside_home(world, site, below);
    sb_arena_done(&scratch);
    sb_buf_done(&whole);
    return node;
}

static int by_site(const void *left, const void *right)
{
    const struct py_path *a = left;
    const struct py_path *b = right;
    if (a->site.v != b->site.v)
        return a->site.v < b->site.v ? -1 : 1;
    return (a->folder.v > b->folder.v) - (a->folder.v < b->folder.v);
}

static void add_point(struct py_world *world, sb_node node, enum sb_exec_kind kind, sb_str command)
{
    struct sb_exec exec = {
        .kind = kind, .node = node, .command = command, .runs = sb_python_follow(world->join->tree, node)};
    *SB_PUSH(&world->points) = (struct py_point){exec, false};
}

/* A file on the import path is an archive, whatever it is called and whatever stands before the archive in it: modules
 * are imported from it, a sitecustomize among them at every start. FILES: those that were told, by node. */
static void add_archive(struct py_world *world, struct sb_map *files, sb_node file)
{
    uint32_t *told = sb_map_put(files, file.v);
    if (!*told)
        add_point(world, file, SB_EXEC_PY_SITECUSTOMIZE, SB_STR_NONE);
    *told = 1;
}

static void add_path(struct py_world *world, struct sb_map *files, const struct sb_record *record, sb_node site,
                     sb_str path)
{
    struct sb_join *join = world->join;
    sb_node folder = added_folder(world, site, path);
    if (!folder.v || folder.v == site.v)
        return;
    sb_node inside = sb_tree_inside_of(join->tree, folder);
    folder = inside.v ? inside : folder;
    if (sb_tree_at(join->tree, folder)->kind == SB_ENTRY_DIR) {
        *SB_PUSH(&world->paths) = (struct py_path){site, folder};
        return;
    }
    add_archive(world, files, folder);
    sb_join_diag(join, SB_D_ZIPPED, record->path, 0, "it adds a file to the import path: %.*s", SB_FMT(path));
}

void sb_python_paths(struct py_world *world)
{
    const struct sb_join *join = world->join;
    struct sb_map seen = {0}; /* lines of a site folder */
    struct sb_map files = {0};
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        if ((record->kind != PY_START_UP && record->kind != PY_EGG_LINK) || !record->node.v)
            continue;
        const struct py_start_up *start = record->data;
        sb_node site = start_site(join, record);
        for (size_t j = 0; j < start->n_folders; j++) {
            sb_str line = start->folders[j];
            uint32_t *before = sb_map_put(&seen, sb_hash(line.p, line.n, site.v) >> 1);
            if (!*before)
                add_path(world, &files, record, site, line);
            *before = 1;
        }
    }
    sb_map_done(&seen);
    sb_map_done(&files);
    if (world->paths.n)
        qsort(world->paths.p, world->paths.n, sizeof *world->paths.p, by_site);
    size_t n = 0;
    for (size_t i = 0; i < world->paths.n; i++)
        if (n == 0 || by_site(&world->paths.p[n - 1], &world->paths.p[i]) != 0)
            world->paths.p[n++] = world->paths.p[i];
    world->paths.n = n;
}

/* ---- *.pth and *.start ---- */

/* What setuptools writes for a namespace package runs nothing, unless an extension module bears the package's name:
 * that is loaded to make the module. */
static bool is_harmless(const struct py_world *world, sb_node site, sb_str namespaces)
{
    sb_str name;
    while (namespaces.n) {
        sb_str_cut(&namespaces, ',', &name);
        name = sb_str_trim(name);
        sb_node folder = site;
        for (sb_str part; folder.v && sb_str_chr(name, '.') != SB_NPOS;) {
            sb_str_cut(&name, '.', &part);
            folder = sb_tree_find(world->join->tree, folder, part, true);
        }
        if (folder.v && sb_python_extension(&world->modules, folder, name).v)
            return false;
    }
    return true;
}

static sb_str command_of(const struct py_world *world, const struct sb_record *record)
{
    const struct py_start_up *start = record->data;
    sb_node site = start_site(world->join, record);
    if (start->namespaces.n == 0 || !is_harmless(world, site, start->namespaces))
        return start->line;
    return sb_arena_join(world->join->arena, SB_S("setuptools namespace package: "), start->namespaces, SB_STR_NONE);
}

static void add_files(struct py_world *world)
{
    const struct sb_join *join = world->join;
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        if (record->kind != PY_START_UP || !record->node.v)
            continue;
        const struct py_start_up *start = record->data;
        if (start->kind != SB_EXEC_COUNT)
            add_point(world, record->node, start->kind, command_of(world, record));
    }
}

/* ---- links ---- */

static bool is_site(sb_str name)
{
    return sb_str_eq(name, SB_S("site-packages")) || sb_str_eq(name, SB_S("dist-packages"));
}

static enum sb_exec_kind start_kind(sb_str name)
{
    if (sb_str_ends(name, SB_S(".pth")))
        return SB_EXEC_PY_PTH;
    return sb_str_ends(name, SB_S(".start")) ? SB_EXEC_PY_START : SB_EXEC_COUNT;
}

static void add_unread(struct py_world *world, sb_node node, enum sb_exec_kind kind, sb_str target)
{
    add_point(world, node, kind, sb_arena_join(world->join->arena, SB_S("-> "), target, SB_STR_NONE));
}

static int by_node(const void *left, const void *right)
{
    const sb_node *a = left;
    const sb_node *b = right;
    return (a->v > b->v) - (a->v < b->v);
}

struct folders {
    SB_VEC(sb_node) nodes;
};

static void sort_folders(struct folders *folders)
{
    size_t n = 0;
    if (folders->nodes.n)
        qsort(folders->nodes.p, folders->nodes.n, sizeof *folders->nodes.p, by_node);
    for (size_t i = 0; i < folders->nodes.n; i++)
        if (n == 0 || folders->nodes.p[n - 1].v != folders->nodes.p[i].v)
            folders->nodes.p[n++] = folders->nodes.p[i];
    folders->nodes.n = n;
}

/* A start-up file that is a link, and could not be read through it. */
static void add_link(struct py_world *world, sb_node node)
{
    const struct sb_tree *tree = world->join->tree;
    const struct sb_tree_node *link = sb_tree_at(tree, node);
    enum sb_exec_kind kind = start_kind(link->name);
    if (kind == SB_EXEC_COUNT || !is_site(sb_tree_at(tree, (sb_node){link->parent})->name))
        return;
    struct sb_arena scratch = {0};
    if (!sb_python_record_at(world->join, sb_tree_path(tree, node, &scratch)))
        add_unread(world, node, kind, sb_tree_target(link));
    sb_arena_done(&scratch);
}

/* A site folder that is a link to a folder of another name: no row of the table matched its files. */
static void add_linked_site(struct py_world *world, sb_node link, struct folders *sites)
{
    const struct sb_tree *tree = world->join->tree;
    sb_node site = sb_tree_find(tree, (sb_node){sb_tree_at(tree, link)->parent}, sb_tree_at(tree, link)->name, true);
    if (site.v && sb_tree_at(tree, site)->kind == SB_ENTRY_DIR && !is_site(sb_tree_at(tree, site)->name))
        *SB_PUSH(&sites->nodes) = site;
}

static void add_unread_files(struct py_world *world, sb_node site)
{
    const struct sb_tree *tree = world->join->tree;
    for (uint32_t i = site.v + 1; i < sb_tree_at(tree, site)->end; i = sb_tree_at(tree, (sb_node){i})->end) {
        const struct sb_tree_node *file = sb_tree_at(tree, (sb_node){i});
        if (file->kind != SB_ENTRY_DIR && start_kind(file->name) != SB_EXEC_COUNT)
            add_unread(world, (sb_node){i}, start_kind(file->name), file->name);
    }
}

static void add_links(struct py_world *world, struct folders *sites)
{
    const struct sb_tree *tree = world->join->tree;
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->kind != SB_ENTRY_LINK)
            continue;
        add_link(world, (sb_node){i});
        if (is_site(node->name))
            add_linked_site(world, (sb_node){i}, sites);
    }
    sort_folders(sites);
    for (size_t i = 0; i < sites->nodes.n; i++)
        add_unread_files(world, sites->nodes.p[i]);
}

/* ---- what stands before the standard library ---- */

/* "python312.zip" beside "python3.12/": the first folder of the import path is that archive, if there is one. */
static bool is_library_archive(const struct sb_tree *tree, const struct sb_tree_node *node)
{
    sb_str digits = node->name;
    char folder[32];
    if (!sb_str_chop(&digits, SB_S("python")) || !sb_str_chop_end(&digits, SB_S(".zip")) || digits.n < 2 ||
        digits.n > 4)
        return false;
    for (size_t i = 0; i < digits.n; i++)
        if (!sb_is_digit(digits.p[i]))
            return false;
    int n = snprintf(folder, sizeof folder, "python%c.%.*s", digits.p[0], SB_FMT(sb_str_from(digits, 1)));
    return sb_tree_child(tree, (sb_node){node->parent}, sb_str_n(folder, (size_t)n)).v != 0;
}

/* "python312._pth" beside "python.exe": it says what the import path is. */
static bool is_path_file(const struct sb_tree *tree, const struct sb_tree_node *node)
{
    return sb_str_starts(node->name, SB_S("python")) && sb_str_ends(node->name, SB_S("._pth")) &&
           sb_tree_child(tree, (sb_node){node->parent}, SB_S("python.exe")).v != 0;
}

static void add_before_library(struct py_world *world)
{
    const struct sb_tree *tree = world->join->tree;
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->kind == SB_ENTRY_DIR || !sb_str_starts(node->name, SB_S("python")))
            continue;
        if (is_library_archive(tree, node))
            add_point(world, (sb_node){i}, SB_EXEC_PY_CONFIG, SB_S("imported before the standard library"));
        else if (is_path_file(tree, node))
            add_point(world, (sb_node){i}, SB_EXEC_PY_CONFIG, SB_S("sets the import path"));
    }
}

/* ---- sitecustomize and usercustomize ---- */

static void add_customize(struct py_world *world, sb_node folder)
{
    static const struct {
        const char *name;
        enum sb_exec_kind kind;
    } rows[] = {{"sitecustomize", SB_EXEC_PY_SITECUSTOMIZE}, {"usercustomize", SB_EXEC_PY_USERCUSTOMIZE}};
    sb_node files[SB_PYTHON_FILES];
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        size_t n = sb_python_module_files(&world->modules, folder, sb_str_of(rows[i].name), files);
        for (size_t j = 0; j < n; j++)
            add_point(world, files[j], rows[i].kind, SB_STR_NONE);
    }
}

static bool is_python_folder(sb_str name)
{
    return sb_str_starts(name, SB_S("python")) && sb_str_chr(name, '.') != SB_NPOS;
}

/* Folders of the import path: site folders, the standard library's, and those that are added. */
static void add_all_customize(struct py_world *world, struct folders *folders)
{
    const struct sb_tree *tree = world->join->tree;
    for (size_t i = 0; i < world->paths.n; i++)
        *SB_PUSH(&folders->nodes) = world->paths.p[i].folder;
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->kind == SB_ENTRY_DIR && (is_site(node->name) || is_python_folder(node->name)))
            *SB_PUSH(&folders->nodes) = (sb_node){i};
    }
    sort_folders(folders);
    for (size_t i = 0; i < folders->nodes.n; i++)
        add_customize(world, folders->nodes.p[i]);
}

void sb_python_start_ups(struct py_world *world)
{
    struct folders folders = {0};
    add_files(world);
    add_links(world, &folders);
    add_before_library(world);
    add_all_customize(world, &folders);
    sb_free(folders.nodes.p);
}
