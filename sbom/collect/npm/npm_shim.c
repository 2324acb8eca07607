#include "npm/npm_shim.h"

#include "npm/npm_resolve.h"

/* Commands that are looked at for entries of .bin that lead elsewhere than declared. */
enum { SEARCHED = 1000000 };

static const struct sb_tree_node *at(const struct sb_npm_world *world, sb_node node)
{
    return sb_tree_at(world->join->tree, node);
}

/* ---- commands that packages declare ---- */

static int by_package(const void *left, const void *right)
{
    const struct sb_npm_command *a = left;
    const struct sb_npm_command *b = right;
    if (a->folder.v != b->folder.v)
        return a->folder.v < b->folder.v ? -1 : 1;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : (a->file.v > b->file.v) - (a->file.v < b->file.v);
}

/* Does the package around FILE declare it as NAME? */
static bool is_declared(const struct sb_npm_world *world, sb_node file, sb_str name)
{
    const struct sb_npm_package *package = sb_npm_around(world, file);
    if (!package)
        return false;
    struct sb_npm_command wanted = {package->folder, name, file};
    size_t n = world->commands.n;
    return n && bsearch(&wanted, world->commands.p, n, sizeof wanted, by_package) != NULL;
}

/* ---- where pnpm installed ---- */

/* The nearest folder around ENTRY with a store of pnpm in its node_modules, or none. */
static sb_node store_above(const struct sb_npm_world *world, sb_node entry)
{
    const struct sb_tree *tree = world->join->tree;
    for (sb_node folder = {at(world, entry)->parent}; folder.v; folder.v = at(world, folder)->parent) {
        sb_node modules = sb_tree_child(tree, folder, SB_S("node_modules"));
        if (modules.v && sb_tree_child(tree, modules, SB_S(".pnpm")).v)
            return folder;
    }
    return SB_NODE_NONE;
}

/* Where the scan root lay when SHIM was made: its NODE_PATH without what the tree says of the rest. False if the tree
 * says otherwise. */
static bool find_base(const struct sb_npm_world *world, sb_node entry, const struct sb_npm_shim *shim, sb_str *ret_base)
{
    struct sb_arena scratch = {0};
    sb_node folder = store_above(world, entry);
    *ret_base = shim->modules;
    bool fits = folder.v != 0;
    if (fits && folder.v != SB_NODE_ROOT.v) {
        sb_str path = sb_tree_path(world->join->tree, folder, &scratch);
        fits = sb_str_chop_end(ret_base, path) && sb_str_chop_end(ret_base, SB_S("/"));
    }
    sb_arena_done(&scratch);
    return fits;
}

