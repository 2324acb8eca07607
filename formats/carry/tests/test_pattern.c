#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "carry/dialect.h"
#include "carry/moment.h"
#include "carry/pattern.h"

struct row {
    bool (*is)(sb_str text);
    const char *text;
    bool holds;
};

static void knows_each_shape(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {sb_is_one_line, "a b", true},
        {sb_is_one_line, "a\nb", false},
        {sb_is_one_line, "a\xe2\x80\xa8", false},
        {sb_is_iri_reference, "https://a/\xc3\xa4?b#c", true},
        {sb_is_iri_reference, "a b", false},
        {sb_is_mail, "a@b.c", true},
        {sb_is_mail, "\"a b\"@b.c", true},
        {sb_is_mail, "a@[1.2.3.4]", true},
        {sb_is_mail, "a@b", false},
        {sb_is_mail, "a b@c.d", false},
        {sb_is_mail, "@b.c", false},
        {sb_is_mail, "a@", false},
        {sb_is_date, "2024-02-29", true},
        {sb_is_date, "2023-02-29", false},
        {sb_is_date, "1900-02-29", false},
        {sb_is_date, "2024-13-01", false},
        {sb_is_date, "2024-01-01Z", false},
        {sb_is_xsd_date, "2024-01-01Z", true},
        {sb_is_xsd_date, "2024-01-01+01:00", true},
        {sb_is_date_time, "2024-01-01T00:00:00Z", true},
        {sb_is_date_time, "2024-01-01 00:00:60.5z", true},
        {sb_is_date_time, "2024-01-01T00:00:00", false},
        {sb_is_date_time, "2024-01-01T24:00:00Z", false},
        {sb_is_date_time, "2024-01-01T00:00:00.Z", false},
        {sb_is_xsd_date_time, "2024-01-01T00:00:00", true},
        {sb_is_xsd_date_time, "2024-01-01T00:00:00.25-05:30", true},
        {sb_is_xsd_date_time, "2024-01-01t00:00:00Z", false},
        {sb_is_xsd_date_time, "2024-01-01T00:00:00z", false},
        {sb_is_xsd_date_time, "2024-01-01T00:00:60Z", false},
        {sb_is_serial, "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", true},
        {sb_is_serial, "urn:uuid:3E671687-395b-41f5-a30f-a58921a69b79", false},
        {sb_is_serial, "{3e671687-395b-41f5-a30f-a58921a69b79}", false},
        {sb_is_serial_or_braces, "{3e671687-395b-41f5-a30f-a58921a69b79}", true},
        {sb_is_serial_or_braces, "{3e671687-395b-41f5-a30f-a58921a69b79", false},
        {sb_is_cpe, "cpe:/a:example:my~app:1.0", true},
        {sb_is_cpe, "cpe:/a:b:c:d:e:f:g:h", false},
        {sb_is_cpe, "cpe:2.3:a:acme:app:1.0:*:*:*:*:*:*:*", true},
        {sb_is_cpe, "cpe:2.3:a:acme:app:1.0:*:*:en-US:*:*:*:*", true},
        {sb_is_cpe, "cpe:2.3:a:ac\\:me:a\\\\p\\*:??1.0*:-:*:*:*:*:*:*", true},
        {sb_is_cpe, "cpe:2.3:a:acme:app:1.0:*:*:*:*:*:*", false},
        {sb_is_cpe, "cpe:2.3:x:acme:app:1.0:*:*:*:*:*:*:*", false},
        {sb_is_cpe, "cpe:2.3:a:ac me:app:1.0:*:*:*:*:*:*:*", false},
        {sb_is_cpe, "cpe:2.3:a:a*b:app:1.0:*:*:*:*:*:*:*", false},
        {sb_is_cpe, "cpe:2.3:a::app:1.0:*:*:*:*:*:*:*", false},
        {sb_is_cpe, "cpe:2.3:a:acme:app:1.0:*:*:english:*:*:*:*", false},
        {sb_is_cpe, "", false},
        {sb_is_any_uri, "", true},
        {sb_is_any_uri, "pkg:npm/%40a/b@1?c=d#e", true},
        {sb_is_any_uri, "https://a.example/b", true},
        {sb_is_any_uri, "https://a.example:port/b", false},
        {sb_is_any_uri, "a b", true},
        {sb_is_any_uri, "a%zz", false},
        {sb_is_any_uri, "\xc3\xa4", true},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (rows[i].is(sb_str_of(rows[i].text)) != rows[i].holds)
            fail_msg("row %zu: %s", i, rows[i].text);
}

/* strchr() finds NUL in every set. */
static void takes_no_nul(void **state)
{
    (void)state;
    assert_false(sb_is_date_time(SB_S("2024-01-01\0"
                                      "00:00:00Z")));
    assert_false(sb_is_date_time_lax(SB_S("2024-01-01\0"
                                          "00:00:00Z")));
    assert_false(sb_is_cpe(SB_S("cpe:/\0:b")));
    assert_false(sb_is_cpe(SB_S("cpe:/a:b\0")));
    assert_false(sb_is_cpe(SB_S("cpe:2.3:\0:acme:app:1.0:*:*:*:*:*:*:*")));
    assert_false(sb_is_cpe(SB_S("cpe:2.3:a:ac\0me:app:1.0:*:*:*:*:*:*:*")));
    assert_false(sb_is_cpe(SB_S("cpe:2.3:a:ac\\\0me:app:1.0:*:*:*:*:*:*:*")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_each_shape), cmocka_unit_test(takes_no_nul)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
