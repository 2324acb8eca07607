/* Other severities and weights for what was found. */
#include "policy/judge.h"

static bool fits(const struct sb_judge *judge, const struct sb_level_rule *rule, const struct sb_finding *f,
                 const struct sb_named *named)
{
    enum sb_side side = f->row[SB_NEW].v ? SB_NEW : SB_OLD;
    const struct sb_where *where = &rule->where;
    if (rule->signals && !(rule->signals & sb_signal_bit(f->signal)))
        return false;
    if (rule->families && !(rule->families >> f->signal->family & 1))
        return false;
    if (f->row[side].v)
        return sb_where_fits(where, judge->delta, side, f->row[side], named);
    return !where->ecosystems.n && !where->packages.n && !where->scopes; /* of no package */
}

static void change(struct sb_judge *judge, const struct sb_level_rule *rule, struct sb_finding *f)
{
    if (rule->level != SB_LEVEL_NONE) {
        f->severity = rule->level;
        f->weight = sb_level_weight(judge, rule->level);
    }
    if (rule->weight != SB_POLICY_UNSET)
        f->weight = (int32_t)rule->weight;
    f->note = rule->place.line ? sb_arena_printf(&judge->delta->arena, "policy, line %u", rule->place.line).p
                               : "policy, preset";
}

/* What stands in the preset comes first, so that the file counts over it. */
static const struct sb_level_rule *find_rule(struct sb_judge *judge, const struct sb_finding *f)
{
    const struct sb_level_rule *rules = judge->policy->levels.p;
    enum sb_side side = f->row[SB_NEW].v ? SB_NEW : SB_OLD;
    struct sb_named named = {0};
    if (f->row[side].v)
        named = sb_named_of(judge->delta, side, f->row[side], &judge->scratch);
    for (size_t i = judge->policy->levels.n; i > 0; i--)
        if (fits(judge, &rules[i - 1], f, &named))
            return &rules[i - 1];
    return NULL;
}

void sb_judge_levels(struct sb_judge *judge)
{
    struct sb_delta *delta = judge->delta;
    for (size_t i = 0; judge->policy->levels.n && i < delta->findings.n; i++) {
        struct sb_finding *f = &delta->findings.p[i];
        const struct sb_level_rule *rule = find_rule(judge, f);
        sb_arena_reset(&judge->scratch);
        if (!rule)
            continue;
        uint8_t severity = f->severity;
        int32_t weight = f->weight;
        change(judge, rule, f);
        delta->policing.levelled += severity != f->severity || weight != f->weight;
    }
}
