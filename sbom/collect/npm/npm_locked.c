#include "npm/npm_locked.h"

#include "collect/fact_json.h"
#include "npm/npm_deps.h"
#include "npm/npm_path.h"

/* ---- a lock file with a tree beside it ---- */

static void disagree(struct sb_npm_world *world, sb_comp component, const struct sb_record *lock, sb_str location,
                     sb_str name, sb_str version)
{
    struct sb_join *join = world->join;
    if (!join->facts)
        return;
    struct sb_fact_list list = {0};
    sb_fact_list_begin(&list, 1);
    if (sb_fact_list_next(&list)) {
        sb_buf_chr(&list.buf, '{');
        sb_fact_text(&list.buf, true, "location", location);
        sb_fact_text(&list.buf, false, "lock", lock->path);
        sb_fact_text(&list.buf, false, "name", name);
        sb_fact_text(&list.buf, false, "version", version);
        sb_buf_chr(&list.buf, '}');
    }
    sb_join_fact(join, component, "sbom:lock", sb_fact_list_end(&list));
    sb_fact_list_done(&list);
}

/* The address of the tarball names another package than the entry: one was changed without the other. */
static void check_address(struct sb_npm_world *world, sb_comp component, const struct sb_record *lock,
                          const struct sb_npm_entry *entry)
{
    struct sb_npm_source source = sb_npm_source_of(entry->resolved, world->join->arena);
    sb_str other;
    if (sb_npm_source_is_of(&source, entry->name, world->join->arena, &other))
        return;
    sb_join_diag(world->join, SB_D_LOCK_DISAGREES, lock->path, entry->line, "%.*s: %.*s comes from the address of %.*s",
                 SB_FMT(entry->location), SB_FMT(entry->name), SB_FMT(other));
    disagree(world, component, lock, entry->location, other, entry->version);
}

/* What two spellings of a version have in common: no "v" or "=" in front, no build part. */
static sb_str plain_version(sb_str version)
{
    version = sb_str_trim(version);
    while (sb_str_chop(&version, SB_S("=")) || sb_str_chop(&version, SB_S("v")))
        version = sb_str_trim(version);
    size_t plus = sb_str_chr(version, '+');
    return plus == SB_NPOS ? version : sb_str_n(version.p, plus);
}

static bool agrees(const struct sb_npm_entry *entry, const struct sb_npm_manifest *manifest)
{
    return sb_str_eq(entry->name, manifest->name) &&
           (entry->version.n == 0 || sb_str_eq(plain_version(entry->version), plain_version(manifest->version)));
}

/* Entries that an installation may leave out: other platforms, --omit=dev, --legacy-peer-deps. */
static bool may_be_missing(const struct sb_npm_entry *entry)
{
    return entry->optional || entry->dev_optional || entry->dev || entry->peer || entry->link;
}

/* A linked layout: lock files give the locations that the packages would have without it. */
static bool has_store(const struct sb_npm_world *world, sb_node project)
{
    const uint32_t *tree = sb_map_get(&world->has_tree, project.v);
    return tree && *tree == SB_NPM_TREE_STORE;
}

/* A package is listed, a link to something else is there. */
static void disagree_link(struct sb_npm_world *world, const struct sb_npm_package *package,
                          const struct sb_record *record, const struct sb_npm_entry *entry)
{
    if (record->kind == SB_NPM_REC_HIDDEN || !package->component.v)
        return;
    sb_join_diag(world->join, SB_D_LOCK_DISAGREES, record->path, entry->line,
                 "%.*s: %.*s %.*s is listed, a link is installed", SB_FMT(entry->location), SB_FMT(entry->name),
                 SB_FMT(entry->version));
    disagree(world, package->component, record, entry->location, entry->name, entry->version);
}

