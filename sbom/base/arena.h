/* Memory that is given out in pieces and freed all at once. Not for two threads at a time. */
#ifndef SB_BASE_ARENA_H
#define SB_BASE_ARENA_H

#include "base/str.h"

struct sb_arena {
    struct sb_arena_chunk *chunks; /* newest first */
    char *at, *end;
    size_t total; /* bytes held from the system */
    bool huge;    /* set by its owner: many megabytes will be filled piece by piece, so that huge pages are worth it */
};

/* A zeroed struct sb_arena is an empty arena. */
void *sb_arena_alloc(struct sb_arena *arena, size_t n);  /* aligned to 16; not zeroed */
void *sb_arena_zalloc(struct sb_arena *arena, size_t n); /* zeroed */
/* A copy, with a NUL behind it; texts are not aligned. */
sb_str sb_arena_str_now(struct sb_arena *arena, sb_str s);
static inline sb_str sb_arena_str(struct sb_arena *arena, sb_str s)
{
    char *p = arena->at;
    if (SB_UNLIKELY(!s.n || s.n >= (size_t)(arena->end - p)))
        return sb_arena_str_now(arena, s);
    memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    arena->at = p + s.n + 1;
    return sb_str_n(p, s.n);
}
sb_str sb_arena_printf(struct sb_arena *arena, const char *format, ...) SB_PRINTF(2, 3);
sb_str sb_arena_lower(struct sb_arena *arena, sb_str s); /* a copy with ASCII letters in one case */
sb_str sb_arena_upper(struct sb_arena *arena, sb_str s);
sb_str sb_arena_join(struct sb_arena *arena, sb_str a, sb_str b, sb_str c);
void sb_arena_take(struct sb_arena *arena, struct sb_arena *from); /* all that FROM holds, which is empty then */
void sb_arena_reset(struct sb_arena *arena); /* empties it and keeps one chunk for the next round */
void sb_arena_done(struct sb_arena *arena);

#define SB_NEW(arena, type) ((type *)sb_arena_zalloc((arena), sizeof(type)))

#endif
