#include "source/crowded.h"

#include "base/block.h"

enum { STEP = SB_CROWDED_STEP, WINDOW = SB_CROWDED_WINDOW };
/* What most places are told by: of so many bytes so few are neither blanks nor small letters. */
enum { FRONT = 64, SIGNS = 28 };

void sb_crowded_begin(struct sb_crowded *c)
{
    *c = (struct sb_crowded){0};
}

static void close_stretch(struct sb_crowded *c)
{
    if (c->found > c->longest)
        c->longest = c->found;
    c->found = 0;
    c->gap = 0;
}

static sb_block signs_of(sb_block bytes)
{
    return (sb_block)((bytes > ' ') & (bytes < 0x7f) & ((bytes < 'a') | (bytes > 'z')));
}

/* Of the first FRONT bytes. */
static unsigned signs_in(const char *p)
{
    return (unsigned)__builtin_popcountll(sb_block_bits_of_64(p, signs_of));
}

static bool is_sign(unsigned char c)
{
    return c > ' ' && c < 0x7f && (c < 'a' || c > 'z');
}

static sb_block set_of(sb_block bytes)
{
    return (sb_block)(bytes != 0);
}

/* N bytes of the current window from AT on. */
static void note(struct sb_crowded *c, const char *p, size_t at, size_t n)
{
    char seen[256] = {0}; /* by byte; those of ASCII count, but blanks and DEL */
    bool whole = at == 0 && n >= FRONT;
    if (whole)
        c->signs = signs_in(p);
    for (size_t i = 0; !whole && at + i < FRONT && i < n; i++)
        c->signs += is_sign((unsigned char)p[i]);
    for (size_t i = 0; i < n; i++)
        seen[(unsigned char)p[i]] = 1;
    c->values[0] |= sb_block_bits_of_64(seen, set_of) & UINT64_MAX << (' ' + 1);
    c->values[1] |= sb_block_bits_of_64(seen + 64, set_of) & UINT64_MAX >> 1;
}

/* The window is whole: a stretch goes on window by window, else the next step is the next place. */
static void close_window(struct sb_crowded *c)
{
    bool many = __builtin_popcountll(c->values[0]) + __builtin_popcountll(c->values[1]) >= SB_CROWDED_VALUES;
    bool crowded = many && (c->found || c->signs >= SIGNS);
    c->values[0] = c->values[1] = 0;
    c->signs = 0;
    if (crowded) {
        c->found += WINDOW * (uint64_t)(1 + c->gap);
        c->gap = 0;
    } else if (c->found && c->gap++ == SB_CROWDED_GAP) {
        close_stretch(c);
    }
    c->next += WINDOW;
    if (!c->found)
        c->next = (c->next + STEP - 1) / STEP * STEP;
}

void sb_crowded_add(struct sb_crowded *c, const char *p, size_t n)
{
    uint64_t end = c->seen + n;
    while (c->next < end) {
        uint64_t from = c->next > c->seen ? c->next : c->seen;
        uint64_t to = c->next + WINDOW < end ? c->next + WINDOW : end;
        const char *at = p + (from - c->seen);
        if (!c->found && from == c->next && to - from >= FRONT && signs_in(at) < SIGNS) {
            c->next += STEP;
            continue;
        }
        note(c, at, (size_t)(from - c->next), (size_t)(to - from));
        if (to < c->next + WINDOW)
            break;
        close_window(c);
    }
    c->seen = end;
}

uint64_t sb_crowded_end(struct sb_crowded *c)
{
    close_stretch(c);
    return c->longest >= STEP ? c->longest + STEP : 0;
}