static void join_entry(struct sb_npm_world *world, const struct sb_record *record, sb_node folder,
                       const struct sb_npm_entry *entry)
{
    struct sb_join *join = world->join;
    bool hidden = record->kind == SB_NPM_REC_HIDDEN;
    sb_node at = sb_npm_located(world, folder, entry->location);
    struct sb_npm_package *package = at.v ? sb_npm_at(world, at) : NULL;
    if (!package) {
        if (!hidden && !may_be_missing(entry) && !has_store(world, folder))
            sb_join_diag(join, SB_D_LOCK_DISAGREES, record->path, entry->line, "%.*s is listed, but not installed",
                         SB_FMT(entry->location));
        return;
    }
    package->listed |= !hidden || package->is_project || entry->link;
    if (entry->link)
        return;
    if (package->is_project) {
        disagree_link(world, package, record, entry);
        return;
    }
    if (agrees(entry, package->manifest)) {
        if (!package->entry) {
            package->entry = entry;
            package->lock_path = record->path;
            check_address(world, package->component, record, entry);
        }
    } else if (!hidden) {
        sb_join_diag(join, SB_D_LOCK_DISAGREES, record->path, entry->line,
                     "%.*s: %.*s %.*s is listed, %.*s %.*s is installed", SB_FMT(entry->location), SB_FMT(entry->name),
                     SB_FMT(entry->version), SB_FMT(package->manifest->name), SB_FMT(package->manifest->version));
        disagree(world, package->component, record, entry->location, entry->name, entry->version);
    }
}

static void join_lock(struct sb_npm_world *world, const struct sb_record *record, sb_node folder)
{
    const struct sb_npm_lock *lock = record->data;
    for (size_t i = 0; i < lock->n; i++)
        if (sb_npm_where(lock->entries[i].location) == SB_NPM_PACKAGE)
            join_entry(world, record, folder, &lock->entries[i]);
}

/* A package that came inside another one's tarball need not be listed. */
static bool came_bundled(const struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_npm_package *parent = sb_npm_parent(world, package);
    for (; parent; parent = sb_npm_parent(world, parent))
        if (!parent->is_project && parent->manifest->bundles)
            return true;
    return false;
}

/* The record of the lock file that speaks of the packages below PROJECT: its own, or for a workspace the one above. */
static const struct sb_record *lock_over(const struct sb_npm_world *world, sb_node project)
{
    const struct sb_npm_package *at = sb_npm_at(world, project);
    bool workspace = at && at->linked;
    for (bool first = true; project.v && (first || workspace); first = false) {
        const uint32_t *lock = sb_map_get(&world->lock_of, project.v);
        if (lock)
            return &world->join->records[*lock - 1];
        project.v = sb_tree_at(world->join->tree, project)->parent;
    }
    return NULL;
}

static void find_unlisted(struct sb_npm_world *world)
{
    struct sb_join *join = world->join;
    for (size_t i = 0; i < world->packages.n; i++) {
        struct sb_npm_package *package = &world->packages.p[i];
        if (package->listed || package->is_project || !package->project.v || sb_npm_in_store(package->record->key) ||
            came_bundled(world, package))
            continue;
        const struct sb_record *lock = lock_over(world, package->project);
        if (!lock)
            continue;
        sb_str location = sb_tree_path_below(join->tree, package->folder, sb_npm_folder(world, lock), join->arena);
        sb_join_diag(join, SB_D_LOCK_DISAGREES, lock->path, 0, "%.*s is installed, but not listed", SB_FMT(location));
        disagree(world, package->component, lock, location, SB_STR_NONE, SB_STR_NONE);
    }
}

/* ---- what only a lock file tells ---- */

/* The hash of what a link leads to -> index of its entry + 1. */
static void index_links(const struct sb_npm_lock *lock, struct sb_map *links)
{
    for (size_t i = 0; i < lock->n; i++)
        if (lock->entries[i].link)
            *sb_map_put(links, sb_hash(lock->entries[i].resolved.p, lock->entries[i].resolved.n, 0) >> 1) =
                (uint32_t)i + 1;
}

