#include "report/blocks.h"

/* The order in which they matter to a reader, and in which a report without room leaves them out from the end. */
const struct sb_block *const sb_block_table[] = {
    &sb_block_verdict,      &sb_block_sides,       &sb_block_first,
    &sb_block_counts,       &sb_block_rest,        &sb_block_coverage,
    &sb_block_waived,       &sb_block_stale,       &sb_block_terms,
    &sb_block_arrivals,     &sb_block_removals,    &sb_block_changes,
    &sb_block_unreconciled, &sb_block_quiet,       &sb_block_descriptions,
    &sb_block_spellings,    &sb_block_diagnostics, NULL,
};
