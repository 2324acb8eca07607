/* Workers: N threads that take jobs from one queue. Jobs may add jobs. What they produce must not depend on who ran
 * when; each worker writes into memory of its own, found by its number. */
#ifndef SB_BASE_POOL_H
#define SB_BASE_POOL_H

#include "base/base.h"

struct sb_pool;
typedef void sb_job_fn(void *ctx, unsigned worker, void *job);

/* THREADS 1 runs everything in the calling thread. */
struct sb_pool *sb_pool_new(unsigned threads, sb_job_fn *run, void *ctx);
void sb_pool_add(struct sb_pool *pool, void *job);
void sb_pool_wait(struct sb_pool *pool); /* until the queue is empty and all workers are idle; the caller works too */
void sb_pool_free(struct sb_pool *pool);
unsigned sb_pool_default_threads(void); /* processors, at most 8 */

/* What is below N, once each and in no order, for workers that hold more than one at a time. A worker has a share of
 * its own, zeroed but for RANGE. */
struct sb_pool_range {
    size_t n;
    _Atomic size_t next;
};
struct sb_pool_share {
    struct sb_pool_range *range;
    size_t next, end;
};
bool sb_pool_share_next(struct sb_pool_share *share, size_t *ret_i);
/* Calls fn(ctx, worker, range) on every worker. */
void sb_parallel_range(unsigned threads, size_t n, sb_job_fn *fn, void *ctx);

/* Calls fn(ctx, worker, i) for every i below N, in no order. */
typedef void sb_each_fn(void *ctx, unsigned worker, size_t i);
void sb_parallel(unsigned threads, size_t n, sb_each_fn *fn, void *ctx);
/* The same for a few that take long: whoever is free takes one. */
void sb_side_by_side(unsigned threads, size_t n, sb_each_fn *fn, void *ctx);

#endif
