/* The second look, at files that can be read once more: at those that facts are made of, once the join has told which.
 */
#ifndef SB_COLLECT_LOOK_AGAIN_H
#define SB_COLLECT_LOOK_AGAIN_H

#include "collect/collect.h"
#include "collect/look.h"
#include "collect/unowned.h"

/* Adds to LOOKS, which hold those at what can be read but once (what lies in archives, packed layers), in parallel,
 * with what a stream's would hold for these files as far as facts tell it. WORKERS: two a thread; DIAGS: one. */
void sb_look_again(struct sb_join *join, const struct sb_unowned *unowned, struct sb_source *source, unsigned threads,
                   struct sb_look_worker *workers, struct sb_looks *looks, struct sb_diags *diags);

#endif
