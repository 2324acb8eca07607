/* Formats of JSON schema, to the last rule of their RFCs. What only a byte alone can break is in carry/pattern.h, times
 * are in carry/moment.h. */
#include "base/utf8.h"
#include "check/text.h"

/* ---- addresses: RFC 3986 and RFC 3987 ---- */

enum { UNRESERVED = 1, SUB_DELIM = 2, COLON = 4, AT = 8, SLASH = 16, MARK = 32, PCHAR = 15 };

static unsigned class_of(char c)
{
    if (sb_is_alnum(c) || sb_is_in(c, "-._~"))
        return UNRESERVED;
    if (sb_is_in(c, "!$&'()*+,;="))
        return SUB_DELIM;
    return c == ':' ? COLON : c == '@' ? AT : c == '/' ? SLASH : c == '?' ? MARK : 0;
}

static bool is_hex(char c)
{
    return sb_is_digit(c) || (sb_lower(c) >= 'a' && sb_lower(c) <= 'f');
}

/* RFC 3987, ucschar; of a query iprivate, too. */
static bool is_wide(uint32_t c, bool query)
{
    if (c < 0x10000)
        return (c >= 0xa0 && c < 0xd800) || (c >= 0xf900 && c < 0xfdd0) || (c >= 0xfdf0 && c < 0xfff0) ||
               (query && c >= 0xe000 && c < 0xf900);
    return (c & 0xffff) < 0xfffe && (c < 0xe0000 || (c >= 0xe1000 && c < 0xf0000) || (query && c >= 0xf0000));
}

/* Nothing but characters of CLASSES, %HH and, of an IRI, those of other scripts. */
static bool is_made_of(sb_str text, unsigned classes, bool iri)
{
    size_t step = 1;
    for (; text.n; text = sb_str_from(text, step)) {
        step = 1;
        if (text.p[0] == '%') {
            if (text.n < 3 || !is_hex(text.p[1]) || !is_hex(text.p[2]))
                return false;
            step = 3;
        } else if ((unsigned char)text.p[0] < 0x80) {
            if (!(class_of(text.p[0]) & classes))
                return false;
        } else if (!iri || !is_wide(sb_utf8_next(text, &step), classes & MARK)) {
            return false;
        }
    }
    return true;
}

static bool is_authority(sb_str text, bool iri)
{
    size_t at = sb_str_chr(text, '@');
    if (at != SB_NPOS && !is_made_of(sb_str_part(text, 0, at), UNRESERVED | SUB_DELIM | COLON, iri))
        return false;
    if (at != SB_NPOS)
        text = sb_str_from(text, at + 1);
    if (sb_str_starts(text, SB_S("["))) {
        size_t end = sb_str_chr(text, ']');
        if (end == SB_NPOS || end < 3 ||
            !is_made_of(sb_str_part(text, 1, end - 1), UNRESERVED | SUB_DELIM | COLON, false))
            return false;
        text = sb_str_from(text, end + 1);
        if (text.n && text.p[0] != ':')
            return false;
    }
    size_t colon = sb_str_chr(text, ':');
    sb_str host = colon == SB_NPOS ? text : sb_str_part(text, 0, colon);
    for (size_t i = colon == SB_NPOS ? text.n : colon + 1; i < text.n; i++)
        if (!sb_is_digit(text.p[i]))
            return false;
    return is_made_of(host, UNRESERVED | SUB_DELIM, iri);
}

static bool is_scheme(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_alnum(text.p[i]) && !sb_is_in(text.p[i], "+-."))
            return false;
    return text.n && sb_is_alpha(text.p[0]);
}

/* A part behind SIGN, cut off the end of TEXT; true if it is good. */
static bool cut_end(sb_str *text, char sign, bool iri)
{
    size_t at = sb_str_chr(*text, sign);
    if (at == SB_NPOS)
        return true;
    sb_str part = sb_str_from(*text, at + 1);
    *text = sb_str_part(*text, 0, at);
    return is_made_of(part, PCHAR | SLASH | MARK, iri);
}

