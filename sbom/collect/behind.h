/* Files that collectors want, but whose bytes stand at another place: symbolic links, files behind links to folders,
 * and hard links of an archive. They are given to the collectors under their own path, with the bytes of what they lead
 * to inside the root. */
#ifndef SB_COLLECT_BEHIND_H
#define SB_COLLECT_BEHIND_H

#include "collect/scan_state.h"

/* After the tree is built. A folder opens what the links lead to; an archive is read once more, if it has any. What
 * leads out of the root or to nothing is told. */
SB_MUST sb_rc sb_behind_read(struct sb_scan_state *scan, struct sb_err *err);

#endif
