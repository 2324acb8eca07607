#include "text/junit.h"

#include "base/utf8.h"

static void put_attribute(struct sb_xml_out *xml, const char *name, sb_str text)
{
    struct sb_buf shown = {0};
    sb_utf8_printable(&shown, text);
    sb_xml_attribute(xml, name, sb_buf_all(&shown));
    sb_buf_done(&shown);
}

static void put_number(struct sb_xml_out *xml, const char *name, uint64_t n)
{
    char room[SB_DECIMAL_MAX];
    sb_xml_attribute(xml, name, sb_str_decimal(n, room));
}

void sb_junit_begin(struct sb_xml_out *xml, struct sb_sink *sink, const char *name, const struct sb_junit_count *count)
{
    sb_xml_out(xml, sink);
    sb_xml_begin(xml, "testsuites");
    sb_xml_attribute(xml, "name", sb_str_of(name));
    put_number(xml, "tests", count->tests);
    put_number(xml, "failures", count->failures);
}

void sb_junit_suite(struct sb_xml_out *xml, sb_str name, const struct sb_junit_count *count)
{
    sb_xml_begin(xml, "testsuite");
    put_attribute(xml, "name", name);
    put_number(xml, "tests", count->tests);
    put_number(xml, "failures", count->failures);
    put_number(xml, "errors", 0);
    if (count->skipped)
        put_number(xml, "skipped", count->skipped);
}

void sb_junit_property(struct sb_xml_out *xml, const char *name, sb_str value)
{
    sb_xml_begin(xml, "property");
    sb_xml_attribute(xml, "name", sb_str_of(name));
    put_attribute(xml, "value", value);
    sb_xml_end(xml);
}

void sb_junit_case(struct sb_xml_out *xml, sb_str name, sb_str class, sb_str file)
{
    sb_xml_begin(xml, "testcase");
    put_attribute(xml, "name", name);
    put_attribute(xml, "classname", class);
    if (file.n)
        put_attribute(xml, "file", file);
}

/* Lines of a text stay lines; all else that nobody sees is escaped. */
static void put_lines(struct sb_xml_out *xml, sb_str text)
{
    struct sb_buf shown = {0};
    sb_str line;
    while (sb_str_line(&text, &line)) {
        sb_utf8_printable(&shown, line);
        sb_buf_chr(&shown, '\n');
    }
    sb_xml_text(xml, sb_buf_all(&shown));
    sb_buf_done(&shown);
}

void sb_junit_told(struct sb_xml_out *xml, const char *kind, sb_str message, sb_str type, sb_str text)
{
    sb_xml_begin(xml, kind);
    if (message.n)
        put_attribute(xml, "message", message);
    if (type.n)
        put_attribute(xml, "type", type);
    if (text.n)
        put_lines(xml, text);
    sb_xml_end(xml);
}
