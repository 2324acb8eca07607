#include "diff/match_claims.h"

/* The rules behind the canonical purl, from the surest to the vaguest. */
static const struct sb_match_rule rules[] = {
    {SB_TIER_DIGEST, sb_claim_digests, sb_allow_digests},
    {SB_TIER_ALIAS, sb_claim_alias, sb_allow_alias},
    {SB_TIER_ALIAS, sb_claim_other_purls, NULL},
    {SB_TIER_ALIAS, sb_claim_case, sb_allow_case},
    {SB_TIER_ALIAS, sb_claim_case_alone, sb_allow_case_alone},
    {SB_TIER_ALIAS, sb_claim_short_name, sb_allow_short_name},
    {SB_TIER_COORDINATES, sb_claim_coordinates, sb_allow_coordinates},
    {SB_TIER_COORDINATES, sb_claim_group_name, sb_allow_group_name},
    {SB_TIER_COORDINATES, sb_claim_kindless, sb_allow_kindless},
    {SB_TIER_COORDINATES, sb_claim_kindless_alone, sb_allow_kindless},
    {SB_TIER_COORDINATES, sb_claim_name_alone, sb_allow_name_alone},
};

void sb_match_tiers(struct sb_delta *delta)
{
    for (size_t i = 0; i < SB_COUNT(rules); i++)
        sb_match_apply(delta, &rules[i]);
}
