#include "diff/signal_run.h"

/* ---- MANIFEST_ONLY ---- */

static bool gains_dep(const struct sb_way *way, sb_str *ret_raw)
{
    for (size_t i = 0; i < way->facts[SB_NEW]->deps.n; i++) {
        const struct sb_fact_dep *dep = &way->facts[SB_NEW]->deps.p[i];
        if (sb_str_eq(dep->scope, SB_S("dev")) || sb_deps_have(way->facts[SB_OLD], sb_dep_name(dep->raw)))
            continue;
        *ret_raw = dep->raw;
        return true;
    }
    return false;
}

static bool gains_hook(const struct sb_way *way, sb_str *ret_command)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    if (!(old->has & new->has &SB_FACT_BIT(EXEC)))
        return false;
    for (size_t i = 0; i < new->exec.n; i++) {
        bool known = !sb_exec_is_install(&new->exec.p[i]);
        for (size_t k = 0; !known && k < old->exec.n; k++)
            known =
                old->exec.p[k].kind == new->exec.p[i].kind &&sb_str_eq(old->exec.p[k].command, new->exec.p[i].command);
        if (known)
            continue;
        *ret_command = new->exec.p[i].command;
        return true;
    }
    return false;
}

/* A record that names the manifest alone says nothing of what lies beside it. */
static bool names_more(const struct sb_facts *facts)
{
    return !(facts->has & SB_FACT_BIT(FILES)) || facts->files.n > 1;
}

static bool only_manifest_differs(const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    return sb_way_is_small(way) && names_more(old) && names_more(new) &&
           sb_str_eq(old->rest.sha256, new->rest.sha256) && !sb_str_eq(old->manifest.sha256, new->manifest.sha256);
}

static void run_manifest_only(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        sb_str what = SB_STR_NONE;
        if (!sb_way_has(run, way, run->row->needs) || !only_manifest_differs(way))
            continue;
        bool dep = gains_dep(way, &what);
        if (!dep && !gains_hook(way, &what))
            continue;
        uint32_t *deps;
        size_t n = sb_new_deps(run, way, &deps);
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
        sb_find_about(run, f, deps, n);
        f->content = way->facts[SB_NEW]->manifest.sha256;
        f->old_json = sb_json_text_of(run, way->facts[SB_OLD]->manifest.sha256);
        f->new_json = sb_json_text_of(run, way->facts[SB_NEW]->manifest.sha256);
        sb_find_message(run, f, "of %.*s only %.*s changed, and it gained %s %.*s",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(way->facts[SB_NEW]->manifest.path),
                        dep ? "the dependency" : "the install hook", SB_FMT(what));
        sb_find_look(run, f, "less ", "");
    }
}

const struct sb_signal_row sb_signal_manifest_only = {
    .id = "MANIFEST_ONLY",
    .severity = SB_LEVEL_HIGH,
    .weight = 4,
    .family = SB_FAMILY_FILES,
    .booster = true,
    .needs = SB_FACT_BIT(MANIFEST) | SB_FACT_BIT(REST) | SB_FACT_BIT(DEPS),
    .sentence = "a small release changed nothing but its manifest, and that gained a dependency or an install hook",
    .why = "A release without a change of code has no use for a new dependency: whoever made it wanted the dependency.",
    .base_rate = "3 of 18 releases changed only the manifest (17 %); none of them gained a dependency or a hook",
    .quiet = "Never counted alone.",
    .run = run_manifest_only,
};
