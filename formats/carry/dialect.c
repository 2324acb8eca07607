#include "carry/dialect.h"

#include "carry/moment.h"
#include "carry/pattern.h"
#include "text/xml_write.h"

static size_t points(sb_str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

/* Patterns that not all dialects have, and what they take. */
static const struct {
    uint8_t pattern; /* enum sb_text_pattern */
    bool (*is)(sb_str text);
    const char *takes;
} patterns[] = {
    {SB_TEXT_ONE_LINE, sb_is_one_line, "no line break here"},
    {SB_TEXT_IRI_REFERENCE, sb_is_iri_reference, "only an IRI here"},
    {SB_TEXT_IDN_EMAIL, sb_is_mail, "only a mail address here"},
    {SB_TEXT_DATE_TIME, sb_is_date_time, "only a time of RFC 3339 here"},
    {SB_TEXT_DATE, sb_is_date, "only a date of RFC 3339 here"},
    {SB_TEXT_XSD_DATE_TIME, sb_is_xsd_date_time, "only a time of XML Schema here"},
    {SB_TEXT_XSD_DATE, sb_is_xsd_date, "only a date of XML Schema here"},
    {SB_TEXT_SERIAL_NUMBER, sb_is_serial, "only urn:uuid: and a UUID here"},
    {SB_TEXT_SERIAL_OR_BRACES, sb_is_serial_or_braces, "only urn:uuid: and a UUID here"},
    {SB_TEXT_CPE, sb_is_cpe, "only a CPE here"},
    {SB_TEXT_ANY_URI, sb_is_any_uri, "only a URI here"},
};

static const char *unfit_text(const struct sb_text_rule *rule, sb_str text)
{
    if (rule->least && points(text) < rule->least)
        return rule->least == 1 ? "no empty text here" : "no text so short here";
    if (rule->most && text.n > rule->most && points(text) > rule->most)
        return "no text so long here";
    for (size_t i = 0; i < SB_COUNT(patterns); i++)
        if (patterns[i].pattern == rule->pattern)
            return patterns[i].is(text) ? NULL : patterns[i].takes;
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

bool sb_choice_sayable(const struct sb_dialect *dialect, const struct sb_object *type, const struct sb_choice *choice)
{
    for (size_t i = 0; dialect->encoding == SB_IN_PROTOBUF && i < choice->n; i++)
        for (const char *const *name = choice->sets[i].need; name && *name; name++)
            if (sb_member_named(type, sb_str_of(*name))->pb_kind == SB_PB_NONE)
                return false;
    return true;
}

const char *sb_unfit(const struct sb_dialect *dialect, const struct sb_member *row, sb_str text)
{
    if (row->kind == SB_MEMBER_WORD) {
        const struct sb_words *words = &dialect->grammar->words[row->type];
        const struct sb_word *word = sb_word_find(words, text);
        bool open = dialect->encoding == SB_IN_XML && words->xml_open;
        uint8_t since = word ? word->since : SB_NEVER;
        if (word && dialect->encoding == SB_IN_PROTOBUF && word->pb_since != SB_ALWAYS)
            since = word->pb_since;
        return open || since <= dialect->minor ? NULL : "no such word here";
    }
    if (row->kind == SB_MEMBER_OBJECT || row->kind == SB_MEMBER_BOOL || row->kind == SB_MEMBER_ANY)
        return NULL;
    if (dialect->encoding == SB_IN_XML && sb_xml_not_char(text))
        return "no character that XML does not have";
    const struct sb_text_rule *rule = sb_row_rule(dialect, row);
    if (!rule)
        return NULL;
    return row->kind == SB_MEMBER_TEXT ? unfit_text(rule, text) : unfit_number(rule, text);
}
