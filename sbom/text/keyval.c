#include "text/keyval.h"

void sb_lines_init(struct sb_lines *lines, sb_str input)
{
    *lines = (struct sb_lines){.rest = input};
}

/* Cuts the next line off that is neither empty nor a comment, without the blanks around it. */
static bool next_line(struct sb_lines *lines, const char *comment)
{
    lines->bad = false;
    while (sb_str_line(&lines->rest, &lines->text)) {
        lines->line++;
        lines->text = sb_str_trim(lines->text);
        if (lines->text.n && !memchr(comment, lines->text.p[0], strlen(comment)))
            return true;
    }
    return false;
}

/* ---- assignments ---- */

static bool is_name(sb_str s)
{
    if (s.n == 0 || sb_is_digit(s.p[0]))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_alnum(s.p[i]) && s.p[i] != '_')
            return false;
    return true;
}

/* A value that stands in the input as it is meant: plain, or all of it within one pair of quotes. */
static bool plain_value(sb_str s, sb_str *ret_value)
{
    char quote = s.n ? s.p[0] : 0;
    if (quote == '"' || quote == '\'') {
        size_t n = sb_str_chr(sb_str_from(s, 1), quote);
        if (n == SB_NPOS || n + 2 != s.n)
            return false;
        *ret_value = sb_str_n(s.p + 1, n);
        return quote == '\'' || sb_str_chr(*ret_value, '\\') == SB_NPOS;
    }
    for (size_t i = 0; i < s.n; i++)
        if (memchr("\"'\\ \t", s.p[i], 5))
            return false;
    *ret_value = s;
    return true;
}

/* A value of one line on its way through the shell's rules, as far as os-release(5) needs them. Words with blanks
 * between them but no quotes are no value for the shell; they are common, though, and clear. */
struct word {
    const char *at, *end;
    char *out; /* has room for all of it */
    size_t n;
    char quote; /* the one that is open, or 0 */
};

/* A backslash outside quotes, or between double ones, where it is an ordinary byte before most others. */
static bool put_escaped(struct word *word)
{
    if (word->at == word->end)
        return false;
    if (word->quote && !memchr("\"\\$`", *word->at, 4))
        word->out[word->n++] = '\\';
    word->out[word->n++] = *word->at++;
    return true;
}

/* Blanks outside quotes; those in front do not count. False if the value ends here, behind it a comment or nothing. */
static bool put_blanks(struct word *word, char first)
{
    const char *from = word->at;
    while (word->at < word->end && (*word->at == ' ' || *word->at == '\t'))
        word->at++;
    if (word->at == word->end || *word->at == '#')
        return false;
    if (word->n == 0)
        return true;
    word->out[word->n++] = first;
    memcpy(word->out + word->n, from, (size_t)(word->at - from));
    word->n += (size_t)(word->at - from);
    return true;
}

static bool resolve(struct word *word)
{
    bool was_quoted = false;
    while (word->at < word->end) {
        char c = *word->at++;
        if (word->quote && c == word->quote) {
            word->quote = 0;
        } else if (c == '\\' && word->quote != '\'') {
            if (!put_escaped(word))
                return false;
        } else if (!word->quote && (c == '"' || c == '\'')) {
            word->quote = c;
            was_quoted = true;
        } else if (!word->quote && (c == ' ' || c == '\t')) {
            if (!put_blanks(word, c))
                break;
            if (was_quoted)
                return false;
        } else {
            word->out[word->n++] = c;
        }
    }
    return word->quote == 0;
}

bool sb_assignment(struct sb_lines *lines, struct sb_arena *arena, sb_str *ret_name, sb_str *ret_value)
{
    if (!next_line(lines, "#"))
        return false;
    sb_str rest = lines->text;
    *ret_value = SB_STR_NONE;
    lines->bad = !sb_str_cut(&rest, '=', ret_name) || !is_name(*ret_name);
    if (lines->bad || plain_value(rest, ret_value))
        return true;
    struct word word = {.at = rest.p, .end = rest.p + rest.n, .out = sb_arena_alloc(arena, rest.n)};
    lines->bad = !resolve(&word);
    *ret_value = lines->bad ? SB_STR_NONE : sb_str_n(word.out, word.n);
    return true;
}

/* ---- INI ---- */

/* Takes a "[section]" line. One that is not closed leaves no section open: its rows are not the last one's. */
static bool section_line(struct sb_lines *lines)
{
    sb_str text = lines->text;
    if (text.p[0] != '[')
        return false;
    lines->bad = text.n < 2 || text.p[text.n - 1] != ']';
    lines->section = lines->bad ? SB_STR_NONE : sb_str_trim(sb_str_n(text.p + 1, text.n - 2));
    return true;
}

bool sb_ini_row(struct sb_lines *lines, sb_str *ret_name, sb_str *ret_value)
{
    *ret_name = *ret_value = SB_STR_NONE;
    do {
        if (!next_line(lines, "#;"))
            return false;
    } while (section_line(lines) && !lines->bad);
    if (lines->bad)
        return true;
    sb_str rest = lines->text;
    sb_str_cut(&rest, '=', ret_name);
    *ret_name = sb_str_trim(*ret_name);
    *ret_value = sb_str_trim(rest);
    lines->bad = ret_name->n == 0;
    return true;
}
