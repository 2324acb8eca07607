#include "base/sort_inside.h"

void sb_sort(void *elements, size_t n, size_t size, sb_order_fn *order, void *ctx)
{
    sb_sort_inside(elements, n, size, order, ctx);
}

size_t sb_lower_bound(const void *elements, size_t n, size_t size, const void *key,
                      int (*compare)(const void *element, const void *key))
{
    size_t low = 0;
    while (n) {
        size_t half = n / 2;
        bool before = compare((const char *)elements + (low + half) * size, key) < 0;
        low = before ? low + half + 1 : low;
        n = before ? n - half - 1 : half;
    }
    return low;
}
