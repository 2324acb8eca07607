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

void sb_flaws_seal(struct sb_flaws *flaws)
{
    if (flaws->list.n)
        qsort(flaws->list.p, flaws->list.n, sizeof *flaws->list.p, by_place);
}

/* Where a look at the text is: each is only ever ahead. */
struct place {
    struct sb_window *input;
    size_t at; /* in what the window shows */
    uint32_t line, column, point;
};

/* Sees more where all was looked at. False at the end. */
static bool see(struct place *place)
{
    if (place->at < place->input->bytes.n)
        return true;
    bool more = sb_window_move(place->input, place->at);
    place->at = more ? 0 : place->at;
    return more;
}

static bool go_to_line(struct place *place, uint32_t line)
{
    while (place->line < line && see(place)) {
        size_t end = sb_str_chr(sb_str_from(place->input->bytes, place->at), '\n');
        place->at = end == SB_NPOS ? place->input->bytes.n : place->at + end + 1;
        if (end == SB_NPOS)
            continue;
        place->line++;
        place->column = 1;
        place->point = 1;
    }
    return place->line == line;
}

static void go_to_column(struct place *place, uint32_t column)
{
    while (place->column < column && see(place)) {
        sb_str rest = sb_str_part(place->input->bytes, place->at, column - place->column);
        for (size_t i = 0; i < rest.n; i++)
            place->point += ((unsigned char)rest.p[i] & 0xc0) != 0x80;
        place->at += rest.n;
        place->column += (uint32_t)rest.n;
    }
}

void sb_flaws_count_points(struct sb_flaws *flaws, struct sb_window *input, uint32_t first_line)
{
    size_t mark = sb_str_starts(input->bytes, SB_S("\xef\xbb\xbf")) ? 3 : 0; /* stands before the first column */
    struct place place = {input, mark, first_line, 1, 1};
    for (size_t i = 0; i < flaws->list.n; i++) {
        struct sb_flaw *flaw = &flaws->list.p[i];
        if (!flaw->column || !go_to_line(&place, flaw->line))
            continue;
        go_to_column(&place, flaw->column);
        flaw->point = place.point;
    }
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
