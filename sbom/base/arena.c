#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

struct sb_arena_chunk {
    struct sb_arena_chunk *next;
    size_t size; /* of the whole chunk */
};

/* MANY: an arena that holds so much will fill a huge page as well. */
enum { ALIGN = 16, HEAD = 16, FIRST_CHUNK = 16 * 1024, LAST_CHUNK = 1024 * 1024, MANY = 4 * LAST_CHUNK };
_Static_assert(sizeof(struct sb_arena_chunk) <= HEAD, "the chunk's head keeps the alignment");

static void add_chunk(struct sb_arena *arena, size_t n)
{
    size_t size = arena->total < FIRST_CHUNK ? FIRST_CHUNK : arena->total;
    if (size > LAST_CHUNK)
        size = LAST_CHUNK;
    if (n > size - HEAD && __builtin_add_overflow(n, (size_t)HEAD, &size))
        sb_mem_exhausted();
    bool huge = arena->huge && arena->total >= MANY && size == LAST_CHUNK && n <= LAST_CHUNK / 2;
    size = huge ? SB_HUGE : size;
    struct sb_arena_chunk *chunk = huge ? sb_malloc_huge() : sb_malloc(size);
    chunk->size = size;
    /* A piece larger than a chunk gets its own and leaves the current one in use. */
    if (arena->chunks && n > LAST_CHUNK / 2 && arena->at) {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
        arena->total += size;
        return;
    }
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->total += size;
    arena->at = (char *)chunk + HEAD;
    arena->end = (char *)chunk + size;
}

static char *take(struct sb_arena *arena, size_t n, size_t align)
{
    size_t gap = -(uintptr_t)arena->at & (align - 1), room = (size_t)(arena->end - arena->at);
    if (!arena->at || n > room || gap > room - n) {
        bool own = arena->chunks && arena->at && n > LAST_CHUNK / 2;
        add_chunk(arena, n);
        if (own)
            return (char *)arena->chunks->next + HEAD;
        gap = 0;
    }
    char *p = arena->at + gap;
    arena->at = p + n;
    return p;
}

void *sb_arena_alloc(struct sb_arena *arena, size_t n)
{
    return take(arena, n, ALIGN);
}

void *sb_arena_zalloc(struct sb_arena *arena, size_t n)
{
    return memset(sb_arena_alloc(arena, n), 0, n);
}

sb_str sb_arena_str_now(struct sb_arena *arena, sb_str s)
{
    char *p = take(arena, s.n + 1, 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return sb_str_n(p, s.n);
}

sb_str sb_arena_printf(struct sb_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        return SB_STR_NONE;
    char *p = take(arena, (size_t)n + 1, 1);
    va_start(args, format);
    vsnprintf(p, (size_t)n + 1, format, args);
    va_end(args);
    return sb_str_n(p, (size_t)n);
}

sb_str sb_arena_join(struct sb_arena *arena, sb_str a, sb_str b, sb_str c)
{
    char *p = take(arena, a.n + b.n + c.n + 1, 1);
    size_t n = 0;
    const sb_str parts[] = {a, b, c};
    for (size_t i = 0; i < SB_COUNT(parts); i++) {
        if (parts[i].n)
            memcpy(p + n, parts[i].p, parts[i].n);
        n += parts[i].n;
    }
    p[n] = '\0';
    return sb_str_n(p, n);
}

static sb_str in_case(struct sb_arena *arena, sb_str s, char (*fold)(char))
{
    char *p = take(arena, s.n + 1, 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = fold(s.p[i]);
    p[s.n] = '\0';
    return sb_str_n(p, s.n);
}

sb_str sb_arena_lower(struct sb_arena *arena, sb_str s)
{
    return in_case(arena, s, sb_lower);
}

sb_str sb_arena_upper(struct sb_arena *arena, sb_str s)
{
    return in_case(arena, s, sb_upper);
}

void sb_arena_take(struct sb_arena *arena, struct sb_arena *from)
{
    struct sb_arena_chunk **last = &arena->chunks;
    while (*last)
        last = &(*last)->next;
    *last = from->chunks;
    arena->total += from->total;
    *from = (struct sb_arena){0};
}

static void free_chunks(struct sb_arena_chunk *chunk)
{
    while (chunk) {
        struct sb_arena_chunk *next = chunk->next;
        sb_free(chunk);
        chunk = next;
    }
}

void sb_arena_reset(struct sb_arena *arena)
{
    struct sb_arena_chunk *keep = arena->chunks;
    if (!keep)
        return;
    free_chunks(keep->next);
    keep->next = NULL;
    arena->total = keep->size;
    arena->at = (char *)keep + HEAD;
    arena->end = (char *)keep + keep->size;
}

void sb_arena_done(struct sb_arena *arena)
{
    free_chunks(arena->chunks);
    *arena = (struct sb_arena){0};
}
