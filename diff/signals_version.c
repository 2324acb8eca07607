#include "diff/compare_version.h"
#include "diff/signal_run.h"

/* VERSION_ORDER: the way of the highest copy, because several copies of a package may stand side by side. A second
 * version beside the first is no step of it. */

enum {
    NUMBERS = 8,
    SMALL = 20,
    FAR = 99,
    SKIPPED = 3,
    FIRST_YEAR = 1990,
    LAST_YEAR = 2100,
    FIRST_DAY = 19900101,
    LAST_DAY = 21001231
};

struct oddity {
    const char *what;
    uint8_t severity;
    int32_t weight;
};

static bool is_date(uint64_t n)
{
    return (n >= FIRST_YEAR && n <= LAST_YEAR) || (n >= FIRST_DAY && n <= LAST_DAY);
}

static bool had_version(const struct sb_delta *delta, const struct sb_identity *identity, sb_str version)
{
    for (uint32_t i = 0; i < identity->n[SB_OLD]; i++)
        if (sb_str_eq(sb_delta_row(delta, SB_OLD, identity->rows[SB_OLD][i])->version, version))
            return true;
    return false;
}

/* Whether the new row took the place of an old one: the pair of it has both sides. */
static bool is_step(const struct sb_delta *delta, const struct sb_identity *identity, sb_comp new)
{
    for (uint32_t i = identity->first_pair; i < identity->first_pair + identity->n_pairs; i++)
        if (delta->pairs.p[i].row[SB_NEW].v == new.v)
            return delta->pairs.p[i].row[SB_OLD].v != 0;
    return false;
}

/* A number far beyond all of the old ones: whoever sorts by version takes this one. */
static bool leaps(const uint64_t *old, size_t n_old, const uint64_t *new, size_t n_new, bool *ret_date)
{
    for (size_t i = 0; i < n_old; i++)
        if (old[i] >= SMALL)
            return false;
    for (size_t i = 0; i < n_new; i++) {
        if (new[i] < FAR)
            continue;
        *ret_date = is_date(new[i]);
        return true;
    }
    return false;
}

/* "1.4.44-liberty-2" after "1.4.0"; what registries call a pre-release is none of it. */
static bool gains_suffix(sb_str old, sb_str new)
{
    static const char *const known[] = {"a",   "b",       "c",    "rc",     "alpha", "beta", "dev",
                                        "pre", "preview", "next", "canary", "post",  "final"};
    size_t dash = sb_str_chr(new, '-');
    if (dash == SB_NPOS || sb_str_chr(old, '-') != SB_NPOS)
        return false;
    sb_str word = sb_str_from(new, dash + 1);
    size_t end = 0;
    while (end < word.n && sb_is_alpha(word.p[end]))
        end++;
    word = sb_str_part(word, 0, end);
    for (size_t i = 0; i < SB_COUNT(known); i++)
        if (sb_str_eq_nocase(word, sb_str_of(known[i])))
            return false;
    return true;
}

static bool loses_local(sb_str old, sb_str new)
{
    return sb_str_chr(old, '+') != SB_NPOS && sb_str_chr(new, '+') == SB_NPOS;
}

/* The heaviest that is true of the step from OLD to NEW. Of a version that came beside the old ones only a leap:
 * whoever asks for any version gets it. */
static struct oddity find_oddity(const struct sb_identity *identity, sb_str old, sb_str new, bool step)
{
    const struct sb_version_scheme *scheme = sb_version_scheme_of(identity->type);
    bool system = sb_is_system_type(identity);
    uint64_t a[NUMBERS], b[NUMBERS];
    size_t n = scheme->release(old, a, NUMBERS);
    size_t m = scheme->release(new, b, NUMBERS);
    bool date = false;
    if (n && m && leaps(a, n, b, m, &date)) {
        if (date || system)
            return (struct oddity){"numbers of another kind", SB_LEVEL_MEDIUM, 4};
        return (struct oddity){"a number far beyond all before", SB_LEVEL_HIGH, 8};
    }
    int order = scheme->compare(new, old);
    if (!step)
        return (struct oddity){0};
    if (sb_is_type(identity, "pypi") && loses_local(old, new))
        return (struct oddity){"the local part behind \"+\" is gone: a build of another origin", SB_LEVEL_MEDIUM, 4};
    if (sb_is_platform_step(identity->type, old, new))
        return (struct oddity){"a build for another platform, or for none in particular", SB_LEVEL_LOW, 2};
    if (order < 0)
        return (struct oddity){"a lower version than before", SB_LEVEL_MEDIUM, 4};
    if (!system && gains_suffix(old, new))
        return (struct oddity){"a suffix that no version before had", SB_LEVEL_LOW, 2};
    if (!system && n && m && b[0] >= a[0] + SKIPPED && !is_date(b[0]))
        return (struct oddity){"two major versions or more were skipped", SB_LEVEL_LOW, 1};
    return (struct oddity){0};
}

static void run_version_order(struct sb_signal_run *run, const struct sb_identity *identity)
{
    const struct sb_delta *delta = run->delta;
    if (!identity || sb_run_is_root(run, identity) || !identity->n[SB_OLD] || !identity->n[SB_NEW])
        return;
    sb_comp row[SB_SIDES] = {identity->rows[SB_OLD][identity->n[SB_OLD] - 1],
                             identity->rows[SB_NEW][identity->n[SB_NEW] - 1]};
    sb_str old = sb_delta_row(delta, SB_OLD, row[SB_OLD])->version;
    sb_str new = sb_delta_row(delta, SB_NEW, row[SB_NEW])->version;
    /* The highest copy went and a lower one that was there before stayed: no step at all. */
    if (!old.n || !new.n || !sb_versions_have_order(old, new) || had_version(delta, identity, new) ||
        sb_compare_versions(identity->type, old, new, delta->same_generator) == SB_VERSION_SPELLED)
        return;
    struct oddity oddity = find_oddity(identity, old, new, is_step(delta, identity, row[SB_NEW]));
    if (!oddity.what)
        return;
    struct sb_way way = {.row = {row[SB_OLD], row[SB_NEW]}};
    struct sb_finding *f = sb_find(run, identity, &way);
    sb_find_level(f, (enum sb_level)oddity.severity, oddity.weight);
    f->old_json = sb_json_text_of(run, old);
    f->new_json = sb_json_text_of(run, new);
    sb_find_message(run, f, "%.*s went from %.*s to %.*s: %s", SB_FMT(sb_run_name(run, sb_run_index(run, identity))),
                    SB_FMT(old), SB_FMT(new), oddity.what);
    sb_find_look(run, f, "ls -l ", "");
}

const struct sb_signal_row sb_signal_version_order = {
    .id = "VERSION_ORDER",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 4,
    .family = SB_FAMILY_VERSION,
    .changed = {38, 2995}, /* above info */
    .sentence = "the new version does not follow the old one: a step back, a leap, a strange suffix",
    .why = "Enormous numbers win against every other version; odd suffixes were used to publish an old version again.",
    .base_rate = "step back: 2 % of changes, mostly one of several copies",
    .quiet =
        "The highest copy is looked at: one that went is no step back, and of a second one beside the first only a "
        "leap is told. Suffixes are low (2), skipped majors low (1); a number of 99 or more after numbers below 20 "
        "is high (8) unless it is a date.",
    .unseen = "A bad release with the version that everybody expects next, which is nearly every one.",
    .run = run_version_order,
};
