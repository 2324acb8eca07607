/* Facts of components and of the document, from claims, execution points, declared dependencies and the looks at bytes.
 */
#ifndef SB_COLLECT_FACTS_H
#define SB_COLLECT_FACTS_H

#include "collect/look.h"
#include "collect/unowned.h"
#include "model/facts.h"

/* Adds all facts. With join->facts false only those that do not need content. The document is ordered, but not sealed.
 */
void sb_facts_write(struct sb_join *join, const struct sb_looks *looks, const struct sb_unowned *unowned,
                    unsigned threads);

#endif
