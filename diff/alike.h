/* Pairs whose rows say the same, word for word, in everything that is a row's own: they need no look. What others say
 * of a row (edges, owners) and what a document says as a whole is no part of that. */
#ifndef SB_DIFF_ALIKE_H
#define SB_DIFF_ALIKE_H

#include "diff/delta.h"

/* Sets `alike` of the pairs, on that many threads. */
void sb_alike_find(struct sb_delta *delta, unsigned threads);

/* The rows of both sides have the same facts, the same digests. */
bool sb_alike_facts(const struct sb_delta *delta, const struct sb_row_pair *pair);
bool sb_alike_hashes(const struct sb_delta *delta, const struct sb_row_pair *pair);

#endif
