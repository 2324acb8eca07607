#include "os/rpm.h"

#include <stdlib.h>

/* ---- one root ---- */

static int by_name(const void *left, const void *right)
{
    const struct sb_rpm_package *a = left;
    const struct sb_rpm_package *b = right;
    int order = sb_str_cmp(a->own.name, b->own.name);
    if (order == 0)
        order = sb_str_cmp(a->own.epoch, b->own.epoch);
    if (order == 0)
        order = sb_str_cmp(a->own.version, b->own.version);
    if (order == 0)
        order = sb_str_cmp(a->own.arch, b->own.arch);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* Several versions of one name are no mistake: kernels are installed side by side. */
static bool is_same(const struct sb_rpm_package *a, const struct sb_rpm_package *b)
{
    return sb_str_eq(a->own.name, b->own.name) && sb_str_eq(a->own.epoch, b->own.epoch) &&
           sb_str_eq(a->own.version, b->own.version) && sb_str_eq(a->own.arch, b->own.arch);
}

static void sort_packages(struct sb_rpm *rpm)
{
    struct sb_rpm_package *p = rpm->packages.p;
    size_t n = 0;
    if (rpm->packages.n)
        qsort(p, rpm->packages.n, sizeof *p, by_name);
    for (size_t i = 0; i < rpm->packages.n; i++)
        if (n == 0 || !is_same(&p[n - 1], &p[i]))
            p[n++] = p[i];
        else
            sb_rpm_tell(rpm, SB_D_DUPLICATE_PACKAGE, "%.*s %.*s stands here twice", SB_FMT(p[i].own.name),
                        SB_FMT(p[i].own.version));
    rpm->packages.n = n;
}

/* Without an os-release it is the vendor of the packages who tells the system. */
static void set_namespace(struct sb_rpm *rpm)
{
    for (size_t i = 0; rpm->os->id.n == 0 && i < rpm->packages.n; i++)
        rpm->os->id = sb_rpm_namespace_of_vendor(rpm->packages.p[i].own.supplier);
}

static void add_packages(struct sb_rpm *rpm)
{
    struct sb_os *os = rpm->os;
    for (size_t i = 0; i < rpm->packages.n; i++) {
        struct sb_rpm_package *package = &rpm->packages.p[i];
        rpm->prelinked = rpm->prelinked || sb_str_eq(package->own.name, SB_S("prelink"));
        package->own.from = rpm->from;
        sb_os_add(os, &package->own);
        if (package->modularity.n)
            sb_doc_property(os->join->doc, package->own.component, SB_S("rpm:modularitylabel"), package->modularity);
        sb_rpm_provides(rpm, package);
        sb_rpm_wants_paths(rpm, package);
        sb_arena_reset(&rpm->scratch);
    }
    sb_os_sources(os);
}

/* The file that came with PACKAGE; none if only the database says that it is there. */
static sb_node brought(const struct sb_rpm *rpm, const struct sb_rpm_package *package)
{
    sb_node node = rpm->os->join->brought.p[package->own.component.v];
    return node.v == rpm->from->node.v ? SB_NODE_NONE : node;
}

/* A package without files came with the others that were installed in one go, not with the last change of the database.
 */
static void bring_with_others(struct sb_rpm *rpm)
{
    const struct sb_tree *tree = rpm->os->join->tree;
    struct sb_map first = {0}; /* by transaction: the file that came first */
    for (size_t i = 0; i < rpm->packages.n; i++) {
        sb_node node = brought(rpm, &rpm->packages.p[i]);
        uint32_t *slot = node.v ? sb_map_put(&first, rpm->packages.p[i].transaction) : NULL;
        if (slot && (!*slot || sb_tree_at(tree, node)->sequence < sb_tree_at(tree, (sb_node){*slot})->sequence))
            *slot = node.v;
    }
    for (size_t i = 0; i < rpm->packages.n; i++) {
        const struct sb_rpm_package *package = &rpm->packages.p[i];
        uint32_t *slot = package->transaction ? sb_map_get(&first, package->transaction) : NULL;
        if (slot && !brought(rpm, package).v)
            sb_join_brought(rpm->os->join, package->own.component, (sb_node){*slot});
    }
    sb_map_done(&first);
}

static void join_packages(struct sb_rpm *rpm)
{
    sort_packages(rpm);
    sb_os_begin(rpm->os, rpm->from);
    set_namespace(rpm);
    sb_rpm_requested(rpm);
    add_packages(rpm);
    for (size_t i = 0; i < rpm->packages.n; i++) {
        sb_rpm_files(rpm, &rpm->packages.p[i]);
        if (rpm->os->join->facts)
            sb_rpm_scripts(rpm, &rpm->packages.p[i]);
        sb_arena_reset(&rpm->scratch);
    }
    bring_with_others(rpm);
    for (size_t i = 0; i < rpm->packages.n; i++) {
        sb_rpm_wants(rpm, &rpm->packages.p[i]);
        sb_arena_reset(&rpm->scratch);
    }
}

/* The list that stands instead of a database; one that lies beside a database says nothing new. */
static bool read_manifest(struct sb_rpm *rpm)
{
    for (size_t i = 0; i < rpm->os->n_records; i++) {
        const struct sb_record *record = &rpm->os->records[i];
        const struct sb_rpm_manifest *manifest = record->data;
        if (record->kind != SB_RPM_MANIFEST)
            continue;
        rpm->from = record;
        for (size_t k = 0; k < manifest->n; k++)
            *SB_PUSH(&rpm->packages) = manifest->p[k];
        return true;
    }
    return false;
}

static bool join_root(struct sb_os *os)
{
    struct sb_rpm rpm = {.os = os};
    bool known = sb_rpm_database(&rpm);
    if (rpm.packages.n == 0)
        known |= read_manifest(&rpm);
    if (rpm.packages.n)
        join_packages(&rpm);
    sb_free(rpm.packages.p);
    sb_map_done(&rpm.owner_of);
    sb_arena_done(&rpm.arena);
    sb_arena_done(&rpm.scratch);
    return known;
}

/* ---- the collector ---- */

static const char *const folders[] = {"lib/rpm/header.d", "lib/rpm",  "lib/sysimage/rpm", "share/rpm",
                                      "lib/rpmmanifest",  "lib/zypp", "lib/dnf"};

/* rpm may be told to keep its database elsewhere: then the system is what lies beside that folder. */
static bool root_of(const struct sb_record *record, sb_str dir, sb_str *ret_root)
{
    (void)record;
    for (size_t i = 0; i < SB_COUNT(folders); i++)
        if (sb_os_root_of(dir, sb_str_of(folders[i]), ret_root))
            return true;
    *ret_root = sb_path_dir(dir);
    return true;
}

/* Nothing is read of a database here: its log, another file, says which of its pages count. */
static void file(struct sb_job *job)
{
    sb_str root;
    root_of(NULL, job->dir, &root);
    if (job->kind == SB_RPM_MANIFEST) {
        sb_emit(job, job->kind, root, sb_rpm_manifest(job));
        return;
    }
    sb_str *bytes = SB_NEW(job->arena, sb_str);
    *bytes = sb_arena_str(job->passing, job->bytes);
    sb_emit(job, job->kind, root, bytes);
}

/* A database that is larger is no whole one: what is missing of it is told. */
#define LARGEST (UINT64_C(1) << 30)

static const struct sb_match rows[] = {
    {.name = "rpmdb.sqlite", .folder = "rpm", .max = LARGEST, .kind = SB_RPM_SQLITE},
    {.name = "rpmdb.sqlite-wal", .folder = "rpm", .max = LARGEST, .kind = SB_RPM_LOG},
    {.name = "Packages.db", .folder = "rpm", .max = LARGEST, .kind = SB_RPM_NDB},
    {.name = "Packages", .folder = "rpm", .max = LARGEST, .kind = SB_RPM_BDB},
    {.suffix = "", .folder = "lib/rpm/header.d", .max = LARGEST, .kind = SB_RPM_FILE},
    {.name = "container-manifest-2", .folder = "rpmmanifest", .kind = SB_RPM_MANIFEST},
    {.name = "AutoInstalled", .folder = "lib/zypp", .kind = SB_RPM_AUTOMATIC},
    {.name = "history.sqlite", .folder = "lib/dnf", .max = LARGEST, .kind = SB_RPM_HISTORY},
    {.name = "history.sqlite-wal", .folder = "lib/dnf", .max = LARGEST, .kind = SB_RPM_LOG},
    {0},
};

static const char *const systems[] = {
    "almalinux", "amzn",          "azurelinux",          "centos", "fedora", "mageia", "mariner", "ol",   "openEuler",
    "opensuse",  "opensuse-leap", "opensuse-tumbleweed", "photon", "rhel",   "rocky",  "sled",    "sles", NULL};
static const char *const signs[] = {"var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm", "usr/lib/rpm/rpmrc", NULL};

static const struct sb_os_kind kind = {
    .type = "rpm",
    .vendor = "",
    .vendor_of = sb_rpm_namespace,
    .source_arch = "src",
    .shared = true,
    .versions = &sb_rpm_overlap,
    .systems = systems,
    .signs = signs,
    .database = "usr/lib/sysimage/rpm/rpmdb.sqlite",
    .root_of = root_of,
    .join = join_root,
};

const struct sb_collector sb_collect_rpm = {
    .name = "rpm",
    .revision = 1,
    .ecosystem = "rpm",
    .summary = "packages installed by rpm (Fedora, Red Hat, SUSE, Amazon, Azure ...)",
    .match = rows,
    SB_OS_COLLECTOR(&kind, file),
};
