#include "npm/npm_world.h"

#include "id/url.h"
#include "npm/npm_linked.h"
#include "npm/npm_path.h"

static const sb_str modules = {"node_modules", 12};

sb_node sb_npm_folder(const struct sb_npm_world *world, const struct sb_record *record)
{
    return (sb_node){sb_tree_at(world->join->tree, record->node)->parent};
}

static sb_node above(const struct sb_tree *tree, sb_node node)
{
    return (sb_node){sb_tree_at(tree, node)->parent};
}

static bool is_modules(const struct sb_tree *tree, sb_node node)
{
    return sb_str_eq(sb_tree_at(tree, node)->name, modules);
}

static bool is_folder(const struct sb_tree *tree, sb_node node)
{
    return node.v && sb_tree_at(tree, node)->kind == SB_ENTRY_DIR;
}

/* A package has its manifest or lock file below it, so that most nodes need no look-up. */
struct sb_npm_package *sb_npm_at(const struct sb_npm_world *world, sb_node folder)
{
    bool empty = sb_tree_at(world->join->tree, folder)->end == folder.v + 1;
    const uint32_t *slot = empty ? NULL : sb_map_get(&world->by_folder, folder.v);
    return slot ? &world->packages.p[*slot - 1] : NULL;
}

struct sb_npm_package *sb_npm_resolve(const struct sb_npm_world *world, sb_node folder, sb_str name)
{
    const struct sb_tree *tree = world->join->tree;
    if (!sb_npm_is_name(name))
        return NULL;
    for (; folder.v; folder = above(tree, folder)) {
        bool shared = sb_str_eq(sb_tree_at(tree, folder)->name, SB_S("nodejs"));
        sb_node base = is_modules(tree, folder) || shared ? folder : sb_tree_find(tree, folder, modules, true);
        sb_node found = base.v ? sb_tree_find(tree, base, name, true) : SB_NODE_NONE;
        struct sb_npm_package *package = found.v ? sb_npm_at(world, found) : NULL;
        if (package || (is_folder(tree, found) && !shared))
            return package;
    }
    return NULL;
}

struct sb_npm_package *sb_npm_parent(const struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_tree *tree = world->join->tree;
    sb_node node = above(tree, package->folder);
    if (sb_str_starts(sb_tree_at(tree, node)->name, SB_S("@")))
        node = above(tree, node);
    return is_modules(tree, node) ? sb_npm_at(world, above(tree, node)) : NULL;
}

struct sb_npm_package *sb_npm_around(const struct sb_npm_world *world, sb_node node)
{
    for (; node.v; node = above(world->join->tree, node)) {
        struct sb_npm_package *package = sb_npm_at(world, node);
        if (package)
            return package;
    }
    return NULL;
}

bool sb_npm_is_installed(const struct sb_npm_world *world, sb_node folder)
{
    const struct sb_npm_package *package = sb_npm_at(world, folder);
    return package && package->component.v && !package->is_project;
}

bool sb_npm_is_mock(const struct sb_npm_world *world, sb_node folder)
{
    return sb_map_get(&world->mocks, folder.v) != NULL;
}

bool sb_npm_is_place(const struct sb_tree *tree, sb_node node)
{
    sb_node parent = above(tree, node);
    if (parent.v && sb_str_starts(sb_tree_at(tree, parent)->name, SB_S("@")))
        parent = above(tree, parent);
    return parent.v && is_modules(tree, parent);
}

bool sb_npm_is_link_to_package(const struct sb_npm_world *world, sb_node link)
{
    const struct sb_tree *tree = world->join->tree;
    const struct sb_tree_node *node = sb_tree_at(tree, link);
    if (node->kind != SB_ENTRY_LINK || !sb_npm_is_place(tree, link))
        return false;
    sb_node target = sb_tree_find(tree, (sb_node){node->parent}, node->name, true);
    const struct sb_npm_package *package = target.v ? sb_npm_at(world, target) : NULL;
    if (!package)
        return target.v && sb_npm_is_mock(world, target);
    return package->component.v || package->folder.v == SB_NODE_ROOT.v;
}

