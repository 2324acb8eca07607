#include "collect/image_find.h"

#include <stdlib.h>

#include "source/capable.h"

enum { PATH_FOLDERS = 64, ALIKE = 16 };

/* ---- all files of nobody ---- */

static int by_name(const void *left, const void *right)
{
    const struct sb_image_named *a = left, *b = right;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : (a->node.v > b->node.v) - (a->node.v < b->node.v);
}

bool sb_image_may_be_sourced(sb_str name, uint64_t size)
{
    enum { LARGE = 256 * 1024 };
    static const char *const ends[] = {".bash", ".cfg", ".conf", ".env", ".inc", ".ini", ".sh"};
    if (size > LARGE)
        return false;
    for (size_t i = 0; i < SB_COUNT(ends); i++)
        if (sb_str_ends(name, sb_str_of(ends[i])))
            return true;
    return sb_str_chr(sb_str_from(name, 1), '.') == SB_NPOS;
}

void sb_image_find_begin(struct sb_image_find *find, struct sb_join *join, const struct sb_image *image)
{
    *find = (struct sb_image_find){.join = join, .image = image};
    find->claimed = sb_calloc(join->tree->n + 1, sizeof *find->claimed);
    for (size_t i = 0; i < join->claims.n; i++)
        find->claimed[join->claims.p[i].node.v] = true;
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < join->tree->n; i++) {
        const struct sb_tree_node *at = sb_tree_at(join->tree, (sb_node){i});
        bool runs =
            (at->mode != SB_MODE_UNKNOWN && sb_may_run(at->mode)) || sb_image_may_be_sourced(at->name, at->size);
        if (at->kind == SB_ENTRY_FILE && !find->claimed[i] && runs)
            *SB_PUSH(&find->files) = (struct sb_image_named){at->name, {i}};
    }
    if (find->files.n)
        qsort(find->files.p, find->files.n, sizeof *find->files.p, by_name);
}

void sb_image_find_done(struct sb_image_find *find)
{
    sb_free(find->claimed);
    sb_free(find->files.p);
}

/* ---- one ---- */

static void add(struct sb_image_found *ret, sb_node node)
{
    if (node.v && ret->n < SB_IMAGE_FOUND)
        ret->nodes[ret->n++] = node;
}

/* What PATH leads to, from FOLDER. */
static sb_node node_at(const struct sb_image_find *find, sb_node folder, sb_str path)
{
    if (sb_str_starts(path, SB_S("/")))
        folder = SB_NODE_ROOT;
    while (sb_str_chop(&path, SB_S("/")))
        continue;
    return folder.v ? sb_tree_find(find->join->tree, folder, path, true) : SB_NODE_NONE;
}

static sb_node file_at(const struct sb_image_find *find, sb_node folder, sb_str path)
{
    sb_node node = node_at(find, folder, path);
    return node.v && sb_tree_at(find->join->tree, node)->kind == SB_ENTRY_FILE ? node : SB_NODE_NONE;
}

/* Where programs start. */
static sb_node folder_of(const struct sb_image_find *find)
{
    return node_at(find, SB_NODE_ROOT, find->image->folder);
}

static void add_files_of(const struct sb_image_find *find, sb_node folder, struct sb_image_found *ret)
{
    const struct sb_tree *tree = find->join->tree;
    if (!folder.v || sb_tree_at(tree, folder)->kind != SB_ENTRY_DIR)
        return;
    for (uint32_t i = folder.v + 1; i < sb_tree_at(tree, folder)->end; i = sb_tree_at(tree, (sb_node){i})->end)
        if (sb_tree_at(tree, (sb_node){i})->kind == SB_ENTRY_FILE)
            add(ret, (sb_node){i});
}

/* ---- of the configuration ---- */

/* "app.main" of python3 -m, uvicorn and their like. */
static void add_module(const struct sb_image_find *find, sb_str token, struct sb_image_found *ret)
{
    static const char *const ends[] = {".py", "/__main__.py", "/__init__.py"};
    struct sb_arena *arena = find->join->arena;
    char *path = sb_arena_alloc(arena, token.n + 1);
    for (size_t i = 0; i < token.n; i++)
        path[i] = token.p[i] == '.' ? '/' : token.p[i];
    for (size_t i = 0; i < SB_COUNT(ends); i++)
        add(ret, file_at(find, folder_of(find),
                         sb_arena_join(arena, sb_str_n(path, token.n), SB_STR_NONE, sb_str_of(ends[i]))));
}

void sb_image_find_named(const struct sb_image_find *find, sb_str token, struct sb_image_found *ret)
{
    sb_str path =
        find->image->path.n ? find->image->path : SB_S("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    sb_str folder;
    ret->n = 0;
    if (sb_str_chr(token, '/') != SB_NPOS) {
        sb_image_find_path(find, SB_NODE_NONE, token, ret);
        return;
    }
    for (size_t i = 0; path.n && i < PATH_FOLDERS; i++) {
        sb_str_cut(&path, ':', &folder);
        add(ret, file_at(find, node_at(find, SB_NODE_ROOT, folder), token));
    }
    add(ret, file_at(find, folder_of(find), token));
    if (ret->n == 0)
        add_module(find, token, ret);
}

/* ---- of a script ---- */

/* "../share/env" of `. "$(dirname "$0")/../share/env"`: what it must end with. */
static sb_str end_of(sb_str path)
{
    while (sb_str_chop(&path, SB_S("../")) || sb_str_chop(&path, SB_S("./")) || sb_str_chop(&path, SB_S("/")))
        continue;
    return path;
}

static void add_alike(const struct sb_image_find *find, sb_str end, struct sb_image_found *ret)
{
    const struct sb_tree *tree = find->join->tree;
    sb_str name = sb_path_base(end);
    size_t low = 0;
    struct sb_arena scratch = {0};
    for (size_t high = find->files.n; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (sb_str_cmp(find->files.p[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t n = 0; low < find->files.n && n < ALIKE; low++, n++) {
        if (!sb_str_eq(find->files.p[low].name, name))
            break;
        sb_str path = sb_tree_path(tree, find->files.p[low].node, &scratch);
        if (sb_str_ends(path, end) && (path.n == end.n || path.p[path.n - end.n - 1] == '/'))
            add(ret, find->files.p[low].node);
    }
    sb_arena_done(&scratch);
}

void sb_image_find_path(const struct sb_image_find *find, sb_node script, sb_str path, struct sb_image_found *ret)
{
    sb_node own = script.v ? (sb_node){sb_tree_at(find->join->tree, script)->parent} : SB_NODE_NONE;
    sb_node starts[] = {folder_of(find), own};
    bool all = sb_str_chop_end(&path, SB_S("/*")), whole = !script.v && sb_str_starts(path, SB_S("/"));
    ret->n = 0;
    for (size_t i = 0; i < SB_COUNT(starts); i++) {
        sb_node node = node_at(find, starts[i], path);
        bool folder = node.v && sb_tree_at(find->join->tree, node)->kind == SB_ENTRY_DIR;
        if (folder && (all || sb_str_ends(path, SB_S(".d")) || sb_str_ends(path, SB_S(".d/"))))
            add_files_of(find, node, ret);
        else if (node.v && !folder && !all)
            add(ret, file_at(find, starts[i], path));
        if (ret->n)
            return;
    }
    if (!whole && !all && end_of(path).n)
        add_alike(find, end_of(path), ret);
}
