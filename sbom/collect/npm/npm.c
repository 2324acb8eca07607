/* npm: installed packages, projects and their lock files. */
#include "collect/settings.h"
#include "npm/npm_content.h"
#include "npm/npm_deps.h"
#include "npm/npm_exec.h"
#include "npm/npm_gyp.h"
#include "npm/npm_locked.h"
#include "npm/npm_path.h"
#include "npm/npm_shim.h"
#include "npm/npm_strays.h"
#include "text/glob.h"

/* Patterns of workspaces; real projects have a handful. */
enum { WORKSPACES = 256, PATTERN = 512 };

enum { MANIFEST = 1, LOCK, SHRINKWRAP, HIDDEN, GYP, SHIM, SETTINGS };

static const struct sb_match matches[] = {
    {.name = "package.json", .kind = MANIFEST},
    {.name = "package-lock.json", .kind = LOCK},
    {.name = "npm-shrinkwrap.json", .kind = SHRINKWRAP},
    {.name = ".package-lock.json", .folder = "node_modules", .kind = HIDDEN},
    {.suffix = ".gyp", .kind = GYP},
    {.suffix = ".gypi", .kind = GYP},
    {.suffix = "", .folder = "node_modules/.bin", .kind = SHIM},
    {.name = ".npmrc", .kind = SETTINGS},
    {.name = ".pnpmfile.cjs", .kind = SETTINGS},
    {.name = ".yarnrc", .kind = SETTINGS},
    {.name = ".yarnrc.yml", .kind = SETTINGS},
    {.name = "bunfig.toml", .kind = SETTINGS},
    {0},
};

/* ---- one file ---- */

static void read_manifest(struct sb_job *job)
{
    static const unsigned kinds[] = {[SB_NPM_OUTSIDE] = SB_NPM_REC_MANIFEST,
                                     [SB_NPM_PACKAGE] = SB_NPM_REC_PACKAGE,
                                     [SB_NPM_INSIDE] = SB_NPM_REC_INNER};
    sb_emit(job, kinds[sb_npm_where(job->dir)], job->dir, sb_npm_manifest_read(job->bytes, job->arena));
}

static void read_lock(struct sb_job *job, unsigned kind, sb_str folder)
{
    if (sb_npm_where(folder) != SB_NPM_OUTSIDE) /* of a package: npm does not read it */
        return;
    const struct sb_npm_lock *lock = sb_npm_lock_read(job->bytes, job->arena);
    const struct sb_npm_trouble *trouble = &lock->trouble;
    if (trouble->text.n)
        sb_job_diag(job, trouble->survived ? SB_D_LOOSE_JSON : SB_D_MALFORMED, trouble->line, "%.*s",
                    SB_FMT(trouble->text));
    if (lock->cut)
        sb_job_diag(job, SB_D_LIST_CUT, 0, "more entries, or deeper in each other, than are read");
    if (lock->escapes)
        sb_job_diag(job, SB_D_PATH_OUTSIDE, 0, "a location that is absolute, or goes up behind its front");
    sb_emit(job, kind, folder, lock);
}

static void read_gyp(struct sb_job *job)
{
    const struct sb_npm_gyp *gyp = sb_npm_gyp_read(job->bytes, job->arena);
    if (gyp->n)
        sb_emit(job, SB_NPM_REC_GYP, job->dir, gyp);
}

/* Of a project: those of a package are read by nobody. */
static void read_settings(struct sb_job *job)
{
    const struct sb_settings *settings =
        sb_npm_where(job->dir) == SB_NPM_OUTSIDE ? sb_settings_of(job->name, job->bytes, job->arena) : NULL;
    if (settings)
        sb_emit(job, SB_NPM_REC_SETTINGS, job->dir, settings);
}

