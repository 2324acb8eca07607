/* Sorting for what is mostly sorted already: a merge sort of the runs that are there. */
#ifndef SB_BASE_SORT_H
#define SB_BASE_SORT_H

#include "base/base.h"

enum { SB_SORT_SIZE = 256 };

typedef int sb_order_fn(const void *a, const void *b, void *ctx);

/* Stable: what is equal stays in its order. SIZE is at most SB_SORT_SIZE bytes. What is in order costs one comparison
 * an element and no memory, what is a few places off a few more. */
void sb_sort(void *elements, size_t n, size_t size, sb_order_fn *order, void *ctx);

/* The first of N sorted elements of SIZE bytes that does not stand before KEY; N if all do. COMPARE is that of qsort(),
 * with KEY on the right. */
size_t sb_lower_bound(const void *elements, size_t n, size_t size, const void *key,
                      int (*compare)(const void *element, const void *key));

#endif
