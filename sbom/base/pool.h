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

/* Calls fn(ctx, worker, i) for every i below N, in no order. */
typedef void sb_each_fn(void *ctx, unsigned worker, size_t i);
void sb_parallel(unsigned threads, size_t n, sb_each_fn *fn, void *ctx);

#endif
