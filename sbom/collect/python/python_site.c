/* Which metadata is of something that is installed. */
#include <stdlib.h>

#include "collect/caches.h"
#include "collect/fact_json.h"
#include "collect/links.h"
#include "id/purl.h"
#include "model/facts.h"
#include "python/python_join.h"
#include "source/tree_inside.h"
#include "text/json_write.h"

/* ---- folders from which Python imports ---- */

static bool is_site_name(sb_str name)
{
    return sb_str_eq(name, SB_S("site-packages")) || sb_str_eq(name, SB_S("dist-packages"));
}

/* lib/python3.12, where the standard library lies. */
static bool is_library(sb_str place)
{
    sb_str name = sb_path_base(place);
    return sb_str_chop(&name, SB_S("python")) && name.n && sb_is_digit(name.p[0]) &&
           sb_str_starts(sb_path_base(sb_path_dir(place)), SB_S("lib"));
}

static bool is_on_path(const struct py_world *world, sb_str place)
{
    sb_node node = sb_tree_find(world->join->tree, SB_NODE_ROOT, place, true);
    return node.v && sb_map_get(&world->on_path, node.v);
}

static bool is_import_folder(const struct py_world *world, sb_str place)
{
    return place.n == 0 || is_site_name(sb_path_base(place)) || is_library(place) || is_on_path(world, place);
}

/* An egg is a folder of its own, or a zip. */
static bool is_egg(sb_str place)
{
    sb_str_chop_end(&place, SB_S("!"));
    return sb_str_ends_nocase(place, SB_S(".egg"));
}

static bool is_imported(const struct py_world *world, sb_str place)
{
    return is_import_folder(world, place) ||
           (is_egg(sb_path_base(place)) && is_import_folder(world, sb_path_dir(place)));
}

static bool has(const struct sb_record *group, size_t n, enum py_kind kind)
{
    for (size_t i = 0; i < n; i++)
        if (group[i].kind == kind)
            return true;
    return false;
}

/* Below a folder of packages, but not in it: Python does not look there. */
static bool lies_in_site(const struct py_world *world, sb_str place)
{
    const struct sb_tree *tree = world->join->tree;
    sb_node node = sb_tree_find(tree, SB_NODE_ROOT, place, true);
    while (node.v > SB_NODE_ROOT.v) {
        node.v = sb_tree_at(tree, node)->parent;
        if (is_site_name(sb_tree_at(tree, node)->name) || sb_map_get(&world->sites, node.v))
            return true;
    }
    return false;
}

/* ---- what is no installation ---- */

/* Setuptools writes an .egg-info into the folder that it builds from. */
static bool is_source_tree(const struct py_world *world, sb_str key)
{
    static const char *const signs[] = {"setup.py", "setup.cfg", "pyproject.toml"};
    const struct sb_tree *tree = world->join->tree;
    sb_node folder = sb_tree_find(tree, SB_NODE_ROOT, sb_path_dir(key), true);
    if (!sb_str_ends_nocase(key, SB_S(".egg-info")) || !folder.v)
        return false;
    for (size_t i = 0; i < SB_COUNT(signs); i++)
        if (sb_tree_child(tree, folder, sb_str_of(signs[i])).v ||
            (folder.v != SB_NODE_ROOT.v &&
             sb_tree_child(tree, (sb_node){sb_tree_at(tree, folder)->parent}, sb_str_of(signs[i])).v))
            return true;
    sb_node own = sb_tree_find(tree, SB_NODE_ROOT, key, true);
    return own.v && sb_tree_child(tree, own, SB_S("SOURCES.txt")).v;
}

