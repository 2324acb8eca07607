#include "report/markdown.h"

#include "base/utf8.h"
#include "report/cut.h"

/* ---- one word ---- */

static bool all_are(sb_str s, bool (*is)(char c))
{
    for (size_t i = 0; i < s.n; i++)
        if (!is(s.p[i]))
            return false;
    return s.n;
}

static bool is_hex(char c)
{
    return sb_is_digit(c) || (sb_lower(c) >= 'a' && sb_lower(c) <= 'f');
}

static bool is_of_number(char c)
{
    return sb_is_digit(c) || c == ',';
}

/* Letters, and a hyphen or an apostrophe between two of them. */
static bool is_of_letters(sb_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool between = i && i + 1 < s.n && (s.p[i] == '-' || s.p[i] == '\'') && sb_is_alpha(s.p[i + 1]);
        if (!sb_is_alpha(s.p[i]) && !between)
            return false;
    }
    return s.n;
}

/* Nobody takes it for anything: what looks like a commit, mixes letters and digits as tickets do, or is longer than
 * words are, is not plain. */
static bool is_plain(sb_str s)
{
    enum { SHORTEST_COMMIT = 7, LONGEST_WORD = 40 };
    if (s.n > LONGEST_WORD || (all_are(s, is_hex) && s.n >= SHORTEST_COMMIT))
        return false;
    return is_of_letters(s) || all_are(s, is_of_number);
}

/* ---- spans of code ---- */

/* Neither a backtick nor the bar of a table can stand in a span everywhere: they stand between two. */
static void put_code(struct sb_buf *buf, sb_str s)
{
    bool open = false;
    for (size_t i = 0; i < s.n; i++) {
        bool between = s.p[i] == '`' || s.p[i] == '|';
        if (open == between)
            sb_buf_chr(buf, '`');
        open = !between;
        if (between)
            sb_buf_chr(buf, '\\');
        sb_buf_chr(buf, s.p[i]);
    }
    if (open)
        sb_buf_chr(buf, '`');
}

/* What a sentence puts around a word is no part of it. */
static void put_word(struct sb_buf *buf, sb_str word)
{
    sb_str core = word;
    sb_str_chop(&core, SB_S("("));
    sb_buf_str(buf, sb_str_part(word, 0, word.n - core.n));
    sb_str behind = core;
    bool call = sb_str_chr(core, '(') != SB_NPOS; /* then the bracket behind is its own */
    while (core.n && sb_is_in(core.p[core.n - 1], call ? ",.;:" : ",.;:)"))
        core.n--;
    if (sb_str_eq(core, SB_S("->")))
        sb_buf_str(buf, SB_S("→"));
    else if (is_plain(core))
        sb_buf_str(buf, core);
    else
        put_code(buf, core);
    sb_buf_str(buf, sb_str_from(behind, core.n));
}

static void put_words(struct sb_buf *buf, sb_str s)
{
    sb_str word;
    for (bool first = true; sb_str_word(&s, &word); first = false) {
        sb_buf_str(buf, first ? SB_STR_NONE : SB_S(" "));
        put_word(buf, word);
    }
}

/* ---- what callers put ---- */

static void put_printable(struct sb_buf *buf, sb_str s, bool words, unsigned limit)
{
    bool cut = sb_cut(&s, limit);
    if (words)
        put_words(buf, s);
    else
        put_code(buf, s);
    sb_buf_str(buf, cut ? SB_S("...") : SB_STR_NONE);
}

/* Of a text that is cut anyway no more is looked at than can be shown: a character has up to four bytes. */
static sb_str worth_looking_at(sb_str text, unsigned limit)
{
    return sb_str_part(text, 0, ((size_t)limit + 1) * 4);
}

void sb_markdown_put(struct sb_buf *buf, sb_str text, bool words, unsigned limit)
{
    struct sb_buf printable = {0};
    sb_utf8_printable(&printable, worth_looking_at(text, limit));
    put_printable(buf, sb_buf_all(&printable), words, limit);
    sb_buf_done(&printable);
}

void sb_markdown_step(struct sb_buf *buf, sb_str from, sb_str to, unsigned limit)
{
    struct sb_buf old = {0}, new = {0};
    sb_utf8_printable(&old, from);
    sb_utf8_printable(&new, to);
    size_t at = sb_cut_parting(sb_buf_all(&old), sb_buf_all(&new), limit);
    sb_str mark = at ? SB_S("...") : SB_STR_NONE;
    sb_buf_str(buf, mark);
    put_printable(buf, sb_str_from(sb_buf_all(&old), at), false, limit);
    sb_buf_str(buf, SB_S(" → "));
    sb_buf_str(buf, mark);
    put_printable(buf, sb_str_from(sb_buf_all(&new), at), false, limit);
    sb_buf_done(&old);
    sb_buf_done(&new);
}
