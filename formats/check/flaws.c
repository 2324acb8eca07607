#include "check/flaws.h"

struct sb_flaw *sb_flaws_add(struct sb_flaws *flaws, enum sb_rule rule)
{
    if (++flaws->count[rule] > SB_FLAWS_KEEP)
        return NULL;
    struct sb_flaw *flaw = SB_PUSH(&flaws->list);
    *flaw = (struct sb_flaw){.rule = rule};
    return flaw;
}

static int by_place(const void *a, const void *b)
{
    const struct sb_flaw *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    int order = sb_str_cmp(x->path, y->path);
    return order ? order : sb_str_cmp(x->message, y->message);
}

/* Columns in characters: one way through the text for all flaws, which are in its order. */
static void count_points(struct sb_flaws *flaws, sb_str input, uint32_t first_line)
{
    uint32_t line = first_line;
    size_t start = 0, at = 0;
    uint32_t points = 0;
    for (size_t i = 0; i < flaws->list.n; i++) {
        struct sb_flaw *flaw = &flaws->list.p[i];
        while (line < flaw->line) {
            size_t end = sb_str_chr(sb_str_from(input, start), '\n');
            if (end == SB_NPOS)
                return;
            start = at = start + end + 1;
            points = 0;
            line++;
        }
        for (; at < input.n && at + 1 < start + flaw->column; at++)
            points += ((unsigned char)input.p[at] & 0xc0) != 0x80;
        flaw->point = flaw->column ? points + 1 : 0;
    }
}

void sb_flaws_seal(struct sb_flaws *flaws, sb_str input, uint32_t first_line)
{
    if (flaws->list.n)
        qsort(flaws->list.p, flaws->list.n, sizeof *flaws->list.p, by_place);
    count_points(flaws, input, first_line);
}

uint64_t sb_flaws_of(const struct sb_flaws *flaws, enum sb_severity severity)
{
    uint64_t n = 0;
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++)
        n += sb_rules[rule].severity == severity ? flaws->count[rule] : 0;
    return n;
}

bool sb_flaws_schema_valid(const struct sb_flaws *flaws)
{
    uint64_t n = 0;
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++)
        n += sb_rules[rule].number < SB_V_BEYOND ? flaws->count[rule] : 0;
    return n == 0;
}

bool sb_flaws_valid(const struct sb_flaws *flaws)
{
    return sb_flaws_of(flaws, SB_ERROR) == 0;
}

void sb_flaws_done(struct sb_flaws *flaws)
{
    sb_arena_done(&flaws->arena);
    sb_free(flaws->list.p);
}
