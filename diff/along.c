#include "diff/along.h"

#include "base/mem.h"
#include "diff/edges.h"
#include "id/version.h"

struct packages {
    uint32_t *pair_of[SB_SIDES]; /* by handle: index + 1 */
    uint32_t files[SB_SIDES];
};

static bool is_owned_file(const struct sb_delta *delta, enum sb_side side, sb_comp c)
{
    return c.v && delta->owners[side][c.v].v && sb_is_file(delta->doc[side], c);
}

static void count_files(const struct sb_delta *delta, struct packages *packages)
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (uint32_t v = 1; v <= sb_doc_count(delta->doc[side]); v++)
            packages->files[side] += is_owned_file(delta, side, (sb_comp){v});
}

static void number_pairs(const struct sb_delta *delta, struct packages *packages)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        packages->pair_of[side] = sb_calloc(delta->doc[side]->components.n, sizeof *packages->pair_of[side]);
        for (size_t i = 0; i < delta->pairs.n; i++)
            packages->pair_of[side][delta->pairs.p[i].row[side].v] = (uint32_t)i + 1;
    }
}

/* Has the package its partner, at the same version? */
static bool stays(const struct sb_delta *delta, const struct sb_row_pair *package)
{
    if (!package->row[SB_OLD].v || !package->row[SB_NEW].v)
        return false;
    sb_str old = sb_delta_row(delta, SB_OLD, package->row[SB_OLD])->version;
    sb_str new = sb_delta_row(delta, SB_NEW, package->row[SB_NEW])->version;
    const struct sb_version_scheme *scheme = sb_version_scheme_of(delta->identities.p[package->identity].type);
    return sb_str_eq(old, new) || (old.n && new.n && scheme->compare(old, new) == 0);
}

static bool goes_along(const struct sb_delta *delta, const struct packages *packages, const struct sb_row_pair *pair)
{
    uint32_t package[SB_SIDES] = {0};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        if (pair->row[side].v && !is_owned_file(delta, side, pair->row[side]))
            return false;
        if (!packages->files[side])
            return true; /* that side lists none: coverage says so */
        if (pair->row[side].v)
            package[side] = packages->pair_of[side][delta->owners[side][pair->row[side].v].v];
    }
    /* From one package to another it is news, unless both are: then its name is all that the two have in common. */
    for (unsigned side = 0; side < SB_SIDES; side++)
        if (package[side] && stays(delta, &delta->pairs.p[package[side] - 1]))
            return false;
    return package[SB_OLD] || package[SB_NEW];
}

void sb_along_find(struct sb_delta *delta)
{
    struct packages packages = {0};
    count_files(delta, &packages);
    if (packages.files[SB_OLD] || packages.files[SB_NEW]) {
        number_pairs(delta, &packages);
        for (size_t i = 0; i < delta->pairs.n; i++)
            delta->pairs.p[i].along = goes_along(delta, &packages, &delta->pairs.p[i]);
    }
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(packages.pair_of[side]);
}
