/* Private to the chain's reports for people: the table with a row for each thing that changed and a column a release.
 */
#ifndef SB_CHAIN_TABLE_H
#define SB_CHAIN_TABLE_H

#include "chain/chain.h"

/* The tracks with something to tell: the worst first, then as they lie in the chain. In ARENA. */
size_t sb_chain_rows(const struct sb_chain *chain, struct sb_arena *arena,
                     const struct sb_chain_track *const **ret_rows);

/* The cell of a release, set to BUF: "1.0, 2.0" where something came or became another, "." as in the release before,
 * "-" not there, "+" there without a version. Of what is no package: the severity. */
void sb_chain_cell(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t release,
                   struct sb_buf *buf);
/* The marks behind a cell: "*" another content at the same version, "<" an older version, "!" in the block of the step
 * that led here. */
enum { SB_CHAIN_MARKS = 4 };
const char *sb_chain_marks(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t release,
                           char room[SB_CHAIN_MARKS]);
/* What stands above a column: the versions of the roots where they tell the releases apart, else their numbers. */
bool sb_chain_has_versions(const struct sb_chain *chain);
void sb_chain_head(const struct sb_chain *chain, bool versions, uint32_t release, struct sb_buf *buf);

#endif
