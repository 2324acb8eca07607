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

/* The byte before a name and its front, WINDOW bytes. */
static bool is_scrambled(const char *p)
{
    if (p[1] != '_' || p[2] != '0' || p[3] != 'x' || is_in_name(p[0]))
        return false;
    for (size_t i = 0; i < SB_SCRAMBLED_DIGITS; i++)
        if (!is_digit(p[4 + i]))
            return false;
    return true;
}

/* Of the windows that lie in the N bytes at P as a whole. Sixteen of them at a time: hardly any text has one. */
static uint64_t count(const char *p, size_t n)
{
    uint64_t names = 0;
    size_t at = 0;
    for (; at + sizeof(sb_block) + TAIL <= n; at += sizeof(sb_block)) {
        sb_block here = (sb_block)(sb_block_at(p + at + 1) == '_') & (sb_block)(sb_block_at(p + at + 3) == 'x');
        for (uint32_t bits = sb_block_bits(here); bits; bits &= bits - 1)
            names += is_scrambled(p + at + __builtin_ctz(bits));
    }
    for (; at + WINDOW <= n; at++)
        names += is_scrambled(p + at);
    return names;
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
