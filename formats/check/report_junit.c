/* JUnit's XML: a suite a document, a case a rule. What is no error does not fail a case; it is its output. */
#include "base/utf8.h"
#include "check/report.h"
#include "text/xml_write.h"

static void put_number(struct sb_xml_out *xml, const char *name, uint64_t n)
{
    char room[SB_DECIMAL_MAX];
    sb_xml_attribute(xml, name, sb_str_decimal(n, room));
}

/* Names and texts from outside without what XML has no character for. */
static void put_attribute(struct sb_xml_out *xml, const char *name, sb_str text)
{
    struct sb_buf shown = {0};
    sb_utf8_printable(&shown, text);
    sb_xml_attribute(xml, name, sb_buf_all(&shown));
    sb_buf_done(&shown);
}

static void put_lines(struct sb_xml_out *xml, const struct sb_checked *document, enum sb_rule rule)
{
    struct sb_buf lines = {0};
    const struct sb_flaws *flaws = &document->flaws;
    for (size_t i = 0; i < flaws->list.n; i++) {
        if (flaws->list.p[i].rule != rule)
            continue;
        sb_flaw_line(document, &flaws->list.p[i], &lines);
        sb_buf_chr(&lines, '\n');
    }
    uint64_t more = sb_flaws_more(flaws, rule);
    if (more)
        sb_buf_printf(&lines, "and %llu more\n", (unsigned long long)more);
    sb_xml_text(xml, sb_buf_all(&lines));
    sb_buf_done(&lines);
}

static void put_case(struct sb_xml_out *xml, const struct sb_checked *document, enum sb_rule rule)
{
    char name[160], id[SB_RULE_ID_MAX], places[64];
    uint64_t n = document->flaws.count[rule];
    snprintf(name, sizeof name, "%s %s", sb_rule_id(rule, id), sb_rules[rule].title);
    sb_xml_begin(xml, "testcase");
    sb_xml_attribute(xml, "name", sb_str_of(name));
    put_attribute(xml, "classname", document->file);
    if (n) {
        bool error = sb_rules[rule].severity == SB_ERROR;
        sb_xml_begin(xml, error ? "failure" : "system-out");
        snprintf(places, sizeof places, "%llu %s", (unsigned long long)n, n == 1 ? "place" : "places");
        if (error)
            sb_xml_attribute(xml, "message", sb_str_of(places));
        put_lines(xml, document, rule);
        sb_xml_end(xml);
    }
    sb_xml_end(xml);
}

static uint64_t failures(const struct sb_checked *document)
{
    uint64_t n = 0;
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++)
        n += sb_rules[rule].severity == SB_ERROR && document->flaws.count[rule];
    return n;
}

static void put_suite(struct sb_xml_out *xml, const struct sb_checked *document)
{
    /* Of a document that was not judged, this alone was looked at. */
    unsigned cases = document->judged ? SB_V_COUNT : SB_V_UNREADABLE + 1;
    sb_xml_begin(xml, "testsuite");
    put_attribute(xml, "name", document->file);
    put_number(xml, "tests", cases);
    put_number(xml, "failures", failures(document));
    put_number(xml, "errors", 0);
    for (unsigned rule = 0; rule < cases; rule++)
        put_case(xml, document, (enum sb_rule)rule);
    sb_xml_end(xml);
}

static void write_junit(const struct sb_checked_all *all, struct sb_sink *sink)
{
    struct sb_xml_out xml;
    uint64_t tests = 0, failed = 0;
    for (size_t i = 0; i < all->n; i++) {
        tests += all->p[i].judged ? SB_V_COUNT : SB_V_UNREADABLE + 1;
        failed += failures(&all->p[i]);
    }
    sb_xml_out(&xml, sink);
    sb_xml_begin(&xml, "testsuites");
    sb_xml_attribute(&xml, "name", SB_S("sbom validate"));
    put_number(&xml, "tests", tests);
    put_number(&xml, "failures", failed);
    for (size_t i = 0; i < all->n; i++)
        put_suite(&xml, &all->p[i]);
    sb_xml_end(&xml);
}

const struct sb_check_report sb_check_report_junit = {"junit", "JUnit XML, for build servers", write_junit};