bool sb_npm_is_modules(const struct sb_tree *tree, sb_node node)
{
    return is_folder(tree, node) && is_modules(tree, node);
}

sb_str sb_npm_main_of(const struct sb_npm_world *world, sb_node folder)
{
    const struct sb_npm_package *package = sb_npm_at(world, folder);
    const uint32_t *slot = package ? NULL : sb_map_get(&world->main_of, folder.v);
    if (!slot)
        return package ? package->manifest->main : SB_STR_NONE;
    return ((const struct sb_npm_manifest *)world->join->records[*slot - 1].data)->main;
}

bool sb_npm_is_bin(const struct sb_npm_world *world, sb_node node)
{
    const struct sb_tree *tree = world->join->tree;
    return is_folder(tree, node) && sb_str_eq(sb_tree_at(tree, node)->name, SB_S(".bin")) &&
           is_modules(tree, above(tree, node));
}

sb_node sb_npm_located(const struct sb_npm_world *world, sb_node folder, sb_str location)
{
    while (sb_str_chop(&location, SB_S("../"))) {
        if (folder.v <= SB_NODE_ROOT.v)
            return SB_NODE_NONE;
        folder = above(world->join->tree, folder);
    }
    return sb_tree_find(world->join->tree, folder, location, true);
}

/* ---- packages ---- */

/* The folder above the outermost node_modules. */
static sb_node project_of(const struct sb_tree *tree, sb_node node)
{
    sb_node project = SB_NODE_NONE;
    for (; node.v; node = above(tree, node))
        if (is_modules(tree, node))
            project = above(tree, node);
    return project;
}

static struct sb_npm_package *add(struct sb_npm_world *world, struct sb_npm_package package)
{
    *SB_PUSH(&world->packages) = package;
    *sb_map_put(&world->by_folder, package.folder.v) = (uint32_t)world->packages.n;
    return &world->packages.p[world->packages.n - 1];
}

static void malformed(struct sb_npm_world *world, const struct sb_record *record,
                      const struct sb_npm_manifest *manifest)
{
    const struct sb_npm_trouble *trouble = &manifest->trouble;
    if (trouble->text.n)
        sb_join_diag(world->join, trouble->survived ? SB_D_LOOSE_JSON : SB_D_MALFORMED, record->path, trouble->line,
                     "%.*s", SB_FMT(trouble->text));
}

/* A manifest that says nothing that could run, alone in its folder. */
static bool is_mock(const struct sb_npm_world *world, sb_node folder, const struct sb_npm_manifest *manifest)
{
    return manifest->mocked && manifest->version.n == 0 && manifest->main.n == 0 && manifest->exports.self.n == 0 &&
           manifest->exports.others.n == 0 && manifest->scripts.n == 0 && manifest->bin.n == 0 &&
           manifest->bin_folder.n == 0 && sb_tree_at(world->join->tree, folder)->end == folder.v + 2;
}

static void add_package(struct sb_npm_world *world, const struct sb_record *record)
{
    const struct sb_npm_manifest *manifest = record->data;
    const struct sb_tree *tree = world->join->tree;
    malformed(world, record, manifest);
    if (is_mock(world, sb_npm_folder(world, record), manifest)) {
        *sb_map_put(&world->mocks, sb_npm_folder(world, record).v) = 1;
        return;
    }
    if (manifest->name.n == 0 || manifest->version.n == 0) {
        if (manifest->trouble.text.n == 0 || manifest->trouble.survived)
            sb_join_diag(world->join, SB_D_INCOMPLETE_ENTRY, record->path, 0, "no %s",
                         manifest->name.n ? "version" : "name");
        return;
    }
    struct sb_npm_package package = {.folder = sb_npm_folder(world, record), .manifest = manifest, .record = record};
    sb_str scope;
    sb_str name;
    sb_npm_split_name(manifest->name, &scope, &name);
    package.project = project_of(tree, package.folder);
    package.component = sb_join_component(world->join, SB_TYPE_LIBRARY, "npm", scope, name, manifest->version, NULL,
                                          record->key, record);
    add(world, package);
    if (!package.project.v)
        return;
    uint32_t *has_tree = sb_map_put(&world->has_tree, package.project.v);
    if (*has_tree != SB_NPM_TREE_STORE)
        *has_tree = sb_npm_in_store(record->key) ? SB_NPM_TREE_STORE : SB_NPM_TREE_PLAIN;
}