static bool is_reference(sb_str text, bool iri, bool with_scheme)
{
    if (!cut_end(&text, '#', iri) || !cut_end(&text, '?', iri))
        return false;
    size_t colon = sb_str_chr(text, ':'), slash = sb_str_chr(text, '/');
    bool has_scheme = colon != SB_NPOS && (slash == SB_NPOS || colon < slash);
    if (has_scheme ? !is_scheme(sb_str_part(text, 0, colon)) : with_scheme)
        return false;
    if (has_scheme)
        text = sb_str_from(text, colon + 1);
    if (with_scheme && text.n == 0)
        return false;
    if (sb_str_chop(&text, SB_S("//"))) {
        size_t end = sb_str_chr(text, '/');
        if (!is_authority(sb_str_part(text, 0, end), iri))
            return false;
        text = end == SB_NPOS ? SB_STR_NONE : sb_str_from(text, end);
    }
    return is_made_of(text, PCHAR | SLASH, iri);
}

bool sb_format_iri_reference(sb_str text)
{
    return is_reference(text, true, false);
}

bool sb_format_uri(sb_str text)
{
    return is_reference(text, false, true);
}

/* ---- mail: RFC 5321, section 4.1.2, with RFC 6531 ---- */

enum { MAIL_LONGEST = 986, DOMAIN_LONGEST = 253, LABEL_LONGEST = 63 };

/* Lengths of mail are counted in units of UTF-16, as the usual validators do. */
static size_t units(sb_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) == 0x80 ? 0u : (unsigned char)text.p[i] >= 0xf0 ? 2u : 1u;
    return n;
}

static bool is_atom(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x80 && !sb_is_alnum(text.p[i]) && !sb_is_in(text.p[i], "!#$%&'*+-/=?^_`{|}~"))
            return false;
    return text.n > 0;
}

static bool is_quoted(sb_str text)
{
    if (text.n < 2 || text.p[0] != '"' || text.p[text.n - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '\\')
            c = ++i + 1 < text.n ? (unsigned char)text.p[i] : 0x7f;
        else if (c == '"')
            return false;
        if (c < ' ' || c == 0x7f)
            return false;
    }
    return true;
}

static bool is_local_part(sb_str text)
{
    sb_str atom;
    bool more = true;
    if (is_quoted(text))
        return true;
    while (more) {
        more = sb_str_cut(&text, '.', &atom);
        if (!is_atom(atom))
            return false;
    }
    return true;
}

static bool is_label(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x80 && !sb_is_alnum(text.p[i]) &&
            (text.p[i] != '-' || i == 0 || i + 1 == text.n))
            return false;
    return text.n > 0 && units(text) <= LABEL_LONGEST;
}

static bool is_domain(sb_str text)
{
    sb_str label = SB_STR_NONE;
    size_t labels = 0;
    if (units(text) > DOMAIN_LONGEST)
        return false;
    for (bool more = true; more; labels++) {
        more = sb_str_cut(&text, '.', &label);
        if (!is_label(label))
            return false;
    }
    return labels >= 2 && units(label) >= 2;
}

static bool is_address_literal(sb_str text)
{
    if (text.n < 3 || text.p[0] != '[' || text.p[text.n - 1] != ']')
        return false;
    text = sb_str_part(text, 1, text.n - 2);
    if (text.n > 5 && sb_str_eq_nocase(sb_str_part(text, 0, 5), SB_S("IPv6:"))) {
        for (size_t i = 5; i < text.n; i++)
            if (!is_hex(text.p[i]) && text.p[i] != ':' && text.p[i] != '.')
                return false;
        return true;
    }
    for (int i = 0; i < 4; i++) {
        sb_str part;
        uint64_t value;
        bool more = sb_str_cut(&text, '.', &part);
        if (more != (i < 3) || part.n > 3 || !sb_str_u64(part, &value) || value > 255 ||
            (part.n > 1 && part.p[0] == '0'))
            return false;
    }
    return true;
}

bool sb_format_mail(sb_str text)
{
    size_t at = sb_str_rchr(text, '@');
    if (at == SB_NPOS || units(text) > MAIL_LONGEST)
        return false;
    sb_str host = sb_str_from(text, at + 1);
    return is_local_part(sb_str_part(text, 0, at)) && (is_domain(host) || is_address_literal(host));
}
