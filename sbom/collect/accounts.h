/* Who may log in, and become root, by the lists of accounts and the settings of sshd: what is unusual in them. */
#ifndef SB_COLLECT_ACCOUNTS_H
#define SB_COLLECT_ACCOUNTS_H

#include "base/arena.h"

/* Does a system have such a list or settings under NAME ("passwd", "shadow", "group" in etc, "sshd_config" in etc/ssh)?
 */
bool sb_accounts_is_name(sb_str name);
/* What an ordinary user or service has not: another user 0 than root, a shell in an odd place, an empty password,
 * members of groups that may become root, keys that sshd takes from elsewhere. Each with its name, "; " between them,
 * in the order of the file; empty for nothing, at most SB_ACCOUNTS_BYTES, so that a digest over it is none of more. In
 * ARENA. */
enum { SB_ACCOUNTS_BYTES = 64 * 1024 };
sb_str sb_accounts_unusual(sb_str name, sb_str bytes, struct sb_arena *arena);
/* The homes that BYTES, a passwd, names outside of home/NAME and root: paths without a leading slash, one a line, not
 * that of "/". At most SB_ACCOUNTS_BYTES; RET_CUT: others are left out. In ARENA. */
sb_str sb_accounts_homes(sb_str bytes, struct sb_arena *arena, bool *ret_cut);

#endif
