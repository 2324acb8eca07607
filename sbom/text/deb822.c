#include "text/deb822.h"

enum { MAX_VALUE = 1 << 20 };

void sb_deb822_init(struct sb_deb822 *reader, sb_str input, bool headers_only)
{
    *reader = (struct sb_deb822){.rest = input, .next_line = 1, .headers_only = headers_only};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Debian takes a line of blanks for an empty one (Policy 5.1); in a message's headers only an empty line ends them, and
 * a line of blanks belongs to a folded value. */
static bool is_separator(const struct sb_deb822 *reader, sb_str line)
{
    size_t i = 0;
    while (!reader->headers_only && i < line.n && is_blank(line.p[i]))
        i++;
    return i == line.n;
}

/* Takes the next line off the input if it continues a value. */
static bool continuation(struct sb_deb822 *reader, sb_str *line)
{
    if (reader->rest.n == 0 || !is_blank(reader->rest.p[0]))
        return false;
    sb_str rest = reader->rest;
    sb_str_line(&rest, line);
    if (is_separator(reader, *line))
        return false;
    reader->rest = rest;
    reader->next_line++;
    return true;
}

/* "Name:" at the front of LINE: printable ASCII without blanks (blanks before the colon are forgiven), which begins
 * neither a comment nor, as in a signature's armour, with a hyphen. */
static bool split_field(sb_str line, sb_str *name, sb_str *value)
{
    *value = line;
    if (!sb_str_cut(value, ':', name))
        return false;
    while (name->n && is_blank(name->p[name->n - 1]))
        name->n--;
    if (name->n == 0 || name->p[0] == '#' || name->p[0] == '-')
        return false;
    for (size_t i = 0; i < name->n; i++)
        if (name->p[i] <= ' ' || name->p[i] > '~')
            return false;
    return true;
}

static enum sb_deb822_event read_field(struct sb_deb822 *reader, sb_str line)
{
    sb_str first;
    if (!split_field(line, &reader->name, &first)) {
        reader->name = SB_STR_NONE;
        reader->value = line;
        return SB_DEB822_BAD_LINE;
    }
    /* The value's bytes lie together in the input: it ends where the last line does that belongs to it. */
    const char *start = line.p + (line.n - first.n);
    const char *end = line.p + line.n;
    while (continuation(reader, &line))
        end = line.p + line.n;
    reader->value = sb_str_trim(sb_str_n(start, (size_t)(end - start)));
    reader->in_paragraph = true;
    size_t max = reader->max_value ? reader->max_value : MAX_VALUE;
    if (reader->value.n <= max)
        return SB_DEB822_FIELD;
    reader->value.n = max;
    return SB_DEB822_TOO_LONG;
}

static enum sb_deb822_event end_paragraph(struct sb_deb822 *reader)
{
    reader->in_paragraph = false;
    reader->name = reader->value = SB_STR_NONE;
    return SB_DEB822_PARAGRAPH;
}

static enum sb_deb822_event read_body(struct sb_deb822 *reader)
{
    reader->name = SB_STR_NONE;
    reader->value = reader->rest;
    reader->line = reader->next_line;
    reader->rest = SB_STR_NONE;
    return reader->value.n ? SB_DEB822_BODY : SB_DEB822_END;
}

enum sb_deb822_event sb_deb822_next(struct sb_deb822 *reader)
{
    sb_str line;
    if (reader->in_body)
        return read_body(reader);
    while (sb_str_line(&reader->rest, &line)) {
        reader->line = reader->next_line++;
        if (is_separator(reader, line)) {
            reader->in_body = reader->headers_only;
            if (reader->in_paragraph)
                return end_paragraph(reader);
            if (reader->in_body)
                return read_body(reader);
            continue;
        }
        if (line.p[0] == '#' && !reader->headers_only)
            continue;
        return read_field(reader, line);
    }
    return reader->in_paragraph ? end_paragraph(reader) : SB_DEB822_END;
}

bool sb_deb822_is(const struct sb_deb822 *reader, const char *name)
{
    return sb_str_eq_nocase(reader->name, sb_str_of(name));
}
