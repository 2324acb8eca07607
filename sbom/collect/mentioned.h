/* By which names dependencies are mentioned. */
#ifndef SB_COLLECT_MENTIONED_H
#define SB_COLLECT_MENTIONED_H

#include "collect/collect.h"
#include "collect/mention.h"

/* The hash of what a source file calls it: "my-lib" is imported as my_lib, if not by another name. */
uint32_t sb_dep_mention(const struct sb_dep *dep);
/* The name by which a claimed file can be imported: the first part of PATH, without a suffix. */
sb_str sb_claim_top(sb_str path);
/* All names that the facts of JOIN will ask for, in SET, zeroed. */
void sb_mentions_asked(const struct sb_join *join, struct sb_mention_set *set);

#endif
