#include "npm/npm_content.h"

#include "collect/asked.h"
#include "collect/fact_json.h"
#include "npm/npm_built.h"
#include "npm/npm_files.h"
#include "npm/npm_shim.h"
#include "npm/npm_strays.h"
#include "text/json_write.h"

enum { UNLISTED = 64, NATIVE = 256 };
/* Bytes of patterns times bytes of paths that one package may cost, and all of them. Real ones cost some millions. */
static const uint64_t work_max = 1u << 28;
static const uint64_t work_max_of_all = 1u << 30;

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
    bool lists;
    struct sb_npm_builds builds;
    size_t native;
    struct sb_fact_list unlisted;
};

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

static bool overworked(const struct walk *w)
{
    return w->work > work_max || w->world->work > work_max_of_all;
}

static bool is_listed(struct walk *w, uint32_t v)
{
    if (v < w->listed_until)
        return true;
    sb_str path = sb_buf_all(&w->lower);
    uint64_t work = (uint64_t)(w->files.bytes + 1) * (path.n + 1);
    w->work += work;
    w->world->work += work;
    return overworked(w) || sb_npm_files_lists(&w->files, path);
}

/* ---- what the installation made ---- */

/* Below a node_modules of the package: entries of .bin, and links to packages that lie elsewhere. */
static bool is_linked(const struct walk *w, uint32_t v)
{
    const struct sb_tree *tree = w->world->join->tree;
    const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){v});
    if (sb_npm_is_bin(w->world, (sb_node){node->parent}))
        return sb_npm_is_shim(w->world, (sb_node){v});
    return sb_npm_is_link_to_package(w->world, (sb_node){v});
}

static bool is_generated(struct walk *w, uint32_t v)
{
    if (is_linked(w, v))
        return true;
    return sb_npm_is_built(&w->builds, sb_buf_all(&w->lower)) && (!w->lists || !is_listed(w, v));
}

/* Two builds of one source differ, so what they make is not content; but it runs. */
static void tell_native(struct walk *w, uint32_t v)
{
    if (!sb_npm_is_native(sb_buf_all(&w->lower)) || w->native++ >= NATIVE)
        return;
    sb_join_exec(w->world->join,
                 (struct sb_exec){.component = w->package->component, .kind = SB_EXEC_NPM_NATIVE, .node = {v}});
}

/* ---- claims ---- */

static void add_unlisted(struct walk *w)
{
    if (sb_fact_list_next(&w->unlisted))
        sb_json_quote(&w->unlisted.buf, sb_str_part(sb_buf_all(&w->path), 0, 1024));
}

static void take_file(struct walk *w, uint32_t v)
{
    struct sb_join *join = w->world->join;
    sb_str path = sb_buf_all(&w->path);
    bool generated = is_generated(w, v);
    uint32_t flags = generated ? SB_CLAIM_GENERATED : SB_CLAIM_CONTENT;
    if (sb_str_eq(path, SB_S("package.json")))
        flags |= SB_CLAIM_MANIFEST;
    sb_join_claim(join, (struct sb_claim){.component = w->package->component,
                                          .node = {v},
                                          .path = sb_arena_str(join->arena, path),
                                          .flags = flags,
                                          .recorded_size = SB_SIZE_UNKNOWN});
    if (generated)
        tell_native(w, v);
    else
        sb_npm_add_target(w->world, (sb_node){v});
    if (!generated && sb_str_starts(path, SB_S("node_modules/"))) /* of no package, and its code finds it by name */
        add_unlisted(w);
    else if (!generated && w->lists && !is_listed(w, v) && !sb_npm_files_always(&w->files, sb_buf_all(&w->lower)))
        add_unlisted(w);
}

static void take_folder(struct walk *w, uint32_t v, uint32_t end)
{
    if (w->lists && v >= w->listed_until && is_listed(w, v))
        w->listed_until = end;
}

static void walk_tree(struct walk *w)
{
    const struct sb_tree *tree = w->world->join->tree;
    sb_node folder = w->package->folder;
    uint32_t end = sb_tree_at(tree, folder)->end;
    for (uint32_t v = folder.v + 1; v < end;) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){v});
        if (sb_npm_is_installed(w->world, (sb_node){v})) {
            v = node->end;
            continue;
        }
        if (node->kind != SB_ENTRY_DIR && !sb_asked_for(w->world->join, node->name)) {
            v++;
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
    if (overworked(w))
        sb_join_diag(join, SB_D_LIST_CUT, w->package->record->path, 0, "the list of files has too many patterns");
    else
        sb_join_fact(join, w->package->component, "sbom:unlisted", sb_fact_list_end(&w->unlisted));
}

void sb_npm_claim_content(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    struct walk w = {.world = world, .package = package};
    sb_npm_files_init(&w.files, package->manifest, &world->scratch);
    w.lists = world->join->facts && w.files.patterns.n && !w.files.unknown;
    w.builds = sb_npm_builds(world, package);
    sb_fact_list_begin(&w.unlisted, UNLISTED);
    walk_tree(&w);
    if (w.lists || (world->join->facts && w.unlisted.n))
        finish_unlisted(&w);
    sb_fact_list_done(&w.unlisted);
    sb_npm_files_done(&w.files);
    sb_free(w.open.p);
    sb_buf_done(&w.path);
    sb_buf_done(&w.lower);
    sb_arena_reset(&world->scratch);
}