static void npm_file(struct sb_job *job)
{
    switch (job->kind) {
    case MANIFEST: read_manifest(job); break;
    case HIDDEN: read_lock(job, SB_NPM_REC_HIDDEN, sb_path_dir(job->dir)); break;
    case GYP: read_gyp(job); break;
    case SETTINGS: read_settings(job); break;
    case SHIM: sb_emit(job, SB_NPM_REC_SHIM, job->dir, sb_npm_shim_read(job->bytes, job->arena)); break;
    default: read_lock(job, job->kind == LOCK ? SB_NPM_REC_LOCK : SB_NPM_REC_SHRINKWRAP, job->dir); break;
    }
}

/* ---- the join ---- */

static void describe(struct sb_npm_world *world, const struct sb_npm_package *package, sb_str repository)
{
    struct sb_join *join = world->join;
    const struct sb_npm_manifest *manifest = package->manifest;
    sb_comp c = package->component;
    const struct {
        const char *type;
        sb_str url;
    } links[] = {{"website", manifest->homepage}, {"vcs", repository}, {"issue-tracker", manifest->bugs}};
    for (size_t i = 0; i < SB_COUNT(links); i++)
        if (sb_str_trim(links[i].url).n)
            sb_doc_reference(join->doc, c, sb_str_of(links[i].type), sb_str_trim(links[i].url), SB_STR_NONE);
    if (manifest->description.n)
        sb_doc_attribute(join->doc, c, SB_F_DESCRIPTION, manifest->description);
    if (manifest->author.n)
        sb_doc_attribute(join->doc, c, SB_F_AUTHOR, manifest->author);
    sb_join_licence(join, c, manifest->licence);
}

struct asking {
    struct sb_npm_world *world;
    sb_node folder;
};

static sb_comp lead(void *ctx, const struct sb_npm_pair *dep)
{
    const struct asking *asking = ctx;
    const struct sb_npm_package *found = sb_npm_resolve(asking->world, asking->folder, dep->name);
    sb_comp to = found ? found->component : sb_npm_resolve_bare(asking->world, asking->folder, dep);
    sb_npm_note_asked(asking->world, to, dep->value);
    return to;
}

/* What a project's manifest names was asked for; of the project that is the document's root it is a direct dependency.
 */
static void tell_requested(struct sb_npm_world *world, const struct sb_npm_package *project)
{
    struct asking asking = {world, project->folder};
    for (size_t s = 0; s < SB_NPM_SCOPES; s++) {
        const struct sb_npm_pairs *deps = &project->manifest->deps[s];
        for (size_t i = 0; s != SB_NPM_PEER && i < deps->n; i++) {
            sb_comp c = lead(&asking, &deps->p[i]);
            if (!c.v)
                continue;
            if (project->component.v)
                sb_join_fact(world->join, c, "sbom:requested", SB_S("true"));
            else
                sb_join_requested(world->join, c);
        }
    }
}

static bool is_workspace(const struct sb_npm_manifest *manifest, sb_str path)
{
    bool is = false;
    for (size_t i = 0; i < manifest->workspaces.n && i < WORKSPACES; i++) {
        sb_str pattern = sb_str_part(manifest->workspaces.p[i], 0, PATTERN);
        bool negative = sb_str_chop(&pattern, SB_S("!"));
        sb_str_chop(&pattern, SB_S("./"));
        sb_str_chop_end(&pattern, SB_S("/"));
        if (sb_glob(pattern, path))
            is = !negative;
    }
    return is;
}

static void want_workspace(struct sb_npm_world *world, const struct sb_npm_package *project, sb_comp workspace)
{
    if (project->component.v)
        sb_doc_relate(world->join->doc, project->component, workspace, SB_REL_DEPENDS_ON, SB_STR_NONE);
    else
        sb_join_requested(world->join, workspace);
}

