/* Private to the matching files: rows with their keys, and identities while the tiers bring their sides together. */
#ifndef SB_DIFF_MATCH_ROWS_H
#define SB_DIFF_MATCH_ROWS_H

#include "diff/delta.h"

/* match_rows.c: fills delta->rows but for `identity`. RET_KEYS gets the identity key of each row by handle, in the
 * delta's arena. */
void sb_match_rows(struct sb_delta *delta, sb_str *ret_keys[SB_SIDES]);

/* match_tiers.c: joins identities that stand on one side only, tier by tier; the one that is joined to another ends
 * with no rows. */
void sb_match_tiers(struct sb_delta *delta);

/* match_pairs.c: sorts the rows of an identity and appends its pairs. */
void sb_match_pairs(struct sb_delta *delta, uint32_t identity);

/* The tool that a document names first; "sbom" for a scan of our own; empty if none is named. */
sb_str sb_match_generator(const struct sb_doc *doc);

#endif
