/* Between the first step of a scan and the join: what was read inside of archives. */
#ifndef SB_COLLECT_NESTED_H
#define SB_COLLECT_NESTED_H

#include "collect/scan_state.h"

/* Did the entry of TOKEN come out of an archive? */
bool sb_is_nested(const struct sb_scan_worker *worker, uint32_t token);
/* Notes what has a name as the inside of an archive has one: the entry of TOKEN, which came just now, and folders above
 * it if the one before did not lie in the same. */
void sb_nested_note(struct sb_scan_worker *worker, uint32_t token, bool new_folder);
/* Once the tree stands: tells of those that had to go because "x!" is the inside of the archive x. */
void sb_nested_tell(struct sb_scan_state *scan);

#endif
