/* Installed Python distributions: *.dist-info (PEP 376, 427, 566, 610, 639) and *.egg-info; what runs at the start of
 * an interpreter; environments (PEP 405). */
#include "collect/fact_json.h"
#include "id/purl.h"
#include "id/version.h"
#include "source/tree_inside.h"
#include "python/python_join.h"

enum { SCRIPT_MAX = 1 << 20 };

#define ACTIVATE(text)                                                                                                 \
    {.name = text, .folder = "bin", .max = SCRIPT_MAX, .kind = PY_ACTIVATE},                                           \
    {                                                                                                                  \
        .name = text, .folder = "Scripts", .max = SCRIPT_MAX, .kind = PY_ACTIVATE                                      \
    }
#define SMALL(text)                                                                                                    \
    {                                                                                                                  \
        .name = text, .folder_suffix = ".dist-info", .any_case = true, .max = PY_SMALL_MAX, .kind = PY_SMALL           \
    }
static const struct sb_match matches[] = {
    {.name = "METADATA", .folder_suffix = ".dist-info", .any_case = true, .kind = PY_METADATA},
    {.name = "METADATA", .folder_suffix = ".egg-info", .any_case = true, .kind = PY_METADATA},
    {.name = "PKG-INFO", .folder_suffix = ".dist-info", .any_case = true, .kind = PY_METADATA},
    {.name = "PKG-INFO", .folder_suffix = ".egg-info", .any_case = true, .kind = PY_METADATA},
    {.name = "PKG-INFO", .folder = "EGG-INFO", .kind = PY_METADATA},
    {.suffix = ".egg-info", .any_case = true, .kind = PY_METADATA},
    {.name = "RECORD", .folder_suffix = ".dist-info", .any_case = true, .kind = PY_RECORD},
    {.name = "installed-files.txt", .folder_suffix = ".egg-info", .any_case = true, .kind = PY_INSTALLED_FILES},
    {.name = "requires.txt", .folder_suffix = ".egg-info", .any_case = true, .kind = PY_REQUIRES},
    {.name = "requires.txt", .folder = "EGG-INFO", .kind = PY_REQUIRES},
    {.name = "INSTALLER", .folder_suffix = ".dist-info", .any_case = true, .max = PY_SMALL_MAX, .kind = PY_INSTALLER},
    {.name = "REQUESTED", .folder_suffix = ".dist-info", .any_case = true, .max = PY_SMALL_MAX, .kind = PY_REQUESTED},
    SMALL("WHEEL"),
    SMALL("RECORD.jws"),
    SMALL("RECORD.p7s"),
    SMALL("uv_cache.json"),
    SMALL("uv_build.json"),
    SMALL("provenance_url.json"),
    SMALL("REFER_TO"),
    {.name = "direct_url.json", .folder_suffix = ".dist-info", .any_case = true, .kind = PY_DIRECT_URL},
    {.name = "entry_points.txt", .folder_suffix = ".dist-info", .any_case = true, .kind = PY_ENTRY_POINTS},
    {.name = "entry_points.txt", .folder_suffix = ".egg-info", .any_case = true, .kind = PY_ENTRY_POINTS},
    {.name = "entry_points.txt", .folder = "EGG-INFO", .kind = PY_ENTRY_POINTS},
    {.suffix = ".pth", .folder = "site-packages", .kind = PY_START_UP},
    {.suffix = ".pth", .folder = "dist-packages", .kind = PY_START_UP},
    {.suffix = ".start", .folder = "site-packages", .kind = PY_START_UP},
    {.suffix = ".start", .folder = "dist-packages", .kind = PY_START_UP},
    {.suffix = ".egg", .folder = "site-packages", .kind = PY_EGG, .nest = SB_NEST_ZIP},
    {.suffix = ".egg", .folder = "dist-packages", .kind = PY_EGG, .nest = SB_NEST_ZIP},
    {.suffix = ".egg", .kind = PY_EGG, .nest = SB_NEST_IF_ZIP},
    {.suffix = ".egg-link", .folder = "site-packages", .kind = PY_EGG_LINK},
    {.suffix = ".egg-link", .folder = "dist-packages", .kind = PY_EGG_LINK},
    {.suffix = ".pyz", .kind = PY_ZIPPED, .presence = true},
    {.suffix = ".pyzw", .kind = PY_ZIPPED, .presence = true},
    {.suffix = ".pex", .kind = PY_ZIPPED, .presence = true},
    {.suffix = "", .folder = "bin", .max = SB_MATCH_FRONT, .kind = PY_PROGRAM},
    {.name = "pip.conf", .max = SCRIPT_MAX, .kind = PY_SETTINGS},
    {.name = "uv.toml", .max = SCRIPT_MAX, .kind = PY_SETTINGS},
    {.name = "pyvenv.cfg", .max = SCRIPT_MAX, .kind = PY_CONFIG},
    ACTIVATE("activate"),
    ACTIVATE("activate.bat"),
    ACTIVATE("activate.csh"),
    ACTIVATE("activate.fish"),
    ACTIVATE("activate.nu"),
    ACTIVATE("activate.ps1"),
    ACTIVATE("Activate.ps1"),
    ACTIVATE("activate.xsh"),
    ACTIVATE("activate_this.py"),
    ACTIVATE("deactivate.bat"),
    ACTIVATE("deactivate.csh"),
    ACTIVATE("deactivate.nu"),
    {0},
};

