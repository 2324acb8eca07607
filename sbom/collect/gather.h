/* Between the first step of a scan and the join: what the workers found, by node, without what was struck. */
#ifndef SB_COLLECT_GATHER_H
#define SB_COLLECT_GATHER_H

#include "collect/scan_state.h"

/* Builds the tree, drops what was told of entries that are not in it, and hands the looks of a one-pass source to their
 * nodes; a hard link of an archive gets those of the entry that has its bytes. */
void sb_gather_tree(struct sb_scan_state *scan);
/* All records in the order of their collectors, each collector's by key, kind and path. Tokens mean nothing any more.
 */
void sb_gather_records(struct sb_scan_state *scan);

#endif
