/* The comparison of two inventories.
 *
 * match (identities, pairs) -> compare (changes in four classes) -> signals (findings from facts) -> groups (ranked) ->
 * report. Both documents must be sealed and outlive the result. */
#ifndef SB_DIFF_DIFF_H
#define SB_DIFF_DIFF_H

#include "diff/delta.h"

/* Compares two sealed documents, on at most THREADS. Never fails: what cannot be compared is coverage or unreconciled.
 */
struct sb_delta *sb_diff(const struct sb_doc *old, const struct sb_doc *new, unsigned threads);

/* The same in two steps: findings without groups, so that a policy and waivers can have their say; then the groups. */
struct sb_delta *sb_diff_find(const struct sb_doc *old, const struct sb_doc *new, unsigned threads);
void sb_diff_rank(struct sb_delta *delta);

#endif
