#include "os/dpkg.h"

#include "base/sort.h"

/* How many packages, and how many providers, are looked at for one name. Real systems have a handful. */
enum { CANDIDATES = 256 };

struct sb_debian_provided {
    sb_str name, version; /* version: of "name (= version)", or empty */
    uint32_t package;     /* index in the world */
};

/* ---- the syntax ---- */

bool sb_debian_part(sb_str *field, char separator, sb_str *ret_part)
{
    while (field->n) {
        sb_str_cut(field, separator, ret_part);
        *ret_part = sb_str_trim(*ret_part);
        if (ret_part->n)
            return true;
    }
    return false;
}

/* Takes "(...)" or its like off the front of REST, if it is there. False if it is not closed. */
static bool take_bracket(sb_str *rest, char open, char close, sb_str *ret_inside)
{
    *rest = sb_str_trim(*rest);
    if (rest->n == 0 || rest->p[0] != open)
        return true;
    sb_str inside;
    sb_str after = sb_str_from(*rest, 1);
    if (!sb_str_cut(&after, close, &inside))
        return false;
    *ret_inside = sb_str_trim(inside);
    *rest = after;
    return true;
}

bool sb_debian_want(sb_str text, struct sb_debian_want *ret_want)
{
    struct sb_debian_want want = {0};
    sb_str relation = {0};
    text = sb_str_trim(text);
    size_t n = 0;
    while (n < text.n && !sb_is_space(text.p[n]) && text.p[n] != '(' && text.p[n] != '[' && text.p[n] != '<')
        n++;
    want.arch = sb_str_part(text, 0, n);
    sb_str_cut(&want.arch, ':', &want.name);
    text = sb_str_from(text, n);
    if (want.name.n == 0 || !take_bracket(&text, '(', ')', &relation) ||
        !take_bracket(&text, '[', ']', &want.architectures))
        return false;
    n = 0;
    while (n < relation.n && strchr("<=>", relation.p[n]) && relation.p[n])
        n++;
    want.op = sb_str_part(relation, 0, n);
    want.version = sb_str_trim(sb_str_from(relation, n));
    *ret_want = want;
    return true;
}

/* Architectures and wildcards (Policy 11.1.1). An architecture without a dash is one of Linux. */
static bool arch_is(sb_str pattern, sb_str arch)
{
    if (sb_str_eq(pattern, arch) || sb_str_eq(pattern, SB_S("any")))
        return true;
    sb_str cpu = arch;
    sb_str kernel = SB_S("linux");
    if (sb_str_chr(arch, '-') != SB_NPOS)
        sb_str_cut(&cpu, '-', &kernel);
    if (sb_str_chop(&pattern, SB_S("any-")))
        return sb_str_eq(pattern, cpu);
    return sb_str_chop_end(&pattern, SB_S("-any")) && sb_str_eq(pattern, kernel);
}

bool sb_debian_arch_listed(sb_str list, sb_str arch)
{
    sb_str word;
    bool listed = true;
    while (sb_str_word(&list, &word)) {
        bool negated = sb_str_chop(&word, SB_S("!"));
        if (arch_is(word, arch))
            return !negated;
        listed = negated;
    }
    return listed;
}

/* ---- what is installed ---- */

static int by_name(const void *left, const void *right)
{
    const struct sb_debian_provided *a = left;
    const struct sb_debian_provided *b = right;
    int order = sb_str_cmp(a->name, b->name);
    if (order == 0)
        order = (a->package > b->package) - (a->package < b->package);
    return order ? order : sb_str_cmp(a->version, b->version);
}

/* dpkg itself is of the native architecture; without it the one that most packages have. */
static sb_str native_arch(const struct sb_dpkg_package *packages, size_t n)
{
    sb_str best = {0};
    size_t best_n = 0;
    struct {
        sb_str arch;
        size_t n;
    } seen[16];
    size_t n_seen = 0;
    for (size_t i = 0; i < n; i++) {
        sb_str arch = packages[i].arch;
        if (sb_str_eq(packages[i].name, SB_S("dpkg")) && arch.n)
            return arch;
        if (arch.n == 0 || sb_str_eq(arch, SB_S("all")))
            continue;
        size_t j = 0;
        while (j < n_seen && !sb_str_eq(seen[j].arch, arch))
            j++;
        if (j == SB_COUNT(seen))
            continue;
        if (j == n_seen)
            seen[n_seen++].n = 0;
        seen[j].arch = arch;
        seen[j].n++;
        if (seen[j].n > best_n || (seen[j].n == best_n && sb_str_cmp(arch, best) < 0)) {
            best = arch;
            best_n = seen[j].n;
        }
    }
    return best;
}

