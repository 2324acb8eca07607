/* Settings of a system that people edit, and in which few lines load code or name what runs: nginx, PostgreSQL, MySQL
 * and MariaDB, the command line of the kernel. Only those lines are told. */
#ifndef SB_COLLECT_LOADS_H
#define SB_COLLECT_LOADS_H

#include "collect/collect.h"

/* Does a file of this name, in the folder DIR, hold such settings (loads.def)? RET_KIND: what they are a point as. */
bool sb_loads_is(sb_str dir, sb_str name, enum sb_exec_kind *ret_kind);
/* What those of BYTES load that is not what everybody has: "key value", "; " between them, in the order of the file, at
 * most SB_LOADS_BYTES. In ARENA. */
enum { SB_LOADS_BYTES = 64 * 1024 };
sb_str sb_loads(sb_str dir, sb_str name, sb_str bytes, struct sb_arena *arena);

#endif
