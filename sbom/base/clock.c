#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FIRST_SECOND -62135596800 /* 0001-01-01T00:00:00Z: there is no year before it that all readers know */
#define LAST_SECOND 253402300799  /* 9999-12-31T23:59:59Z */

/* Days since 1970-01-01 of a date of the Gregorian calendar, counted in years that begin in March. */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void sb_time_text(int64_t unix_seconds, char text[SB_TIME_TEXT])
{
    if (unix_seconds < FIRST_SECOND)
        unix_seconds = FIRST_SECOND;
    if (unix_seconds > LAST_SECOND)
        unix_seconds = LAST_SECOND;
    int64_t rest = (unix_seconds % 86400 + 86400) % 86400;
    int64_t z = (unix_seconds - rest) / 86400 + 719468; /* days since 0000-03-01 */
    int64_t era = z / 146097;
    int64_t of_era = z - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    unsigned day = (unsigned)(of_year - (153 * shifted + 2) / 5 + 1);
    unsigned month = (unsigned)(shifted < 10 ? shifted + 3 : shifted - 9);
    unsigned year = (unsigned)(year_of_era + era * 400 + (month <= 2));
    snprintf(text, SB_TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ", year % 10000, month % 100, day % 100,
             (unsigned)(rest / 3600) % 100, (unsigned)(rest / 60 % 60) % 100, (unsigned)(rest % 60) % 100);
}

static bool digits(sb_str *s, size_t n, char behind, unsigned *value)
{
    uint64_t number;
    if (s->n < n || !sb_str_u64(sb_str_n(s->p, n), &number))
        return false;
    *value = (unsigned)number;
    *s = sb_str_from(*s, n);
    if (!behind)
        return true;
    if (s->n == 0 || sb_lower(s->p[0]) != behind)
        return false;
    *s = sb_str_from(*s, 1);
    return true;
}

static bool zone(sb_str s, int64_t *seconds)
{
    unsigned hours, minutes;
    *seconds = 0;
    if (s.n == 1 && sb_lower(s.p[0]) == 'z')
        return true;
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-'))
        return false;
    int64_t sign = s.p[0] == '-' ? -1 : 1;
    s = sb_str_from(s, 1);
    if (!digits(&s, 2, ':', &hours) || !digits(&s, 2, 0, &minutes) || hours > 23 || minutes > 59)
        return false;
    *seconds = sign * (int64_t)(hours * 3600 + minutes * 60);
    return true;
}

static unsigned days_in_month(unsigned year, unsigned month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool sb_time_parse(sb_str s, int64_t *ret_unix_seconds)
{
    unsigned year, month, day, hour, minute, second;
    int64_t offset;
    if (!digits(&s, 4, '-', &year) || !digits(&s, 2, '-', &month) || !digits(&s, 2, 't', &day) ||
        !digits(&s, 2, ':', &hour) || !digits(&s, 2, ':', &minute) || !digits(&s, 2, 0, &second))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour > 23 || minute > 59 ||
        second > 60)
        return false;
    if (s.n && s.p[0] == '.') {
        s = sb_str_from(s, 1);
        if (s.n == 0 || !sb_is_digit(s.p[0]))
            return false;
        while (s.n && sb_is_digit(s.p[0]))
            s = sb_str_from(s, 1);
    }
    if (!zone(s, &offset))
        return false;
    int64_t seconds = days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    if (second == 60 && seconds % 86400) /* a leap second ends a day */
        return false;
    *ret_unix_seconds = seconds;
    return seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
}

static sb_rc from_option(const char *option, struct sb_time *time_out, struct sb_err *err)
{
    if (strcmp(option, "none") == 0) {
        *time_out = (struct sb_time){false, 0};
        return SB_OK;
    }
    if (strcmp(option, "now") == 0) {
        *time_out = (struct sb_time){true, (int64_t)time(NULL)};
        return SB_OK;
    }
    int64_t seconds;
    if (!sb_time_parse(sb_str_of(option), &seconds))
        return sb_fail(err, SB_E_USAGE, "--timestamp wants now, none, or a time like 2026-03-24T10:52:00Z");
    *time_out = (struct sb_time){true, seconds};
    return SB_OK;
}

sb_rc sb_time_choose(const char *option, struct sb_time *ret_time, struct sb_err *err)
{
    if (option)
        return from_option(option, ret_time, err);
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (!epoch || !*epoch)
        return from_option("now", ret_time, err);
    uint64_t seconds;
    if (!sb_str_u64(sb_str_of(epoch), &seconds) || seconds > LAST_SECOND)
        return sb_fail(err, SB_E_USAGE, "SOURCE_DATE_EPOCH must be a number of seconds since 1970");
    *ret_time = (struct sb_time){true, (int64_t)seconds};
    return SB_OK;
}
