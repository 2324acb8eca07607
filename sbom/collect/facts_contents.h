/* Facts that are made of files, component by component and in parallel: what a component holds, what lies in its
 * folders unlisted, and what it depends on. */
#ifndef SB_COLLECT_FACTS_CONTENTS_H
#define SB_COLLECT_FACTS_CONTENTS_H

#include "collect/facts_out.h"
#include "collect/look.h"
#include "collect/unowned.h"

/* Sorts the claims. RET_HAS, by component: it has files. The document is the same for any number of threads. */
void sb_facts_contents(struct sb_join *join, const struct sb_looks *looks, const struct sb_unowned *unowned,
                       unsigned threads, bool *ret_has);

#endif
