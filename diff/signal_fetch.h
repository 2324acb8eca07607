/* Where the installation of a package fetches machine code that no lock file pins. Private to the signals_*.c files. */
#ifndef SB_DIFF_SIGNAL_FETCH_H
#define SB_DIFF_SIGNAL_FETCH_H

#include "diff/signal_content.h"

/* From another place than the repository that the package names as its own. */
bool sb_fetches_elsewhere(const struct sb_facts *facts, struct sb_arena *arena);
/* EXEC (npm:binary) of WAY's new side against BEFORE, what the old side had (NULL for nothing): how much it weighs.
 * HOOK: the old side ran something at installation. */
struct sb_grade sb_rate_fetch(const struct sb_way *way, const struct sb_fact_exec *exec,
                              const struct sb_fact_exec *before, bool hook, struct sb_arena *arena);

#endif
