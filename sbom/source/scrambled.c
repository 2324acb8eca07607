#include "source/scrambled.h"

#include "base/block.h"

enum { WINDOW = SB_SCRAMBLED_WINDOW, TAIL = WINDOW - 1 };

void sb_scrambled_begin(struct sb_scrambled *s)
{
    *s = (struct sb_scrambled){.n_tail = 1, .tail = {'\n'}};
}

static bool is_in_name(char c)
{
    return sb_is_alnum(c) || c == '_' || c == '$';
}

static bool is_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* At an x: with what stands before it and behind it, the front of such a name? */
static bool is_scrambled(const char *x)
{
    if (x[-1] != '0' || x[-2] != '_' || is_in_name(x[-3]))
        return false;
    for (size_t i = 1; i <= SB_SCRAMBLED_DIGITS; i++)
        if (!is_digit(x[i]))
            return false;
    return true;
}

/* Of those whose x stands from X to END. */
static uint64_t count_between(const char *x, const char *end)
{
    uint64_t names = 0;
    for (; x < end && (x = memchr(x, 'x', (size_t)(end - x))) != NULL; x++)
        names += is_scrambled(x);
    return names;
}

static sb_block fronts_at(const char *p)
{
    return (sb_block)((sb_block_at(p) == 'x') & (sb_block_at(p - 1) == '0'));
}

/* Of the windows that lie in the N bytes at P as a whole. Hardly any 64 bytes hold 0x. */
static uint64_t count(const char *p, size_t n)
{
    enum { BEFORE = 3, BLOCK = sizeof(sb_block), STEP = 4 * BLOCK };
    uint64_t names = 0;
    if (n < WINDOW)
        return 0;
    const char *x = p + BEFORE;
    const char *end = p + n - SB_SCRAMBLED_DIGITS;
    for (; end - x >= STEP; x += STEP)
        if (sb_block_bits(fronts_at(x) | fronts_at(x + BLOCK) | fronts_at(x + 2 * BLOCK) | fronts_at(x + 3 * BLOCK)))
            names += count_between(x, x + STEP);
    return names + count_between(x, end);
}

void sb_scrambled_add(struct sb_scrambled *s, const char *p, size_t n)
{
    char room[2 * TAIL];
    size_t taken = n < TAIL ? n : TAIL;
    if (n == 0 || s->names >= SB_SCRAMBLED_NAMES)
        return;
    memcpy(room, s->tail, s->n_tail);
    memcpy(room + s->n_tail, p, taken);
    s->names += count(room, s->n_tail + taken) + count(p, n);
    size_t n_room = s->n_tail + taken;
    s->n_tail = n_room < TAIL ? n_room : TAIL;
    memcpy(s->tail, n >= TAIL ? p + n - TAIL : room + n_room - s->n_tail, s->n_tail);
}

uint64_t sb_scrambled_end(const struct sb_scrambled *s)
{
    return s->names >= SB_SCRAMBLED_NAMES ? SB_SCRAMBLED_RUN : 0;
}
