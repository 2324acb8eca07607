#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/xml_write.h"

struct out {
    struct sb_buf buf;
    struct sb_sink sink;
    struct sb_xml_out xml;
};

static void start(struct out *out)
{
    out->buf = (struct sb_buf){0};
    sb_sink_memory(&out->sink, &out->buf);
    sb_xml_out(&out->xml, &out->sink);
}

static void is(struct out *out, const char *expected)
{
    assert_int_equal(sb_sink_flush(&out->sink, NULL), SB_OK);
    sb_buf_chr(&out->buf, '\0');
    assert_string_equal(out->buf.p, expected);
    sb_buf_done(&out->buf);
}

static void puts_white_space_between_elements_only(void **state)
{
    (void)state;
    struct out out;
    start(&out);
    sb_xml_begin(&out.xml, "a");
    sb_xml_attribute(&out.xml, "x", SB_S("1"));
    sb_xml_begin(&out.xml, "b");
    sb_xml_text(&out.xml, SB_S(" t "));
    sb_xml_end(&out.xml);
    sb_xml_begin(&out.xml, "c");
    sb_xml_begin(&out.xml, "d");
    sb_xml_text(&out.xml, SB_STR_NONE);
    sb_xml_end(&out.xml);
    sb_xml_end(&out.xml);
    sb_xml_begin(&out.xml, "e");
    sb_xml_end(&out.xml);
    sb_xml_end(&out.xml);
    is(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1\">\n  <b> t </b>\n  <c>\n    <d></d>\n  </c>\n  "
             "<e/>\n</a>\n");
}

static void escapes_what_would_be_read_as_something_else(void **state)
{
    (void)state;
    struct out out;
    start(&out);
    sb_xml_begin(&out.xml, "a");
    sb_xml_attribute(&out.xml, "x", SB_S("<\"'&>\t\r\n\xc3\xa4"));
    sb_xml_text(&out.xml, SB_S("<\"'&]]>\t\r\n\xc3\xa4"));
    sb_xml_end(&out.xml);
    is(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"&lt;&quot;'&amp;&gt;&#x9;&#xD;&#xA;\xc3\xa4\">"
             "&lt;\"'&amp;]]&gt;\t&#xD;\n\xc3\xa4</a>\n");
}

static void knows_the_characters(void **state)
{
    (void)state;
    sb_str bad[] = {SB_S("a\x01"), SB_S("\x1f"), SB_S("b\0"), SB_S("\xef\xbf\xbe"), SB_S("\xef\xbf\xbf")};
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_non_null(sb_xml_not_char(bad[i]));
    assert_null(sb_xml_not_char(SB_S("\t\r\n \x7f\xc2\x80\xef\xbf\xbd\xf0\x9f\x98\x80\xef\xbf")));
}

static void remembers_misuse(void **state)
{
    (void)state;
    for (int what = 0; what < 4; what++) {
        struct out out;
        start(&out);
        sb_xml_begin(&out.xml, "a");
        sb_xml_text(&out.xml, what == 3 ? SB_S("\x02") : SB_S("t"));
        if (what == 0)
            sb_xml_attribute(&out.xml, "x", SB_STR_NONE);
        if (what == 1)
            sb_xml_begin(&out.xml, "b");
        sb_xml_end(&out.xml);
        if (what == 2)
            sb_xml_end(&out.xml);
        struct sb_err err = {0};
        assert_int_equal(sb_sink_flush(&out.sink, &err), SB_E_BUG);
        sb_buf_done(&out.buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_white_space_between_elements_only),
        cmocka_unit_test(escapes_what_would_be_read_as_something_else),
        cmocka_unit_test(knows_the_characters),
        cmocka_unit_test(remembers_misuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
