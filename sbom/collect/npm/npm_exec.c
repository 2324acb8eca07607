#include "npm/npm_exec.h"

#include "npm/npm_built.h"
#include "npm/npm_entry.h"
#include "npm/npm_gyp.h"
#include "npm/npm_script.h"

enum { PATH = 1024, EXECS = 1024 };

/* ---- scripts ---- */

/* A row for each file that the command names; WITHOUT where it names none. */
static void tell_run(struct sb_npm_world *world, struct sb_exec exec, const struct sb_npm_run *run, sb_node without)
{
    exec.node = without;
    if (run->n == 0)
        sb_join_exec(world->join, exec);
    for (size_t i = 0; i < run->n; i++) {
        exec.node = run->files[i];
        sb_join_exec(world->join, exec);
    }
}

static void tell_script(struct sb_npm_world *world, const struct sb_npm_package *package, const char *name,
                        enum sb_exec_kind kind)
{
    const struct sb_npm_pairs *scripts = &package->manifest->scripts;
    sb_str command = sb_str_trim(sb_npm_pair_get(scripts, sb_str_of(name)));
    if (command.n == 0)
        return;
    struct sb_npm_run run = sb_npm_run_of(world, package->folder, scripts, command);
    tell_run(world, (struct sb_exec){.component = package->component, .kind = kind, .command = command}, &run,
             SB_NODE_NONE);
}

/* npm builds a package with binding.gyp by itself when no script does. */
static void tell_gyp(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    if (sb_npm_builds_itself(world, package))
        sb_join_exec(world->join, (struct sb_exec){.component = package->component,
                                                   .kind = SB_EXEC_NPM_GYP,
                                                   .node = sb_npm_gyp_of(world, package->folder),
                                                   .command = SB_S("node-gyp rebuild")});
}

/* Is there a binding.gyp in FOLDER, or above it up to the package's own? One that lies deeper needs a script to be read
 * when the package is installed. */
static bool is_used(const struct sb_npm_world *world, const struct sb_npm_package *package, sb_node folder)
{
    while (!sb_npm_gyp_of(world, folder).v && folder.v != package->folder.v)
        folder.v = sb_tree_at(world->join->tree, folder)->parent;
    return sb_npm_gyp_of(world, folder).v != 0 &&
           (folder.v == package->folder.v || sb_npm_has_install_script(package->manifest));
}

static void tell_commands(struct sb_npm_world *world, const struct sb_record *record)
{
    const struct sb_npm_gyp *gyp = record->data;
    sb_node folder = sb_npm_folder(world, record);
    const struct sb_npm_package *package = sb_npm_around(world, folder);
    if (!package || !package->component.v || !is_used(world, package, folder))
        return;
    if (gyp->cut)
        sb_join_diag(world->join, SB_D_LIST_CUT, record->path, 0, "more commands than are kept");
    for (size_t i = 0; i < gyp->n; i++) {
        struct sb_npm_run run = sb_npm_run_of(world, folder, NULL, gyp->commands[i]);
        tell_run(world,
                 (struct sb_exec){
                     .component = package->component, .kind = SB_EXEC_NPM_GYP_COMMAND, .command = gyp->commands[i]},
                 &run, record->node);
    }
}

void sb_npm_tell_gyp_commands(struct sb_npm_world *world)
{
    for (size_t i = 0; i < world->join->n_records; i++)
        if (world->join->records[i].kind == SB_NPM_REC_GYP)
            tell_commands(world, &world->join->records[i]);
}

/* ---- commands ---- */

typedef void take_command(struct sb_npm_world *world, const struct sb_npm_package *package, sb_str name, sb_str path,
                          sb_node file);

static void each_in_folder(struct sb_npm_world *world, const struct sb_npm_package *package, take_command *take)
{
    const struct sb_tree *tree = world->join->tree;
    sb_str path = package->manifest->bin_folder;
    sb_node folder = path.n && path.n <= PATH ? sb_tree_find(tree, package->folder, path, false) : SB_NODE_NONE;
    if (!folder.v || folder.v == package->folder.v || !sb_tree_below(tree, folder, package->folder))
        return;
    size_t n = 0;
    for (uint32_t v = folder.v + 1; v < sb_tree_at(tree, folder)->end && n < EXECS; v++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){v});
        if (node->kind != SB_ENTRY_FILE || sb_str_starts(node->name, SB_S(".")))
            continue;
        n++;
        take(world, package, node->name, SB_STR_NONE, (sb_node){v});
    }
}

