#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdatomic.h>

#include "base/mem.h"
#include "base/pool.h"

enum { THREADS = 4 };

/* A tree of jobs: each adds two smaller ones. */
struct forest {
    struct sb_pool *pool;
    unsigned done[THREADS];
    _Atomic unsigned bad_worker;
};

struct job {
    unsigned depth;
};

static void plant(struct forest *forest, unsigned depth)
{
    struct job *job = sb_malloc(sizeof *job);
    job->depth = depth;
    sb_pool_add(forest->pool, job);
}

static void grow(void *ctx, unsigned worker, void *arg)
{
    struct forest *forest = ctx;
    struct job *job = arg;
    if (worker >= THREADS)
        forest->bad_worker++;
    else
        forest->done[worker]++;
    for (unsigned i = 0; i < 2 && job->depth; i++)
        plant(forest, job->depth - 1);
    sb_free(job);
}

static void jobs_may_add_jobs(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= THREADS; threads++) {
        struct forest forest = {0};
        forest.pool = sb_pool_new(threads, grow, &forest);
        for (unsigned round = 1; round <= 2; round++) {
            plant(&forest, 10);
            sb_pool_wait(forest.pool);
            unsigned done = 0;
            for (unsigned i = 0; i < THREADS; i++)
                done += forest.done[i];
            assert_int_equal(done, round * 2047);
        }
        sb_pool_wait(forest.pool); /* nothing to wait for */
        sb_pool_free(forest.pool);
        assert_int_equal(forest.bad_worker, 0);
    }
}

static void count(void *ctx, unsigned worker, size_t i)
{
    _Atomic unsigned *times = ctx;
    (void)worker;
    times[i]++;
}

static void every_index_is_taken_once(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 15, 16, 17, 1000};
    for (size_t i = 0; i < SB_COUNT(sizes); i++) {
        for (unsigned threads = 1; threads <= THREADS; threads++) {
            static _Atomic unsigned times[1001];
            memset(times, 0, sizeof times);
            sb_parallel(threads, sizes[i], count, times);
            for (size_t k = 0; k < SB_COUNT(times); k++)
                assert_int_equal(times[k], k < sizes[i]);
        }
    }
}

static void number_of_threads_is_sane(void **state)
{
    (void)state;
    assert_in_range(sb_pool_default_threads(), 1, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_may_add_jobs),
        cmocka_unit_test(every_index_is_taken_once),
        cmocka_unit_test(number_of_threads_is_sane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
