#include "python/python_module.h"

enum { PARTS = 64 }; /* of a dotted name */

static uint64_t key_of(sb_node folder, sb_str stem)
{
    return sb_hash(stem.p, stem.n, folder.v) >> 1;
}

static bool is_extension(sb_str name)
{
    return sb_str_ends(name, SB_S(".so")) || sb_str_ends(name, SB_S(".pyd"));
}

static sb_str stem_of(sb_str name)
{
    size_t dot = sb_str_chr(name, '.');
    return sb_str_n(name.p, dot == SB_NPOS ? name.n : dot);
}

/* What the suffix says of the platform: "x.cpython-312-x86_64-linux-gnu.so". */
static void note_platform(struct py_modules *modules, sb_str name, bool *mixed)
{
    static const struct {
        const char *part, *system, *machine;
    } rows[] = {{"-x86_64-linux-", "linux", "x86_64"},
                {"-aarch64-linux-", "linux", "aarch64"},
                {"-i386-linux-", "linux", "i686"},
                {"-arm-linux-", "linux", "armv7l"},
                {"-ppc64le-linux-", "linux", "ppc64le"},
                {"-powerpc64le-linux-", "linux", "ppc64le"},
                {"-s390x-linux-", "linux", "s390x"},
                {"-riscv64-linux-", "linux", "riscv64"},
                {"-darwin.so", "darwin", ""},
                {"-win_amd64.pyd", "win32", "AMD64"},
                {"-win32.pyd", "win32", "x86"},
                {"-win_arm64.pyd", "win32", "ARM64"}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        if (sb_str_find(name, sb_str_of(rows[i].part)) == SB_NPOS)
            continue;
        sb_str system = sb_str_of(rows[i].system);
        sb_str machine = sb_str_of(rows[i].machine);
        *mixed |= modules->system.n && (!sb_str_eq(modules->system, system) || !sb_str_eq(modules->machine, machine));
        modules->system = system;
        modules->machine = machine;
    }
}

void sb_python_modules_init(struct py_modules *modules, const struct sb_tree *tree)
{
    bool mixed = false;
    *modules = (struct py_modules){.tree = tree};
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        if (node->kind == SB_ENTRY_DIR || !is_extension(node->name))
            continue;
        uint32_t *at = sb_map_put(&modules->extensions, key_of((sb_node){node->parent}, stem_of(node->name)));
        if (*at == 0)
            *at = i;
        note_platform(modules, node->name, &mixed);
    }
    if (mixed)
        modules->system = modules->machine = SB_STR_NONE;
}

void sb_python_modules_done(struct py_modules *modules)
{
    sb_map_done(&modules->extensions);
}

static bool is_kind(const struct sb_tree *tree, sb_node node, enum sb_entry_kind kind)
{
    return node.v && sb_tree_at(tree, node)->kind == kind;
}

sb_node sb_python_follow(const struct sb_tree *tree, sb_node node)
{
    if (is_kind(tree, node, SB_ENTRY_LINK))
        node = sb_tree_find(tree, (sb_node){sb_tree_at(tree, node)->parent}, sb_tree_at(tree, node)->name, true);
    return is_kind(tree, node, SB_ENTRY_FILE) ? node : SB_NODE_NONE;
}

static sb_node with_suffix(const struct sb_tree *tree, sb_node folder, sb_str stem, sb_str suffix)
{
    char name[256 + 8];
    if (stem.n > 250)
        return SB_NODE_NONE;
    memcpy(name, stem.p, stem.n);
    memcpy(name + stem.n, suffix.p, suffix.n);
    sb_node node = sb_tree_child(tree, folder, sb_str_n(name, stem.n + suffix.n));
    return is_kind(tree, node, SB_ENTRY_DIR) ? SB_NODE_NONE : node;
}

static sb_node extension_in(const struct py_modules *modules, sb_node folder, sb_str stem)
{
    uint32_t *at = sb_map_get(&modules->extensions, key_of(folder, stem));
    if (!at || sb_tree_at(modules->tree, (sb_node){*at})->parent != folder.v ||
        !sb_str_eq(stem_of(sb_tree_at(modules->tree, (sb_node){*at})->name), stem))
        return SB_NODE_NONE;
    return (sb_node){*at};
}

/* In the order of the finder's loaders. */
static size_t files_in(const struct py_modules *modules, sb_node folder, sb_str stem, sb_node *files)
{
    const sb_node found[] = {extension_in(modules, folder, stem), with_suffix(modules->tree, folder, stem, SB_S(".py")),
                             with_suffix(modules->tree, folder, stem, SB_S(".pyc"))};
    size_t n = 0;
    for (size_t i = 0; i < SB_COUNT(found); i++)
        if (found[i].v)
            files[n++] = found[i];
    return n;
}

static sb_node folder_in(const struct sb_tree *tree, sb_node folder, sb_str name)
{
    sb_node node = sb_tree_child(tree, folder, name);
    if (is_kind(tree, node, SB_ENTRY_LINK))
        node = sb_tree_find(tree, folder, name, true);
    return is_kind(tree, node, SB_ENTRY_DIR) ? node : SB_NODE_NONE;
}

size_t sb_python_module_files(const struct py_modules *modules, sb_node folder, sb_str name,
                              sb_node files[SB_PYTHON_FILES])
{
    sb_node package = folder_in(modules->tree, folder, name);
    size_t n = package.v ? files_in(modules, package, SB_S("__init__"), files) : 0;
    return n + files_in(modules, folder, name, files + n);
}

sb_node sb_python_module(const struct py_modules *modules, sb_node folder, sb_str name)
{
    sb_str part;
    sb_node files[SB_PYTHON_FILES];
    for (int parts = 0; folder.v && name.n && parts < PARTS; parts++) {
        bool last = !sb_str_cut(&name, '.', &part);
        if (last)
            return sb_python_module_files(modules, folder, part, files) ? files[0] : SB_NODE_NONE;
        folder = folder_in(modules->tree, folder, part);
    }
    return SB_NODE_NONE;
}

sb_node sb_python_extension(const struct py_modules *modules, sb_node folder, sb_str name)
{
    sb_node package = folder_in(modules->tree, folder, name);
    sb_node node = package.v ? extension_in(modules, package, SB_S("__init__")) : SB_NODE_NONE;
    return node.v ? node : extension_in(modules, folder, name);
}
