#include "report/report.h"

static const struct sb_report html = {.name = "html", .summary = "one page with everything"};

const struct sb_report *const sb_reports[] = {
    &sb_report_text,  &sb_report_json,   &sb_report_markdown, &html, &sb_report_sarif,
    &sb_report_junit, &sb_report_github, &sb_report_gitlab,   NULL};
