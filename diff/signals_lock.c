/* What lock files say: INTEGRITY_WEAKER and LOCK_TREE_DISAGREE */
#include "diff/signal_integrity.h"

/* ---- INTEGRITY_WEAKER ---- */

static unsigned strongest(const struct sb_facts *facts, sb_str from)
{
    unsigned best = 0;
    for (size_t i = 0; i < facts->integrity.n; i++) {
        const struct sb_fact_integrity *record = &facts->integrity.p[i];
        unsigned strength =
            sb_is_artifact(record) && (!from.p || sb_str_eq(record->from, from)) ? sb_algs[record->alg].strength : 0;
        best = strength > best ? strength : best;
    }
    return best;
}

/* Whether the new side pins any package: another package manager, or another kind of lock file, pins none. */
static bool pins_any(struct sb_signal_run *run)
{
    const struct sb_doc *doc = run->delta->doc[SB_NEW];
    for (uint32_t c = 1; !run->pins && c <= sb_doc_count(doc); c++) {
        const struct sb_facts *facts = sb_run_facts_of(run, SB_NEW, (sb_comp){c}, SB_FACT_BIT(INTEGRITY));
        for (size_t i = 0; i < facts->integrity.n; i++)
            if (sb_is_artifact(&facts->integrity.p[i]))
                run->pins = SB_PINS_SOME;
    }
    if (!run->pins)
        run->pins = SB_PINS_NONE;
    return run->pins == SB_PINS_SOME;
}

/* Of the same place (a lock file), which must still speak of the component. */
static void look_at_strength(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < old->integrity.n; i++) {
        const struct sb_fact_integrity *record = &old->integrity.p[i];
        unsigned before = strongest(old, record->from);
        unsigned after = strongest(new, record->from);
        if (after == 0) /* a lock file that moved along with its project */
            after = strongest(new, SB_STR_NONE);
        if (!sb_is_artifact(record) || sb_algs[record->alg].strength < before || after >= before)
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        bool listed = new->origin.kind.n || old->origin.kind.n == 0;            /* a lock file still speaks of it */
        if (after == 0 && way->step == SB_STEP_SAME && listed && pins_any(run)) /* of this one alone */
            sb_find_level(f, SB_LEVEL_HIGH, 8);
        f->content = new->files.sha256; /* which nothing vouches for any more */
        f->old_json = sb_json_text_of(run, record->algorithm);
        sb_find_message(run, f, "%.*s pinned %.*s by %.*s and now by %s", SB_FMT(record->from),
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(record->algorithm),
                        after ? "a weaker digest" : "none");
        sb_find_look(run, f, "ls -l ", "");
        return;
    }
}

static void run_integrity_weaker(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        sb_str kind = way->facts[SB_NEW]->origin.kind;
        sb_str before = way->facts[SB_OLD]->origin.kind;
        /* A lock file need not say where packages of the registry come from. */
        bool asked = sb_str_eq(kind, SB_S("registry")) || (kind.n == 0 && before.n == 0) ||
                     (kind.n == 0 && way->step == SB_STEP_SAME && sb_str_eq(before, SB_S("registry")));
        if (!way->arrival && sb_way_has(run, way, run->row->needs) && asked)
            look_at_strength(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_integrity_weaker = {
    .id = "INTEGRITY_WEAKER",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 6,
    .family = SB_FAMILY_INTEGRITY,
    .needs = SB_FACT_BIT(INTEGRITY),
    .sentence = "a lock file pins a package by a weaker digest than before, or by none",
    .why = "What is not pinned can be replaced without anybody noticing.",
    .base_rate = "4 in the histories of five npm projects",
    .quiet = "Packages from git, folders and bundles, which have no digest; a lock file that is gone. High (8) where a "
             "package of the same version lost its digest and others did not.",
    .run = run_integrity_weaker,
};

/* ---- LOCK_TREE_DISAGREE ---- */

/* The location is one of the lock file's project: the same quarrel where both moved. */
static bool lock_had(const struct sb_facts *facts, const struct sb_fact_lock *entry)
{
    for (size_t i = 0; i < facts->lock.n; i++)
        if (sb_str_eq(facts->lock.p[i].location, entry->location) && sb_str_eq(facts->lock.p[i].name, entry->name))
            return true;
    return false;
}

static void tell_lock(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                      const struct sb_fact_lock *entry)
{
    struct sb_finding *f = sb_find(run, identity, way);
    const struct sb_member members[] = {
        {.name = "location", .text = entry->location},
        {.name = "lock", .text = entry->lock},
        {.name = "name", .text = entry->name},
        {.name = "version", .text = entry->version},
    };
    f->path = entry->location.n ? sb_arena_str(run->arena, entry->location) : sb_arena_str(run->arena, entry->lock);
    f->below = f->path;
    f->old_json = sb_json_text_of(run, sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->version);
    f->new_json = sb_json_object_of(run, members, SB_COUNT(members));
    f->content = sb_arena_join(run->arena, entry->version, SB_S("\n"), way->facts[SB_NEW]->files.sha256);
    sb_find_message(run, f, "%.*s lists %.*s %.*s, and what is installed there says it is %.*s", SB_FMT(entry->lock),
                    SB_FMT(entry->name), SB_FMT(entry->version), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
    sb_find_look(run, f, "ls -l ", "");
}

static void run_lock_tree_disagree(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && run->facts_agree && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        for (size_t k = 0; k < way->facts[SB_NEW]->lock.n; k++)
            if (!lock_had(way->facts[SB_OLD], &way->facts[SB_NEW]->lock.p[k]))
                tell_lock(run, identity, way, &way->facts[SB_NEW]->lock.p[k]);
    }
}

const struct sb_signal_row sb_signal_lock_tree_disagree = {
    .id = "LOCK_TREE_DISAGREE",
    .severity = SB_LEVEL_HIGH,
    .weight = 9,
    .family = SB_FAMILY_INTEGRITY,
    .sentence = "the lock file says another name or version than what is installed",
    .why =
        "One attack replaced its own manifest by a harmless one after it had run; the lock file still told the truth.",
    .base_rate = "0 after a clean installation",
    .quiet = "Disagreements that were there before.",
    .run = run_lock_tree_disagree,
};
