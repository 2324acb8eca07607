#include "carry/dialect.h"

#include "base/utf8.h"

bool sb_is_unfit_in_iri(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7f || strchr("<>\"{}|\\^`", c) != NULL;
}

/* RFC 3987, as far as a byte alone can be wrong, and %HH. */
static bool is_iri_reference(sb_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (sb_is_unfit_in_iri(c))
            return false;
    }
    return true;
}

/* RFC 6531, as far as its parts go: something before the last @, without blanks outside of quotes, and a domain, which
 * the usual validators want a dot in. */
static bool is_mail(sb_str text)
{
    size_t at = sb_str_rchr(text, '@');
    if (at == SB_NPOS || at == 0)
        return false;
    sb_str name = sb_str_part(text, 0, at), domain = sb_str_from(text, at + 1);
    bool quoted = name.p[0] == '"';
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] <= ' ' && !(quoted && i < at))
            return false;
    return (quoted || sb_str_chr(name, '@') == SB_NPOS) && domain.n &&
           (domain.p[0] == '[' || (sb_str_chr(domain, '.') != SB_NPOS && sb_str_chr(domain, '.') != 0));
}

/* A line break for the dot of a regular expression of ECMAScript: U+000A, U+000D, U+2028, U+2029. */
static bool is_one_line(sb_str text)
{
    return sb_str_chr(text, '\n') == SB_NPOS && sb_str_chr(text, '\r') == SB_NPOS &&
           sb_str_find(text, SB_S("\xe2\x80\xa8")) == SB_NPOS && sb_str_find(text, SB_S("\xe2\x80\xa9")) == SB_NPOS;
}

static size_t points(sb_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

static const char *unfit_text(const struct sb_text_rule *rule, sb_str text)
{
    if (rule->least && points(text) < rule->least)
        return rule->least == 1 ? "no empty text here" : "no text so short here";
    if (rule->most && text.n > rule->most && points(text) > rule->most)
        return "no text so long here";
    if (rule->pattern == SB_TEXT_ONE_LINE && !is_one_line(text))
        return "no line break here";
    if (rule->pattern == SB_TEXT_IRI_REFERENCE && !is_iri_reference(text))
        return "only an IRI here";
    if (rule->pattern == SB_TEXT_IDN_EMAIL && !is_mail(text))
        return "only a mail address here";
    return NULL;
}

/* -1, 0 or 1 for a number of JSON below, at or above BOUND; 0 for one with an exponent, which is not worked out. */
static int compare(sb_str text, int64_t bound)
{
    bool negative = sb_str_chop(&text, SB_S("-")), more = false;
    int64_t whole = 0;
    size_t i = 0;
    for (; i < text.n && sb_is_digit(text.p[i]); i++)
        whole = whole > INT64_MAX / 10 - 1 ? INT64_MAX - 10 : whole * 10 + (text.p[i] - '0');
    for (; i < text.n; i++) {
        if (text.p[i] == 'e' || text.p[i] == 'E')
            return 0;
        more = more || (text.p[i] != '.' && text.p[i] != '0');
    }
    whole = negative ? -whole : whole;
    if (whole != bound)
        return whole < bound ? -1 : 1;
    return !more ? 0 : negative ? -1 : 1;
}

static const char *unfit_number(const struct sb_text_rule *rule, sb_str text)
{
    if (rule->bounded_below && compare(text, rule->minimum) < 0)
        return "no number so small here";
    return rule->bounded_above && compare(text, rule->maximum) > 0 ? "no number so large here" : NULL;
}

const char *sb_unfit(const struct sb_dialect *dialect, const struct sb_member *row, sb_str text)
{
    if (row->kind == SB_MEMBER_WORD) {
        const struct sb_words *words = &dialect->grammar->words[row->type];
        const struct sb_word *word = sb_word_find(words, text);
        bool open = dialect->encoding == SB_IN_XML && words->xml_open;
        return open || (word && word->since <= dialect->minor) ? NULL : "no such word here";
    }
    if (row->kind == SB_MEMBER_OBJECT || row->kind == SB_MEMBER_BOOL || row->kind == SB_MEMBER_ANY)
        return NULL;
    const struct sb_text_rule *rule = sb_row_rule(dialect, row);
    if (!rule)
        return NULL;
    return row->kind == SB_MEMBER_TEXT ? unfit_text(rule, text) : unfit_number(rule, text);
}
