#include "npm/npm_entry.h"

#include "base/mem.h"

enum { OTHERS = 64 };

static void tell(struct sb_npm_world *world, const struct sb_npm_package *package, enum sb_exec_kind kind, sb_node node,
                 sb_str path, sb_str command)
{
    sb_join_exec(world->join,
                 (struct sb_exec){
                     .component = package->component, .kind = kind, .node = node, .path = path, .command = command});
}

/* ---- the package itself ---- */

static void tell_main(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    sb_str main = package->manifest->main;
    sb_node node = sb_npm_load(world, package->folder, SB_STR_NONE);
    if (!node.v && main.n == 0)
        return; /* types only, or "exports" alone */
    sb_str_chop(&main, SB_S("./"));
    tell(world, package, SB_EXEC_NPM_MAIN, node, main, SB_STR_NONE);
}

/* Of a bundler, which looks for the file as `require` does. */
static void tell_bundled(struct sb_npm_world *world, const struct sb_npm_package *package, enum sb_exec_kind kind,
                         sb_str path)
{
    sb_str_chop(&path, SB_S("./"));
    if (path.n)
        tell(world, package, kind, sb_npm_file_like(world, package->folder, path), path, SB_STR_NONE);
}

static void tell_exports(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_targets *targets = &package->manifest->exports.self;
    if (targets->cut || package->manifest->imports.self.cut)
        sb_join_diag(world->join, SB_D_LIST_CUT, package->record->path, 0, "more exports than are kept");
    for (size_t i = 0; i < targets->n; i++) {
        sb_str path = targets->p[i].path;
        sb_str_chop(&path, SB_S("./"));
        tell(world, package, SB_EXEC_NPM_EXPORTS, sb_npm_file(world, package->folder, path), path,
             targets->p[i].conditions);
    }
}

/* ---- what else is imported ---- */

struct other {
    enum sb_exec_kind kind;
    bool usual; /* the file has the name that it is imported by */
    sb_str key, conditions, path;
};

typedef SB_VEC(struct other) others;

/* Styles, data, declarations: nothing runs them. */
static bool is_inert(sb_str path)
{
    static const char *const ends[] = {".css", ".d.cts", ".d.mts", ".d.ts", ".json", ".less",
                                       ".map", ".md",    ".sass",  ".scss", ".svg",  ".txt"};
    for (size_t i = 0; i < SB_COUNT(ends); i++)
        if (sb_str_ends(path, sb_str_of(ends[i])))
            return true;
    return false;
}

static sb_str stem(sb_str path)
{
    sb_str name = sb_path_base(path);
    return sb_str_part(name, 0, sb_str_chr(name, '.'));
}

/* "./a/b" leads to lib/a/b.js or lib/a/b/index.mjs. */
static bool is_usual(sb_str key, sb_str path)
{
    sb_str_chop(&key, SB_S("#"));
    sb_str wanted = stem(key), found = stem(path);
    if (sb_str_eq(found, SB_S("index")))
        found = stem(sb_path_dir(path));
    return sb_str_eq(wanted, found);
}

static void add(others *list, enum sb_exec_kind kind, sb_str key, sb_str conditions, sb_str path)
{
    bool itself = sb_str_eq(key, path); /* nothing leads elsewhere */
    sb_str_chop(&path, SB_S("./"));
    if (path.n && !itself && !is_inert(path))
        *SB_PUSH(list) = (struct other){kind, is_usual(key, path), key, conditions, path};
}

static void add_targets(others *list, enum sb_exec_kind kind, const struct sb_npm_targets *targets)
{
    for (size_t i = 0; i < targets->n; i++)
        add(list, kind, targets->p[i].key, targets->p[i].conditions, targets->p[i].path);
}

static int by_use(const void *left, const void *right)
{
    const struct other *a = left;
    const struct other *b = right;
    if (a->usual != b->usual)
        return a->usual ? 1 : -1;
    int order = a->kind != b->kind ? (a->kind > b->kind) - (a->kind < b->kind) : sb_str_cmp(a->key, b->key);
    if (order == 0)
        order = sb_str_cmp(a->conditions, b->conditions);
    return order ? order : sb_str_cmp(a->path, b->path);
}

static void tell_others(struct sb_npm_world *world, const struct sb_npm_package *package, const others *list)
{
    struct sb_arena *arena = world->join->arena;
    if (list->n)
        qsort(list->p, list->n, sizeof *list->p, by_use);
    for (size_t i = 0; i < list->n && i < OTHERS; i++) {
        const struct other *at = &list->p[i];
        sb_str command = sb_arena_join(arena, at->key, at->conditions.n ? SB_S(" ") : SB_STR_NONE, at->conditions);
        tell(world, package, at->kind, sb_npm_file_like(world, package->folder, at->path), at->path, command);
    }
    if (list->n > OTHERS)
        tell(world, package, SB_EXEC_NPM_SUBPATH, SB_NODE_NONE, SB_STR_NONE,
             sb_arena_printf(arena, "and %zu more", list->n - OTHERS));
}

/* ---- all of them ---- */

void sb_npm_tell_entries(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_manifest *manifest = package->manifest;
    others list = {0};
    tell_main(world, package);
    tell_bundled(world, package, SB_EXEC_NPM_MODULE, manifest->module);
    tell_bundled(world, package, SB_EXEC_NPM_BROWSER, sb_npm_pair_get(&manifest->browser, SB_STR_NONE));
    tell_exports(world, package);
    add_targets(&list, SB_EXEC_NPM_SUBPATH, &manifest->exports.others);
    add_targets(&list, SB_EXEC_NPM_IMPORTS, &manifest->imports.others);
    for (size_t i = 0; i < manifest->browser.n; i++)
        if (manifest->browser.p[i].name.n)
            add(&list, SB_EXEC_NPM_BROWSER_MAP, manifest->browser.p[i].name, SB_STR_NONE, manifest->browser.p[i].value);
    tell_others(world, package, &list);
    sb_free(list.p);
}