/* npm reads a target as a path from the package's folder that does not leave it. */
static sb_str bin_path(sb_str path)
{
    while (sb_str_chop(&path, SB_S("./")) || sb_str_chop(&path, SB_S("../")) || sb_str_chop(&path, SB_S("/")))
        continue;
    return path;
}

static void each_command(struct sb_npm_world *world, const struct sb_npm_package *package, take_command *take)
{
    const struct sb_npm_pairs *bin = &package->manifest->bin;
    for (size_t i = 0; i < bin->n && i < EXECS; i++) {
        sb_str name = sb_path_base(bin->p[i].name.n ? bin->p[i].name : package->manifest->name);
        sb_str path = bin_path(bin->p[i].value);
        if (path.n)
            take(world, package, name, path, sb_npm_file_like(world, package->folder, path));
    }
    if (bin->n == 0)
        each_in_folder(world, package, take);
}

static void add_command(struct sb_npm_world *world, const struct sb_npm_package *package, sb_str name, sb_str path,
                        sb_node file)
{
    (void)path;
    if (file.v)
        *SB_PUSH(&world->commands) = (struct sb_npm_command){package->folder, name, file};
}

void sb_npm_add_commands(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    each_command(world, package, add_command);
}

static void tell_command(struct sb_npm_world *world, const struct sb_npm_package *package, sb_str name, sb_str path,
                         sb_node file)
{
    sb_join_exec(
        world->join,
        (struct sb_exec){
            .component = package->component, .kind = SB_EXEC_NPM_BIN, .node = file, .path = path, .command = name});
}

/* ---- what is fetched ---- */

/* node-pre-gyp and prebuild-install fetch a module of machine code from there, and write it where the package says:
 * "https://host/a remote_path=b module_path=c". */
static void tell_binary(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    static const char *const members[] = {"remote_path", "package_name", "module_path"};
    struct sb_arena *arena = world->join->arena;
    sb_str command = sb_str_trim(sb_npm_pair_get(&package->manifest->binary, SB_S("host")));
    if (command.n == 0)
        return;
    for (size_t i = 0; i < SB_COUNT(members); i++) {
        sb_str value = sb_npm_pair_get(&package->manifest->binary, sb_str_of(members[i]));
        if (value.n)
            command = sb_arena_printf(arena, "%.*s %s=%.*s", SB_FMT(command), members[i], SB_FMT(value));
    }
    sb_join_exec(world->join,
                 (struct sb_exec){.component = package->component, .kind = SB_EXEC_NPM_BINARY, .command = command});
}

/* ---- all of them ---- */

/* What npm runs when it installs a package; the last four only where it fetches the source, or links to it. What it ran
 * before version 7 when it removed a package is none of them. */
static const struct {
    const char *name;
    enum sb_exec_kind kind;
} scripts[] = {{"preinstall", SB_EXEC_NPM_PREINSTALL},   {"install", SB_EXEC_NPM_INSTALL},
               {"postinstall", SB_EXEC_NPM_POSTINSTALL}, {"prepublish", SB_EXEC_NPM_PREPARE},
               {"preprepare", SB_EXEC_NPM_PREPARE},      {"prepare", SB_EXEC_NPM_PREPARE},
               {"postprepare", SB_EXEC_NPM_PREPARE}};

void sb_npm_tell_execs(struct sb_npm_world *world, const struct sb_npm_package *package, bool prepares)
{
    for (size_t i = 0; i < SB_COUNT(scripts); i++)
        if (scripts[i].kind != SB_EXEC_NPM_PREPARE || prepares)
            tell_script(world, package, scripts[i].name, scripts[i].kind);
    tell_gyp(world, package);
    tell_binary(world, package);
    each_command(world, package, tell_command);
    sb_npm_tell_entries(world, package);
}

void sb_npm_tell_own_scripts(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    size_t before = world->join->execs.n;
    for (size_t i = 0; i < SB_COUNT(scripts); i++)
        if (scripts[i].kind != SB_EXEC_NPM_PREPARE)
            tell_script(world, package, scripts[i].name, scripts[i].kind);
    if (world->join->facts && world->join->execs.n == before)
        sb_join_fact(world->join, package->component, "sbom:exec", SB_S("[]"));
}
