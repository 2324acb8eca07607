/* JUnit's XML: a suite a document, a case a rule. What is no error does not fail a case; it is its output. */
#include "check/report.h"
#include "text/junit.h"

static void add_lines(struct sb_buf *lines, const struct sb_checked *document, enum sb_rule rule)
{
    const struct sb_flaws *flaws = &document->flaws;
    for (size_t i = 0; i < flaws->list.n; i++) {
        if (flaws->list.p[i].rule != rule)
            continue;
        sb_flaw_line(document, &flaws->list.p[i], lines);
        sb_buf_chr(lines, '\n');
    }
    uint64_t more = sb_flaws_more(flaws, rule);
    if (more)
        sb_buf_printf(lines, "and %llu more\n", (unsigned long long)more);
}

static void put_case(struct sb_xml_out *xml, const struct sb_checked *document, enum sb_rule rule)
{
    char name[160], id[SB_RULE_ID_MAX], places[64] = "";
    struct sb_buf lines = {0};
    uint64_t n = document->flaws.count[rule];
    snprintf(name, sizeof name, "%s %s", sb_rule_id(rule, id), sb_rules[rule].title);
    sb_junit_case(xml, sb_str_of(name), document->file, SB_STR_NONE);
    if (n) {
        bool error = sb_rules[rule].severity == SB_ERROR;
        if (error)
            snprintf(places, sizeof places, "%llu %s", (unsigned long long)n, n == 1 ? "place" : "places");
        add_lines(&lines, document, rule);
        sb_junit_told(xml, error ? "failure" : "system-out", sb_str_of(places), SB_STR_NONE, sb_buf_all(&lines));
    }
    sb_xml_end(xml);
    sb_buf_done(&lines);
}

static uint64_t failures(const struct sb_checked *document)
{
    uint64_t n = 0;
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++)
        n += sb_rules[rule].severity == SB_ERROR && document->flaws.count[rule];
    return n;
}

static struct sb_junit_count count(const struct sb_checked *document)
{
    /* Of a document that was not judged, this alone was looked at. */
    unsigned cases = document->judged ? SB_V_COUNT : SB_V_UNREADABLE + 1;
    return (struct sb_junit_count){.tests = cases, .failures = failures(document)};
}

static void put_suite(struct sb_xml_out *xml, const struct sb_checked *document)
{
    struct sb_junit_count n = count(document);
    sb_junit_suite(xml, document->file, &n);
    for (unsigned rule = 0; rule < n.tests; rule++)
        put_case(xml, document, (enum sb_rule)rule);
    sb_xml_end(xml);
}

static void write_junit(const struct sb_checked_all *all, struct sb_sink *sink)
{
    struct sb_xml_out xml;
    struct sb_junit_count total = {0};
    for (size_t i = 0; i < all->n; i++) {
        struct sb_junit_count n = count(&all->p[i]);
        total.tests += n.tests;
        total.failures += n.failures;
    }
    sb_junit_begin(&xml, sink, "sbom validate", &total);
    for (size_t i = 0; i < all->n; i++)
        put_suite(&xml, &all->p[i]);
    sb_xml_end(&xml);
}

const struct sb_check_report sb_check_report_junit = {"junit", "JUnit XML, for build servers", write_junit};
