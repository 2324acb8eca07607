/* Opening what lies below a folder without ever following a symbolic link, however long the path is. */
#ifndef SB_SOURCE_BELOW_H
#define SB_SOURCE_BELOW_H

#include "base/str.h"

/* PATH: parts from the folder ROOT, none of them "..", at most SB_BELOW_PATH bytes; empty for the folder itself. FLAGS
 * as for open(2); O_NOFOLLOW and O_CLOEXEC are added. -1 with errno: ELOOP if some part is a link. */
#define SB_BELOW_PATH 65536
int sb_open_below(int root, sb_str path, int flags);
/* The same where PATH leads over no mount. -1 for any other reason, too: then sb_open_below() knows more. */
int sb_open_on_mount(int root, sb_str path, int flags);

#endif
