#include "base/block.h"
#include "text/keyval.h"

/* RAW with one quote for each two. */
static sb_str single_quotes(struct sb_arena *arena, sb_str raw)
{
    char *text = sb_arena_alloc(arena, raw.n);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        text[n++] = raw.p[i];
        i += raw.p[i] == '"';
    }
    return sb_str_n(text, n);
}

/* REST begins behind an opening quote and ends up behind the closing one. False if there is none. RET_DOUBLED: quotes
 * stand in RAW, each twice. */
static bool quoted_field(sb_str *rest, sb_str *raw, bool *ret_doubled)
{
    size_t at = 0;
    const char *quote;
    *ret_doubled = false;
    while (at < rest->n && (quote = memchr(rest->p + at, '"', rest->n - at)) != NULL) {
        at = (size_t)(quote - rest->p);
        if (at + 1 == rest->n || rest->p[at + 1] != '"') {
            *raw = sb_str_n(rest->p, at);
            *rest = sb_str_from(*rest, at + 1);
            return true;
        }
        *ret_doubled = true;
        at += 2;
    }
    return false;
}

/* Where the next comma or the end of the line stands. */
static size_t field_end(sb_str rest)
{
    size_t n = 0;
    for (; n + sizeof(sb_block) <= rest.n; n += sizeof(sb_block)) {
        sb_block here = sb_block_at(rest.p + n);
        uint32_t ends = sb_block_bits((sb_block)((here == ',') | (here == '\n')));
        if (ends)
            return n + (size_t)__builtin_ctz(ends);
    }
    while (n < rest.n && rest.p[n] != ',' && rest.p[n] != '\n')
        n++;
    return n;
}

/* Up to a comma or the end of the line; a \r in front of its \n is not part of it. */
static sb_str plain_field(sb_str *rest)
{
    size_t n = field_end(*rest);
    sb_str field = sb_str_n(rest->p, n);
    *rest = sb_str_from(*rest, n);
    bool ends_line = rest->n == 0 || rest->p[0] == '\n';
    if (ends_line && n && field.p[n - 1] == '\r')
        field.n--;
    return field;
}

static size_t count_newlines(sb_str s)
{
    size_t n = 0;
    sb_str line;
    while (sb_str_cut(&s, '\n', &line))
        n++;
    return n;
}

/* Empty lines are no rows. What is left of the last row in `text` tells how many lines it had. */
static void next_row(struct sb_lines *lines)
{
    sb_str line;
    lines->line += lines->line ? 1 + (uint32_t)count_newlines(lines->text) : 1;
    for (sb_str rest = lines->rest; sb_str_line(&rest, &line) && line.n == 0; lines->line++)
        lines->rest = rest;
    lines->text = lines->rest;
    lines->bad = false;
}

/* Reads one field off REST, up to its comma or the end of the line. False if it is broken. */
static bool read_field(sb_str *rest, struct sb_arena *arena, bool wanted, sb_str *field)
{
    sb_str raw;
    bool doubled;
    if (rest->n == 0 || rest->p[0] != '"') {
        *field = plain_field(rest);
        return true;
    }
    *rest = sb_str_from(*rest, 1);
    if (!quoted_field(rest, &raw, &doubled)) {
        *rest = SB_STR_NONE; /* nobody can say where the next row begins */
        return false;
    }
    *field = wanted && doubled ? single_quotes(arena, raw) : raw;
    return plain_field(rest).n == 0;
}

bool sb_csv_row(struct sb_lines *lines, struct sb_arena *arena, sb_str *fields, size_t max, size_t *ret_n)
{
    size_t n = 0;
    bool more = true;
    *ret_n = 0;
    next_row(lines);
    if (lines->rest.n == 0)
        return false;
    sb_str rest = lines->rest;
    while (more && !lines->bad) {
        sb_str field;
        lines->bad = !read_field(&rest, arena, n < max, &field);
        if (n < max)
            fields[n++] = field;
        more = rest.n && rest.p[0] == ',';
        rest = sb_str_from(rest, more);
    }
    sb_str garbage;
    sb_str_cut(&rest, '\n', &garbage); /* of a broken row; else only the newline is left of this one */
    lines->text = sb_str_n(lines->rest.p, lines->rest.n - rest.n);
    sb_str_chop_end(&lines->text, SB_S("\n"));
    lines->rest = rest;
    *ret_n = lines->bad ? 0 : n;
    return true;
}
