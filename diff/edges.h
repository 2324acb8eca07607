/* The dependency graph of one side as identities, and who owns whom. */
#ifndef SB_DIFF_EDGES_H
#define SB_DIFF_EDGES_H

#include "diff/delta.h"

/* The DEPENDS_ON relations of SIDE, in both directions. */
void sb_edges_build(const struct sb_delta *delta, enum sb_side side, struct sb_edges *ret_wants,
                    struct sb_edges *ret_wanted_by);
void sb_edges_done(struct sb_edges *edges);
bool sb_edges_have(const struct sb_edges *edges, uint32_t from, uint32_t to);

/* A row that stands for one file, not for a package. */
bool sb_is_file(const struct sb_doc *doc, sb_comp c);
/* Such a row without a version: it is its name and bytes, and nothing that one could have another release of. */
bool sb_is_bare_file(const struct sb_doc *doc, sb_comp c);
/* By handle: the smallest row that owns this one, or none. A package owns the files that it contains. The caller frees
 * it with sb_free(). */
sb_comp *sb_owners(const struct sb_doc *doc);

#endif
