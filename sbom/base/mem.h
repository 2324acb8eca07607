/* The one place where memory is asked for. */
#ifndef SB_BASE_MEM_H
#define SB_BASE_MEM_H

#include "base/base.h"

/* Called once when memory runs out; must not return. The default writes a line to standard error and calls abort().
 * The command line sets one that removes temporary files and ends with exit code 3. */
void sb_mem_on_exhausted(void (*handler)(void));
SB_NORETURN void sb_mem_exhausted(void);

void *sb_malloc(size_t n);
void *sb_calloc(size_t n, size_t size);
void *sb_realloc(void *p, size_t n);
void sb_free(void *p);

/* SB_HUGE bytes that lie as one huge page does, for what will fill all of them: where the system has such pages for who
 * asks, that is one page fault instead of 512. */
enum { SB_HUGE = 2 * 1024 * 1024 };
void *sb_malloc_huge(void);

/* Makes room for NEED elements of SIZE bytes in a growable array: *P may move, *CAP is in elements. */
void sb_grow_now(void *p, size_t *cap, size_t need, size_t size);
static inline void sb_grow(void *p, size_t *cap, size_t need, size_t size)
{
    if (SB_UNLIKELY(need > *cap))
        sb_grow_now(p, cap, need, size);
}

/* A growable array that owns its elements' memory: SB_VEC(int) v = {0}; *SB_PUSH(&v) = 3; sb_free(v.p). */
#define SB_VEC(type)                                                                                                   \
    struct {                                                                                                           \
        type *p;                                                                                                       \
        size_t n, cap;                                                                                                 \
    }
#define SB_PUSH(v) (sb_grow(&(v)->p, &(v)->cap, (v)->n + 1, sizeof *(v)->p), &(v)->p[(v)->n++])

/* Fault injection (builds with SB_TORTURE): the N-th allocation, read or write from now on fails, and all after it; 0
 * for none. Counted over all threads. sb_fault_hit() is for the places that do input and output. */
enum sb_fault { SB_FAULT_ALLOC, SB_FAULT_READ, SB_FAULT_WRITE, SB_FAULT_KINDS };
void sb_fault_arm(enum sb_fault kind, uint64_t nth);
bool sb_fault_hit(enum sb_fault kind);
bool sb_fault_was_hit(enum sb_fault kind);

#endif
