/* First step: rows of the two documents become identities and pairs. */
#ifndef SB_DIFF_MATCH_H
#define SB_DIFF_MATCH_H

#include "diff/delta.h"

/* Fills rows, identities, pairs, owners, edges and unreconciled, on at most THREADS. */
void sb_match(struct sb_delta *delta, unsigned threads);

#endif
