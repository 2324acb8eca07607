#include "base/buf.h"
#include "diff/score.h"

struct family {
    const struct sb_finding *heaviest;
    int32_t further;
};

struct sum {
    struct family families[SB_FAMILY_COUNT];
    uint8_t worst;   /* of what counts */
    bool above_info; /* something above info */
    bool signal;     /* that is no booster */
};

/* Of equal weights the more severe, then the first by id. */
static bool is_heavier(const struct sb_finding *a, const struct sb_finding *b)
{
    if (!b || a->weight != b->weight)
        return !b || a->weight > b->weight;
    if (a->severity != b->severity)
        return a->severity > b->severity;
    return strcmp(a->signal->id, b->signal->id) < 0;
}

/* The heaviest finding of one signal in a group: a signal counts once, however many files it names. NULL if it has
 * none. */
static const struct sb_finding *heaviest_of(const struct sb_delta *delta, const struct sb_group *group,
                                            const struct sb_signal_row *signal)
{
    const struct sb_finding *heaviest = NULL;
    for (size_t i = 0; i < group->n_findings; i++) {
        const struct sb_finding *f = &delta->findings.p[group->findings[i]];
        if (f->signal == signal && is_heavier(f, heaviest))
            heaviest = f;
    }
    return heaviest;
}

/* The most severe and the heaviest finding of a signal may be two. */
static void note_severities(const struct sb_delta *delta, const struct sb_group *group, struct sum *sum)
{
    for (size_t i = 0; i < group->n_findings; i++) {
        const struct sb_finding *f = &delta->findings.p[group->findings[i]];
        if (f->signal->booster || (sum->signal && f->severity <= SB_LEVEL_INFO))
            continue;
        sum->worst = f->severity > sum->worst ? f->severity : sum->worst;
    }
}

static void look_over(const struct sb_delta *delta, const struct sb_group *group, struct sum *sum)
{
    for (size_t i = 0; i < group->n_findings; i++) {
        const struct sb_finding *f = &delta->findings.p[group->findings[i]];
        sum->above_info = sum->above_info || f->severity > SB_LEVEL_INFO;
        sum->signal = sum->signal || (f->severity > SB_LEVEL_INFO && !f->signal->booster);
    }
}

static void add_signals(const struct sb_delta *delta, const struct sb_group *group, struct sum *sum)
{
    note_severities(delta, group, sum);
    for (size_t s = 0; sb_signals[s]; s++) {
        const struct sb_finding *f = sb_signals[s]->booster ? NULL : heaviest_of(delta, group, sb_signals[s]);
        if (!f || (sum->signal && f->severity <= SB_LEVEL_INFO))
            continue;
        struct family *family = &sum->families[f->signal->family];
        family->further += family->heaviest != NULL;
        if (is_heavier(f, family->heaviest))
            family->heaviest = f;
    }
}

static int32_t add_families(const struct sum *sum, struct sb_buf *text)
{
    int32_t score = 0;
    for (size_t i = 0; i < SB_FAMILY_COUNT; i++) {
        const struct family *family = &sum->families[i];
        if (!family->heaviest)
            continue;
        int32_t further = family->further < SB_SCORE_FURTHER ? family->further : SB_SCORE_FURTHER;
        score += family->heaviest->weight + further;
        sb_buf_printf(text, "%s%s %d (%s)", text->n ? ", " : "", sb_family_names[i], family->heaviest->weight,
                      family->heaviest->signal->id);
        if (further)
            sb_buf_printf(text, " + %d for %d more", further, family->further);
    }
    return score;
}

/* Each booster once, however many findings it has. */
static int32_t add_boosters(const struct sb_delta *delta, const struct sb_group *group, struct sum *sum,
                            struct sb_buf *text)
{
    int32_t score = 0;
    for (size_t s = 0; sum->signal && sb_signals[s]; s++) {
        const struct sb_finding *found = sb_signals[s]->booster ? heaviest_of(delta, group, sb_signals[s]) : NULL;
        if (!found)
            continue;
        score += found->weight;
        sum->worst = found->severity > sum->worst ? found->severity : sum->worst;
        sb_buf_printf(text, ", booster %d (%s)", found->weight, found->signal->id);
    }
    return score;
}

static uint8_t severity_of(const struct sum *sum, int32_t score)
{
    if (sum->worst == SB_LEVEL_CRITICAL)
        return SB_LEVEL_CRITICAL;
    if (score >= SB_SCORE_HIGH && sum->worst >= SB_LEVEL_HIGH)
        return SB_LEVEL_HIGH;
    if (!sum->above_info)
        return SB_LEVEL_INFO;
    return score >= SB_SCORE_MEDIUM && sum->signal ? SB_LEVEL_MEDIUM : SB_LEVEL_LOW;
}

void sb_score(struct sb_delta *delta, struct sb_group *group)
{
    struct sum sum = {0};
    struct sb_buf text = {0};
    look_over(delta, group, &sum);
    add_signals(delta, group, &sum);
    group->score = add_families(&sum, &text);
    group->score += add_boosters(delta, group, &sum, &text);
    group->severity = severity_of(&sum, group->score);
    if (text.n == 0)
        sb_buf_str(&text, SB_S("no signal"));
    sb_buf_printf(&text, " = %d", group->score);
    group->explanation = sb_arena_str(&delta->arena, sb_buf_all(&text));
    sb_buf_done(&text);
}
