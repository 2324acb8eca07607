/* Packages and source packages. */
#include <stdlib.h>

#include "os/os_state.h"

/* How many packages of one database that stand twice, or lack something, are told one by one; and how many are kept. */
enum { TOLD = 100, PACKAGES = 1000000 };

/* ---- packages ---- */

static int by_name(const void *left, const void *right, void *ctx)
{
    const struct sb_os_package *a = left;
    const struct sb_os_package *b = right;
    const struct sb_os_kind *kind = ctx;
    int order = sb_str_cmp(a->name, b->name);
    if (order == 0)
        order = sb_str_cmp(a->arch, b->arch);
    if (order == 0)
        order = kind->versions->compare(b->version, a->version);
    if (order == 0)
        order = sb_str_cmp(a->version, b->version);
    if (order == 0)
        order = sb_str_cmp(a->from->path, b->from->path);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

struct packages {
    char *p; /* SIZE bytes each */
    size_t n, size;
    size_t untold;
};

static struct sb_os_package *at(const struct packages *packages, size_t i)
{
    return (struct sb_os_package *)(void *)(packages->p + i * packages->size);
}

static void tell_package(struct sb_os *os, struct packages *packages, size_t *told, enum sb_code code,
                         const struct sb_os_package *package, const char *what)
{
    if ((*told)++ < TOLD)
        sb_join_diag(os->join, code, package->from->path, package->line, "%.*s %.*s %s", SB_FMT(package->name),
                     SB_FMT(package->version), what);
    else
        packages->untold++;
}

static void gather(struct sb_os *os, unsigned kind, struct packages *packages)
{
    size_t told = 0;
    for (size_t i = 0; i < os->n_records; i++) {
        const struct sb_record *record = &os->records[i];
        if (record->kind != kind || packages->n == PACKAGES)
            continue;
        struct sb_os_package *package = at(packages, packages->n);
        memcpy(package, record->data, packages->size);
        package->from = record;
        if (package->name.n && package->version.n)
            packages->n++;
        else
            tell_package(os, packages, &told, SB_D_INCOMPLETE_ENTRY, package, "an entry without name or version");
        if (packages->n == PACKAGES)
            sb_join_diag(os->join, SB_D_LIST_CUT, record->path, 0, "more than %d packages", PACKAGES - 1);
    }
}

static void drop_doubles(struct sb_os *os, struct packages *packages)
{
    size_t n = 0, told = 0;
    for (size_t i = 0; i < packages->n; i++) {
        const struct sb_os_package *package = at(packages, i);
        const struct sb_os_package *last = n ? at(packages, n - 1) : NULL;
        if (last && sb_str_eq(last->name, package->name) && sb_str_eq(last->arch, package->arch))
            tell_package(os, packages, &told, SB_D_DUPLICATE_PACKAGE, package, "stands here besides another one");
        else
            memmove(at(packages, n++), package, packages->size);
    }
    packages->n = n;
}

void *sb_os_packages(struct sb_os *os, unsigned kind, size_t size, bool several, size_t *ret_n)
{
    struct packages packages = {.size = size};
    size_t n = 0;
    for (size_t i = 0; i < os->n_records; i++)
        n += os->records[i].kind == kind;
    packages.p = sb_arena_alloc(os->join->arena, (n + 1) * size);
    gather(os, kind, &packages);
    if (packages.n)
        qsort_r(packages.p, packages.n, size, by_name, (void *)(uintptr_t)os->kind);
    if (!several)
        drop_doubles(os, &packages);
    if (packages.untold)
        sb_join_diag(os->join, SB_D_LIST_CUT, os->records[0].path, 0, "%zu more entries like that", packages.untold);
    *ret_n = packages.n;
    return packages.p;
}

struct sb_os_asked {
    SB_VEC(sb_str) names;
    bool sorted;
};

static int by_text(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

void sb_os_ask(struct sb_os *os, sb_str words)
{
    sb_str word;
    if (!os->asked)
        os->asked = sb_calloc(1, sizeof *os->asked);
    os->asked->sorted = false;
    while (sb_str_word(&words, &word)) {
        size_t n = 0;
        while (n < word.n && !(word.p[n] && strchr("<=>~@", word.p[n])))
            n++;
        *SB_PUSH(&os->asked->names) = sb_str_part(word, 0, n);
    }
}

bool sb_os_is_asked(struct sb_os *os, sb_str name)
{
    struct sb_os_asked *asked = os->asked;
    if (!asked || asked->names.n == 0)
        return !asked;
    if (!asked->sorted)
        qsort(asked->names.p, asked->names.n, sizeof *asked->names.p, by_text);
    asked->sorted = true;
    return bsearch(&name, asked->names.p, asked->names.n, sizeof *asked->names.p, by_text) != NULL;
}

/* A version without a release number stands for all of them; the system is named by its code name then. */
static sb_str distro_of(const struct sb_system *system, struct sb_arena *arena)
{
    sb_str version = system->version_id.n ? system->version_id : system->codename;
    if (system->id.n == 0 || version.n == 0)
        return system->id;
    return sb_arena_join(arena, system->id, SB_S("-"), version);
}

void sb_os_begin(struct sb_os *os, const struct sb_record *from)
{
    const struct sb_system *system = sb_join_system(os->join, os->root, true);
    const struct sb_os_kind *kind = os->kind;
    if (kind->vendor && system->id.n)
        os->id = kind->vendor_of ? kind->vendor_of(system->id) : system->id;
    else
        os->id = sb_str_of(kind->vendor);
    os->distro = kind->rolling ? SB_STR_NONE : distro_of(system, os->join->arena);
    if (system->id.n)
        return;
    if (kind->vendor && kind->vendor[0])
        sb_join_diag(os->join, SB_D_NO_OS_RELEASE, from->path, 0,
                     "no os-release beside the package database; package URLs say %s", kind->vendor);
    else
        sb_join_diag(os->join, SB_D_NO_OS_RELEASE, from->path, 0, "no os-release beside the package database");
}

static void set_text(sb_text *slot, struct sb_doc *doc, sb_str text)
{
    if (text.n)
        *slot = sb_doc_put(doc, text);
}

static sb_comp add_component(struct sb_os *os, const struct sb_os_package *package, sb_str name, sb_str version,
                             const sb_str *qualifiers)
{
    sb_str place = os->place.n ? os->place : SB_S(".");
    sb_comp c = sb_join_component(os->join, SB_TYPE_LIBRARY, os->kind->type, os->id, name, version, qualifiers, place,
                                  package->from);
    sb_doc_at(os->join->doc, c)->from.line = package->line;
    set_text(&sb_doc_at(os->join->doc, c)->supplier, os->join->doc, package->supplier);
    return c;
}

static sb_comp add_binary(struct sb_os *os, const struct sb_os_package *package)
{
    const struct {
        sb_str name, value;
    } given[] = {{SB_S("arch"), package->arch}, {SB_S("distro"), os->distro}, {SB_S("epoch"), package->epoch}};
    sb_str qualifiers[2 * SB_COUNT(given) + 1] = {{0}};
    size_t n = 0;
    for (size_t i = 0; i < SB_COUNT(given); i++)
        if (given[i].value.n) {
            qualifiers[n++] = given[i].name;
            qualifiers[n++] = given[i].value;
        }
    return add_component(os, package, package->name, package->version, qualifiers);
}

/* Which source package a binary was built from. */
struct built {
    sb_str source, version;
    sb_comp component;
    struct sb_os_package package; /* what a source has of its first binary */
};

struct sb_os_sources {
    SB_VEC(struct built) p;
};

static void note_source(struct sb_os *os, const struct sb_os_package *package)
{
    if (!os->kind->source_arch || package->source.n == 0)
        return;
    if (!os->sources)
        os->sources = sb_calloc(1, sizeof *os->sources);
    *SB_PUSH(&os->sources->p) = (struct built){.source = package->source,
                                               .version = package->source_version,
                                               .component = package->component,
                                               .package = *package};
}

void sb_os_add(struct sb_os *os, struct sb_os_package *package)
{
    struct sb_doc *doc = os->join->doc;
    sb_comp c = package->component = add_binary(os, package);
    set_text(&sb_doc_at(doc, c)->originator, doc, package->originator);
    if (package->description.n)
        sb_doc_attribute(doc, c, SB_F_DESCRIPTION, package->description);
    if (package->homepage.n)
        sb_doc_reference(doc, c, SB_S("website"), package->homepage, SB_STR_NONE);
    sb_join_licence(os->join, c, package->licence);
    if (package->requested)
        sb_join_requested(os->join, c);
    note_source(os, package);
    sb_str version = package->version;
    if (package->epoch.n)
        version = sb_arena_join(os->join->arena, package->epoch, SB_S(":"), version);
    sb_os_provide(os, c, package->name, version);
}

/* ---- source packages ---- */

static int by_source(const void *left, const void *right)
{
    const struct built *a = left;
    const struct built *b = right;
    int order = sb_str_cmp(a->source, b->source);
    if (order == 0)
        order = sb_str_cmp(a->version, b->version);
    return order ? order : (a->component.v > b->component.v) - (a->component.v < b->component.v);
}

/* It is no installation of its own, but advisories speak of sources. */
void sb_os_sources(struct sb_os *os)
{
    const sb_str qualifiers[] = {SB_S("arch"), sb_str_of(os->kind->source_arch), SB_STR_NONE};
    const struct built *built = os->sources ? os->sources->p.p : NULL;
    size_t n = os->sources ? os->sources->p.n : 0;
    sb_comp source = {0};
    if (n)
        qsort(os->sources->p.p, n, sizeof *built, by_source);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !sb_str_eq(built[i].source, built[i - 1].source) ||
            !sb_str_eq(built[i].version, built[i - 1].version))
            source = add_component(os, &built[i].package, built[i].source, built[i].version, qualifiers);
        sb_doc_relate(os->join->doc, built[i].component, source, SB_REL_GENERATED_FROM, SB_STR_NONE);
    }
}