static int by_text(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

/* What most shims say. Another folder is not the package manager's. */
static sb_str usual_base(const struct sb_npm_world *world)
{
    SB_VEC(sb_str) bases = {0};
    for (size_t i = 0; i < world->join->n_records; i++) {
        const struct sb_record *record = &world->join->records[i];
        const struct sb_npm_shim *shim = record->kind == SB_NPM_REC_SHIM ? record->data : NULL;
        sb_str base;
        if (shim && shim->modules.n && find_base(world, record->node, shim, &base))
            *SB_PUSH(&bases) = base;
    }
    if (bases.n)
        qsort(bases.p, bases.n, sizeof *bases.p, by_text);
    size_t most = 0;
    sb_str usual = SB_STR_NONE;
    for (size_t i = 0, n = 0; i < bases.n; i++) {
        n = i && sb_str_eq(bases.p[i - 1], bases.p[i]) ? n + 1 : 1;
        if (n > most) {
            most = n;
            usual = bases.p[i];
        }
    }
    sb_free(bases.p);
    return usual;
}

/* ---- entries of .bin ---- */

static bool leads_out(const struct sb_npm_world *world, sb_node link)
{
    sb_str target = sb_tree_target(at(world, link));
    if (sb_str_starts(target, SB_S("/")))
        return true;
    sb_node folder = {at(world, link)->parent};
    for (sb_str part; target.n;) {
        sb_str_cut(&target, '/', &part);
        if (!sb_str_eq(part, SB_S("..")))
            continue;
        folder.v = at(world, folder)->parent;
        if (!folder.v)
            return true;
    }
    return false;
}

/* bun links a command to the program of the package for this platform: one that the package of the command has among
 * its optional ones, with the file at the same path. */
static bool is_of_platform(struct sb_npm_world *world, sb_node file, sb_str name)
{
    const struct sb_tree *tree = world->join->tree;
    const struct sb_npm_package *platform = sb_npm_around(world, file);
    bool found = false;
    for (size_t i = 0; platform && !found && i < world->commands.n && world->searched < SEARCHED; i++) {
        const struct sb_npm_command *command = &world->commands.p[i];
        const struct sb_npm_package *package = sb_npm_at(world, command->folder);
        world->searched++;
        if (!package || !sb_str_eq(command->name, name) ||
            !sb_npm_pair_get(&package->manifest->deps[SB_NPM_OPTIONAL], platform->manifest->name).n)
            continue;
        found = sb_str_eq(sb_tree_path_below(tree, command->file, package->folder, &world->scratch),
                          sb_tree_path_below(tree, file, platform->folder, &world->scratch));
        sb_arena_reset(&world->scratch);
    }
    return found;
}

/* A link to nothing inside of the tree calls nothing. */
static bool is_usual_link(struct sb_npm_world *world, sb_node link)
{
    sb_node folder = {at(world, link)->parent};
    sb_node file = sb_npm_file(world, folder, at(world, link)->name);
    if (!file.v)
        return !sb_tree_find(world->join->tree, folder, at(world, link)->name, true).v && !leads_out(world, link);
    return is_declared(world, file, at(world, link)->name) || is_of_platform(world, file, at(world, link)->name);
}

static const struct sb_npm_shim *text_of(const struct sb_npm_world *world, sb_node entry)
{
    const uint32_t *record = sb_map_get(&world->shim_of, entry.v);
    return record ? world->join->records[*record - 1].data : NULL;
}

static bool is_usual_file(const struct sb_npm_world *world, sb_node entry)
{
    const struct sb_npm_shim *shim = text_of(world, entry);
    sb_str name = at(world, entry)->name;
    sb_str base;
    if (!shim || shim->target.n == 0 || !sb_str_chop_end(&name, shim->extension))
        return false;
    if (shim->modules.n && (!find_base(world, entry, shim, &base) || !sb_str_eq(base, world->base)))
        return false;
    sb_node file = sb_npm_file(world, (sb_node){at(world, entry)->parent}, shim->target);
    return file.v && is_declared(world, file, name);
}

bool sb_npm_is_shim(struct sb_npm_world *world, sb_node entry)
{
    return at(world, entry)->kind == SB_ENTRY_LINK ? is_usual_link(world, entry) : is_usual_file(world, entry);
}

/* ---- all of them ---- */

static void tell_folder(struct sb_npm_world *world, sb_node folder)
{
    for (uint32_t v = folder.v + 1; v < at(world, folder)->end; v = at(world, (sb_node){v})->end) {
        uint8_t kind = at(world, (sb_node){v})->kind;
        if ((kind == SB_ENTRY_FILE || kind == SB_ENTRY_LINK) && !sb_npm_is_shim(world, (sb_node){v}))
            sb_join_exec(world->join, (struct sb_exec){.kind = SB_EXEC_NPM_SHIM, .node = {v}});
    }
}

void sb_npm_tell_shims(struct sb_npm_world *world)
{
    const struct sb_tree *tree = world->join->tree;
    for (uint32_t v = SB_NODE_ROOT.v; v < tree->n; v++)
        if (sb_npm_is_bin(world, (sb_node){v}))
            tell_folder(world, (sb_node){v});
}

void sb_npm_gather_commands(struct sb_npm_world *world)
{
    for (size_t i = 0; i < world->join->n_records; i++)
        if (world->join->records[i].kind == SB_NPM_REC_SHIM)
            *sb_map_put(&world->shim_of, world->join->records[i].node.v) = (uint32_t)i + 1;
    world->base = usual_base(world);
    if (world->commands.n)
        qsort(world->commands.p, world->commands.n, sizeof *world->commands.p, by_package);
}
