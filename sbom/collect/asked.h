/* Without facts claims only tell who owns what another collector found. Few names can be that: those of the files that
 * the others read. */
#ifndef SB_COLLECT_ASKED_H
#define SB_COLLECT_ASKED_H

#include "collect/collect.h"

/* Zeroed: no name. */
struct sb_asked {
    uint64_t bits[1024]; /* by hash: a name that nobody asks for may be among them */
};
/* Names that the rows of COLLECTORS (NULL-terminated) or their records have; those of the distributions' collectors,
 * whose components nobody owns, do not count. */
void sb_asked_fill(struct sb_asked *asked, const struct sb_collector *const *collectors, const struct sb_tree *tree,
                   const struct sb_record *records, size_t n);
/* Does anybody read claims of files with this name? */
bool sb_asked_for(const struct sb_join *join, sb_str name);

#endif
