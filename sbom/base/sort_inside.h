/* The sort of sort.h where it is part of its caller: made for one size and one order, it takes a third of the time. */
#ifndef SB_BASE_SORT_INSIDE_H
#define SB_BASE_SORT_INSIDE_H

#include "base/mem.h"
#include "base/sort.h"

struct sb_sorting {
    size_t size;
    sb_order_fn *order;
    void *ctx;
};

struct sb_sort_runs {
    SB_VEC(size_t) ends; /* one behind the other */
};

enum { SB_SORT_NEAR = 16 };

/* Moves the element at I back to its place, if that is a few places in front of it in the run from FIRST on. */
SB_INSIDE bool sb_sort_insert_near(const struct sb_sorting *s, char *p, size_t first, size_t i)
{
    char element[SB_SORT_SIZE];
    size_t at = i;
    while (at > first && i - at < SB_SORT_NEAR && s->order(p + (at - 1) * s->size, p + i * s->size, s->ctx) > 0)
        at--;
    if (at > first && i - at == SB_SORT_NEAR)
        return false;
    memcpy(element, p + i * s->size, s->size);
    memmove(p + (at + 1) * s->size, p + at * s->size, (i - at) * s->size);
    memcpy(p + at * s->size, element, s->size);
    return true;
}

SB_INSIDE size_t sb_sort_run_from(const struct sb_sorting *s, char *p, size_t first, size_t n)
{
    size_t i = first + 1;
    while (i < n &&
           (s->order(p + (i - 1) * s->size, p + i * s->size, s->ctx) <= 0 || sb_sort_insert_near(s, p, first, i)))
        i++;
    return i;
}

/* Two neighbours of SRC, from FIRST to END, become one in DST. */
SB_INSIDE void sb_sort_merge(const struct sb_sorting *s, const char *src, size_t first, size_t middle, size_t end,
                             char *dst)
{
    size_t a = first, b = middle, size = s->size;
    for (size_t i = first; i < end; i++) {
        bool left = b == end || (a < middle && s->order(src + a * size, src + b * size, s->ctx) <= 0);
        memcpy(dst + i * size, src + (left ? a++ : b++) * size, size);
    }
}

/* Each run with its neighbour; halves their number. */
SB_INSIDE void sb_sort_merge_pairs(const struct sb_sorting *s, struct sb_sort_runs *runs, const char *src, char *dst)
{
    size_t first = 0, kept = 0;
    for (size_t i = 0; i < runs->ends.n; i += 2) {
        size_t middle = runs->ends.p[i], end = i + 1 < runs->ends.n ? runs->ends.p[i + 1] : middle;
        sb_sort_merge(s, src, first, middle, end, dst);
        runs->ends.p[kept++] = first = end;
    }
    runs->ends.n = kept;
}

SB_INSIDE void sb_sort_inside(void *elements, size_t n, size_t size, sb_order_fn *order, void *ctx)
{
    const struct sb_sorting s = {size, order, ctx};
    struct sb_sort_runs runs = {0};
    char *p = elements;
    size_t end = n ? sb_sort_run_from(&s, p, 0, n) : 0;
    if (end == n)
        return;
    for (*SB_PUSH(&runs.ends) = end; end < n; *SB_PUSH(&runs.ends) = end)
        end = sb_sort_run_from(&s, p, end, n);
    char *src = p, *dst = sb_malloc(n * size), *spare = dst;
    while (runs.ends.n > 1) {
        sb_sort_merge_pairs(&s, &runs, src, dst);
        char *done = dst;
        dst = src;
        src = done;
    }
    if (src != p)
        memcpy(p, src, n * size);
    sb_free(spare);
    sb_free(runs.ends.p);
}

#endif
