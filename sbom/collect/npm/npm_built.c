#include "npm/npm_built.h"

#include "npm/npm_script.h"

enum { PATH = 256 };

static const char *const install_scripts[] = {"preinstall", "install", "postinstall"};

sb_node sb_npm_gyp_of(const struct sb_npm_world *world, sb_node folder)
{
    return sb_tree_child(world->join->tree, folder, SB_S("binding.gyp"));
}

bool sb_npm_has_install_script(const struct sb_npm_manifest *manifest)
{
    for (size_t i = 0; i < SB_COUNT(install_scripts); i++)
        if (sb_str_trim(sb_npm_pair_get(&manifest->scripts, sb_str_of(install_scripts[i]))).n)
            return true;
    return false;
}

bool sb_npm_builds_itself(const struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_manifest *manifest = package->manifest;
    return sb_npm_gyp_of(world, package->folder).v && !manifest->no_gyp &&
           !sb_npm_pair_get(&manifest->scripts, SB_S("install")).n &&
           !sb_npm_pair_get(&manifest->scripts, SB_S("preinstall")).n;
}

/* Up to the first place that depends on the machine: "./lib/binding/{node_abi}". Not the package's own folder. */
static sb_str module_folder(sb_str path, struct sb_arena *arena)
{
    size_t brace = sb_str_chr(path, '{');
    path = sb_str_part(path, 0, brace < PATH ? brace : PATH);
    sb_str_chop(&path, SB_S("./"));
    size_t slash = sb_str_rchr(path, '/');
    return sb_arena_lower(arena, brace == SB_NPOS ? path : sb_str_n(path.p, slash == SB_NPOS ? 0 : slash));
}

struct sb_npm_builds sb_npm_builds(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_pairs *scripts = &package->manifest->scripts;
    struct sb_npm_builds builds = {.builds = sb_npm_builds_itself(world, package)};
    bool gyp = sb_npm_gyp_of(world, package->folder).v != 0;
    for (size_t i = 0; i < SB_COUNT(install_scripts); i++) {
        sb_str script = sb_str_trim(sb_npm_pair_get(scripts, sb_str_of(install_scripts[i])));
        if (script.n)
            builds.builds |= gyp || sb_npm_run_of(world, package->folder, scripts, script).builds;
    }
    if (builds.builds)
        builds.module_path =
            module_folder(sb_npm_pair_get(&package->manifest->binary, SB_S("module_path")), &world->scratch);
    return builds;
}

static bool ends_in(sb_str path, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_ends(path, sb_str_of(ends[i])))
            return true;
    return false;
}

bool sb_npm_is_native(sb_str path)
{
    static const char *const ends[] = {".node", ".so", ".dylib", ".dll"};
    return ends_in(path, ends, SB_COUNT(ends));
}

/* What compilers, GYP, make, ninja, CMake and Visual Studio leave. */
static bool is_by_product(sb_str path)
{
    static const char *const ends[] = {
        ".o",        ".obj",      ".a",   ".lib",           ".d",     ".mk",   ".stamp", ".sln",
        ".filters",  ".vcxproj",  ".exp", ".pdb",           ".idb",   ".ilk",  ".iobj",  ".ipdb",
        ".tlog",     ".recipe",   ".log", ".res",           ".cmake", ".make", ".marks", ".includecache",
        ".internal", ".makefile", ".bin", ".lastbuildstate"};
    static const char *const names[] = {"makefile",     "config.gypi",    "gyp-mac-tool",
                                        "gyp-win-tool", "cmakecache.txt", "compile_commands.json",
                                        "build.ninja",  ".ninja_deps",    ".ninja_log"};
    sb_str name = sb_path_base(path);
    for (size_t i = 0; i < SB_COUNT(names); i++)
        if (sb_str_eq(name, sb_str_of(names[i])))
            return true;
    return ends_in(path, ends, SB_COUNT(ends)) || sb_str_starts(path, SB_S("build/node_gyp_bins/"));
}

bool sb_npm_is_built(const struct sb_npm_builds *builds, sb_str path)
{
    if (!builds->builds)
        return false;
    if (sb_str_starts(path, SB_S("build/")))
        return sb_npm_is_native(path) || is_by_product(path);
    sb_str rest = path;
    return builds->module_path.n && sb_str_chop(&rest, builds->module_path) && sb_str_starts(rest, SB_S("/")) &&
           sb_npm_is_native(path);
}