static const struct sb_record *of_kind(const struct sb_record *first, size_t n, enum py_kind kind)
{
    for (size_t i = 0; i < n; i++)
        if (first[i].kind == kind)
            return &first[i];
    return NULL;
}

/* ---- one distribution ---- */

static bool is_same(const struct py_dist *dist, struct sb_arena *arena, sb_str name, sb_str version)
{
    return sb_str_eq(sb_pep503_name(name, arena), dist->name) &&
           (sb_version_pep440.compare(version, dist->meta->version) == 0 ||
            sb_str_eq(sb_pep503_name(version, arena), sb_pep503_name(dist->meta->version, arena)));
}

/* "name-version.dist-info" of the folder against the metadata: they may differ only in spelling. Old tools left dashes
 * in names, so that any dash may be the one between. */
static void check_folder(struct sb_join *join, const struct py_dist *dist, const struct sb_record *record)
{
    sb_str folder = sb_path_base(record->key);
    sb_str both = folder;
    sb_str name = SB_STR_NONE;
    sb_str version = SB_STR_NONE;
    if (!sb_str_ends_nocase(both, SB_S(".dist-info")))
        return;
    both.n -= sizeof ".dist-info" - 1;
    for (size_t i = 0; i < both.n; i++) {
        if (both.p[i] != '-')
            continue;
        name = sb_str_n(both.p, i);
        version = sb_str_from(both, i + 1);
        if (is_same(dist, join->arena, name, version))
            return;
    }
    if (!name.p)
        return;
    sb_join_diag(join, SB_D_NAME_DISAGREES, record->path, 0, "the folder says %.*s %.*s, the metadata %.*s %.*s",
                 SB_FMT(name), SB_FMT(version), SB_FMT(dist->meta->name), SB_FMT(dist->meta->version));
    struct sb_buf json = {0};
    sb_buf_str(&json, SB_S("[{"));
    sb_fact_text(&json, true, "location", folder);
    sb_fact_text(&json, false, "lock", folder);
    sb_fact_text(&json, false, "name", name);
    sb_fact_text(&json, false, "version", version);
    sb_buf_str(&json, SB_S("}]"));
    sb_join_fact(join, dist->component, "sbom:lock", sb_buf_all(&json));
    sb_buf_done(&json);
}

/* What lies in the egg is its content, and so the same zipped and unpacked; the zip is what the installation made. */
static void claim_zip(struct sb_join *join, const struct py_dist *dist, sb_node egg)
{
    if (sb_tree_inside(join->tree, egg).v == egg.v)
        sb_join_claim(join, (struct sb_claim){.component = dist->component,
                                              .node = sb_tree_outside_of(join->tree, egg),
                                              .flags = SB_CLAIM_GENERATED,
                                              .recorded_size = SB_SIZE_UNKNOWN});
}

/* An egg's folder is its own: "x.egg/EGG-INFO". Elsewhere only the metadata is known to be the distribution's. */
static void claim_without_record(struct sb_join *join, struct py_dist *dist, sb_node folder)
{
    sb_node egg = {sb_tree_at(join->tree, folder)->parent};
    claim_zip(join, dist, egg);
    if (sb_str_eq(dist->folder, SB_S("EGG-INFO")) && egg.v > SB_NODE_ROOT.v)
        sb_python_claim_folder(join, dist, egg, SB_CLAIM_CONTENT);
    else
        sb_python_claim_folder(join, dist, folder, SB_CLAIM_GENERATED);
}

