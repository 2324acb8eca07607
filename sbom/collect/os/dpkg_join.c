#include "collect/system_alias.h"
#include "os/dpkg.h"

#include "id/version.h"

/* How many packages that stand twice are told one by one. */
enum { TOLD = 100 };

/* A file of info/ by the name in front of its suffix: "NAME" or "NAME:ARCH". */
struct info {
    sb_str stem;
    const struct sb_record *record; /* kind and path are there */
};

/* The database of one system root, while it is joined. */
struct database {
    struct sb_join *join;
    const struct sb_record *records; /* of this root, sorted by kind and path */
    size_t n_records;
    sb_node root;
    sb_str place; /* path of the root */
    sb_str id, distro;
    SB_VEC(struct sb_dpkg_package) packages;
    SB_VEC(struct info) infos;
    SB_VEC(const struct sb_record *) copyrights; /* by node */
    SB_VEC(struct sb_dpkg_package) automatic;
    uint32_t journal; /* files of the journal so far */
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

/* Of one name and architecture what stands last in the journal first, then the higher version. */
static int by_name_and_version(const void *left, const void *right)
{
    const struct sb_dpkg_package *a = left;
    const struct sb_dpkg_package *b = right;
    int order = by_name(a, b);
    if (order == 0)
        order = (a->journal < b->journal) - (a->journal > b->journal);
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
    db->journal += record->kind == SB_DPKG_UPDATES;
    for (size_t i = 0; i < packages->n; i++) {
        struct sb_dpkg_package *package =
            record->kind == SB_DPKG_EXTENDED ? SB_PUSH(&db->automatic) : SB_PUSH(&db->packages);
        *package = packages->p[i];
        package->from = record;
        package->journal = record->kind == SB_DPKG_UPDATES ? db->journal : 0;
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
    default: add_info(db, record);
    }
}

/* What the journal says of a package is said instead of all that came before; without an architecture it is of all of
 * them. Packages are sorted. */
static void apply_journal(struct database *db)
{
    size_t n = 0;
    struct sb_dpkg_package of_all = {0};
    struct sb_dpkg_package last = {0};
    for (size_t i = 0; db->journal && i < db->packages.n; i++) {
        const struct sb_dpkg_package package = db->packages.p[i];
        if (!sb_str_eq(package.name, of_all.name))
            of_all = (struct sb_dpkg_package){.name = package.name};
        if (package.arch.n == 0 && package.journal > of_all.journal)
            of_all.journal = package.journal;
        bool newer = by_name(&last, &package) == 0 && last.journal > package.journal;
        if (by_name(&last, &package) != 0)
            last = package;
        if (!newer && package.journal >= of_all.journal && !package.gone)
            db->packages.p[n++] = package;
    }
    if (db->journal)
        db->packages.n = n;
}

static void drop_duplicates(struct database *db)
{
    size_t n = 0;
    for (size_t i = 0; i < db->packages.n; i++) {
        const struct sb_dpkg_package *package = &db->packages.p[i];
        size_t dropped = i - n;
        if (n == 0 || by_name(&db->packages.p[n - 1], package) != 0)
            db->packages.p[n++] = *package;
        else if (dropped < TOLD)
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
    for (size_t i = 0; i < db->n_records; i++)
        add_record(db, &db->records[i]);
    if (db->packages.n)
        qsort(db->packages.p, db->packages.n, sizeof *db->packages.p, by_name_and_version);
    apply_journal(db);
    drop_duplicates(db);
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
    size_t low = 0;
    size_t n = db->infos.n;
    while (n) {
        size_t half = n / 2;
        bool below = by_stem(&db->infos.p[low + half], &wanted) < 0;
        low = below ? low + half + 1 : low;
        n = below ? n - half - 1 : half;
    }
    if (low == db->infos.n || !sb_str_eq(db->infos.p[low].stem, stem) || db->infos.p[low].record->kind != kind)
        return NULL;
    return db->infos.p[low].record;
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

/* ---- components ---- */

static void set_text(sb_text *slot, struct sb_doc *doc, sb_str text)
{
    if (text.n)
        *slot = sb_doc_put(doc, text);
}

static sb_comp add_component(struct database *db, sb_str name, sb_str version, sb_str arch, sb_str distro,
                             const struct sb_dpkg_package *package)
{
    sb_str qualifiers[5] = {{0}};
    size_t n = 0;
    if (arch.n) {
        qualifiers[n++] = SB_S("arch");
        qualifiers[n++] = arch;
    }
    if (distro.n) {
        qualifiers[n++] = SB_S("distro");
        qualifiers[n++] = distro;
    }
    sb_str place = db->place.n ? db->place : SB_S(".");
    sb_comp c =
        sb_join_component(db->join, SB_TYPE_LIBRARY, "deb", db->id, name, version, qualifiers, place, package->from);
    sb_doc_at(db->join->doc, c)->from.line = package->line;
    return c;
}

static void add_binary(struct database *db, struct sb_dpkg_package *package)
{
    struct sb_doc *doc = db->join->doc;
    sb_comp c = add_component(db, package->name, package->version, package->arch, db->distro, package);
    package->component = c;
    set_text(&sb_doc_at(doc, c)->supplier, doc, package->maintainer);
    set_text(&sb_doc_at(doc, c)->originator, doc, package->original_maintainer);
    if (package->description.n)
        sb_doc_attribute(doc, c, SB_F_DESCRIPTION, package->description);
    if (package->homepage.n)
        sb_doc_reference(doc, c, SB_S("website"), package->homepage, SB_STR_NONE);
}

struct built {
    sb_str source, version;
    const struct sb_dpkg_package *package;
};

static int by_source(const void *left, const void *right)
{
    const struct built *a = left;
    const struct built *b = right;
    int order = sb_str_cmp(a->source, b->source);
    if (order == 0)
        order = sb_str_cmp(a->version, b->version);
    return order ? order : by_name(a->package, b->package);
}

/* One component for each source package, which all its binaries point at. It is no installation of its own, but
 * advisories speak of sources. */
static void add_sources(struct database *db)
{
    SB_VEC(struct built) built = {0};
    struct sb_doc *doc = db->join->doc;
    for (size_t i = 0; i < db->packages.n; i++) {
        const struct sb_dpkg_package *package = &db->packages.p[i];
        *SB_PUSH(&built) = (struct built){package->source, package->source_version, package};
    }
    if (built.n)
        qsort(built.p, built.n, sizeof *built.p, by_source);
    sb_comp source = {0};
    for (size_t i = 0; i < built.n; i++) {
        const struct built *now = &built.p[i];
        if (i == 0 || !sb_str_eq(now->source, built.p[i - 1].source) ||
            !sb_str_eq(now->version, built.p[i - 1].version)) {
            source = add_component(db, now->source, now->version, SB_S("source"), SB_STR_NONE, now->package);
            set_text(&sb_doc_at(doc, source)->supplier, doc, now->package->maintainer);
        }
        sb_doc_relate(doc, now->package->component, source, SB_REL_GENERATED_FROM, SB_STR_NONE);
    }
    sb_free(built.p);
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
    sb_node node = sb_tree_find(join->tree, db->root, path, true);
    if (!node.v || !sb_tree_below(join->tree, node, db->root) || sb_tree_at(join->tree, node)->kind != SB_ENTRY_FILE)
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

/* apt marks what it installed for others; it keeps packages for all architectures under the native one. */
static bool is_automatic(const struct database *db, const struct sb_dpkg_package *package)
{
    struct sb_dpkg_package wanted = {.name = package->name, .arch = package->arch};
    if (db->automatic.n == 0)
        return false;
    if (bsearch(&wanted, db->automatic.p, db->automatic.n, sizeof *db->automatic.p, by_name))
        return true;
    if (!sb_str_eq(package->arch, SB_S("all")))
        return false;
    size_t low = 0;
    size_t n = db->automatic.n;
    while (n) {
        size_t half = n / 2;
        bool below = sb_str_cmp(db->automatic.p[low + half].name, package->name) < 0;
        low = below ? low + half + 1 : low;
        n = below ? n - half - 1 : half;
    }
    return low < db->automatic.n && sb_str_eq(db->automatic.p[low].name, package->name);
}

/* ---- files and scripts ---- */

_Static_assert(SB_EXEC_DEB_TRIGGERS - SB_EXEC_DEB_PREINST == SB_DPKG_TRIGGERS - SB_DPKG_PREINST,
               "both name the six scripts in one order");

static void add_scripts(struct database *db, const struct sb_dpkg_package *package)
{
    for (unsigned kind = SB_DPKG_PREINST; kind <= SB_DPKG_TRIGGERS; kind++) {
        const struct sb_record *record = find_info(db, package, (enum sb_dpkg_kind)kind);
        if (record)
            sb_join_exec(db->join,
                         (struct sb_exec){.component = package->component,
                                          .kind = (enum sb_exec_kind)(SB_EXEC_DEB_PREINST + kind - SB_DPKG_PREINST),
                                          .node = record->node,
                                          .command = *(const sb_str *)record->data});
    }
}

static void add_files(struct database *db)
{
    struct sb_dpkg_claimer *claimer =
        sb_dpkg_claimer_new(db->join, db->root, db->diversions, db->records, db->n_records);
    for (size_t i = 0; i < db->packages.n; i++) {
        const struct sb_dpkg_package *package = &db->packages.p[i];
        sb_dpkg_claim(claimer, package, find_info(db, package, SB_DPKG_LIST), find_info(db, package, SB_DPKG_MD5SUMS),
                      find_info(db, package, SB_DPKG_CONFFILES));
        if (db->join->facts)
            add_scripts(db, package);
    }
    sb_dpkg_claimer_free(claimer);
}

/* ---- one database ---- */

static sb_str distro_of(const struct sb_system *system, struct sb_arena *arena)
{
    sb_str version = system->version_id.n ? system->version_id : system->codename;
    if (system->id.n == 0 || version.n == 0)
        return system->id;
    return sb_arena_join(arena, system->id, SB_S("-"), version);
}

static void join_packages(struct database *db)
{
    const struct sb_system *system = sb_join_system(db->join, db->root, true);
    db->id = system->id.n ? system->id : SB_S("debian");
    db->distro = distro_of(system, db->join->arena);
    if (system->id.n == 0)
        sb_join_diag(db->join, SB_D_NO_OS_RELEASE, db->packages.p[0].from->path, 0,
                     "no os-release beside the package database; package URLs say debian");
    for (size_t i = 0; i < db->packages.n; i++) {
        struct sb_dpkg_package *package = &db->packages.p[i];
        add_binary(db, package);
        add_licence(db, package);
        if (package->essential || !is_automatic(db, package))
            sb_join_requested(db->join, package->component);
    }
    add_sources(db);
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

/* Without its database a distribution still shows itself by what lies around. */
static bool looks_like_debian(const struct sb_join *join, const struct sb_system *system)
{
    static const char *const signs[] = {"etc/debian_version", "usr/share/doc", "var/lib/dpkg/info"};
    if (!sb_str_eq(system->id, SB_S("debian")) && !sb_str_eq(system->id, SB_S("ubuntu")))
        return false;
    for (size_t i = 0; i < SB_COUNT(signs); i++)
        if (sb_tree_find(join->tree, system->root, sb_str_of(signs[i]), true).v)
            return true;
    return false;
}

static void tell_missing(struct database *db)
{
    sb_str path = db->place.n ? sb_arena_join(db->join->arena, db->place, SB_S("/"), SB_S("var/lib/dpkg/status"))
                              : SB_S("var/lib/dpkg/status");
    const struct sb_tree *tree = db->join->tree;
    sb_node node = sb_tree_find(tree, SB_NODE_ROOT, path, false);
    if (node.v && sb_tree_at(tree, node)->kind != SB_ENTRY_FILE)
        sb_join_diag(db->join, SB_D_NOT_REGULAR, path, 0, "the package database is a link or no file, and is not read");
    sb_join_diag(db->join, SB_D_DATABASE_MISSING, path, 0,
                 "the system has files of packages, but no database that lists any");
}

/* Joins the records of one root. True if its packages are known, or it was told that they are missing. */
static bool join_root(struct sb_join *join, const struct sb_record *records, size_t n)
{
    struct database db = {.join = join, .records = records, .n_records = n, .place = records[0].key};
    db.root = sb_tree_find(join->tree, SB_NODE_ROOT, db.place, false);
    sort_records(&db);
    bool missing = db.packages.n == 0 && has_packages_files(&db);
    if (db.packages.n)
        join_packages(&db);
    else if (missing)
        tell_missing(&db);
    bool known = missing || (n && records[0].kind <= SB_DPKG_UPDATES);
    sb_free(db.packages.p);
    sb_free(db.infos.p);
    sb_free(db.copyrights.p);
    sb_free(db.automatic.p);
    return known;
}

static bool root_of(const struct sb_record *record, sb_str dir, sb_str *ret_root)
{
    return sb_dpkg_root_of(record->kind, dir, ret_root);
}

void sb_dpkg_finish(struct sb_join *join)
{
    struct sb_map known = {0}; /* roots */
    const struct sb_record *records = sb_system_records(join, root_of);
    for (size_t first = 0, next; first < join->n_records; first = next) {
        for (next = first; next < join->n_records && sb_str_eq(records[next].key, records[first].key); next++)
            continue;
        if (join_root(join, records + first, next - first))
            *sb_map_put(&known, sb_tree_find(join->tree, SB_NODE_ROOT, records[first].key, false).v) = 1;
    }
    for (size_t i = 0; i < join->systems.n; i++) {
        struct database db = {.join = join, .root = join->systems.p[i].root};
        if (sb_map_get(&known, db.root.v) || !looks_like_debian(join, &join->systems.p[i]))
            continue;
        db.place = sb_tree_path(join->tree, db.root, join->arena);
        tell_missing(&db);
    }
    sb_map_done(&known);
}