/* Outside of the scan root a thing is where the link to it is. */
static sb_str place_of(const struct sb_npm_world *world, const struct sb_npm_bare *bare,
                       const struct sb_npm_entry *entry)
{
    struct sb_join *join = world->join;
    sb_str location = entry->location;
    sb_node folder = bare->folder;
    while (folder.v > SB_NODE_ROOT.v && sb_str_chop(&location, SB_S("../")))
        folder.v = sb_tree_at(join->tree, folder)->parent;
    if (sb_str_starts(location, SB_S("../"))) {
        size_t inner = sb_str_find(entry->location, SB_S("/node_modules/"));
        sb_str target = sb_str_part(entry->location, 0, inner);
        const uint32_t *link = sb_map_get(&bare->links, sb_hash(target.p, target.n, 0) >> 1);
        folder = bare->folder;
        location = sb_arena_join(join->arena, link ? bare->lock->entries[*link - 1].location : SB_S("node_modules"),
                                 sb_str_from(entry->location, target.n), SB_STR_NONE);
    }
    sb_str path = sb_tree_path(join->tree, folder, join->arena);
    return sb_arena_join(join->arena, path, path.n ? SB_S("/") : SB_STR_NONE, location);
}

static sb_comp add_component(struct sb_npm_world *world, const struct sb_npm_bare *bare,
                             const struct sb_npm_entry *entry)
{
    struct sb_join *join = world->join;
    sb_str scope;
    sb_str name;
    sb_npm_split_name(entry->name, &scope, &name);
    enum sb_comp_type type = sb_npm_where(entry->location) == SB_NPM_PACKAGE ? SB_TYPE_LIBRARY : SB_TYPE_APPLICATION;
    sb_comp c = sb_join_component(join, type, "npm", scope, name, entry->version, NULL, place_of(world, bare, entry),
                                  bare->record);
    sb_doc_at(join->doc, c)->from.line = entry->line;
    sb_join_licence(join, c, entry->licence);
    check_address(world, c, bare->record, entry);
    if (entry->install_script)
        sb_join_exec(join, (struct sb_exec){.component = c, .kind = SB_EXEC_NPM_INSTALL});
    else if (join->facts && bare->lock->tells_scripts)
        sb_join_fact(join, c, "sbom:exec", SB_S("[]")); /* it says that there is none */
    return c;
}

static const struct sb_npm_entry *follow(const struct sb_npm_lock *lock, const struct sb_npm_entry *entry)
{
    return entry && entry->link ? sb_npm_lock_find(lock, entry->resolved) : entry;
}

static sb_comp component_of(const struct sb_npm_world *world, const struct sb_npm_bare *bare,
                            const struct sb_npm_entry *entry)
{
    entry = follow(bare->lock, entry);
    if (!entry)
        return SB_COMP_NONE;
    sb_comp c = bare->components[entry - bare->lock->entries];
    if (c.v)
        return c;
    sb_node folder = sb_npm_located(world, bare->folder, entry->location);
    const struct sb_npm_package *project = folder.v ? sb_npm_at(world, folder) : NULL;
    return project ? project->component : SB_COMP_NONE;
}

struct asking {
    struct sb_npm_world *world;
    const struct sb_npm_bare *bare;
    sb_str location;
};

static sb_comp lead(void *ctx, const struct sb_npm_pair *dep)
{
    const struct asking *asking = ctx;
    const struct sb_npm_entry *entry = sb_npm_lock_resolve(asking->bare->lock, asking->location, dep->name);
    sb_comp to = component_of(asking->world, asking->bare, entry);
    sb_npm_note_asked(asking->world, to, dep->value);
    return to;
}

/* Workspaces may have packages installed below them although the project has none. */
static bool is_installed(const struct sb_npm_world *world, sb_node folder, const struct sb_npm_entry *entry)
{
    sb_node at = sb_npm_located(world, folder, entry->location);
    return at.v && sb_npm_at(world, at);
}

/* Is ENTRY a package, or what a link leads to? TREE: packages are installed beside the lock file, so that it alone is
 * asked for what lies elsewhere. */
