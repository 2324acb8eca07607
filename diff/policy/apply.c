#include "base/mem.h"
#include "diff/signals.h"
#include "policy/judge.h"

static void begin(struct sb_judge *judge, const struct sb_policy *policy, struct sb_delta *delta)
{
    *judge = (struct sb_judge){.policy = policy, .delta = delta, .json = sb_json_new(SB_STR_NONE, 16)};
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_fact_reader_begin(&judge->reader[side], delta->doc[side], judge->json, &judge->scratch);
}

static void end(struct sb_judge *judge)
{
    sb_json_free(judge->json);
    sb_buf_done(&judge->buf);
    sb_arena_done(&judge->scratch);
}

void sb_policy_apply(const struct sb_policy *policy, struct sb_delta *delta)
{
    struct sb_judge judge;
    delta->policing.policy = policy->name;
    delta->score_high = (int32_t)policy->scores.high;
    delta->score_medium = (int32_t)policy->scores.medium;
    begin(&judge, policy, delta);
    sb_judge_rules(&judge);
    sb_judge_ages(&judge);
    sb_judge_classes(&judge);
    sb_judge_whole(&judge);
    sb_judge_levels(&judge);
    end(&judge);
    sb_findings_seal(delta);
    for (size_t i = 0; i < delta->findings.n; i++)
        delta->policing.found += delta->findings.p[i].signal->family == SB_FAMILY_POLICY;
}
