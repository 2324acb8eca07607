#include "base/map.h"
#include "diff/signal_dep.h"

/* ---- NEW_COMPONENT ---- */

static void run_new_component(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || !sb_is_arrival(identity) || sb_run_is_root(run, identity) || !run->ways.n ||
        !run->told[sb_run_index(run, identity)])
        return;
    const struct sb_way *way = &run->ways.p[0];
    struct sb_finding *f = sb_find(run, identity, way);
    f->new_json = sb_json_text_of(run, sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->purl);
    sb_str spelled = sb_run_spell(run, SB_NEW, way->row[SB_NEW]);
    const struct sb_identity *twin = sb_name_of_other_type(run, identity);
    if (twin && !twin->type.n) {
        f->note = "same name, no package URL before";
        sb_find_message(run, f, "%.*s is new; the old inventory has one of the same name without a package URL (%.*s)",
                        SB_FMT(spelled), SB_FMT(sb_run_spell(run, SB_OLD, twin->rows[SB_OLD][0])));
    } else if (twin) {
        f->note = "same name, other ecosystem";
        sb_find_message(run, f, "%.*s of %.*s is new; one of the same name, but of another ecosystem (%.*s), is gone",
                        SB_FMT(spelled), SB_FMT(identity->type), SB_FMT(twin->type));
    } else {
        sb_find_message(run, f, "%.*s is new", SB_FMT(spelled));
    }
    sb_find_look(run, f, "ls -l ", "");
}

const struct sb_signal_row sb_signal_new_component = {
    .id = "NEW_COMPONENT",
    .severity = SB_LEVEL_INFO,
    .weight = 2,
    .family = SB_FAMILY_DEPENDENCY,
    .sentence = "a package that the old inventory does not list in any version",
    .why = "New names are where other signals are looked for.",
    .base_rate = "20 % of the entries of a lock-file change; the median change adds none",
    .quiet = "Never an alert; it stands in the group of what brought it.",
    .unseen = "A new package without a row of its own: code that was copied into another one.",
    .run = run_new_component,
};

/* ---- NEW_DEP_IN_PATCH ---- */

/* How the step is called in front of the package's name and new version. */
static const char *step_words(const struct sb_delta *delta, const struct sb_identity *identity,
                              const struct sb_way *way, enum sb_release release)
{
    static const char *const words[SB_RELEASES] = {"the patch release", "the minor release", "the major release"};
    bool plain = way->step != SB_STEP_OTHER && !sb_is_system_type(identity);
    sb_str old = sb_delta_row(delta, SB_OLD, way->row[SB_OLD])->version;
    sb_str new = sb_delta_row(delta, SB_NEW, way->row[SB_NEW])->version;
    int order = sb_version_scheme_of(identity->type)->compare(old, new);
    if (order == 0)
        return "at the same version,";
    if (order > 0)
        return "the step back to";
    return plain ? words[release] : "the release";
}

/* By how rare such a release is, for a newcomer against which nothing speaks, and for another; less than the rate alone
 * would say, because what a larger release brings (files, commands, dependencies) comes together. One of the same
 * project weighs as in the next larger kind of release. */
static const struct {
    uint8_t severity;
    int8_t weight;
} ratings[SB_RELEASES + 1][2] = {
    [SB_RELEASE_PATCH] = {{SB_LEVEL_MEDIUM, 6}, {SB_LEVEL_HIGH, 6}},
    [SB_RELEASE_MINOR] = {{SB_LEVEL_LOW, 1}, {SB_LEVEL_MEDIUM, 4}},
    [SB_RELEASE_MAJOR] = {{SB_LEVEL_INFO, 1}, {SB_LEVEL_LOW, 2}},
    [SB_RELEASES] = {{SB_LEVEL_INFO, 1}, {SB_LEVEL_LOW, 1}},
};

/* The heaviest that is true of one of DEPS. */
static void rate_deps(struct sb_signal_run *run, struct sb_finding *f, const struct sb_identity *identity,
                      const struct sb_way *way, enum sb_release release, const uint32_t *deps, size_t n)
{
    sb_find_level(f, SB_LEVEL_NONE, 0);
    for (size_t d = 0; d < n; d++) {
        size_t kind = (size_t)release + sb_is_split(run, identity, way->row[SB_NEW], deps[d]);
        bool doubt = !sb_is_plain_arrival(run, deps[d]);
        if (ratings[kind][doubt].weight > f->weight || ratings[kind][doubt].severity > f->severity)
            sb_find_level(f, (enum sb_level)ratings[kind][doubt].severity, ratings[kind][doubt].weight);
        if (release == SB_RELEASE_PATCH)
            *SB_PUSH(&run->patch_edges) = sb_pair(sb_run_index(run, identity), deps[d]);
    }
}

/* One of them may have been there, under the same name and without a package URL. */
static bool have_namesakes(struct sb_signal_run *run, const uint32_t *deps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct sb_identity *twin = sb_name_of_other_type(run, &run->delta->identities.p[deps[i]]);
        if (twin && !twin->type.n)
            return true;
    }
    return false;
}

static void run_new_dep_in_patch(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        uint32_t *deps;
        size_t n = way->arrival ? 0 : sb_new_deps(run, way, &deps);
        if (n == 0)
            continue;
        enum sb_release release = sb_release_of(run->delta, identity, way);
        struct sb_finding *f = sb_find(run, identity, way);
        rate_deps(run, f, identity, way, release, deps, n);
        sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
        sb_find_about(run, f, deps, n);
        f->old_json = SB_S("[]");
        f->new_json = sb_purls_json(run, deps, n);
        bool namesakes = have_namesakes(run, deps, n);
        sb_find_message(run, f, "%s %.*s needs %.*s, which %s %s", step_words(run->delta, identity, way, release),
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_names_text(run, deps, n)),
                        n == 1 ? "was" : "were",
                        namesakes ? "not in the old inventory, but for a name without a package URL"
                                  : "nowhere in the old inventory");
        sb_find_look(run, f, "less ", "");
    }
}

const struct sb_signal_row sb_signal_new_dep_in_patch = {
    .id = "NEW_DEP_IN_PATCH",
    .severity = SB_LEVEL_HIGH,
    .weight = 6,
    .family = SB_FAMILY_DEPENDENCY,
    .changed = {77, 2995}, /* above info */
    .sentence = "a release, a patch above all, needs a package that the old inventory did not have",
    .why = "Patch releases mend; a new dependency is how foreign code came into several well-known packages.",
    .base_rate = "148 of 4,579 patch releases (3.2 %), 366 of 5,144 others (7.1 %)",
    .quiet = "Nothing is left out, but weights differ: in a patch release medium (6) as long as nothing speaks against "
             "the newcomer (it is named in the code, comes from a registry and runs nothing at installation), else "
             "high (6); in a minor release low (1) or medium (4); in a major one info (1) or low (2). Packages of the "
             "same owner or repository weigh as in the next larger release.",
    .unseen = "A dependency that was there before, in a version that turned bad; code that is fetched at run time.",
    .run = run_new_dep_in_patch,
};
