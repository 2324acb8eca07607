/* What a file of settings in one of the system's folders runs, writes or grants. */
#ifndef SB_COLLECT_RULE_H
#define SB_COLLECT_RULE_H

#include "base/arena.h"

/* "runs:", "writes:" or "grants:" and 16 hex digits over all of it, then the first of it. Empty for nothing. In ARENA.
 */
sb_str sb_rule(sb_str folder, sb_str bytes, struct sb_arena *arena);

#endif
