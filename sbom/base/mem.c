#include "base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void (*exhausted_handler)(void);

void sb_mem_on_exhausted(void (*handler)(void))
{
    exhausted_handler = handler;
}

void sb_mem_exhausted(void)
{
    static const char message[] = "sbom: out of memory\n";
    if (exhausted_handler)
        exhausted_handler();
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    abort();
}

#ifdef SB_TORTURE
static _Atomic int64_t fault_countdown[SB_FAULT_KINDS];
static _Atomic bool fault_met[SB_FAULT_KINDS];

void sb_fault_arm(enum sb_fault kind, uint64_t nth)
{
    atomic_store(&fault_countdown[kind], (int64_t)nth);
}

/* From the N-th on everything fails, as it does when a disk is full or memory is gone. */
bool sb_fault_hit(enum sb_fault kind)
{
    if (atomic_load(&fault_countdown[kind]) == 0)
        return false;
    int64_t before = atomic_fetch_sub(&fault_countdown[kind], 1);
    if (before > 1)
        return false;
    atomic_store(&fault_countdown[kind], 1);
    atomic_store(&fault_met[kind], true);
    return true;
}

bool sb_fault_was_hit(enum sb_fault kind)
{
    return atomic_load(&fault_met[kind]);
}
#else
void sb_fault_arm(enum sb_fault kind, uint64_t nth)
{
    (void)kind;
    (void)nth;
}

bool sb_fault_hit(enum sb_fault kind)
{
    (void)kind;
    return false;
}

bool sb_fault_was_hit(enum sb_fault kind)
{
    (void)kind;
    return false;
}
#endif

void *sb_malloc(size_t n)
{
    return sb_realloc(NULL, n);
}

void *sb_malloc_huge(void)
{
    void *p = sb_fault_hit(SB_FAULT_ALLOC) ? NULL : aligned_alloc(SB_HUGE, SB_HUGE);
    if (!p)
        sb_mem_exhausted();
#ifdef MADV_HUGEPAGE
    madvise(p, SB_HUGE, MADV_HUGEPAGE); /* if not, it is as good, only slower */
#endif
    return p;
}

void *sb_calloc(size_t n, size_t size)
{
    void *p = sb_fault_hit(SB_FAULT_ALLOC) ? NULL : calloc(n ? n : 1, size ? size : 1);
    if (!p)
        sb_mem_exhausted();
    return p;
}

void *sb_realloc(void *p, size_t n)
{
    void *moved = sb_fault_hit(SB_FAULT_ALLOC) ? NULL : realloc(p, n ? n : 1);
    if (!moved)
        sb_mem_exhausted();
    return moved;
}

void sb_free(void *p)
{
    free(p);
}

void sb_grow_now(void *p, size_t *cap, size_t need, size_t size)
{
    size_t wanted = *cap ? *cap : 8;
    while (wanted < need)
        if (__builtin_mul_overflow(wanted, 2u, &wanted))
            sb_mem_exhausted();
    size_t bytes;
    if (__builtin_mul_overflow(wanted, size, &bytes))
        sb_mem_exhausted();
    void *old;
    memcpy(&old, p, sizeof old);
    old = sb_realloc(old, bytes);
    memcpy(p, &old, sizeof old);
    *cap = wanted;
}
