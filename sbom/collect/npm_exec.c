#include "collect/npm_exec.h"

enum { COMMAND = 4096, PATH = 1024, EXECS = 1024 };

/* ---- files that are named ---- */

static sb_node file_below(const struct sb_tree *tree, sb_node folder, sb_str path)
{
    sb_node node = sb_tree_find(tree, folder, path, true);
    bool inside = node.v && sb_tree_below(tree, node, folder) && sb_tree_at(tree, node)->kind == SB_ENTRY_FILE;
    return inside ? node : SB_NODE_NONE;
}

/* The file that Node would load for PATH, or none. */
static sb_node load(struct sb_npm_world *world, const struct sb_npm_package *package, sb_str path)
{
    static const char *const ends[] = {"", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"};
    sb_node found = SB_NODE_NONE;
    if (path.n > PATH || sb_str_starts(path, SB_S("/")) || sb_str_chr(path, '\0') != SB_NPOS)
        return found;
    for (size_t i = 0; i < SB_COUNT(ends) && !found.v; i++) {
        sb_str whole = sb_arena_join(&world->scratch, path, sb_str_of(ends[i]), SB_STR_NONE);
        found = file_below(world->join->tree, package->folder, whole);
    }
    sb_arena_reset(&world->scratch);
    return found;
}

/* ---- scripts ---- */

static bool is_separator(char c)
{
    return sb_is_space(c) || (c && strchr(";&|(){}[]<>=,\"'`", c));
}

static bool cut_token(sb_str *command, sb_str *token)
{
    size_t start = 0;
    while (start < command->n && is_separator(command->p[start]))
        start++;
    size_t end = start;
    while (end < command->n && !is_separator(command->p[end]))
        end++;
    *token = sb_str_part(*command, start, end - start);
    *command = sb_str_from(*command, end);
    return token->n > 0;
}

static bool is_interpreter(sb_str token)
{
    static const char *const names[] = {"node", "nodejs", "bun",    "deno",    "tsx",  "ts-node", "sh",
                                        "bash", "dash",   "python", "python3", "perl", "ruby",    "powershell"};
    for (size_t i = 0; i < SB_COUNT(names); i++)
        if (sb_str_eq(token, sb_str_of(names[i])))
            return true;
    return false;
}

/* A word that may be a file: it looks like a path, or stands behind an interpreter. */
static bool may_be_file(sb_str token, bool after_interpreter)
{
    return token.p[0] != '-' &&
           (after_interpreter || sb_str_chr(token, '.') != SB_NPOS || sb_str_chr(token, '/') != SB_NPOS);
}

/* The first file of the package that COMMAND names: `node x`, `sh x`, `./x`, also inside a quoted require. NAMED gets
 * the script that it hands over to: `npm run x`. */
static sb_node file_of_command(struct sb_npm_world *world, const struct sb_npm_package *package, sb_str command,
                               sb_str *named)
{
    sb_str rest = sb_str_part(command, 0, COMMAND);
    sb_str before = SB_STR_NONE;
    bool after_interpreter = false;
    for (sb_str token; cut_token(&rest, &token); before = token) {
        if (named->n == 0 && (sb_str_eq(before, SB_S("run")) || sb_str_eq(before, SB_S("run-script"))))
            *named = token;
        if (may_be_file(token, after_interpreter)) {
            sb_node node = load(world, package, token);
            if (node.v)
                return node;
        }
        /* Options of an interpreter stand between it and its file. */
        after_interpreter = is_interpreter(token) || (after_interpreter && token.p[0] == '-');
    }
    return SB_NODE_NONE;
}

static void tell_script(struct sb_npm_world *world, const struct sb_npm_package *package, const char *name,
                        enum sb_exec_kind kind)
{
    sb_str command = sb_str_trim(sb_npm_pair_get(&package->manifest->scripts, sb_str_of(name)));
    if (command.n == 0)
        return;
    sb_str named = SB_STR_NONE;
    sb_str unused = SB_S("-");
    sb_node node = file_of_command(world, package, command, &named);
    if (!node.v && named.n)
        node = file_of_command(world, package, sb_npm_pair_get(&package->manifest->scripts, named), &unused);
    sb_join_exec(world->join,
                 (struct sb_exec){.component = package->component, .kind = kind, .node = node, .command = command});
}

/* npm builds a package with binding.gyp by itself when no script does. */
static void tell_gyp(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_manifest *manifest = package->manifest;
    sb_node gyp = sb_tree_child(world->join->tree, package->folder, SB_S("binding.gyp"));
    if (!gyp.v || manifest->no_gyp || sb_npm_pair_get(&manifest->scripts, SB_S("install")).n ||
        sb_npm_pair_get(&manifest->scripts, SB_S("preinstall")).n)
        return;
    sb_join_exec(world->join, (struct sb_exec){.component = package->component,
                                               .kind = SB_EXEC_NPM_GYP,
                                               .node = gyp,
                                               .command = SB_S("node-gyp rebuild")});
}

/* ---- commands and the entry file ---- */

static void tell_target(struct sb_npm_world *world, const struct sb_npm_package *package, enum sb_exec_kind kind,
                        sb_str path, sb_str command)
{
    sb_str_chop(&path, SB_S("./"));
    sb_join_exec(world->join, (struct sb_exec){.component = package->component,
                                               .kind = kind,
                                               .node = load(world, package, path),
                                               .path = path,
                                               .command = command});
}

static void tell_bin_folder(struct sb_npm_world *world, const struct sb_npm_package *package)
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
        sb_join_exec(world->join,
                     (struct sb_exec){
                         .component = package->component, .kind = SB_EXEC_NPM_BIN, .node = {v}, .command = node->name});
    }
}

static void tell_bins(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_pairs *bin = &package->manifest->bin;
    for (size_t i = 0; i < bin->n && i < EXECS; i++) {
        sb_str name = bin->p[i].name.n ? bin->p[i].name : sb_path_base(package->manifest->name);
        if (bin->p[i].value.n)
            tell_target(world, package, SB_EXEC_NPM_BIN, bin->p[i].value, name);
    }
    if (bin->n == 0)
        tell_bin_folder(world, package);
}

static void tell_main(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    sb_str main = package->manifest->main;
    sb_node node = main.n ? load(world, package, main) : SB_NODE_NONE;
    if (!node.v)
        node = load(world, package, SB_S("index"));
    if (!node.v && main.n == 0)
        return; /* types only, or "exports" alone */
    sb_str_chop(&main, SB_S("./"));
    sb_join_exec(
        world->join,
        (struct sb_exec){.component = package->component, .kind = SB_EXEC_NPM_MAIN, .node = node, .path = main});
}

void sb_npm_tell_execs(struct sb_npm_world *world, const struct sb_npm_package *package, bool prepares)
{
    static const struct {
        const char *name;
        enum sb_exec_kind kind;
    } scripts[] = {{"preinstall", SB_EXEC_NPM_PREINSTALL},
                   {"install", SB_EXEC_NPM_INSTALL},
                   {"postinstall", SB_EXEC_NPM_POSTINSTALL},
                   {"prepare", SB_EXEC_NPM_PREPARE}};
    for (size_t i = 0; i < SB_COUNT(scripts); i++)
        if (scripts[i].kind != SB_EXEC_NPM_PREPARE || prepares)
            tell_script(world, package, scripts[i].name, scripts[i].kind);
    tell_gyp(world, package);
    tell_bins(world, package);
    tell_main(world, package);
}
