#include "check/text.h"

#include "base/utf8.h"
#include "carry/dialect.h"
#include "carry/moment.h"
#include "carry/pattern.h"

size_t sb_text_points(sb_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

typedef bool is_fn(char c);

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_hex(char c)
{
    return sb_is_digit(c) || (sb_lower(c) >= 'a' && sb_lower(c) <= 'f');
}

static bool is_media(char c)
{
    return is_lower(c) || sb_is_digit(c) || c == '-' || c == '+' || c == '.';
}

static bool all(sb_str text, is_fn *is)
{
    for (size_t i = 0; i < text.n; i++)
        if (!is(text.p[i]))
            return false;
    return text.n > 0;
}

static bool is_media_type(sb_str text)
{
    sb_str type;
    return sb_str_cut(&text, '/', &type) && all(type, is_media) && all(text, is_media);
}

static bool is_digest(sb_str text)
{
    static const size_t lengths[] = {32, 40, 64, 96, 128};
    for (size_t i = 0; i < SB_COUNT(lengths); i++)
        if (text.n == lengths[i])
            return all(text, is_hex);
    return false;
}

static bool is_locale(sb_str text)
{
    if (!all(sb_str_part(text, 0, 2), is_lower))
        return false;
    return text.n == 2 || (text.n == 5 && text.p[2] == '-' && all(sb_str_from(text, 3), is_upper));
}

static bool is_cre(sb_str text)
{
    sb_str first;
    return sb_str_chop(&text, SB_S("CRE:")) && sb_str_cut(&text, '-', &first) && all(first, sb_is_digit) &&
           all(text, sb_is_digit);
}

/* White space of ECMAScript's \s that is no ASCII: U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F,
 * U+3000, U+FEFF. */
static bool is_wide_space(uint32_t c)
{
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000 || c == 0xfeff;
}

enum { PATENT_LONGEST = 30 };

static bool is_patent(sb_str text, bool any_space)
{
    size_t points = sb_text_points(text), step;
    if (points < 2 || points > PATENT_LONGEST || !sb_is_alnum(text.p[0]) || !sb_is_alnum(text.p[text.n - 1]))
        return false;
    for (; text.n; text = sb_str_from(text, step)) {
        uint32_t c = sb_utf8_next(text, &step);
        bool plain = c < 0x80 && (sb_is_alnum((char)c) || sb_is_in((char)c, "-/.() "));
        if (!plain && !(any_space && (is_wide_space(c) || (c < 0x80 && sb_is_space((char)c)))))
            return false;
    }
    return true;
}

static bool is_patent_number(sb_str text)
{
    return is_patent(text, true);
}

static bool is_patent_number_in_xml(sb_str text)
{
    return is_patent(text, false);
}

static bool is_country(sb_str text)
{
    return text.n == 2 && all(text, is_upper);
}

static const struct {
    bool (*fits)(sb_str);
    bool format; /* of JSON schema */
    const char *name;
} patterns[] = {
    [SB_TEXT_ONE_LINE] = {sb_is_one_line, false, "a text of one line"},
    [SB_TEXT_DATE_TIME] = {sb_is_date_time_lax, true, "a date-time (RFC 3339)"},
    [SB_TEXT_DATE] = {sb_is_date, true, "a date (RFC 3339, full-date)"},
    [SB_TEXT_IRI_REFERENCE] = {sb_format_iri_reference, true, "an iri-reference (RFC 3987)"},
    [SB_TEXT_URI] = {sb_format_uri, true, "a uri (RFC 3986)"},
    [SB_TEXT_IDN_EMAIL] = {sb_format_mail, true, "an idn-email (RFC 6531)"},
    [SB_TEXT_SERIAL_NUMBER] = {sb_is_serial, false, "urn:uuid: and a UUID in lower case"},
    [SB_TEXT_MEDIA_TYPE] = {is_media_type, false, "a media type in lower case"},
    [SB_TEXT_DIGEST] = {is_digest, false, "32, 40, 64, 96 or 128 hexadecimal digits"},
    [SB_TEXT_LOCALE] = {is_locale, false, "a locale (en, en-US)"},
    [SB_TEXT_CRE] = {is_cre, false, "a common requirement (CRE:764-507)"},
    [SB_TEXT_PATENT_NUMBER] = {is_patent_number, false, "a patent number"},
    [SB_TEXT_COUNTRY] = {is_country, false, "a country code of two upper-case letters"},
    [SB_TEXT_CPE] = {sb_is_cpe, false, "a CPE 2.2 or 2.3"},
    [SB_TEXT_SERIAL_OR_BRACES] = {sb_is_serial_or_braces, false,
                                  "urn:uuid: and a UUID in lower case, or one in braces"},
    [SB_TEXT_ANY_URI] = {sb_is_any_uri, false, "a URI (XML Schema, anyURI)"},
    [SB_TEXT_XSD_DATE_TIME] = {sb_is_xsd_date_time, false, "a date and time (XML Schema, dateTime)"},
    [SB_TEXT_XSD_DATE] = {sb_is_xsd_date, false, "a date (XML Schema, date)"},
    [SB_TEXT_PATENT_NUMBER_XML] = {is_patent_number_in_xml, false, "a patent number"},
    [SB_TEXT_LICENCE_ID] = {NULL, false, "an identifier of the SPDX licence list"},
};

bool sb_text_fits(enum sb_text_pattern pattern, sb_str text)
{
    return pattern >= SB_COUNT(patterns) || !patterns[pattern].fits || patterns[pattern].fits(text);
}

bool sb_text_is_format(enum sb_text_pattern pattern)
{
    return pattern < SB_COUNT(patterns) && patterns[pattern].format;
}

const char *sb_text_name(enum sb_text_pattern pattern)
{
    return pattern < SB_COUNT(patterns) && patterns[pattern].name ? patterns[pattern].name : "a text of this kind";
}
