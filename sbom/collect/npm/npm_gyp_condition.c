#include "npm/npm_gyp.h"

static bool in(sb_str word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq(word, sb_str_of(words[i])))
            return true;
    return false;
}

static bool is_word(char c)
{
    return sb_is_alnum(c) || c == '_';
}

static size_t word_end(sb_str s, size_t at)
{
    while (at < s.n && is_word(s.p[at]))
        at++;
    return at;
}

/* Behind the quoted text at AT; past the end of S if nothing closes it. */
static size_t text_end(sb_str s, size_t at)
{
    char quote = s.p[at++];
    while (at < s.n && s.p[at] != quote)
        at += s.p[at] == '\\' ? 2 : 1;
    return at + 1;
}

bool sb_npm_gyp_is_plain(sb_str s)
{
    static const char *const methods[] = {"startswith", "endswith", "split", "find",   "lower",
                                          "upper",      "replace",  "strip", "rsplit", "index"};
    static const char *const more[] = {"lambda", "for", "yield", "await", "async"};
    bool method = false; /* behind a full stop */
    for (size_t at = 0; at < s.n;) {
        char c = s.p[at];
        size_t end = at + 1;
        if (is_word(c)) {
            end = word_end(s, at);
            sb_str word = sb_str_part(s, at, end - at);
            if (method && !sb_is_digit(c) && !in(word, methods, SB_COUNT(methods)))
                return false;
            if (in(word, more, SB_COUNT(more)) || sb_str_find(word, SB_S("__")) != SB_NPOS)
                return false;
        } else if (c == '"' || c == '\'') {
            end = text_end(s, at);
            if (end > s.n)
                return false;
        } else if (!sb_is_space(c) && !strchr("=!<>()[],%+-*/.&|~:@", c)) {
            return false;
        }
        if (!sb_is_space(c))
            method = c == '.';
        at = end;
    }
    return true;
}
