/* What AUTOLOAD looks at, each in a file of its own. Private to the signals_*.c files. */
#ifndef SB_DIFF_SIGNAL_AUTOLOAD_H
#define SB_DIFF_SIGNAL_AUTOLOAD_H

#include "diff/signal_run.h"

/* A release in which nobody expects another way in, or no release at all. */
static inline bool sb_way_is_quiet(const struct sb_way *way)
{
    return sb_way_is_small(way) || (!way->arrival && way->step == SB_STEP_SAME);
}

/* Whether an execution point of KIND had this command. */
static inline bool sb_had_exec(const struct sb_facts *facts, uint8_t kind, sb_str command)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (facts->exec.p[i].kind == kind && sb_str_eq(facts->exec.p[i].command, command))
            return true;
    return false;
}

/* Each tells a finding about EXEC, an execution point of WAY's new side, and true if there is one. */
bool sb_look_at_command(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                        const struct sb_fact_exec *exec);
bool sb_look_at_plugin(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                       const struct sb_fact_exec *exec);

#endif
