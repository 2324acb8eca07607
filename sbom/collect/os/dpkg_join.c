#include "base/sort.h"
#include "os/dpkg.h"

/* How many packages that stand twice are told one by one. */
enum { TOLD = 100 };

/* A file of info/ by the name in front of its suffix: "NAME" or "NAME:ARCH". */
struct info {
    sb_str stem;
    const struct sb_record *record; /* kind and path are there */
};

/* The database of one system root, while it is joined. */
struct database {
    struct sb_os *os;
    struct sb_join *join;                /* of OS */
    sb_dpkg_package_vec packages, steps; /* STEPS: of the journal */
    SB_VEC(struct info) infos;
    SB_VEC(const struct sb_record *) copyrights; /* by node */
    SB_VEC(struct sb_dpkg_package) automatic;
    sb_str diversions;
};

/* ---- sorting what was read ---- */

static int by_name(const void *left, const void *right)
{
    const struct sb_dpkg_package *a = left;
    const struct sb_dpkg_package *b = right;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : sb_str_cmp(a->arch, b->arch);
}

/* Of one name and architecture what is installed first, then the higher version. */
static int by_name_and_version(const void *left, const void *right)
{
    const struct sb_dpkg_package *a = left;
    const struct sb_dpkg_package *b = right;
    int order = by_name(a, b);
    if (order == 0)
        order = a->gone - b->gone;
    if (order == 0)
        order = sb_version_deb.compare(b->version, a->version);
    if (order == 0)
        order = sb_str_cmp(a->version, b->version);
    if (order == 0)
        order = sb_str_cmp(a->from->path, b->from->path);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int by_stem(const void *left, const void *right)
{
    const struct info *a = left;
    const struct info *b = right;
    int order = sb_str_cmp(a->stem, b->stem);
    if (order == 0)
        order = (a->record->kind > b->record->kind) - (a->record->kind < b->record->kind);
    return order ? order : sb_str_cmp(a->record->path, b->record->path);
}

static int by_node(const void *left, const void *right)
{
    uint32_t a = (*(const struct sb_record *const *)left)->node.v;
    uint32_t b = (*(const struct sb_record *const *)right)->node.v;
    return (a > b) - (a < b);
}

static void add_packages(struct database *db, const struct sb_record *record)
{
    const struct sb_dpkg_packages *packages = record->data;
    for (size_t i = 0; i < packages->n; i++) {
        struct sb_dpkg_package *package = record->kind == SB_DPKG_EXTENDED  ? SB_PUSH(&db->automatic)
                                          : record->kind == SB_DPKG_UPDATES ? SB_PUSH(&db->steps)
                                                                            : SB_PUSH(&db->packages);
        *package = packages->p[i];
        package->from = record;
    }
}

static void add_info(struct database *db, const struct sb_record *record)
{
    sb_str name = sb_path_base(record->path);
    *SB_PUSH(&db->infos) = (struct info){sb_str_part(name, 0, sb_str_rchr(name, '.')), record};
}

static void add_record(struct database *db, const struct sb_record *record)
{
    switch ((enum sb_dpkg_kind)record->kind) {
    case SB_DPKG_STATUS:
    case SB_DPKG_STATUS_D:
    case SB_DPKG_UPDATES:
    case SB_DPKG_EXTENDED: add_packages(db, record); break;
    case SB_DPKG_DIVERSIONS: db->diversions = *(const sb_str *)record->data; break;
    case SB_DPKG_COPYRIGHT: *SB_PUSH(&db->copyrights) = record; break;
    case SB_DPKG_SETTINGS_PART:
    case SB_DPKG_SETTINGS: sb_dpkg_settings(db->os, *(const sb_str *)record->data); break;
    default: add_info(db, record);
    }
}

static void drop_duplicates(struct database *db)
{
    size_t n = 0;
    for (size_t i = 0; i < db->packages.n; i++) {
        const struct sb_dpkg_package *package = &db->packages.p[i];
        size_t dropped = i - n;
        if (n == 0 || by_name(&db->packages.p[n - 1], package) != 0)
            db->packages.p[n++] = *package;
        else if (dropped < TOLD && !package->gone)
            sb_join_diag(db->join, SB_D_DUPLICATE_PACKAGE, package->from->path, package->line,
                         "%.*s %.*s stands here as well as %.*s", SB_FMT(package->name), SB_FMT(package->version),
                         SB_FMT(db->packages.p[n - 1].version));
    }
    if (db->packages.n - n > TOLD)
        sb_join_diag(db->join, SB_D_LIST_CUT, db->packages.p[0].from->path, 0, "%zu entries stand twice",
                     db->packages.n - n);
    db->packages.n = n;
}

static void sort_records(struct database *db)
{
    for (size_t i = 0; i < db->os->n_records; i++)
        add_record(db, &db->os->records[i]);
    if (db->packages.n)
        qsort(db->packages.p, db->packages.n, sizeof *db->packages.p, by_name_and_version);
    drop_duplicates(db);
    sb_dpkg_journal_apply(db->join, &db->steps, &db->packages);
    if (db->infos.n)
        qsort(db->infos.p, db->infos.n, sizeof *db->infos.p, by_stem);
    if (db->copyrights.n)
        qsort(db->copyrights.p, db->copyrights.n, sizeof *db->copyrights.p, by_node);
    if (db->automatic.n)
        qsort(db->automatic.p, db->automatic.n, sizeof *db->automatic.p, by_name);
}

static const struct sb_record *find_stem(const struct database *db, sb_str stem, enum sb_dpkg_kind kind)
{
    struct sb_record wanted_record = {.kind = kind};
    struct info wanted = {stem, &wanted_record};
    size_t at = sb_lower_bound(db->infos.p, db->infos.n, sizeof *db->infos.p, &wanted, by_stem);
    if (at == db->infos.n || !sb_str_eq(db->infos.p[at].stem, stem) || db->infos.p[at].record->kind != kind)
        return NULL;
    return db->infos.p[at].record;
}

/* The file of a package in info/: under NAME:ARCH where several architectures may be installed side by side, else under
 * NAME. In status.d under the name of the package's own file. */
static const struct sb_record *find_info(struct database *db, const struct sb_dpkg_package *package,
                                         enum sb_dpkg_kind kind)
{
    const struct sb_record *record = NULL;
    if (package->from->kind == SB_DPKG_STATUS_D)
        record = find_stem(db, sb_path_base(package->from->path), kind);
    if (!record && sb_str_eq(package->multi_arch, SB_S("same")))
        record = find_stem(db, sb_arena_join(db->join->arena, package->name, SB_S(":"), package->arch), kind);
    return record ? record : find_stem(db, package->name, kind);
}

/* ---- licences ---- */

static const struct sb_record *find_copyright(const struct database *db, sb_node node)
{
    struct sb_record wanted = {.node = node};
    const struct sb_record *key = &wanted;
    if (db->copyrights.n == 0)
        return NULL;
    const struct sb_record **at = bsearch(&key, db->copyrights.p, db->copyrights.n, sizeof *db->copyrights.p, by_node);
    return at ? *at : NULL;
}

/* The folder of a package in usr/share/doc may be a link to that of another one. */
static void add_licence(struct database *db, const struct sb_dpkg_package *package)
{
    struct sb_join *join = db->join;
    if (sb_str_chr(package->name, '/') != SB_NPOS)
        return;
    sb_str path = sb_arena_join(join->arena, SB_S("usr/share/doc/"), package->name, SB_S("/copyright"));
    sb_node node = sb_tree_find(join->tree, db->os->root, path, true);
    if (!node.v || !sb_tree_below(join->tree, node, db->os->root) ||
        sb_tree_at(join->tree, node)->kind != SB_ENTRY_FILE)
        return;
    sb_doc_attribute(join->doc, package->component, SB_F_EVIDENCE, sb_tree_path(join->tree, node, join->arena));
    const struct sb_record *record = find_copyright(db, node);
    if (!record)
        return;
    const struct sb_debian_copyright *copyright = record->data;
    sb_join_licence(join, package->component, copyright->expression);
    for (size_t i = 0; i < copyright->n_texts; i++)
        sb_doc_licence_text(join->doc, copyright->texts[i].id, copyright->texts[i].body);
}

/* ---- dependencies ---- */

static const struct relation_row {
    size_t at; /* of the field in struct sb_dpkg_package */
    const char *scope;
    bool edge;
} relations[] = {
    {offsetof(struct sb_dpkg_package, pre_depends), "pre", true},
    {offsetof(struct sb_dpkg_package, depends), "runtime", true},
    {offsetof(struct sb_dpkg_package, recommends), "recommends", false},
};

/* The clause as declared, on one line. */
static sb_str one_line(sb_str clause, struct sb_arena *arena)
{
    if (sb_str_chr(clause, '\n') == SB_NPOS)
        return clause;
    char *p = sb_arena_alloc(arena, clause.n);
    size_t n = 0;
    sb_str word;
    while (sb_str_word(&clause, &word)) {
        if (n)
            p[n++] = ' ';
        memcpy(p + n, word.p, word.n);
        n += word.n;
    }
    return sb_str_n(p, n);
}

static void add_relation(struct database *db, struct sb_debian_world *world, size_t index,
                         const struct relation_row *row)
{
    const struct sb_dpkg_package *package = &db->packages.p[index];
    sb_str rest = *(const sb_str *)(const void *)((const char *)package + row->at);
    sb_str clause;
    while (sb_debian_part(&rest, ',', &clause)) {
        size_t to = row->edge ? sb_debian_resolve(world, index, clause) : SB_NPOS;
        sb_join_dep(db->join, (struct sb_dep){.component = package->component,
                                              .raw = one_line(clause, db->join->arena),
                                              .scope = sb_str_of(row->scope),
                                              .to = to == SB_NPOS ? SB_COMP_NONE : db->packages.p[to].component});
    }
}

static void add_relations(struct database *db)
{
    struct sb_debian_world world;
    sb_debian_world(&world, db->packages.p, db->packages.n);
    for (size_t i = 0; i < db->packages.n; i++) {
        sb_join_deps_known(db->join, db->packages.p[i].component);
        for (size_t row = 0; row < SB_COUNT(relations); row++)
            add_relation(db, &world, i, &relations[row]);
    }
    if (world.cut)
        sb_join_diag(db->join, SB_D_LIST_CUT, db->packages.p[0].from->path, 0,
                     "one name has so many packages or providers that not all were tried for a dependency");
    sb_debian_world_done(&world);
}

/* ---- files and scripts ---- */

_Static_assert(SB_EXEC_DEB_TRIGGERS - SB_EXEC_DEB_PREINST == SB_DPKG_TRIGGERS - SB_DPKG_PREINST,
               "both name the six scripts in one order");

static void add_scripts(struct database *db, const struct sb_dpkg_package *package)
{
    for (unsigned kind = SB_DPKG_PREINST; kind <= SB_DPKG_TRIGGERS; kind++) {
        const struct sb_record *record = find_info(db, package, (enum sb_dpkg_kind)kind);
        enum sb_exec_kind exec = (enum sb_exec_kind)(SB_EXEC_DEB_PREINST + kind - SB_DPKG_PREINST);
        if (record)
            sb_os_scriptlet(db->os, package->component, exec, record->node, record->data, true);
    }
}

static bool has_digests(const struct database *db)
{
    for (size_t i = 0; i < db->infos.n; i++)
        if (db->infos.p[i].record->kind == SB_DPKG_MD5SUMS)
            return true;
    return false;
}

static void add_files(struct database *db)
{
    bool hashed = has_digests(db);
    struct sb_dpkg_diversions *diversions = db->os->data = sb_dpkg_diversions_new(db->os, db->diversions);
    for (size_t i = 0; i < db->packages.n; i++) {
        const struct sb_dpkg_package *package = &db->packages.p[i];
        const struct sb_os_package own = {.name = package->name, .component = package->component};
        const struct sb_dpkg_records records = {.list = find_info(db, package, SB_DPKG_LIST),
                                                .md5sums = find_info(db, package, SB_DPKG_MD5SUMS),
                                                .conffiles = find_info(db, package, SB_DPKG_CONFFILES),
                                                .hashed = hashed};
        if (records.list)
            sb_join_brought(db->os->join, package->component, records.list->node);
        sb_dpkg_claim(db->os, package, &own, &records);
        if (db->join->facts)
            add_scripts(db, package);
    }
    sb_dpkg_diversions_free(diversions);
}

/* ---- packages ---- */

static int before_name(const void *package, const void *name)
{
    return sb_str_cmp(((const struct sb_dpkg_package *)package)->name, *(const sb_str *)name);
}

/* apt marks what it installed for others; it keeps packages for all architectures under the native one. */
static bool is_automatic(const struct database *db, const struct sb_dpkg_package *package)
{
    struct sb_dpkg_package wanted = {.name = package->name, .arch = package->arch};
    size_t n = db->automatic.n;
    if (n && bsearch(&wanted, db->automatic.p, n, sizeof *db->automatic.p, by_name))
        return true;
    if (!sb_str_eq(package->arch, SB_S("all")))
        return false;
    size_t at = sb_lower_bound(db->automatic.p, n, sizeof *db->automatic.p, &package->name, before_name);
    return at < n && sb_str_eq(db->automatic.p[at].name, package->name);
}

static void add_package(struct database *db, struct sb_dpkg_package *package)
{
    struct sb_os_package own = {.name = package->name,
                                .version = package->version,
                                .arch = package->arch,
                                .source = package->source,
                                .source_version = package->source_version,
                                .supplier = package->maintainer,
                                .originator = package->original_maintainer,
                                .homepage = package->homepage,
                                .description = package->description,
                                .requested = package->essential || !is_automatic(db, package),
                                .from = package->from,
                                .line = package->line};
    sb_os_add(db->os, &own);
    package->component = own.component;
    add_licence(db, package);
}

static void join_packages(struct database *db)
{
    sb_os_begin(db->os, db->packages.p[0].from);
    for (size_t i = 0; i < db->packages.n; i++)
        add_package(db, &db->packages.p[i]);
    sb_os_sources(db->os);
    add_relations(db);
    add_files(db);
}

static bool has_packages_files(const struct database *db)
{
    for (size_t i = 0; i < db->infos.n; i++)
        if (db->infos.p[i].record->kind == SB_DPKG_LIST || db->infos.p[i].record->kind == SB_DPKG_MD5SUMS)
            return true;
    return false;
}

/* True if its packages are known, or it was told that they are missing. */
static bool join_database(struct sb_os *os)
{
    struct database db = {.os = os, .join = os->join};
    sort_records(&db);
    bool missing = db.packages.n == 0 && has_packages_files(&db);
    if (db.packages.n)
        join_packages(&db);
    else if (missing)
        sb_os_tell_missing(os);
    sb_free(db.packages.p);
    sb_free(db.steps.p);
    sb_free(db.infos.p);
    sb_free(db.copyrights.p);
    sb_free(db.automatic.p);
    return missing || os->records[0].kind <= SB_DPKG_UPDATES;
}

static bool root_of(const struct sb_record *record, sb_str dir, sb_str *ret_root)
{
    return sb_dpkg_root_of(record->kind, dir, ret_root);
}

static const char *const systems[] = {"debian", "ubuntu", NULL};
static const char *const signs[] = {"etc/debian_version", "usr/share/doc", "var/lib/dpkg/info", NULL};

const struct sb_os_kind sb_dpkg_kind = {
    .type = "deb",
    .vendor = "debian",
    .source_arch = "source",
    .versions = &sb_version_deb,
    .systems = systems,
    .signs = signs,
    .database = "var/lib/dpkg/status",
    .root_of = root_of,
    .join = join_database,
    .diverted = sb_dpkg_diverted,
};
