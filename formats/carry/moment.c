#include "carry/moment.h"

/* ---- reading ---- */

/* Cuts N digits of a number from LEAST to MOST off TEXT. */
static bool cut_number(sb_str *text, size_t n, unsigned least, unsigned most, unsigned *ret_value)
{
    unsigned value = 0;
    if (text->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!sb_is_digit(text->p[i]))
            return false;
        value = value * 10 + (unsigned)(text->p[i] - '0');
    }
    *text = sb_str_from(*text, n);
    *ret_value = value;
    return least <= value && value <= most;
}

static bool cut_date(sb_str *text)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year, month, day;
    if (!cut_number(text, 4, 0, 9999, &year) || !sb_str_chop(text, SB_S("-")) || !cut_number(text, 2, 1, 12, &month) ||
        !sb_str_chop(text, SB_S("-")) || !cut_number(text, 2, 1, 31, &day))
        return false;
    bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= (unsigned)days[month - 1] + leap;
}

static bool cut_time(sb_str *text, struct sb_moment *moment)
{
    if (!cut_number(text, 2, 0, 23, &moment->hour) || !sb_str_chop(text, SB_S(":")) ||
        !cut_number(text, 2, 0, 59, &moment->minute) || !sb_str_chop(text, SB_S(":")) ||
        !cut_number(text, 2, 0, 60, &moment->second))
        return false;
    if (!sb_str_chop(text, SB_S(".")))
        return true;
    size_t n = 0;
    while (n < text->n && sb_is_digit(text->p[n]))
        n++;
    *text = sb_str_from(*text, n);
    return n > 0;
}

/* All of TEXT. */
static bool take_zone(sb_str text, struct sb_moment *moment)
{
    unsigned hours, minutes = 0;
    if (!text.n)
        return true;
    moment->zone = text.p[0];
    text = sb_str_from(text, 1);
    if (moment->zone == 'Z' || moment->zone == 'z')
        return !text.n;
    if ((moment->zone != '+' && moment->zone != '-') || !cut_number(&text, 2, 0, 23, &hours))
        return false;
    moment->minutes = sb_str_chop(&text, SB_S(":"));
    if ((text.n || moment->minutes) && !cut_number(&text, 2, 0, 59, &minutes))
        return false;
    moment->offset = (moment->zone == '-' ? -1 : 1) * (int)(hours * 60 + minutes);
    return !text.n;
}

bool sb_moment_of(sb_str text, struct sb_moment *ret_moment)
{
    *ret_moment = (struct sb_moment){0};
    if (!cut_date(&text) || !text.n)
        return false;
    ret_moment->between = text.p[0];
    text = sb_str_from(text, 1);
    return cut_time(&text, ret_moment) && take_zone(text, ret_moment);
}

/* ---- verdicts ---- */

static bool is_near(char between)
{
    return between == 'T' || between == 't' || between == ' ';
}

static bool is_offset(const struct sb_moment *moment)
{
    return moment->minutes || (moment->zone != '+' && moment->zone != '-');
}

bool sb_is_date(sb_str text)
{
    return cut_date(&text) && !text.n;
}

bool sb_is_date_time(sb_str text)
{
    struct sb_moment moment;
    return sb_moment_of(text, &moment) && is_near(moment.between) && moment.zone && is_offset(&moment);
}

bool sb_is_date_time_lax(sb_str text)
{
    struct sb_moment moment;
    if (!sb_moment_of(text, &moment) || !is_near(moment.between) || !moment.zone)
        return false;
    int utc = ((int)(moment.hour * 60 + moment.minute) - moment.offset + 2 * 24 * 60) % (24 * 60);
    return moment.second < 60 || utc == 23 * 60 + 59; /* a leap second is the last of a day */
}

bool sb_is_xsd_date(sb_str text)
{
    struct sb_moment moment = {0};
    return cut_date(&text) && take_zone(text, &moment) && moment.zone != 'z' && is_offset(&moment);
}

bool sb_is_xsd_date_time(sb_str text)
{
    struct sb_moment moment;
    return sb_moment_of(text, &moment) && moment.between == 'T' && moment.second < 60 && moment.zone != 'z' &&
           is_offset(&moment);
}