/* ---- where packages are all there is ---- */

static void add_all(struct sb_os *os, const struct packages *packages)
{
    const unsigned asked = os->kind->packages.asked;
    for (size_t i = 0; i < os->n_records; i++)
        if (asked && os->records[i].kind == asked)
            sb_os_ask(os, *(const sb_str *)os->records[i].data);
    sb_os_begin(os, at(packages, 0)->from);
    for (size_t i = 0; i < packages->n; i++) {
        struct sb_os_package *package = at(packages, i);
        if (asked)
            package->requested = sb_os_is_asked(os, package->name);
        sb_os_add(os, package);
        sb_os_provide_words(os, package->component, package->provides);
    }
    sb_os_sources(os);
}

bool sb_os_join_packages(struct sb_os *os)
{
    const struct sb_os_kind *kind = os->kind;
    struct packages packages = {.size = kind->packages.size};
    packages.p = sb_os_packages(os, kind->packages.kind, packages.size, false, &packages.n);
    if (packages.n)
        add_all(os, &packages);
    for (size_t i = 0; i < packages.n; i++)
        kind->packages.claim(os, at(&packages, i));
    for (size_t i = 0; i < packages.n; i++) {
        const struct sb_os_package *package = at(&packages, i);
        sb_os_want_words(os, package->component, package->depends, "runtime");
        if (package->itself || package->id.n)
            sb_os_hooks(os, package->component, package->id);
    }
    return packages.n > 0;
}

void sb_os_packages_free(struct sb_os *os)
{
    if (os->sources)
        sb_free(os->sources->p.p);
    sb_free(os->sources);
    if (os->asked)
        sb_free(os->asked->names.p);
    sb_free(os->asked);
}
