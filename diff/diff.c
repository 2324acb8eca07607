#include "diff/diff.h"

#include "base/mem.h"
#include "base/pool.h"
#include "diff/alike.h"
#include "diff/compare.h"
#include "diff/group.h"
#include "diff/match.h"
#include "diff/signals.h"

enum { WORTH_A_THREAD = 4096 }; /* pairs */

/* Signals want the names, a comparison does not. */
static void compare_or_name(void *ctx, unsigned worker, size_t i)
{
    (void)worker;
    if (i == 0)
        sb_compare(ctx);
    else
        sb_name_index_make(ctx);
}

struct sb_delta *sb_diff_find(const struct sb_doc *old, const struct sb_doc *new, unsigned threads)
{
    struct sb_delta *delta = sb_calloc(1, sizeof *delta);
    delta->doc[SB_OLD] = old;
    delta->doc[SB_NEW] = new;
    sb_match(delta, threads);
    sb_alike_find(delta, threads);
    sb_side_by_side(delta->pairs.n >= WORTH_A_THREAD ? threads : 1, 2, compare_or_name, delta);
    sb_signals_run(delta);
    return delta;
}

void sb_diff_rank(struct sb_delta *delta)
{
    sb_group(delta);
    sb_coverage_sort(delta); /* signals add to it what they could not look at */
}

struct sb_delta *sb_diff(const struct sb_doc *old, const struct sb_doc *new, unsigned threads)
{
    struct sb_delta *delta = sb_diff_find(old, new, threads);
    sb_diff_rank(delta);
    return delta;
}
