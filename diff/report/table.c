#include "report/report.h"

const struct sb_report *const sb_reports[] = {&sb_report_text,   &sb_report_json,   &sb_report_markdown,
                                              &sb_report_html,   &sb_report_sarif,  &sb_report_junit,
                                              &sb_report_github, &sb_report_gitlab, NULL};
