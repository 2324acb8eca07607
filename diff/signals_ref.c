/* REF_MOVED: the same branch, tag or version of a git repository leads to another commit. */
#include "diff/signal_run.h"

struct git {
    sb_str url, commit, ref;
};

static struct git git_of(const struct sb_facts *facts)
{
    struct git git = {.url = facts->origin.url, .ref = facts->origin.ref};
    size_t hash = sb_str_rchr(git.url, '#');
    if (hash != SB_NPOS) {
        git.commit = sb_str_from(git.url, hash + 1);
        git.url = sb_str_part(git.url, 0, hash);
    }
    sb_str_chop(&git.ref, SB_S("refs/tags/"));
    sb_str_chop(&git.ref, SB_S("refs/heads/"));
    return git;
}

enum form {
    NONE,     /* nobody said what was asked for */
    BRANCH,   /* moves by nature */
    FLOATING, /* a tag such as v1, which moves with each release, or a range */
    PINNED    /* v1.2.3, or a commit: whoever asks for it wants that one */
};

static bool is_hex(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_digit(text.p[i]) && (text.p[i] < 'a' || text.p[i] > 'f'))
            return false;
    return text.n >= 7;
}

/* Something with at least two dots between numbers: v1.2.3, release-2024.1.2, pkg@1.2.3-rc1. */
static bool is_full_version(sb_str ref)
{
    size_t dots = 0;
    for (size_t i = 1; i + 1 < ref.n; i++)
        dots += ref.p[i] == '.' && sb_is_digit(ref.p[i - 1]) && sb_is_digit(ref.p[i + 1]);
    return dots >= 2;
}

static bool has_digit(sb_str ref)
{
    for (size_t i = 0; i < ref.n; i++)
        if (sb_is_digit(ref.p[i]))
            return true;
    return false;
}

static enum form form_of(sb_str ref)
{
    if (ref.n == 0)
        return NONE;
    if (sb_str_starts(ref, SB_S("semver:")))
        return FLOATING;
    if (is_hex(ref) || is_full_version(ref))
        return PINNED;
    return has_digit(ref) ? FLOATING : BRANCH;
}

static void rate(struct sb_finding *f, enum form form)
{
    static const struct {
        uint8_t severity, weight;
    } rates[] = {[NONE] = {SB_LEVEL_MEDIUM, 5},
                 [BRANCH] = {SB_LEVEL_LOW, 2},
                 [FLOATING] = {SB_LEVEL_MEDIUM, 4},
                 [PINNED] = {SB_LEVEL_CRITICAL, 12}};
    sb_find_level(f, (enum sb_level)rates[form].severity, rates[form].weight);
}

static bool is_git(const struct sb_facts *facts)
{
    return sb_str_eq(facts->origin.kind, SB_S("git"));
}

/* Where no ref was written down, the version stands for it: only that must be the same. */
static bool same_ref(const struct sb_way *way, const struct git *old, const struct git *new)
{
    if (old->ref.n && new->ref.n)
        return sb_str_eq(old->ref, new->ref);
    return way->step == SB_STEP_SAME;
}

static void look_at_ref(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    struct git old = git_of(way->facts[SB_OLD]);
    struct git new = git_of(way->facts[SB_NEW]);
    if (!old.commit.n || !new.commit.n || sb_str_eq_nocase(old.commit, new.commit) ||
        !sb_str_eq_nocase(old.url, new.url) || !same_ref(way, &old, &new))
        return;
    bool named = old.ref.n && new.ref.n;
    struct sb_finding *f = sb_find(run, identity, way);
    rate(f, named ? form_of(new.ref) : NONE);
    f->old_json = sb_json_text_of(run, old.commit);
    f->new_json = sb_json_text_of(run, new.commit);
    f->content = sb_arena_str(run->arena, new.commit);
    sb_find_message(run, f, "%.*s of %.*s was commit %.*s and is now %.*s",
                    SB_FMT(named ? sb_short(run, new.ref) : SB_S("the same version")),
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_short(run, old.commit)),
                    SB_FMT(sb_short(run, new.commit)));
    sb_find_look(run, f, "ls -l ", "");
}

static void run_ref_moved(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (!way->arrival && sb_way_has(run, way, run->row->needs) && is_git(way->facts[SB_OLD]) &&
            is_git(way->facts[SB_NEW]))
            look_at_ref(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_ref_moved = {
    .id = "REF_MOVED",
    .severity = SB_LEVEL_CRITICAL,
    .weight = 12,
    .family = SB_FAMILY_SOURCE,
    .needs = SB_FACT_BIT(ORIGIN),
    .sentence = "the same tag or version of a repository leads to another commit",
    .why =
        "A tag is a promise. Whoever can write to the repository can break it, and everybody who pinned the tag gets "
        "other code: several attacks moved dozens of tags at once.",
    .base_rate = "not measured: tags of full versions practically never move; branches always do",
    .quiet = "A branch that moved is low (2), a floating tag such as v1 medium (4), the same version where nobody said "
             "which tag or branch was asked for medium (5). A tag of a full version, and a commit, are critical.",
    .run = run_ref_moved,
};
