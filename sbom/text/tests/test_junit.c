#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/junit.h"

static void writes_suites_of_cases(void **state)
{
    (void)state;
    static struct sb_sink sink;
    static struct sb_xml_out xml;
    struct sb_buf buf = {0};
    sb_sink_memory(&sink, &buf);
    const struct sb_junit_count n = {.tests = 2, .failures = 1, .skipped = 1};
    sb_junit_begin(&xml, &sink, "all", &n);
    sb_junit_suite(&xml, SB_S("a\x01\"\xef\xbf\xbe"), &n);
    sb_xml_begin(&xml, "properties");
    sb_junit_property(&xml, "p", SB_S("1"));
    sb_xml_end(&xml);
    sb_junit_case(&xml, SB_S("one"), SB_S("c"), SB_S("f"));
    sb_junit_told(&xml, "failure", SB_S("m\nn"), SB_S("t"), SB_S("<l>\n\x1b\xff\n"));
    sb_xml_end(&xml);
    sb_junit_case(&xml, SB_S("two"), SB_S("c"), SB_STR_NONE);
    sb_junit_told(&xml, "skipped", SB_STR_NONE, SB_STR_NONE, SB_STR_NONE);
    sb_xml_end(&xml);
    sb_xml_end(&xml);
    sb_xml_end(&xml);
    assert_int_equal(sb_sink_flush(&sink, NULL), SB_OK);
    sb_buf_chr(&buf, '\0');
    assert_string_equal(
        buf.p, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<testsuites name=\"all\" tests=\"2\" failures=\"1\">\n"
               "  <testsuite name=\"a\\x01&quot;\\u{FFFE}\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\">\n"
               "    <properties>\n"
               "      <property name=\"p\" value=\"1\"/>\n"
               "    </properties>\n"
               "    <testcase name=\"one\" classname=\"c\" file=\"f\">\n"
               "      <failure message=\"m\\x0An\" type=\"t\">&lt;l&gt;\n\\x1B\\xFF\n</failure>\n"
               "    </testcase>\n"
               "    <testcase name=\"two\" classname=\"c\">\n"
               "      <skipped/>\n"
               "    </testcase>\n"
               "  </testsuite>\n"
               "</testsuites>\n");
    sb_buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(writes_suites_of_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