/* ---- projects ---- */

static void add_project(struct sb_npm_world *world, const struct sb_record *record, sb_node folder,
                        const struct sb_npm_manifest *manifest, bool linked)
{
    struct sb_join *join = world->join;
    struct sb_npm_package package = {
        .folder = folder, .manifest = manifest, .record = record, .is_project = true, .linked = linked};
    if (folder.v == SB_NODE_ROOT.v) {
        if (manifest->name.n)
            sb_join_root_hint(join, manifest->name, manifest->version, "npm");
        add(world, package);
        return;
    }
    sb_str scope = SB_STR_NONE;
    sb_str name = sb_path_base(record->key);
    if (manifest->name.n)
        sb_npm_split_name(manifest->name, &scope, &name);
    package.component = sb_join_component(join, SB_TYPE_APPLICATION, manifest->name.n ? "npm" : NULL, scope, name,
                                          manifest->version, NULL, record->key, record);
    add(world, package);
}

/* What a lock file says of its project, for want of a manifest. */
static const struct sb_npm_manifest *manifest_of_lock(struct sb_join *join, const struct sb_npm_lock *lock)
{
    struct sb_npm_manifest *manifest = SB_NEW(join->arena, struct sb_npm_manifest);
    const struct sb_npm_entry *top = sb_npm_lock_find(lock, SB_STR_NONE);
    manifest->name = lock->name;
    manifest->version = lock->version;
    manifest->workspaces = lock->workspaces;
    if (top)
        memcpy(manifest->deps, top->deps, sizeof manifest->deps);
    return manifest;
}

static bool has_modules(const struct sb_tree *tree, sb_node folder)
{
    return sb_tree_child(tree, folder, modules).v != 0;
}

static void add_projects(struct sb_npm_world *world, const struct sb_map *linked)
{
    struct sb_join *join = world->join;
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        sb_node folder = sb_npm_folder(world, record);
        if (record->kind != SB_NPM_REC_MANIFEST || sb_npm_at(world, folder))
            continue;
        bool is_linked = sb_map_get(linked, folder.v) != NULL;
        if (folder.v != SB_NODE_ROOT.v && !is_linked && !has_modules(join->tree, folder) &&
            !sb_map_get(&world->lock_of, folder.v))
            continue;
        malformed(world, record, record->data);
        add_project(world, record, folder, record->data, is_linked);
    }
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        sb_node folder = sb_npm_folder(world, record);
        if ((record->kind == SB_NPM_REC_LOCK || record->kind == SB_NPM_REC_SHRINKWRAP) && !sb_npm_at(world, folder))
            add_project(world, record, folder, manifest_of_lock(join, record->data), false);
    }
}

/* ---- which folders are linked to ---- */

/* Entries of a lock file that lie in no node_modules are workspaces and targets of links. */
static void find_workspaces(struct sb_npm_world *world, const struct sb_record *record, struct sb_map *linked)
{
    const struct sb_npm_lock *lock = record->data;
    const struct sb_tree *tree = world->join->tree;
    sb_node folder = sb_npm_folder(world, record);
    for (size_t i = 0; i < lock->n; i++) {
        sb_str location = lock->entries[i].location;
        if (location.n == 0 || sb_npm_where(location) != SB_NPM_OUTSIDE)
            continue;
        sb_node target = sb_npm_located(world, folder, location);
        uint32_t *is_linked = is_folder(tree, target) ? sb_map_put(linked, target.v) : NULL;
        if (is_linked && *is_linked == 0)
            *is_linked = SB_NPM_LINKED;
    }
}

