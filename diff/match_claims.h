/* Private to the matching files: identities of one side claim keys; a key that exactly one of either side claims brings
 * the two together. */
#ifndef SB_DIFF_MATCH_CLAIMS_H
#define SB_DIFF_MATCH_CLAIMS_H

#include "diff/match_rows.h"
#include "id/purl.h"

struct sb_claims;

typedef bool sb_allow_fn(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new);

/* One way to know a package again. Its claims are made for each identity that stands on one side only. */
struct sb_match_rule {
    enum sb_tier tier;
    void (*claim)(struct sb_claims *claims, uint32_t identity);
    sb_allow_fn *allow; /* NULL: always */
};

/* match_claims.c */
void sb_match_apply(struct sb_delta *delta, const struct sb_match_rule *rule);
void sb_claim(struct sb_claims *claims, uint32_t identity, sb_str key);
const struct sb_identity *sb_claims_identity(const struct sb_claims *claims, uint32_t identity, enum sb_side *ret_side);
const struct sb_delta *sb_claims_delta(const struct sb_claims *claims);
/* Emptied for each identity: what is made in it is claimed at once. */
struct sb_arena *sb_claims_scratch(struct sb_claims *claims);

static inline bool sb_identity_has_purl(const struct sb_identity *id)
{
    return sb_str_starts(id->key, SB_S("pkg:"));
}

/* match_rules.c */
void sb_claim_digests(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_digests;
void sb_claim_alias(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_alias;
void sb_claim_other_purls(struct sb_claims *claims, uint32_t identity);
void sb_claim_case(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_case;
void sb_claim_case_alone(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_case_alone;
void sb_claim_short_name(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_short_name;
void sb_claim_coordinates(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_coordinates;
void sb_claim_group_name(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_group_name;
void sb_claim_kindless(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_kindless;
void sb_claim_kindless_alone(struct sb_claims *claims, uint32_t identity);
void sb_claim_name_alone(struct sb_claims *claims, uint32_t identity);
sb_allow_fn sb_allow_name_alone;

#endif
