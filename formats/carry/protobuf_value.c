#include "carry/protobuf_value.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "grammar/cyclonedx.h"

enum { SECOND = 1000 * 1000 * 1000, DAY = 86400, DIGITS = 9 };

/* ---- times ---- */

bool sb_pb_is_date(const struct sb_member *row)
{
    return row->type == SB_CDX_RULE_DATE;
}

bool sb_pb_time_of(sb_str text, struct sb_pb_time *ret_time)
{
    char midnight[SB_TIME_TEXT];
    size_t point = sb_str_chr(text, '.');
    if (text.n == strlen("2026-03-24")) {
        snprintf(midnight, sizeof midnight, "%.*sT00:00:00Z", SB_FMT(text));
        text = sb_str_of(midnight);
    }
    *ret_time = (struct sb_pb_time){0, 0};
    if (!sb_time_parse(text, &ret_time->seconds))
        return false;
    int32_t unit = SECOND / 10;
    for (size_t i = point + 1; point != SB_NPOS && i < text.n && sb_is_digit(text.p[i]); i++, unit /= 10)
        ret_time->nanos += (text.p[i] - '0') * unit;
    return true;
}

sb_str sb_pb_time_text(struct sb_pb_time time, bool is_date, char room[SB_PB_TEXT])
{
    char text[SB_TIME_TEXT];
    int64_t again;
    sb_time_text(time.seconds, text);
    if (time.nanos < 0 || time.nanos >= SECOND || !sb_time_parse(sb_str_of(text), &again) || again != time.seconds)
        return SB_STR_NONE;
    if (is_date && !time.nanos && time.seconds % DAY == 0)
        return sb_str_n(room, (size_t)snprintf(room, SB_PB_TEXT, "%.10s", text));
    int digits = DIGITS, fraction = time.nanos;
    for (; digits && fraction % 1000 == 0; digits -= 3)
        fraction /= 1000;
    int n = digits ? snprintf(room, SB_PB_TEXT, "%.19s.%0*dZ", text, digits, fraction)
                   : snprintf(room, SB_PB_TEXT, "%s", text);
    return sb_str_n(room, (size_t)n);
}

/* ---- numbers ---- */

/* Whatever the locale of the program is. */
static double read_double(const char *text)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double value = strtod_l(text, NULL, plain);
    freelocale(plain);
    return value;
}

static double double_of(sb_str text)
{
    struct sb_buf copy = {0};
    sb_buf_str(&copy, text);
    sb_buf_chr(&copy, '\0');
    double value = copy.over ? NAN : read_double(copy.p);
    sb_buf_done(&copy);
    return value;
}

/* Any spelling of a whole number: 100, 1e2, 100.0. */
static bool whole_of(sb_str text, int64_t *ret_value)
{
    uint64_t digits;
    sb_str rest = text;
    bool negative = sb_str_chop(&rest, SB_S("-"));
    if (sb_str_u64(rest, &digits)) {
        if (digits > (uint64_t)INT64_MAX + negative)
            return false;
        *ret_value = (int64_t)(negative ? 0 - digits : digits);
        return true;
    }
    double value = double_of(text);
    if (!(fabs(value) < 0x1p53) || value != (double)(int64_t)value)
        return false;
    *ret_value = (int64_t)value;
    return true;
}

