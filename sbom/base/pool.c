#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/mem.h"

/* A stack of jobs rather than a queue: a directory walk then stays narrow and holds few jobs at a time. */
struct sb_pool {
    sb_job_fn *run;
    void *ctx;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void **jobs;
    size_t n, cap;
    unsigned busy;    /* workers that run a job, the waiting caller included */
    unsigned threads; /* started ones; the caller is worker 0 */
    bool stop;
    pthread_t *handles;
};

struct start {
    struct sb_pool *pool;
    unsigned worker;
};

/* Takes and runs jobs; returns when there is nothing left to do (UNTIL_IDLE) or the pool stops. */
static void work(struct sb_pool *pool, unsigned worker, bool until_idle)
{
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        if (pool->n) {
            void *job = pool->jobs[--pool->n];
            pool->busy++;
            pthread_mutex_unlock(&pool->lock);
            pool->run(pool->ctx, worker, job);
            pthread_mutex_lock(&pool->lock);
            pool->busy--;
            if (pool->busy == 0 && pool->n == 0)
                pthread_cond_broadcast(&pool->changed);
            continue;
        }
        if (pool->stop || (until_idle && pool->busy == 0))
            break;
        pthread_cond_wait(&pool->changed, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
}

static void *thread_main(void *arg)
{
    struct start start = *(struct start *)arg;
    sb_free(arg);
    work(start.pool, start.worker, false);
    return NULL;
}

struct sb_pool *sb_pool_new(unsigned threads, sb_job_fn *run, void *ctx)
{
    struct sb_pool *pool = sb_calloc(1, sizeof *pool);
    pool->run = run;
    pool->ctx = ctx;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    pool->handles = sb_calloc(threads, sizeof *pool->handles);
    for (unsigned worker = 1; worker < threads; worker++) {
        struct start *start = sb_malloc(sizeof *start);
        *start = (struct start){pool, worker};
        if (pthread_create(&pool->handles[pool->threads], NULL, thread_main, start) != 0) {
            sb_free(start); /* fewer threads do the same work */
            break;
        }
        pool->threads++;
    }
    return pool;
}

void sb_pool_add(struct sb_pool *pool, void *job)
{
    pthread_mutex_lock(&pool->lock);
    sb_grow(&pool->jobs, &pool->cap, pool->n + 1, sizeof *pool->jobs);
    pool->jobs[pool->n++] = job;
    pthread_cond_signal(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
}

void sb_pool_wait(struct sb_pool *pool)
{
    work(pool, 0, true);
}

void sb_pool_free(struct sb_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stop = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->threads; i++)
        pthread_join(pool->handles[i], NULL);
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->lock);
    sb_free(pool->jobs);
    sb_free(pool->handles);
    sb_free(pool);
}

unsigned sb_pool_default_threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 8 ? 8 : (unsigned)n;
}

/* ---- a loop over a range ---- */

enum { BATCH = 16 };

bool sb_pool_share_next(struct sb_pool_share *share, size_t *ret_i)
{
    if (share->next == share->end) {
        size_t n = share->range->n;
        size_t start = atomic_fetch_add_explicit(&share->range->next, BATCH, memory_order_relaxed);
        if (start >= n)
            return false;
        share->next = start;
        share->end = n - start < BATCH ? n : start + BATCH;
    }
    *ret_i = share->next++;
    return true;
}

void sb_parallel_range(unsigned threads, size_t n, sb_job_fn *fn, void *ctx)
{
    struct sb_pool_range range = {.n = n};
    if (threads < 2 || n <= BATCH) {
        fn(ctx, 0, &range);
        return;
    }
    struct sb_pool *pool = sb_pool_new(threads, fn, ctx);
    for (unsigned i = 0; i < threads; i++)
        sb_pool_add(pool, &range);
    sb_pool_wait(pool);
    sb_pool_free(pool);
}

struct each {
    sb_each_fn *fn;
    void *ctx;
};

static void run_each(void *ctx, unsigned worker, void *range)
{
    const struct each *each = ctx;
    struct sb_pool_share share = {.range = range};
    size_t i;
    while (sb_pool_share_next(&share, &i))
        each->fn(each->ctx, worker, i);
}

void sb_parallel(unsigned threads, size_t n, sb_each_fn *fn, void *ctx)
{
    struct each each = {fn, ctx};
    sb_parallel_range(threads, n, run_each, &each);
}

/* ---- a few that take long ---- */

struct few {
    sb_each_fn *fn;
    void *ctx;
    size_t n;
    _Atomic size_t next;
};

static void run_few(void *ctx, unsigned worker, void *job)
{
    struct few *few = job;
    (void)ctx;
    for (size_t i; (i = atomic_fetch_add_explicit(&few->next, 1, memory_order_relaxed)) < few->n;)
        few->fn(few->ctx, worker, i);
}

void sb_side_by_side(unsigned threads, size_t n, sb_each_fn *fn, void *ctx)
{
    struct few few = {.fn = fn, .ctx = ctx, .n = n};
    if (threads < 2 || n < 2) {
        run_few(NULL, 0, &few);
        return;
    }
    threads = n < threads ? (unsigned)n : threads;
    struct sb_pool *pool = sb_pool_new(threads, run_few, NULL);
    for (unsigned i = 0; i < threads; i++)
        sb_pool_add(pool, &few);
    sb_pool_wait(pool);
    sb_pool_free(pool);
}
