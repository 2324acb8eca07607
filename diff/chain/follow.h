/* Private to the chain: which track each identity of a step is on. */
#ifndef SB_CHAIN_FOLLOW_H
#define SB_CHAIN_FOLLOW_H

#include "chain/chain.h"

/* Follows every row of the step to the new document: tracks, versions and names are up to date then. RET_TRACKS has
 * room for the delta's identities. */
void sb_chain_follow(struct sb_chain *chain, const struct sb_delta *delta, uint32_t *ret_tracks);
/* The track of what is no package: of a file, or of something about the documents. */
uint32_t sb_chain_aside(struct sb_chain *chain, enum sb_chain_kind kind, sb_str path);

#endif
