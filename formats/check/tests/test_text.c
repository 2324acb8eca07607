/* Texts and numbers, at the edges of what they may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/decimal.h"
#include "check/text.h"

static const struct {
    enum sb_text_pattern pattern;
    const char *fits[16], *fails[20];
} cases[] = {
    {SB_TEXT_DATE_TIME,
     {"2024-02-29T00:00:00Z", "2024-01-01t01:02:03.5+05:30", "2024-01-01 01:02:03-0530", "2024-01-01T01:02:03+05",
      "2016-12-31T23:59:60Z", "2017-01-01T01:59:60+02:00"},
     {"", "2023-02-29T00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z",
      "2024-01-01T22:59:60Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+24:00",
      "2024-01-01T00:00:00+05:", "2024-01-01", "2024-01-01T00:00:00Zx", "24-01-01T00:00:00Z", "2024-13-01T00:00:00Z"}},
    {SB_TEXT_DATE, {"2024-02-29", "0000-01-01"}, {"1900-02-29", "2024-04-31", "2024-1-1", "2024-01-01Z"}},
    {SB_TEXT_IRI_REFERENCE,
     {"", "a", "https://example.org/a?b#c", "//host", "git+ssh://git@example.org/a.git", "../a:b", "urn:cdx:x/1#y",
      "http://[2001:db8::1]:80/", "http://ex\xc3\xa4mple.org/\xe4\xb8\xad", "a%20b", "#", "mailto:a@b"},
     {"a b", "git@example.org:a.git", "http://[", "a%2", "a%zz", "http://h:port/", "<x>", "a\\b", "1a:b", "a\nb",
      "http://a[b]/", "\xc2\x85", "a#b#c", ":a"}},
    {SB_TEXT_URI, {"a:b", "https://example.org", "urn:x:y"}, {"", "a", "a:", "//h", "h\xc3\xa4:b", "x:\xc3\xa4"}},
    {SB_TEXT_IDN_EMAIL,
     {"a@b.cd", "a.b+c@ex\xc3\xa4mple.org", "\"a b\"@b.cd", "\"a\\\"b\"@b.cd", "a@[127.0.0.1]", "a@[IPv6:::1]",
      "\xe4\xb8\xad@b.cd"},
     {"", "a", "a@b", "a@b.c", "@b.cd", "a@", ".a@b.cd", "a..b@b.cd", "a b@b.cd", "a@-b.cd", "a@b..cd", "a@[300.0.0.1]",
      "\"a@b.cd", "a@b.cd."}},
    {SB_TEXT_SERIAL_NUMBER,
     {"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"},
     {"3e671687-395b-41f5-a30f-a58921a69b79", "urn:uuid:3E671687-395b-41f5-a30f-a58921a69b79",
      "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b7", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b790"}},
    {SB_TEXT_MEDIA_TYPE, {"a/b", "application/vnd.x+json"}, {"", "a", "a/", "/b", "A/b", "a/b/c", "a/b; c=d"}},
    {SB_TEXT_DIGEST,
     {"0123456789abcdefABCDEF0123456789"},
     {"", "0123456789abcdef", "0123456789abcdefghij0123456789ab"}},
    {SB_TEXT_LOCALE, {"en", "en-US"}, {"", "e", "EN", "en-us", "en-USA", "en_US"}},
    {SB_TEXT_CRE, {"CRE:1-2", "CRE:764-507"}, {"", "CRE:1", "CRE:-2", "cre:1-2", "CRE:1-2-3"}},
    {SB_TEXT_PATENT_NUMBER,
     {"US1", "EP-1/2.3 (A)b", "a\xe3\x80\x80z", "a\tz"},
     {"", "1", "-1", "1-", "a,b", "0123456789012345678901234567890"}},
    {SB_TEXT_PATENT_NUMBER_XML, {"a z"}, {"a\tz", "a\xe3\x80\x80z"}},
    {SB_TEXT_COUNTRY, {"US"}, {"", "us", "USA"}},
    {SB_TEXT_ONE_LINE, {"", "a"}, {"a\nb", "a\r", "\xe2\x80\xa8"}},
};

static void test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        for (const char *const *text = cases[i].fits; *text; text++)
            if (!sb_text_fits(cases[i].pattern, sb_str_of(*text)))
                fail_msg("\"%s\" should be %s", *text, sb_text_name(cases[i].pattern));
        for (const char *const *text = cases[i].fails; *text; text++)
            if (sb_text_fits(cases[i].pattern, sb_str_of(*text)))
                fail_msg("\"%s\" should not be %s", *text, sb_text_name(cases[i].pattern));
    }
}

static int compare(const char *text, int64_t bound)
{
    struct sb_buf room = {0};
    struct sb_decimal number = sb_decimal_of(sb_str_of(text), &room);
    int order = sb_decimal_cmp(&number, bound);
    sb_buf_done(&room);
    return order;
}

static void test_numbers_are_compared_without_rounding(void **state)
{
    (void)state;
    assert_int_equal(compare("0", 0), 0);
    assert_int_equal(compare("-0.0e5", 0), 0);
    assert_int_equal(compare("1e0", 1), 0);
    assert_int_equal(compare("10e-1", 1), 0);
    assert_int_equal(compare("0.00000000000000000000000001", 0), 1);
    assert_int_equal(compare("-0.1", 0), -1);
    assert_int_equal(compare("1.00000000000000000000000001", 1), 1);
    assert_int_equal(compare("0.99999999999999999999999999", 1), -1);
    assert_int_equal(compare("1e999999999999999999999", 1), 1);
    assert_int_equal(compare("-1e400", -5), -1);
    assert_int_equal(compare("1e-999999999999999999999", 0), 1);
    assert_int_equal(compare("99999999999999999999", 6), 1);
}

static bool is_integer(const char *text, uint64_t *ret_hash)
{
    struct sb_buf room = {0};
    struct sb_decimal number = sb_decimal_of(sb_str_of(text), &room);
    bool integer = sb_decimal_is_integer(&number);
    *ret_hash = sb_decimal_hash(&number, 1);
    sb_buf_done(&room);
    return integer;
}

static void test_one_number_has_one_hash(void **state)
{
    (void)state;
    static const char *const same[] = {"100", "1e2", "1.0E+2", "100.000", "1000e-1"};
    uint64_t first, hash;
    assert_true(is_integer(same[0], &first));
    for (size_t i = 0; i < SB_COUNT(same); i++) {
        assert_true(is_integer(same[i], &hash));
        assert_true(hash == first);
    }
    assert_false(is_integer("1.5", &hash));
    assert_false(is_integer("15e-1", &hash));
    assert_true(is_integer("-100", &hash));
    assert_true(hash != first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_numbers_are_compared_without_rounding),
        cmocka_unit_test(test_one_number_has_one_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
