#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <time.h>

#include "base/clock.h"

/* The same days, counted by the C library. */
static void writes_what_gmtime_says(void **state)
{
    (void)state;
    for (int64_t seconds = -62135596800; seconds < 253402300800; seconds += 86400 * 13 + 4567) {
        char text[SB_TIME_TEXT], wanted[64];
        int64_t back;
        time_t t = (time_t)seconds;
        struct tm tm;
        gmtime_r(&t, &tm);
        snprintf(wanted, sizeof wanted, "%04d-", tm.tm_year + 1900); /* "%Y" does not fill a small year up */
        strftime(wanted + 5, sizeof wanted - 5, "%m-%dT%H:%M:%SZ", &tm);
        sb_time_text(seconds, text);
        assert_string_equal(text, wanted);
        assert_true(sb_time_parse(sb_str_of(text), &back));
        assert_true(back == seconds);
    }
}

static void clips_to_four_digits_of_year(void **state)
{
    (void)state;
    char text[SB_TIME_TEXT];
    sb_time_text(INT64_MIN, text);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    sb_time_text(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
}

static void reads_rfc3339(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2000-02-29T12:00:00Z", 951825600},
        {"2000-02-29t12:00:00.123456789z", 951825600},
        {"2000-02-29T13:30:00+01:30", 951825600},
        {"2000-02-29T00:00:00-12:00", 951825600},
        {"1969-12-31T23:59:59Z", -1},
        {"1403-03-24T00:00:00Z", -17885750400},
        {"0001-01-01T00:00:00Z", -62135596800},
        {"2016-12-31T23:59:60Z", 1483228800},
        {"2017-01-01T08:59:60+09:00", 1483228800},
    };
    for (size_t i = 0; i < SB_COUNT(good); i++) {
        int64_t seconds;
        assert_true(sb_time_parse(sb_str_of(good[i].text), &seconds));
        assert_true(seconds == good[i].seconds);
    }
    static const char *const bad[] = {
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2016-12-31T12:30:60Z",
        "",
        "2000",
        "2000-01-01",
        "2000-02-31T00:00:00Z",
        "2001-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2000-04-31T00:00:00Z",
        "2000-01-01T00:00:00.Z",
        "2000-01-01T00:00:00",
        "2000-13-01T00:00:00Z",
        "2000-00-01T00:00:00Z",
        "2000-01-32T00:00:00Z",
        "2000-01-01T24:00:00Z",
        "2000-01-01T00:60:00Z",
        "2000-01-01T00:00:61Z",
        "2000-01-01T00:00:00+24:00",
        "2000-01-01T00:00:00Zx",
        "2000-1-01T00:00:00Z",
        "20000-01-01T00:00:00Z",
        "2000-01-01T00:00:00+0100",
        "-200-01-01T00:00:00Z",
    };
    for (size_t i = 0; i < SB_COUNT(bad); i++) {
        int64_t seconds;
        if (sb_time_parse(sb_str_of(bad[i]), &seconds))
            fail_msg("accepted: %s", bad[i]);
    }
}

static void chooses_option_then_environment(void **state)
{
    (void)state;
    struct sb_time chosen;
    struct sb_err err = {0};
    setenv("SOURCE_DATE_EPOCH", "1234", 1);
    assert_int_equal(sb_time_choose(NULL, &chosen, &err), SB_OK);
    assert_true(chosen.set && chosen.unix_seconds == 1234);
    assert_int_equal(sb_time_choose("1970-01-01T00:00:05Z", &chosen, &err), SB_OK);
    assert_true(chosen.set && chosen.unix_seconds == 5);
    assert_int_equal(sb_time_choose("none", &chosen, &err), SB_OK);
    assert_false(chosen.set);
    assert_int_equal(sb_time_choose("yesterday", &chosen, &err), SB_E_USAGE);
    static const char *const bad[] = {"-1", "1e3", "12 ", "253402300800"};
    for (size_t i = 0; i < SB_COUNT(bad); i++) {
        setenv("SOURCE_DATE_EPOCH", bad[i], 1);
        assert_int_equal(sb_time_choose(NULL, &chosen, NULL), SB_E_USAGE);
    }
    setenv("SOURCE_DATE_EPOCH", "", 1);
    int64_t before = (int64_t)time(NULL);
    assert_int_equal(sb_time_choose(NULL, &chosen, NULL), SB_OK);
    assert_true(chosen.set && chosen.unix_seconds >= before);
    unsetenv("SOURCE_DATE_EPOCH");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_gmtime_says),
        cmocka_unit_test(clips_to_four_digits_of_year),
        cmocka_unit_test(reads_rfc3339),
        cmocka_unit_test(chooses_option_then_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
