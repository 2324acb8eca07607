/* Settings of which most lines run nothing: those that do. */
#ifndef SB_COLLECT_COMMANDS_H
#define SB_COLLECT_COMMANDS_H

#include "base/arena.h"
#include "model/exec.h"

/* What NAME in FOLDER, a path that ends with a folder of a system ("x/etc/default"), is known for: as what the commands
 * in it run; SB_EXEC_COUNT: it is none of these files. */
enum sb_exec_kind sb_commands_kind(sb_str folder, sb_str name);
/* Its lines that run a program, or name code that others load; "; " between them, in the order of the file. Empty for
 * none. At most SB_COMMANDS_BYTES, and of more a digest over the whole file behind them, so that a digest over it is
 * one over all. In ARENA. */
enum { SB_COMMANDS_BYTES = 64 * 1024 };
sb_str sb_commands_of(sb_str folder, sb_str name, sb_str bytes, struct sb_arena *arena);

#endif