/* Its path says so, or a link that Node follows. */
static bool is_package(const struct sb_npm_world *world, const struct sb_record *record, const struct sb_map *linked)
{
    if (record->kind == SB_NPM_REC_PACKAGE)
        return true;
    if (record->kind != SB_NPM_REC_INNER && record->kind != SB_NPM_REC_MANIFEST)
        return false;
    const uint32_t *why = sb_map_get(linked, sb_npm_folder(world, record).v);
    return why && (record->kind == SB_NPM_REC_INNER || *why == SB_NPM_BESIDE);
}

/* ---- what is asked for ---- */

/* A range of versions, a tag, or another name for one ("npm:name@1"); else an address, a folder, "owner/name". */
static bool is_version(sb_str specifier)
{
    return sb_str_starts(specifier, SB_S("npm:")) ||
           (sb_str_chr(specifier, ':') == SB_NPOS && sb_str_chr(specifier, '/') == SB_NPOS);
}

void sb_npm_note_asked(struct sb_npm_world *world, sb_comp to, sb_str specifier)
{
    if (to.v)
        *sb_map_put(&world->asked_of, to.v) |= is_version(sb_str_trim(specifier)) ? SB_NPM_VERSION : SB_NPM_PLACE;
    sb_npm_note_ref(world, to, specifier);
}

void sb_npm_note_ref(struct sb_npm_world *world, sb_comp to, sb_str specifier)
{
    specifier = sb_url_clean(specifier, world->join->arena);
    size_t hash = sb_str_chr(specifier, '#');
    sb_str ref = hash == SB_NPOS ? SB_STR_NONE : sb_str_trim(sb_str_from(specifier, hash + 1));
    if (!to.v || ref.n == 0)
        return;
    uint32_t *slot = sb_map_put(&world->ref_of, to.v);
    if (*slot == 0) {
        *SB_PUSH(&world->refs) = ref;
        *slot = (uint32_t)world->refs.n;
    } else if (sb_str_cmp(ref, world->refs.p[*slot - 1]) < 0) {
        world->refs.p[*slot - 1] = ref;
    }
}

/* ---- all of it ---- */

void sb_npm_world_init(struct sb_npm_world *world, struct sb_join *join)
{
    struct sb_map linked = {0};
    *world = (struct sb_npm_world){.join = join};
    sb_npm_find_linked(join, &linked);
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        if (is_package(world, record, &linked))
            add_package(world, record);
        if (record->kind == SB_NPM_REC_PACKAGE || record->kind == SB_NPM_REC_MANIFEST ||
            record->kind == SB_NPM_REC_INNER)
            *sb_map_put(&world->main_of, sb_npm_folder(world, record).v) = (uint32_t)i + 1;
        if (record->kind != SB_NPM_REC_LOCK && record->kind != SB_NPM_REC_SHRINKWRAP)
            continue;
        uint32_t *lock = sb_map_put(&world->lock_of, sb_npm_folder(world, record).v);
        if (*lock)
            continue;
        *lock = (uint32_t)i + 1;
        find_workspaces(world, record, &linked);
    }
    add_projects(world, &linked);
    sb_map_done(&linked);
}

void sb_npm_world_done(struct sb_npm_world *world)
{
    for (size_t i = 0; i < world->bare.n; i++) {
        sb_free(world->bare.p[i].components);
        sb_map_done(&world->bare.p[i].links);
    }
    sb_free(world->packages.p);
    sb_free(world->bare.p);
    sb_free(world->refs.p);
    sb_free(world->commands.p);
    sb_map_done(&world->main_of);
    sb_map_done(&world->mocks);
    sb_map_done(&world->shim_of);
    sb_map_done(&world->ref_of);
    sb_map_done(&world->asked_of);
    sb_map_done(&world->by_folder);
    sb_map_done(&world->lock_of);
    sb_map_done(&world->has_tree);
    sb_map_done(&world->bare_of);
    sb_arena_done(&world->scratch);
}