static void claim_files(struct sb_join *join, struct py_dist *dist, const struct sb_record *group, size_t n)
{
    const struct sb_record *record = of_kind(group, n, PY_RECORD);
    const struct sb_record *installed = of_kind(group, n, PY_INSTALLED_FILES);
    sb_node folder = sb_tree_find(join->tree, SB_NODE_ROOT, group[0].key, false);
    if (record)
        sb_python_claim_record(join, dist, record);
    else if (installed && folder.v)
        sb_python_claim_installed_files(join, dist, installed, folder);
    else if (folder.v)
        claim_without_record(join, dist, folder);
    /* Whatever the record says: who owns the manifest owns the distribution. */
    if (dist->manifest.v && !dist->manifest_listed)
        sb_join_claim(join, (struct sb_claim){.component = dist->component,
                                              .node = dist->manifest,
                                              .flags = SB_CLAIM_GENERATED | SB_CLAIM_MANIFEST,
                                              .recorded_size = SB_SIZE_UNKNOWN});
}

/* The metadata is a link that leads out of the root, which was told: the folder says what it is of. */
static const struct py_metadata *from_folder(struct sb_join *join, sb_str key)
{
    struct py_metadata *meta = SB_NEW(join->arena, struct py_metadata);
    sb_node folder = sb_tree_find(join->tree, SB_NODE_ROOT, key, true);
    sb_node file = folder.v ? sb_tree_child(join->tree, folder, SB_S("METADATA")) : SB_NODE_NONE;
    bool link = file.v && sb_tree_at(join->tree, file)->kind == SB_ENTRY_LINK;
    return link && sb_python_split_folder(sb_path_base(key), &meta->name, &meta->version) ? meta : NULL;
}

/* What says nothing that could be listed is told; a name that begins with "~" is what pip leaves of a distribution that
 * it could not remove. */
static const struct py_metadata *listed(struct sb_join *join, const struct sb_record *group, size_t n)
{
    const struct sb_record *metadata = of_kind(group, n, PY_METADATA);
    const struct py_metadata *meta = metadata ? metadata->data : from_folder(join, group->key);
    const char *missing = NULL;
    if (!metadata && !sb_str_ends_nocase(group->key, SB_S(".dist-info")) &&
        !sb_str_ends_nocase(group->key, SB_S(".egg-info")))
        return NULL;
    if (sb_str_starts(sb_path_base(group->key), SB_S("~")))
        missing = "left over from an installation that failed";
    else if (!meta)
        missing = "no METADATA";
    else if (meta->name.n == 0)
        missing = "no Name";
    else if (meta->version.n == 0)
        missing = "no Version";
    if (missing)
        sb_join_diag(join, SB_D_INCOMPLETE_ENTRY, metadata ? metadata->path : group->key, 0, "%s", missing);
    return missing ? NULL : meta;
}

static struct py_dist new_distribution(struct sb_join *join, const struct py_metadata *meta,
                                       const struct sb_record *group, size_t n)
{
    const struct sb_record *metadata = of_kind(group, n, PY_METADATA);
    struct py_dist dist = {.meta = meta,
                           .place = sb_path_dir(group->key),
                           .folder = sb_path_base(group->key),
                           .manifest = metadata ? metadata->node : SB_NODE_NONE};
    dist.site = sb_tree_find(join->tree, SB_NODE_ROOT, dist.place, true);
    dist.name = sb_pep503_name(meta->name, join->arena);
    dist.small = group;
    dist.n_small = n;
    dist.component = sb_join_component(join, SB_TYPE_LIBRARY, "pypi", SB_STR_NONE, meta->name, meta->version, NULL,
                                       dist.place.n ? dist.place : SB_S("."), metadata ? metadata : group);
    return dist;
}

/* uv writes REQUESTED for whatever it installs. */
static bool is_requested(const struct sb_record *group, size_t n, sb_str installer)
{
    return of_kind(group, n, PY_REQUESTED) && !sb_str_eq(installer, SB_S("uv"));
}

