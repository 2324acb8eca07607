#include "base/sort.h"

#include "base/mem.h"

struct sorting {
    size_t size;
    sb_order_fn *order;
    void *ctx;
    SB_VEC(size_t) ends; /* of the runs, one behind the other */
};

enum { NEAR = 16 };

/* Moves the element at I back to its place, if that is a few places in front of it in the run from FIRST on. */
static bool insert_near(const struct sorting *s, char *p, size_t first, size_t i)
{
    char element[SB_SORT_SIZE];
    size_t at = i;
    while (at > first && i - at < NEAR && s->order(p + (at - 1) * s->size, p + i * s->size, s->ctx) > 0)
        at--;
    if (at > first && i - at == NEAR)
        return false;
    memcpy(element, p + i * s->size, s->size);
    memmove(p + (at + 1) * s->size, p + at * s->size, (i - at) * s->size);
    memcpy(p + at * s->size, element, s->size);
    return true;
}

static size_t run_from(const struct sorting *s, char *p, size_t first, size_t n)
{
    size_t i = first + 1;
    while (i < n && (s->order(p + (i - 1) * s->size, p + i * s->size, s->ctx) <= 0 || insert_near(s, p, first, i)))
        i++;
    return i;
}

/* Two neighbours of SRC, from FIRST to END, become one in DST. */
static void merge(const struct sorting *s, const char *src, size_t first, size_t middle, size_t end, char *dst)
{
    size_t a = first, b = middle, size = s->size;
    for (size_t i = first; i < end; i++) {
        bool left = b == end || (a < middle && s->order(src + a * size, src + b * size, s->ctx) <= 0);
        memcpy(dst + i * size, src + (left ? a++ : b++) * size, size);
    }
}

/* Each run with its neighbour; halves their number. */
static void merge_pairs(struct sorting *s, const char *src, char *dst)
{
    size_t first = 0, kept = 0;
    for (size_t i = 0; i < s->ends.n; i += 2) {
        size_t middle = s->ends.p[i], end = i + 1 < s->ends.n ? s->ends.p[i + 1] : middle;
        merge(s, src, first, middle, end, dst);
        s->ends.p[kept++] = first = end;
    }
    s->ends.n = kept;
}

void sb_sort(void *elements, size_t n, size_t size, sb_order_fn *order, void *ctx)
{
    struct sorting s = {.size = size, .order = order, .ctx = ctx};
    char *p = elements;
    size_t end = n ? run_from(&s, p, 0, n) : 0;
    if (end == n)
        return;
    for (*SB_PUSH(&s.ends) = end; end < n; *SB_PUSH(&s.ends) = end)
        end = run_from(&s, p, end, n);
    char *src = p, *dst = sb_malloc(n * size), *spare = dst;
    while (s.ends.n > 1) {
        merge_pairs(&s, src, dst);
        char *done = dst;
        dst = src;
        src = done;
    }
    if (src != p)
        memcpy(p, src, n * size);
    sb_free(spare);
    sb_free(s.ends.p);
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
