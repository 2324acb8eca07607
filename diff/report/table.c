#include "report/report.h"

static const struct sb_report markdown = {.name = "markdown", .summary = "for the page of a pull request"};
static const struct sb_report html = {.name = "html", .summary = "one page with everything"};
static const struct sb_report sarif = {.name = "sarif", .summary = "findings for code scanning"};
static const struct sb_report junit = {.name = "junit", .summary = "findings as test results"};

const struct sb_report *const sb_reports[] = {&sb_report_text, &sb_report_json, &markdown, &html, &sarif, &junit, NULL};