static void add_distribution(struct py_world *world, const struct sb_record *group, size_t n)
{
    struct sb_join *join = world->join;
    const struct sb_record *metadata = of_kind(group, n, PY_METADATA);
    if (metadata && !sb_python_is_installed(world, group, n)) {
        sb_python_add_idle(world, metadata);
        return;
    }
    const struct py_metadata *meta = listed(join, group, n);
    if (!meta)
        return;
    const struct sb_record *installer = of_kind(group, n, PY_INSTALLER);
    const struct sb_record *direct = of_kind(group, n, PY_DIRECT_URL);
    const struct sb_record *entry_points = of_kind(group, n, PY_ENTRY_POINTS);
    const struct sb_record *requires = of_kind(group, n, PY_REQUIRES);
    const sb_str made_by = installer ? *(const sb_str *)installer->data : SB_STR_NONE;
    struct py_dist dist = new_distribution(join, meta, group, n);
    size_t first_claim = join->claims.n;
    sb_python_describe(join, dist.component, meta);
    if (join->facts)
        sb_python_origin(join, dist.component, meta, direct ? direct->data : NULL, made_by);
    sb_python_embedded(join, &dist);
    if (metadata)
        check_folder(join, &dist, metadata);
    if (entry_points)
        sb_python_entry_points(world, &dist, entry_points);
    claim_files(join, &dist, group, n);
    sb_python_programs(join, &dist, first_claim);
    dist.requested = is_requested(group, n, made_by);
    dist.requires_txt = requires ? *(const sb_str *) requires->data : SB_STR_NONE;
    *SB_PUSH(&world->dists) = dist;
}

static void add_empty(struct py_world *world, sb_node node, sb_str path)
{
    sb_str name;
    sb_str version;
    struct sb_join *join = world->join;
    bool link = sb_tree_at(join->tree, node)->kind == SB_ENTRY_LINK; /* that leads out of the root */
    if (!link && !from_folder(join, path))
        sb_join_diag(join, SB_D_INCOMPLETE_ENTRY, path, 0, "no METADATA");
    else if (sb_python_split_folder(sb_path_base(path), &name, &version))
        sb_join_component(join, SB_TYPE_LIBRARY, "pypi", SB_STR_NONE, name, version, NULL, sb_path_dir(path), NULL);
}

/* What lies among the files of another one was not asked for by anybody. */
static void add_requested(struct py_world *world)
{
    struct sb_join *join = world->join;
    struct sb_map manifests = {0}; /* node -> index + 1 */
    for (size_t i = 0; i < world->dists.n; i++)
        if (world->dists.p[i].manifest.v)
            *sb_map_put(&manifests, world->dists.p[i].manifest.v) = (uint32_t)i + 1;
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        uint32_t *at = claim->node.v ? sb_map_get(&manifests, claim->node.v) : NULL;
        if (at && world->dists.p[*at - 1].component.v != claim->component.v)
            world->dists.p[*at - 1].requested = false;
    }
    for (size_t i = 0; i < world->dists.n; i++)
        if (world->dists.p[i].requested)
            sb_join_requested(join, world->dists.p[i].component);
    sb_map_done(&manifests);
}

static void world_done(struct py_world *world)
{
    for (size_t i = 0; i < world->dists.n; i++)
        sb_map_done(&world->dists.p[i].scripts);
    sb_free(world->dists.p);
    sb_free(world->paths.p);
    sb_free(world->homes.p);
    sb_free(world->points.p);
    sb_free(world->idle.p);
    sb_map_done(&world->on_path);
    sb_map_done(&world->sites);
    sb_map_done(&world->linked);
    sb_python_modules_done(&world->modules);
}

static void finish(struct sb_join *join)
{
    struct py_world world = {.join = join};
    size_t first_claim = join->claims.n;
    sb_python_modules_init(&world.modules, join->tree);
    sb_python_homes(&world);
    sb_python_paths(&world);
    sb_python_sites(&world);
    for (size_t i = 0; i < join->n_records;) {
        size_t n = sb_records_alike(&join->records[i], join->n_records - i);
        add_distribution(&world, &join->records[i], n);
        i += n;
    }
    sb_python_each_empty(&world, add_empty);
    sb_python_tell_idle(&world);
    add_requested(&world);
    sb_python_dependencies(&world);
    if (!join->asked) { /* without facts nobody reads what runs by itself */
        sb_python_start_ups(&world);
        sb_python_environments(&world);
        sb_python_give_points(&world, first_claim);
    }
    world_done(&world);
}

static const char *const code_suffixes[] = {".py", ".pyw", ".pth", ".start", NULL};
static const char *const metadata[] = {".dist-info", ".egg-info", NULL};
static const char *const folders[] = {"site-packages", "dist-packages", NULL};

const struct sb_collector sb_collect_python = {
    .name = "python",
    .revision = 2,
    .ecosystem = "pypi",
    .summary = "installed Python distributions (*.dist-info, *.egg-info), start-up files and environments",
    .match = matches,
    .folders = folders,
    .lists_all = true,
    .code_suffixes = code_suffixes,
    .metadata = metadata,
    .file = sb_python_file,
    .finish = finish,
};
