#include "diff/diff.h"

#include "base/mem.h"
#include "diff/alike.h"
#include "diff/compare.h"
#include "diff/group.h"
#include "diff/match.h"
#include "diff/signals.h"

struct sb_delta *sb_diff(const struct sb_doc *old, const struct sb_doc *new, unsigned threads)
{
    struct sb_delta *delta = sb_calloc(1, sizeof *delta);
    delta->doc[SB_OLD] = old;
    delta->doc[SB_NEW] = new;
    sb_match(delta, threads);
    sb_alike_find(delta, threads);
    sb_compare(delta);
    sb_signals_run(delta);
    sb_group(delta);
    sb_coverage_sort(delta); /* signals add to it what they could not look at */
    return delta;
}
