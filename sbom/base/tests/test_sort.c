/* The sort that sees what is sorted, beside the library's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/sort.h"

struct element {
    uint32_t key, at;
    char rest[5]; /* a size that is no power of two */
};

static size_t compared;

static int by_key(const void *a, const void *b, void *ctx)
{
    const struct element *x = a, *y = b;
    assert_ptr_equal(ctx, &compared);
    compared++;
    return (x->key > y->key) - (x->key < y->key);
}

static int by_key_and_place(const void *a, const void *b)
{
    const struct element *x = a, *y = b;
    int c = (x->key > y->key) - (x->key < y->key);
    return c ? c : (x->at > y->at) - (x->at < y->at);
}

enum { MOST = 1000 };

static uint32_t next(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

static uint32_t key_of(unsigned shape, uint32_t i, uint32_t n, uint32_t *state)
{
    switch (shape) {
    case 0: return i;
    case 1: return n - i;
    case 2: return next(state) >> 8;
    case 3: return (next(state) >> 8) % 7;
    case 4: return i ^ 3;          /* a few places off */
    case 5: return i % 50;         /* runs */
    case 6: return i % 50 * n + i; /* runs that interleave */
    default: return 1;
    }
}

static void test_like_the_library(void **state)
{
    (void)state;
    static struct element mine[MOST], wanted[MOST];
    uint32_t random = 1;
    for (unsigned shape = 0; shape < 8; shape++)
        for (uint32_t n = 0; n <= MOST; n += n < 40 ? 1 : 160) {
            for (uint32_t i = 0; i < n; i++)
                mine[i] = (struct element){.key = key_of(shape, i, n, &random), .at = i};
            memcpy(wanted, mine, sizeof mine);
            qsort(wanted, n, sizeof *wanted, by_key_and_place);
            sb_sort(mine, n, sizeof *mine, by_key, &compared);
            assert_memory_equal(mine, wanted, n * sizeof *mine);
        }
}

static void test_sees_what_is_sorted(void **state)
{
    (void)state;
    static struct element all[MOST];
    for (uint32_t i = 0; i < MOST; i++)
        all[i] = (struct element){.key = i};
    compared = 0;
    sb_sort(all, MOST, sizeof *all, by_key, &compared);
    assert_int_equal(compared, MOST - 1);
    all[500].key = 497;
    compared = 0;
    sb_sort(all, MOST, sizeof *all, by_key, &compared);
    assert_true(compared < MOST + 8);
}

static int by_number(const void *element, const void *key)
{
    int a = *(const int *)element, b = *(const int *)key;
    return (a > b) - (a < b);
}

static void test_lower_bound(void **state)
{
    static const int sorted[] = {1, 3, 3, 3, 7};
    static const size_t wanted[] = {0, 0, 1, 1, 4, 4, 4, 4, 5}; /* of 0 to 8 */
    (void)state;
    for (int key = 0; key < 9; key++)
        assert_int_equal(sb_lower_bound(sorted, SB_COUNT(sorted), sizeof *sorted, &key, by_number), wanted[key]);
    int key = 1;
    assert_int_equal(sb_lower_bound(NULL, 0, sizeof *sorted, &key, by_number), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_like_the_library),
                                       cmocka_unit_test(test_sees_what_is_sorted), cmocka_unit_test(test_lower_bound)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