/* A workspace is wanted by the nearest project above it that has such. */
static void tell_workspace(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    const struct sb_tree *tree = world->join->tree;
    sb_node folder = {sb_tree_at(tree, package->folder)->parent};
    const struct sb_npm_package *project = sb_npm_around(world, folder);
    while (project && project->manifest->workspaces.n == 0)
        project = sb_npm_around(world, (sb_node){sb_tree_at(tree, project->folder)->parent});
    if (!project || !project->is_project)
        return;
    sb_str path = sb_tree_path_below(tree, package->folder, project->folder, &world->scratch);
    if (is_workspace(project->manifest, path))
        want_workspace(world, project, package->component);
    sb_arena_reset(&world->scratch);
}

/* Those that only a lock file names. */
static void tell_locked_workspaces(struct sb_npm_world *world, const struct sb_npm_bare *bare)
{
    const struct sb_npm_package *project = sb_npm_at(world, bare->folder);
    for (size_t i = 0; project && project->is_project && i < bare->lock->n; i++)
        if (bare->components[i].v && is_workspace(project->manifest, bare->lock->entries[i].location))
            want_workspace(world, project, bare->components[i]);
}

static void tell_deps(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    struct asking asking = {world, package->folder};
    if (package->component.v)
        sb_npm_add_deps(world->join, package->component, package->manifest->deps,
                        package->is_project ? SB_NPM_SCOPES : SB_NPM_DEV, package->record->path, lead, &asking);
    if (package->is_project)
        tell_requested(world, package);
    if (package->is_project && package->linked && package->component.v)
        tell_workspace(world, package);
}

static void tell(struct sb_npm_world *world, const struct sb_npm_package *package)
{
    struct sb_join *join = world->join;
    if (!package->component.v)
        return;
    sb_str repository = sb_npm_repository_url(package->manifest->repository, join->arena);
    struct sb_npm_origin origin = sb_npm_origin_of(world, package);
    origin.repository = sb_npm_repository_key(repository, join->arena);
    sb_npm_tell_origin(world, package->component, &origin);
    describe(world, package, repository);
    bool from_git = origin.source.kind && strcmp(origin.source.kind, "git") == 0;
    if (!package->is_project || package->linked)
        sb_npm_tell_execs(world, package, from_git || package->linked);
    else
        sb_npm_tell_own_scripts(world, package);
    if (!package->is_project)
        sb_npm_claim_content(world, package);
}

static void tell_settings(struct sb_join *join)
{
    static const char *const projects[] = {"package.json", NULL};
    for (size_t i = 0; i < join->n_records; i++)
        if (join->records[i].kind == SB_NPM_REC_SETTINGS)
            sb_settings_tell(join, &join->records[i], SB_EXEC_NPM_CONFIG, projects);
}

static void npm_finish(struct sb_join *join)
{
    struct sb_npm_world world;
    sb_npm_world_init(&world, join);
    sb_npm_apply_locks(&world);
    for (size_t i = 0; i < world.packages.n; i++)
        sb_npm_add_commands(&world, &world.packages.p[i]);
    sb_npm_gather_commands(&world);
    for (size_t i = 0; i < world.packages.n; i++)
        tell_deps(&world, &world.packages.p[i]);
    for (size_t i = 0; i < world.packages.n; i++)
        tell(&world, &world.packages.p[i]);
    for (size_t i = 0; i < world.bare.n; i++)
        tell_locked_workspaces(&world, &world.bare.p[i]);
    sb_npm_tell_bare(&world);
    sb_npm_tell_gyp_commands(&world);
    if (!join->asked) /* without facts nobody reads what runs */
        sb_npm_tell_shims(&world);
    sb_npm_tell_strays(&world);
    tell_settings(join);
    sb_npm_world_done(&world);
}

static const char *const code_suffixes[] = {".js", ".cjs", ".mjs", NULL};
static const char *const folders[] = {"node_modules", NULL};

const struct sb_collector sb_collect_npm = {
    .name = "npm",
    .revision = 2,
    .ecosystem = "npm",
    .summary = "packages in node_modules, projects with package.json, package-lock.json and npm-shrinkwrap.json",
    .match = matches,
    .code_suffixes = code_suffixes,
    .folders = folders,
    .file = npm_file,
    .finish = npm_finish,
};
