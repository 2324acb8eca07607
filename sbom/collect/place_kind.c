/* What is known of a folder or a file of a system by its path alone. */
#include "collect/places.h"

#include "source/kind.h"

/* ---- systems ---- */

sb_node sb_places_root(const struct sb_places *places, const struct sb_tree *tree, sb_node node)
{
    while (node.v > SB_NODE_ROOT.v && !places->roots[node.v])
        node.v = sb_tree_at(tree, node)->parent;
    return node;
}

sb_node sb_places_outside(const struct sb_places *places, const struct sb_tree *tree, sb_node root)
{
    return root.v > SB_NODE_ROOT.v ? sb_places_root(places, tree, (sb_node){sb_tree_at(tree, root)->parent})
                                   : SB_NODE_NONE;
}

sb_node sb_places_root_of(const struct sb_places *places, const struct sb_join *join, const struct sb_claim *claim)
{
    sb_str place = sb_doc_str(join->doc, sb_doc_at(join->doc, claim->component)->place);
    sb_node root = place.n ? sb_tree_find(join->tree, SB_NODE_ROOT, place, false) : SB_NODE_NONE;
    return root.v && places->roots[root.v] ? root : sb_places_root(places, join->tree, claim->node);
}

bool sb_place_is_stored(const struct sb_places *places, const struct sb_tree *tree, sb_node folder)
{
    if (!places->roots[folder.v] || folder.v == SB_NODE_ROOT.v)
        return false;
    struct sb_arena scratch = {0};
    sb_node root = sb_places_root(places, tree, (sb_node){sb_tree_at(tree, folder)->parent});
    sb_str path = sb_tree_path_below(tree, folder, root, &scratch);
    bool stored = sb_str_starts(path, SB_S("var/lib/")) || sb_str_starts(path, SB_S("home/"));
    sb_arena_done(&scratch);
    return stored;
}

/* ---- by their names ---- */

bool sb_place_of_commands(sb_str folder)
{
    static const char *const folders[] = {"bin", "sbin", "usr/bin", "usr/sbin", NULL};
    return sb_str_is_one_of(folder, folders);
}

bool sb_place_chop_capability(sb_str *folder)
{
    static const char *const names[] = {"avx512_1", "cmov", "haswell", "i586", "i686",     "neon",
                                        "nosegneg", "sse2", "tls",     "vfp",  "xeon_phi", NULL};
    size_t n = folder->n;
    while (sb_str_is_one_of(sb_path_base(*folder), names))
        *folder = sb_path_dir(*folder);
    return folder->n < n;
}

bool sb_place_of_libraries(sb_str folder)
{
    static const char *const bases[] = {"lib",       "lib32",     "lib64",      "libx32",       "usr/lib",
                                        "usr/lib32", "usr/lib64", "usr/libx32", "usr/local/lib"};
    sb_str part;
    sb_place_chop_capability(&folder);
    for (size_t i = 0; i < SB_COUNT(bases); i++) {
        sb_str rest = folder;
        if (!sb_str_chop(&rest, sb_str_of(bases[i])) || (rest.n && !sb_str_chop(&rest, SB_S("/"))))
            continue;
        sb_str below = rest;
        sb_str_cut(&below, '/', &part);
        if (sb_str_find(part, SB_S("-linux-")) != SB_NPOS)
            rest = below;
        if (sb_str_chop(&rest, SB_S("glibc-hwcaps/")))
            return rest.n && sb_str_chr(rest, '/') == SB_NPOS;
        return rest.n == 0;
    }
    return false;
}

static bool begins_with_one_of(sb_str path, const char *const *starts)
{
    while (*starts && !sb_str_starts(path, sb_str_of(*starts)))
        starts++;
    return *starts != NULL;
}

/* Where interpreters look for modules, however deep: "usr/lib/x86_64-linux-gnu/perl5/5.36" */
static bool is_of_modules(sb_str path)
{
    static const char *const starts[] = {
        "etc/perl/", "usr/lib/ruby/vendor_ruby/", "usr/share/perl/", "usr/share/perl5/", "usr/share/php/", NULL};
    sb_str triplet;
    return begins_with_one_of(path, starts) ||
           (sb_str_chop(&path, SB_S("usr/lib/")) && sb_str_cut(&path, '/', &triplet) &&
            sb_str_find(triplet, SB_S("-linux-")) != SB_NPOS && sb_str_starts(path, SB_S("perl")));
}

bool sb_place_of_packages(sb_str path, bool beside)
{
    static const char *const starts[] = {"lib/", "lib32/", "lib64/", "usr/", NULL};
    static const char *const others[] = {"usr/local/", "usr/share/doc/", "usr/src/", NULL};
    return is_of_modules(path) || (beside && begins_with_one_of(path, starts) && !begins_with_one_of(path, others));
}

/* "x.so", "x.so.1.2" */
static bool is_library_name(sb_str name)
{
    return sb_str_ends(name, SB_S(".so")) || sb_str_find(name, SB_S(".so.")) != SB_NPOS;
}

bool sb_place_may_be_code(sb_str name)
{
    static const char *const suffixes[] = {".el", ".pm", ".tcl", ".vim"};
    for (size_t i = 0; i < SB_COUNT(suffixes); i++)
        if (sb_str_ends(name, sb_str_of(suffixes[i])))
            return true;
    return is_library_name(name) || sb_kind_of(name, SB_STR_NONE, true) != SB_KIND_OTHER;
}

/* git runs it when somebody works in that repository, or pushes to it ("x.git"); those that it ships end in .sample. */
static bool is_git_hook(sb_str path)
{
    return sb_str_ends(sb_path_dir(path), SB_S(".git/hooks")) && !sb_str_ends(path, SB_S(".sample"));
}

/* What a shell reads when somebody completes a command. Packages bring hundreds, so these are no places of theirs. */
static bool is_completion(sb_str path)
{
    static const char *const folders[] = {"usr/local/share/bash-completion/completions",
                                          "usr/local/share/zsh/site-functions",
                                          "usr/share/bash-completion/completions",
                                          "usr/share/fish/vendor_completions.d",
                                          "usr/share/fish/vendor_functions.d",
                                          "usr/share/zsh/site-functions",
                                          "usr/share/zsh/vendor-completions",
                                          "usr/share/zsh/vendor-functions",
                                          NULL};
    return sb_str_is_one_of(sb_path_dir(path), folders);
}

enum sb_exec_kind sb_place_kind(sb_str path, bool managed)
{
    enum sb_exec_kind kind = sb_exec_of_path(path);
    if (kind != SB_EXEC_COUNT || !managed)
        return kind;
    /* Where commands and libraries of a distribution lie, what no package owns came by other means. */
    if (sb_place_of_commands(sb_path_dir(path)))
        return SB_EXEC_OS_COMMAND;
    if (is_git_hook(path) || is_completion(path))
        return SB_EXEC_OS_PROFILE;
    bool library = is_library_name(sb_path_base(path)) && sb_place_of_libraries(sb_path_dir(path));
    return library ? SB_EXEC_OS_LIBRARY : SB_EXEC_COUNT;
}
