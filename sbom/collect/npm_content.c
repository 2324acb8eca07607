#include "collect/npm_content.h"

#include "collect/fact_json.h"
#include "collect/npm_files.h"
#include "text/json_write.h"

/* WORK: bytes of patterns times bytes of paths that one package may cost. */
enum { UNLISTED = 64 };
static const uint64_t work_max = 1u << 29;

struct open_folder {
    uint32_t end;  /* the first node behind it */
    size_t length; /* of its path, with the slash */
};

struct walk {
    struct sb_npm_world *world;
    const struct sb_npm_package *package;
    struct sb_npm_files files;
    struct sb_buf path, lower; /* of the current node, from the package's folder; the same in lower case */
    SB_VEC(struct open_folder) open;
    uint32_t listed_until; /* nodes below this one lie in a folder that is listed as a whole */
    uint64_t work;
    bool lists, builds, installs;
    struct sb_fact_list unlisted;
};

static const char *const install_scripts[] = {"preinstall", "install", "postinstall"};

static sb_node gyp_of(const struct sb_npm_world *world, const struct sb_npm_package *package)
{
    return sb_tree_child(world->join->tree, package->folder, SB_S("binding.gyp"));
}

bool sb_npm_has_install_script(const struct sb_npm_world *world, const struct sb_npm_package *package)
{
    for (size_t i = 0; i < SB_COUNT(install_scripts); i++)
        if (sb_npm_pair_get(&package->manifest->scripts, sb_str_of(install_scripts[i])).n)
            return true;
    return gyp_of(world, package).v && !package->manifest->no_gyp;
}

bool sb_npm_builds(const struct sb_npm_world *world, const struct sb_npm_package *package)
{
    static const char *const builders[] = {"node-gyp", "node-pre-gyp", "prebuild", "cmake-js"};
    if (gyp_of(world, package).v)
        return true;
    for (size_t i = 0; i < SB_COUNT(install_scripts); i++) {
        sb_str script = sb_npm_pair_get(&package->manifest->scripts, sb_str_of(install_scripts[i]));
        for (size_t k = 0; k < SB_COUNT(builders); k++)
            if (script.n && sb_str_find(script, sb_str_of(builders[k])) != SB_NPOS)
                return true;
    }
    return false;
}

/* Sets the walk's path to that of NODE: nodes come depth first. */
static void enter(struct walk *w, uint32_t v)
{
    const struct sb_tree_node *node = sb_tree_at(w->world->join->tree, (sb_node){v});
    while (w->open.n && v >= w->open.p[w->open.n - 1].end)
        w->open.n--;
    w->path.n = w->open.n ? w->open.p[w->open.n - 1].length : 0;
    w->lower.n = w->path.n;
    sb_buf_str(&w->path, node->name);
    for (size_t i = 0; i < node->name.n; i++)
        sb_buf_chr(&w->lower, sb_lower(node->name.p[i]));
    if (node->kind != SB_ENTRY_DIR)
        return;
    *SB_PUSH(&w->open) = (struct open_folder){node->end, w->path.n + 1};
}

/* Behind a folder's own turn: what is below it starts with a slash. */
static void leave(struct walk *w)
{
    sb_buf_chr(&w->path, '/');
    sb_buf_chr(&w->lower, '/');
}

static bool is_listed(struct walk *w, uint32_t v)
{
    if (v < w->listed_until)
        return true;
    sb_str path = sb_buf_all(&w->lower);
    w->work += (uint64_t)(w->files.bytes + 1) * (path.n + 1);
    return w->work > work_max || sb_npm_files_lists(&w->files, path);
}

/* Lies in a folder that a native build writes to. */
static bool is_build_folder(const struct walk *w)
{
    sb_str path = sb_buf_all(&w->lower);
    return sb_str_starts(path, SB_S("build/")) || sb_str_starts(path, SB_S("prebuilds/"));
}

static bool is_generated(struct walk *w, uint32_t v)
{
    if (!w->builds || !is_build_folder(w))
        return false;
    /* Without a list only build/ is what node-gyp made: prebuilds/ was packed. */
    return w->lists ? !is_listed(w, v) : sb_str_starts(sb_buf_all(&w->lower), SB_S("build/"));
}

static void add_unlisted(struct walk *w)
{
    if (sb_fact_list_next(&w->unlisted))
        sb_json_quote(&w->unlisted.buf, sb_str_part(sb_buf_all(&w->path), 0, 1024));
}

static void take_file(struct walk *w, uint32_t v)
{
    struct sb_join *join = w->world->join;
    sb_str path = sb_buf_all(&w->path);
    uint32_t flags = is_generated(w, v) ? SB_CLAIM_GENERATED : SB_CLAIM_CONTENT;
    if (sb_str_eq(path, SB_S("package.json")))
        flags |= SB_CLAIM_MANIFEST;
    sb_join_claim(join, (struct sb_claim){.component = w->package->component,
                                          .node = {v},
                                          .path = sb_arena_str(join->arena, path),
                                          .flags = flags,
                                          .recorded_size = SB_SIZE_UNKNOWN});
    if (!w->lists || (w->installs && is_build_folder(w)))
        return;
    if (!is_listed(w, v) && !sb_npm_files_always(&w->files, sb_buf_all(&w->lower)))
        add_unlisted(w);
}

static void take_folder(struct walk *w, uint32_t v, uint32_t end)
{
    /* With patterns that take out again, what is below must be asked one by one. */
    if (w->lists && !w->files.negatives && v >= w->listed_until && is_listed(w, v))
        w->listed_until = end;
}

static void walk_tree(struct walk *w)
{
    const struct sb_tree *tree = w->world->join->tree;
    sb_node folder = w->package->folder;
    uint32_t end = sb_tree_at(tree, folder)->end;
    for (uint32_t v = folder.v + 1; v < end;) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){v});
        if (node->parent == folder.v && sb_str_eq(node->name, SB_S("node_modules"))) {
            v = node->end;
            continue;
        }
        enter(w, v);
        if (node->kind == SB_ENTRY_DIR) {
            take_folder(w, v, node->end);
            leave(w);
        } else if (node->kind != SB_ENTRY_SPECIAL) {
            take_file(w, v);
        }
        v++;
    }
}

static void finish_unlisted(struct walk *w)
{
    struct sb_join *join = w->world->join;
    if (w->work > work_max)
        sb_join_diag(join, SB_D_LIST_CUT, w->package->record->path, 0, "the list of files has too many patterns");
    else
        sb_join_fact(join, w->package->component, "sbom:unlisted", sb_fact_list_end(&w->unlisted));
}

void sb_npm_claim_content(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    struct walk w = {.world = world, .package = package};
    sb_npm_files_init(&w.files, package->manifest, &world->scratch);
    w.lists = world->join->facts && package->manifest->files.n && !w.files.unknown;
    w.builds = sb_npm_builds(world, package);
    w.installs = sb_npm_has_install_script(world, package);
    sb_fact_list_begin(&w.unlisted, UNLISTED);
    walk_tree(&w);
    if (w.lists)
        finish_unlisted(&w);
    sb_fact_list_done(&w.unlisted);
    sb_npm_files_done(&w.files);
    sb_free(w.open.p);
    sb_buf_done(&w.path);
    sb_buf_done(&w.lower);
    sb_arena_reset(&world->scratch);
}