/* Is there a module of its name beside? Packages bring others along, some without their lists of files. */
static bool is_brought_along(const struct py_world *world, const struct sb_record *metadata)
{
    const struct sb_tree *tree = world->join->tree;
    struct sb_arena *arena = world->join->arena;
    sb_str name = ((const struct py_metadata *)metadata->data)->name;
    sb_node folder = sb_tree_find(tree, SB_NODE_ROOT, sb_path_dir(metadata->key), true);
    char *module = sb_arena_alloc(arena, name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        module[i] = name.p[i] == '-' || name.p[i] == '.' ? '_' : sb_lower(name.p[i]);
    if (!folder.v || !sb_str_ends_nocase(metadata->key, SB_S(".dist-info")))
        return false;
    const sb_str spellings[] = {name, sb_str_n(module, name.n)};
    for (size_t i = 0; i < SB_COUNT(spellings); i++)
        if (sb_tree_child(tree, folder, spellings[i]).v ||
            sb_tree_child(tree, folder, sb_arena_join(arena, spellings[i], SB_S(".py"), SB_STR_NONE)).v)
            return true;
    return false;
}

bool sb_python_is_installed(const struct py_world *world, const struct sb_record *group, size_t n)
{
    sb_str place = sb_path_dir(group->key);
    if (is_imported(world, place))
        return true;
    if (sb_tree_inside(world->join->tree, group->node).v)
        return false; /* no installer left it there, and nothing is imported from it */
    if (sb_map_get(&world->linked, group->node.v) && !sb_cache_of(world->join->caches, world->join->tree, group->node))
        return false; /* it counts where the link is */
    if (has(group, n, PY_RECORD) || has(group, n, PY_INSTALLER) || has(group, n, PY_INSTALLED_FILES))
        return true;
    if (lies_in_site(world, place))
        return is_brought_along(world, group);
    return !is_source_tree(world, group->key);
}

void sb_python_add_idle(struct py_world *world, const struct sb_record *metadata)
{
    struct sb_arena *arena = world->join->arena;
    const struct py_metadata *meta = metadata->data;
    struct sb_purl purl = {.type = SB_S("pypi"), .name = meta->name, .version = meta->version};
    struct sb_err err = {0};
    bool told = meta->name.n && sb_purl_normalise(&purl, arena, &err) == SB_OK;
    if (world->idle.n == 0)
        world->first_idle = metadata->path;
    *SB_PUSH(&world->idle) = told ? sb_purl_text(&purl, arena) : SB_STR_NONE;
}

static int by_bytes(const void *a, const void *b)
{
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

/* So that a comparison with a list that has them does not take them for removed. */
static void write_idle(struct py_world *world)
{
    struct sb_fact_list list = {0};
    qsort(world->idle.p, world->idle.n, sizeof *world->idle.p, by_bytes);
    sb_fact_list_begin(&list, sb_fact_caps[SB_FACT_IDLE]);
    for (size_t i = 0; i < world->idle.n; i++) {
        bool again = i && sb_str_eq(world->idle.p[i], world->idle.p[i - 1]);
        if (world->idle.p[i].n && !again && sb_fact_list_next(&list))
            sb_json_quote(&list.buf, world->idle.p[i]);
    }
    sb_join_fact(world->join, SB_DOC_ITSELF, sb_fact_rows[SB_FACT_IDLE].name, sb_fact_list_end(&list));
    sb_fact_list_done(&list);
}

void sb_python_tell_idle(struct py_world *world)
{
    if (!world->idle.n)
        return;
    sb_diag_of_many(world->join->diags, SB_D_NOT_INSTALLED, world->first_idle, world->idle.n, "left out");
    write_idle(world);
}

/* ---- links ---- */

void sb_python_sites(struct py_world *world)
{
    const struct sb_join *join = world->join;
    struct sb_arena scratch = {0};
    for (size_t i = 0; i < world->paths.n; i++)
        *sb_map_put(&world->on_path, world->paths.p[i].folder.v) = 1;
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        if (record->kind == PY_RECORD || record->kind == PY_INSTALLER || record->kind == PY_INSTALLED_FILES)
            *sb_map_put(&world->sites, sb_tree_find(join->tree, SB_NODE_ROOT, sb_path_dir(record->key), true).v) = 1;
        if (record->kind != PY_METADATA || !is_imported(world, sb_path_dir(record->key)))
            continue;
        bool link = sb_tree_at(join->tree, record->node)->kind == SB_ENTRY_LINK;
        sb_node file = link ? sb_link_target(join->tree, record->node) : record->node;
        if (link || !sb_str_eq(sb_tree_path(join->tree, file, &scratch), record->path))
            *sb_map_put(&world->linked, file.v) = 1;
        sb_arena_reset(&scratch);
    }
    sb_arena_done(&scratch);
}

/* ---- metadata that nobody can read ---- */

bool sb_python_split_folder(sb_str folder, sb_str *ret_name, sb_str *ret_version)
{
    const sb_str end = SB_S(".dist-info");
    if (!sb_str_ends_nocase(folder, end) || sb_str_starts(folder, SB_S("~")))
        return false;
    folder.n -= end.n;
    size_t dash = sb_str_rchr(folder, '-');
    if (dash == SB_NPOS || dash == 0 || dash + 1 == folder.n)
        return false;
    *ret_name = sb_str_n(folder.p, dash);
    *ret_version = sb_str_from(folder, dash + 1);
    return true;
}

void sb_python_each_empty(struct py_world *world, void (*take)(struct py_world *world, sb_node node, sb_str path))
{
    struct sb_join *join = world->join;
    struct sb_arena scratch = {0};
    for (sb_node node = SB_NODE_ROOT; node.v < join->tree->n; node.v++) {
        const struct sb_tree_node *at = sb_tree_at(join->tree, node);
        if (at->kind != SB_ENTRY_DIR && at->kind != SB_ENTRY_LINK)
            continue;
        if (!sb_str_ends_nocase(at->name, SB_S(".dist-info")) && !sb_str_ends_nocase(at->name, SB_S(".egg-info")))
            continue;
        bool there = at->kind == SB_ENTRY_DIR || sb_link_target(join->tree, node).v == 0;
        sb_str path = sb_tree_path(join->tree, node, &scratch);
        if (there && is_imported(world, sb_path_dir(path)) && !sb_python_record_at(join, path))
            take(world, node, sb_arena_str(join->arena, path));
        sb_arena_reset(&scratch);
    }
    sb_arena_done(&scratch);
}