static bool is_only_locked(const struct sb_npm_world *world, const struct sb_npm_bare *bare,
                           const struct sb_npm_entry *entry, bool tree)
{
    enum sb_npm_where where = sb_npm_where(entry->location);
    bool elsewhere = where == SB_NPM_OUTSIDE || sb_str_starts(entry->location, SB_S("../"));
    if (entry->location.n == 0 || entry->name.n == 0 || where == SB_NPM_INSIDE || (tree && !elsewhere))
        return false;
    if (entry->link && sb_npm_lock_find(bare->lock, entry->resolved))
        return false;
    return !is_installed(world, bare->folder, entry);
}

static void add_bare(struct sb_npm_world *world, const struct sb_record *record, sb_node folder, bool tree)
{
    const struct sb_npm_lock *lock = record->data;
    struct sb_npm_bare bare = {lock, record, folder, sb_calloc(lock->n + 1, sizeof *bare.components), {0}};
    index_links(lock, &bare.links);
    for (size_t i = 0; i < lock->n; i++) {
        const struct sb_npm_entry *entry = &lock->entries[i];
        if (is_only_locked(world, &bare, entry, tree))
            bare.components[i] = add_component(world, &bare, entry);
        else if (sb_npm_where(entry->location) == SB_NPM_PACKAGE && (tree || is_installed(world, folder, entry)))
            join_entry(world, record, folder, entry);
    }
    for (size_t i = 0; i < lock->n; i++) {
        struct asking asking = {world, &bare, lock->entries[i].location};
        size_t n = sb_npm_where(asking.location) == SB_NPM_PACKAGE ? SB_NPM_DEV : SB_NPM_SCOPES;
        if (bare.components[i].v)
            sb_npm_add_deps(world->join, bare.components[i], lock->entries[i].deps, n, record->path, lead, &asking);
    }
    *SB_PUSH(&world->bare) = bare;
    *sb_map_put(&world->bare_of, folder.v) = (uint32_t)world->bare.n;
}

sb_comp sb_npm_resolve_bare(struct sb_npm_world *world, sb_node folder, const struct sb_npm_pair *dep)
{
    const struct sb_tree *tree = world->join->tree;
    for (sb_node at = folder; at.v; at.v = sb_tree_at(tree, at)->parent) {
        const uint32_t *slot = sb_map_get(&world->bare_of, at.v);
        if (!slot)
            continue;
        sb_str location = at.v == folder.v ? SB_STR_NONE : sb_tree_path_below(tree, folder, at, &world->scratch);
        struct asking asking = {world, &world->bare.p[*slot - 1], location};
        sb_comp found = lead(&asking, dep);
        sb_arena_reset(&world->scratch);
        return found;
    }
    return SB_COMP_NONE;
}

void sb_npm_tell_bare(struct sb_npm_world *world)
{
    for (size_t b = 0; b < world->bare.n; b++) {
        const struct sb_npm_bare *bare = &world->bare.p[b];
        for (size_t i = 0; i < bare->lock->n; i++) {
            struct sb_npm_origin origin = sb_npm_origin_of_entry(world, &bare->lock->entries[i], bare->record->path);
            if (bare->components[i].v)
                sb_npm_tell_origin(world, bare->components[i], &origin);
        }
    }
}

/* ---- all of them ---- */

void sb_npm_apply_locks(struct sb_npm_world *world)
{
    const struct sb_join *join = world->join;
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        sb_node folder = sb_npm_folder(world, record);
        const uint32_t *chosen = sb_map_get(&world->lock_of, folder.v);
        if ((record->kind == SB_NPM_REC_LOCK || record->kind == SB_NPM_REC_SHRINKWRAP) && chosen && *chosen == i + 1)
            add_bare(world, record, folder, sb_map_get(&world->has_tree, folder.v) != NULL);
    }
    find_unlisted(world);
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        if (record->kind != SB_NPM_REC_HIDDEN) /* it fills what no other lock told */
            continue;
        sb_node folder = {sb_tree_at(join->tree, sb_npm_folder(world, record))->parent};
        if (sb_map_get(&world->lock_of, folder.v))
            join_lock(world, record, folder);
        else
            add_bare(world, record, folder, true);
    }
}
