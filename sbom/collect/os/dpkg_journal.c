/* What dpkg would make of its status file and the files of its journal (lib/dpkg/dbmodify.c, lib/dpkg/parse.c). */
#include "os/dpkg.h"

enum { INSTANCES = 256 }; /* of one name: more than there are architectures */

/* Those of one name, while steps are applied to it. */
struct instances {
    struct sb_join *join;
    struct sb_dpkg_package p[INSTANCES];
    size_t n;
};

/* Of one name the order of the files, and in a file that of its lines. */
static int by_name_and_step(const void *left, const void *right)
{
    const struct sb_dpkg_package *a = left;
    const struct sb_dpkg_package *b = right;
    int order = sb_str_cmp(a->name, b->name);
    if (order == 0)
        order = sb_str_cmp(a->from->path, b->from->path);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int by_arch(const void *left, const void *right)
{
    return sb_str_cmp(((const struct sb_dpkg_package *)left)->arch, ((const struct sb_dpkg_package *)right)->arch);
}

static bool is_same(const struct sb_dpkg_package *package)
{
    return sb_str_eq(package->multi_arch, SB_S("same"));
}

/* Which one STEP is about; N for a new one. A package of which there is one may change its architecture, unless several
 * may stand beside each other. */
static size_t find(const struct instances *now, const struct sb_dpkg_package *step)
{
    if (now->n == 1 && !(is_same(&now->p[0]) && is_same(step)))
        return 0;
    size_t i = 0;
    while (i < now->n && !sb_str_eq(now->p[i].arch, step->arch))
        i++;
    return i;
}

static void put(struct instances *now, size_t i, const struct sb_dpkg_package *package)
{
    if (i < INSTANCES) {
        now->p[i] = *package;
        now->n += i == now->n;
    } else
        sb_join_diag(now->join, SB_D_LIST_CUT, package->from->path, package->line,
                     "%.*s is there for more than %d architectures", SB_FMT(package->name), INSTANCES);
}

static void apply(struct instances *now, const struct sb_dpkg_package *step)
{
    size_t i = find(now, step);
    if (!step->blank)
        put(now, i, step);
    else if (i < now->n)
        now->p[i] = now->p[--now->n];
}

static void keep(struct instances *now, sb_dpkg_package_vec *kept)
{
    if (now->n)
        qsort(now->p, now->n, sizeof *now->p, by_arch);
    for (size_t i = 0; i < now->n; i++)
        if (!now->p[i].gone)
            *SB_PUSH(kept) = now->p[i];
}

/* What is left to do. */
struct rest {
    const struct sb_dpkg_package *step, *steps_end, *package, *packages_end;
};

/* All of the name that stands first in both. */
static void next_name(struct rest *rest, struct instances *now)
{
    bool step = rest->step < rest->steps_end &&
                (rest->package == rest->packages_end || sb_str_cmp(rest->step->name, rest->package->name) < 0);
    sb_str name = step ? rest->step->name : rest->package->name;
    now->n = 0;
    for (; rest->package < rest->packages_end && sb_str_eq(rest->package->name, name); rest->package++)
        if (!rest->package->blank)
            put(now, now->n, rest->package);
    for (; rest->step < rest->steps_end && sb_str_eq(rest->step->name, name); rest->step++)
        apply(now, rest->step);
}

static void drop_gone(sb_dpkg_package_vec *packages)
{
    size_t n = 0;
    for (size_t i = 0; i < packages->n; i++)
        if (!packages->p[i].gone)
            packages->p[n++] = packages->p[i];
    packages->n = n;
}

void sb_dpkg_journal_apply(struct sb_join *join, sb_dpkg_package_vec *steps, sb_dpkg_package_vec *packages)
{
    if (steps->n == 0) {
        drop_gone(packages);
        return;
    }
    sb_dpkg_package_vec kept = {0};
    struct instances *now = sb_calloc(1, sizeof *now);
    qsort(steps->p, steps->n, sizeof *steps->p, by_name_and_step);
    struct rest rest = {steps->p, steps->p + steps->n, packages->p, packages->n ? packages->p + packages->n : NULL};
    now->join = join;
    while (rest.step < rest.steps_end || rest.package < rest.packages_end) {
        next_name(&rest, now);
        keep(now, &kept);
    }
    sb_free(now);
    sb_free(packages->p);
    *packages = kept;
}
