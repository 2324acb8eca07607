#include "diff/signal_run.h"

const struct sb_facts *sb_run_facts_of(struct sb_signal_run *run, enum sb_side side, sb_comp c, uint32_t wanted)
{
    static const struct sb_facts none;
    struct sb_facts **slot = &run->facts[side][c.v];
    *slot = sb_facts_read(&run->reader[side], c, wanted, *slot);
    return *slot ? *slot : &none;
}

bool sb_way_has(const struct sb_signal_run *run, const struct sb_way *way, uint32_t needs)
{
    if ((way->facts[SB_NEW]->has & needs) != needs)
        return false;
    return needs == 0 || !sb_way_compares(way) || (run->facts_agree && (way->facts[SB_OLD]->has & needs) == needs);
}

struct sb_way sb_way_as_step(struct sb_signal_run *run, const struct sb_way *way)
{
    struct sb_way step = *way;
    if (!way->second || !run->facts_agree)
        return step;
    step.row[SB_OLD] = way->beside;
    step.facts[SB_OLD] = sb_run_facts(run, SB_OLD, way->beside);
    step.step = way->beside_step;
    step.arrival = false;
    return way->facts[SB_NEW]->has & SB_FACTS_OF_FILES & ~step.facts[SB_OLD]->has ? *way : step;
}
