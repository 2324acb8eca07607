#include "carry/pattern.h"

bool sb_is_one_line(sb_str text)
{
    return sb_str_chr(text, '\n') == SB_NPOS && sb_str_chr(text, '\r') == SB_NPOS &&
           sb_str_find(text, SB_S("\xe2\x80\xa8")) == SB_NPOS && sb_str_find(text, SB_S("\xe2\x80\xa9")) == SB_NPOS;
}

bool sb_is_in_no_iri(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7f || sb_is_in(c, "<>\"{}|\\^`");
}

bool sb_is_iri_reference(sb_str text)
{
    size_t i = 0;
    while (i < text.n && !sb_is_in_no_iri(text.p[i]))
        i++;
    return i == text.n;
}

/* Something before the last @, without blanks outside of quotes, and a domain, which the usual validators want a dot
 * in. */
bool sb_is_mail(sb_str text)
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

/* ---- ids ---- */

static bool is_uuid(sb_str text)
{
    static const uint8_t parts[] = {8, 4, 4, 4, 12};
    for (size_t part = 0; part < SB_COUNT(parts); part++) {
        if (part && !sb_str_chop(&text, SB_S("-")))
            return false;
        for (size_t i = 0; i < parts[part]; i++, text = sb_str_from(text, 1))
            if (!text.n || !(sb_is_digit(text.p[0]) || (text.p[0] >= 'a' && text.p[0] <= 'f')))
                return false;
    }
    return !text.n;
}

bool sb_is_serial(sb_str text)
{
    return sb_str_chop(&text, SB_S("urn:uuid:")) && is_uuid(text);
}

bool sb_is_serial_or_braces(sb_str text)
{
    if (sb_str_chop(&text, SB_S("{")))
        return sb_str_chop_end(&text, SB_S("}")) && is_uuid(text);
    return sb_is_serial(text);
}

/* cpe:/ with a part and up to six more, of letters, digits and ._-~% */
static bool is_cpe22(sb_str text)
{
    size_t colons = 0;
    if (text.n && sb_is_in(text.p[0], "aAhHoO"))
        text = sb_str_from(text, 1);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (i == 0 && c != ':')
            return false;
        colons += c == ':';
        if (c != ':' && !sb_is_alnum(c) && !sb_is_in(c, "._-~%"))
            return false;
    }
    return colons <= 6;
}

/* Cuts a value off that ends before an unquoted colon: * or -, or letters, digits, -._ and quoted marks, with * or any
 * number of ? at both ends. */
static bool cut_cpe23(sb_str *text)
{
    size_t n = 0, i = 0;
    while (n < text->n && text->p[n] != ':')
        n += text->p[n] == '\\' ? 2 : 1;
    if (n > text->n)
        return false;
    sb_str value = sb_str_part(*text, 0, n);
    *text = sb_str_from(*text, n);
    if (!value.n || sb_str_eq(value, SB_S("*")) || sb_str_eq(value, SB_S("-")))
        return value.n != 0;
    i += value.p[0] == '*';
    while (value.p[0] == '?' && i < value.n && value.p[i] == '?')
        i++;
    size_t body = i;
    while (i < value.n && (sb_is_alnum(value.p[i]) || sb_is_in(value.p[i], "-._\\"))) {
        if (value.p[i] == '\\' && (++i == value.n || !sb_is_in(value.p[i], "\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~")))
            return false;
        i++;
    }
    if (i == body)
        return false;
    if (i < value.n && value.p[i] == '*')
        return i + 1 == value.n;
    while (i < value.n && value.p[i] == '?')
        i++;
    return i == value.n;
}

/* Two or three letters, and perhaps - with two letters or three digits; or * or -. */
static bool cut_cpe_language(sb_str *text)
{
    sb_str value;
    size_t n = sb_str_chr(*text, ':');
    value = sb_str_part(*text, 0, n == SB_NPOS ? text->n : n);
    *text = sb_str_from(*text, value.n);
    if (sb_str_eq(value, SB_S("*")) || sb_str_eq(value, SB_S("-")))
        return true;
    size_t letters = 0;
    while (letters < value.n && sb_is_alpha(value.p[letters]))
        letters++;
    sb_str region = sb_str_from(value, letters);
    if (letters < 2 || letters > 3 || !region.n)
        return letters == 2 || letters == 3;
    if (!sb_str_chop(&region, SB_S("-")))
        return false;
    size_t alpha = 0, digits = 0;
    for (size_t i = 0; i < region.n; i++) {
        alpha += sb_is_alpha(region.p[i]);
        digits += sb_is_digit(region.p[i]);
    }
    return (alpha == 2 && region.n == 2) || (digits == 3 && region.n == 3);
}

bool sb_is_cpe(sb_str text)
{
    if (text.n >= 5 && text.p[0] == 'c' && sb_str_eq_nocase(sb_str_part(text, 0, 5), SB_S("cpe:/")))
        return is_cpe22(sb_str_from(text, 5));
    if (!sb_str_chop(&text, SB_S("cpe:2.3:")) || !text.n || !sb_is_in(text.p[0], "aho*-"))
        return false;
    text = sb_str_from(text, 1);
    for (unsigned part = 0; part < 10; part++)
        if (!sb_str_chop(&text, SB_S(":")) || !(part == 5 ? cut_cpe_language(&text) : cut_cpe23(&text)))
            return false;
    return !text.n;
}