void sb_debian_world(struct sb_debian_world *world, const struct sb_dpkg_package *packages, size_t n)
{
    SB_VEC(struct sb_debian_provided) provided = {0};
    *world = (struct sb_debian_world){.packages = packages, .n = n, .native = native_arch(packages, n)};
    for (size_t i = 0; i < n; i++) {
        sb_str rest = packages[i].provides;
        sb_str part;
        struct sb_debian_want want;
        while (sb_debian_part(&rest, ',', &part))
            if (sb_debian_want(part, &want))
                *SB_PUSH(&provided) = (struct sb_debian_provided){want.name, want.version, (uint32_t)i};
    }
    if (provided.n)
        qsort(provided.p, provided.n, sizeof *provided.p, by_name);
    world->provided = provided.p;
    world->n_provided = provided.n;
}

void sb_debian_world_done(struct sb_debian_world *world)
{
    sb_free(world->provided);
    world->provided = NULL;
}

/* ---- what satisfies what ---- */

static const struct op_row {
    const char *op;
    bool less, same, more;
} ops[] = {
    {"<<", true, false, false},
    {"<=", true, true, false},
    {"=", false, true, false},
    {">=", false, true, true},
    {">>", false, false, true},
    /* obsolete spellings, which mean "or equal" */
    {"<", true, true, false},
    {">", false, true, true},
};

static bool version_fits(const struct sb_debian_want *want, sb_str version)
{
    if (want->op.n == 0 && want->version.n == 0)
        return true;
    if (version.n == 0)
        return false;
    int order = sb_version_deb.compare(version, want->version);
    for (size_t i = 0; i < SB_COUNT(ops); i++)
        if (sb_str_eq(want->op, sb_str_of(ops[i].op)))
            return order < 0 ? ops[i].less : order > 0 ? ops[i].more : ops[i].same;
    return false;
}

/* A package for all architectures counts as a native one. */
static sb_str arch_of(const struct sb_debian_world *world, const struct sb_dpkg_package *package)
{
    return package->arch.n == 0 || sb_str_eq(package->arch, SB_S("all")) ? world->native : package->arch;
}

static bool arch_fits(const struct sb_debian_world *world, const struct sb_dpkg_package *from,
                      const struct sb_debian_want *want, const struct sb_dpkg_package *candidate)
{
    sb_str arch = arch_of(world, candidate);
    if (sb_str_eq(want->arch, SB_S("any")))
        return sb_str_eq(candidate->multi_arch, SB_S("allowed")) || sb_str_eq(arch, arch_of(world, from));
    if (sb_str_eq(want->arch, SB_S("native")))
        return sb_str_eq(arch, world->native);
    if (want->arch.n)
        return sb_str_eq(arch, want->arch);
    return sb_str_eq(arch, arch_of(world, from)) || sb_str_eq(candidate->multi_arch, SB_S("foreign"));
}

/* The name is the first member of either row. */
static int before_name(const void *row, const void *name)
{
    return sb_str_cmp(*(const sb_str *)row, *(const sb_str *)name);
}
_Static_assert(offsetof(struct sb_dpkg_package, name) == 0 && offsetof(struct sb_debian_provided, name) == 0,
               "before_name() looks at the first member");

/* A package of that name; one of FROM's own architecture before others. */
static size_t find_named(struct sb_debian_world *world, size_t from, const struct sb_debian_want *want)
{
    size_t first = sb_lower_bound(world->packages, world->n, sizeof *world->packages, &want->name, before_name);
    size_t found = SB_NPOS;
    for (size_t i = first; i < world->n && sb_str_eq(world->packages[i].name, want->name); i++) {
        const struct sb_dpkg_package *candidate = &world->packages[i];
        if (i - first == CANDIDATES) {
            world->cut = true;
            break;
        }
        if (i == from || !arch_fits(world, &world->packages[from], want, candidate) ||
            !version_fits(want, candidate->version))
            continue;
        if (sb_str_eq(arch_of(world, candidate), arch_of(world, &world->packages[from])))
            return i;
        if (found == SB_NPOS)
            found = i;
    }
    return found;
}

static size_t find_provider(struct sb_debian_world *world, size_t from, const struct sb_debian_want *want)
{
    size_t first =
        sb_lower_bound(world->provided, world->n_provided, sizeof *world->provided, &want->name, before_name);
    for (size_t i = first; i < world->n_provided && sb_str_eq(world->provided[i].name, want->name); i++) {
        size_t candidate = world->provided[i].package;
        if (i - first == CANDIDATES) {
            world->cut = true;
            break;
        }
        if (candidate != from && arch_fits(world, &world->packages[from], want, &world->packages[candidate]) &&
            version_fits(want, world->provided[i].version))
            return candidate;
    }
    return SB_NPOS;
}

size_t sb_debian_resolve(struct sb_debian_world *world, size_t from, sb_str clause)
{
    sb_str text;
    struct sb_debian_want want;
    while (sb_debian_part(&clause, '|', &text)) {
        if (!sb_debian_want(text, &want) ||
            !sb_debian_arch_listed(want.architectures, arch_of(world, &world->packages[from])))
            continue;
        size_t found = find_named(world, from, &want);
        if (found == SB_NPOS)
            found = find_provider(world, from, &want);
        if (found != SB_NPOS)
            return found;
    }
    return SB_NPOS;
}