static uint64_t bits_of_double(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static uint64_t bits_of_float(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

bool sb_pb_number_of(const struct sb_member *row, sb_str text, uint64_t *ret_bits)
{
    int64_t whole;
    double value;
    if (row->kind == SB_MEMBER_INTEGER) {
        if (!whole_of(text, &whole) || (row->pb_kind != SB_PB_VARINT64 && (whole > INT32_MAX || whole < INT32_MIN)))
            return false;
        *ret_bits = (uint64_t)whole;
        return true;
    }
    value = double_of(text);
    *ret_bits = row->pb_kind == SB_PB_FLOAT ? bits_of_float((float)value) : bits_of_double(value);
    return isfinite(row->pb_kind == SB_PB_FLOAT ? (double)(float)value : value);
}

static sb_str real_text(double value, bool single, char room[SB_PB_TEXT])
{
    int n = 0;
    if (!isfinite(value))
        return SB_STR_NONE;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = uselocale(plain);
    for (int digits = 1; digits <= 17; digits++) {
        n = snprintf(room, SB_PB_TEXT, "%.*g", digits, value);
        double again = read_double(room);
        if ((single ? (double)(float)again : again) == value)
            break;
    }
    uselocale(before);
    freelocale(plain);
    return sb_str_n(room, (size_t)n);
}

sb_str sb_pb_number_text(const struct sb_member *row, uint64_t bits, char room[SB_PB_TEXT])
{
    double value;
    float single;
    uint32_t low = (uint32_t)bits;
    if (row->kind == SB_MEMBER_INTEGER) {
        long long whole = row->pb_kind == SB_PB_VARINT64 ? (long long)bits : (int32_t)low;
        return sb_str_n(room, (size_t)snprintf(room, SB_PB_TEXT, "%lld", whole));
    }
    memcpy(&value, &bits, sizeof value);
    memcpy(&single, &low, sizeof single);
    return row->pb_kind == SB_PB_FLOAT ? real_text((double)single, true, room) : real_text(value, false, room);
}

sb_str sb_pb_spelled(const struct sb_member *row, sb_str text, char room[SB_PB_TEXT])
{
    struct sb_pb_time time;
    uint64_t bits;
    if (row->pb_kind == SB_PB_TIMESTAMP)
        return sb_pb_time_of(text, &time) ? sb_pb_time_text(time, sb_pb_is_date(row), room) : SB_STR_NONE;
    return sb_pb_number_of(row, text, &bits) ? sb_pb_number_text(row, bits, room) : SB_STR_NONE;
}

/* ---- words ---- */

bool sb_pb_word_of(const struct sb_grammar *grammar, const struct sb_member *row, sb_str text, uint64_t *ret_bits)
{
    const struct sb_word *word = sb_word_find(&grammar->words[row->type], text);
    if (word && word->pb != SB_PB_NO_NUMBER) {
        *ret_bits = word->pb;
        return true;
    }
    int64_t number;
    bool is_number = !word && text.n && (sb_is_digit(text.p[0]) || text.p[0] == '-') && whole_of(text, &number);
    *ret_bits = is_number ? (uint64_t)number : 0;
    return is_number;
}

sb_str sb_pb_word_text(const struct sb_grammar *grammar, const struct sb_member *row, uint64_t bits,
                       char room[SB_PB_TEXT])
{
    const struct sb_words *words = &grammar->words[row->type];
    for (size_t i = 0; i < words->n; i++)
        if (words->words[i].pb == bits && bits != SB_PB_NO_NUMBER)
            return sb_str_of(words->words[i].text);
    return sb_str_n(room, (size_t)snprintf(room, SB_PB_TEXT, "%d", (int32_t)(uint32_t)bits));
}

/* ---- what is not said ---- */

sb_str sb_pb_zero(const struct sb_grammar *grammar, const struct sb_member *row)
{
    if (row->kind == SB_MEMBER_TEXT)
        return SB_S("");
    if (row->kind == SB_MEMBER_INTEGER || row->kind == SB_MEMBER_NUMBER)
        return SB_S("0");
    const struct sb_words *words = row->kind == SB_MEMBER_WORD ? &grammar->words[row->type] : NULL;
    for (size_t i = 0; words && i < words->n; i++)
        if (words->words[i].pb == 0)
            return sb_str_of(words->words[i].text);
    return SB_STR_NONE;
}

static bool way_needs(const struct sb_dialect *dialect, const struct sb_object *type, const struct sb_member *row,
                      unsigned way)
{
    for (size_t i = 0; i < type->choices_n; i++) {
        const struct sb_choice *choice = &type->choices[i];
        if (choice->kind != SB_CHOICE_ONE || choice->since > dialect->minor || dialect->minor > choice->until)
            continue;
        for (size_t set = 0; set < choice->n; set++)
            for (const char *const *need = choice->sets[set].need; (way >> set & 1) && need && *need; need++)
                if (strcmp(*need, row->name) == 0)
                    return true;
    }
    return false;
}

bool sb_pb_says_zero(const struct sb_dialect *dialect, const struct sb_object *type, const struct sb_member *row,
                     unsigned way)
{
    bool plain = row->list ? sb_member_many_in_pb(row, dialect->minor) && row->pb_kind != SB_PB_BOX : row->pb_plain;
    return plain && (sb_row_needed(dialect, row) || (way && way_needs(dialect, type, row, way)));
}
