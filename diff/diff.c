#include "diff/diff.h"

#include "base/mem.h"
#include "base/pool.h"
#include "diff/alike.h"
#include "diff/compare.h"
#include "diff/group.h"
#include "diff/match.h"
#include "diff/signals.h"
#include "diff/why.h"

enum { WORTH_A_THREAD = 4096 }; /* pairs */

/* What takes long and needs the match alone. */
static void prepare(void *ctx, unsigned worker, size_t i)
{
    (void)worker;
    if (i == 0)
        sb_why_of(ctx);
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
    if (delta->pairs.n >= WORTH_A_THREAD)
        sb_side_by_side(threads, 2, prepare, delta);
    sb_compare(delta);
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
