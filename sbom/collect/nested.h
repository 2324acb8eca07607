/* Between the first step of a scan and the join: what was read inside of archives. */
#ifndef SB_COLLECT_NESTED_H
#define SB_COLLECT_NESTED_H

#include "collect/scan_state.h"

/* Did the entry of TOKEN come out of an archive? */
bool sb_is_nested(const struct sb_scan_worker *worker, uint32_t token);
/* Once the tree stands: "x.egg!" may be the name of a real folder as well. What lies there is taken for what is in the
 * archive, or takes its place: that is told. */
void sb_nested_tell(struct sb_scan_state *scan);

#endif
