#include "diff/signal_dep.h"

/* ---- PHANTOM_DEP ---- */

/* Keeps those of DEPS that nobody names; RET_SELDOM: there may be a reason for all of them. */
static size_t find_phantoms(struct sb_signal_run *run, const struct sb_way *way, uint32_t *deps, size_t n,
                            bool *ret_seldom)
{
    size_t kept = 0;
    *ret_seldom = true;
    for (size_t d = 0; d < n; d++) {
        bool seldom = false;
        if (sb_is_mentioned(run, deps[d]) != SB_MENTION_NO)
            continue;
        for (size_t i = 0; i < way->facts[SB_NEW]->deps.n; i++) {
            const struct sb_fact_dep *dep = &way->facts[SB_NEW]->deps.p[i];
            if (sb_dep_identity(run, SB_NEW, dep) == deps[d])
                seldom =
                    seldom || sb_is_seldom_named(run, way->facts[SB_NEW], dep, sb_first_facts(run, deps[d]), deps[d]);
        }
        *ret_seldom = *ret_seldom && seldom;
        deps[kept++] = deps[d];
    }
    return kept;
}

static void run_phantom_dep(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity) || sb_is_system_type(identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        uint32_t *deps;
        if (!sb_way_compares(way) || !sb_way_has(run, way, run->row->needs))
            continue;
        bool seldom;
        size_t n = sb_new_deps(run, way, &deps);
        n = find_phantoms(run, way, deps, n, &seldom);
        if (n == 0)
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (seldom)
            sb_find_level(f, SB_LEVEL_MEDIUM, 1);
        else if (sb_release_of(run->delta, identity, way) != SB_RELEASE_PATCH)
            sb_find_level(f, SB_LEVEL_MEDIUM, 2);
        sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
        sb_find_about(run, f, deps, n);
        f->new_json = sb_purls_json(run, deps, n);
        sb_find_message(run, f, "no file of %.*s, nor of any other package, names its new dependency %.*s",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_names_text(run, deps, n)));
        sb_find_look(run, f,
                     !f->path.n                     ? "ls -l "
                     : sb_is_type(identity, "pypi") ? "grep -n Requires-Dist "
                                                    : "grep -n dependencies ",
                     "");
    }
}

const struct sb_signal_row sb_signal_phantom_dep = {
    .id = "PHANTOM_DEP",
    .severity = SB_LEVEL_HIGH,
    .weight = 3,
    .family = SB_FAMILY_DEPENDENCY,
    .booster = true,
    .needs = SB_FACT_BIT(DEPS),
    .changed = {5, 2995}, /* above info */
    .sentence = "no file of any package names the new dependency that one of them declares",
    .why = "A dependency that is never used can only be there for what it does by itself.",
    .base_rate =
        "1 of 2,995 changed packages named nowhere what it newly needed, beside 4 with a reason for it; none in a "
        "patch release",
    .quiet = "Never counted alone. Medium (2) in a release that is more than a patch; medium (1) for types, commands, "
             "peer and optional dependencies, extras.",
    .unseen =
        "A dependency that the code names without using it. Whether code names one is looked at in npm packages "
        "and in Python distributions; elsewhere nothing is said, and in Python nothing of tools, plug-ins, data and "
        "types, and of what native modules may import.",
    .run = run_phantom_dep,
};
