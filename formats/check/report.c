#include "check/report.h"

const struct sb_check_report *const sb_check_reports[] = {
    &sb_check_report_text, &sb_check_report_json, &sb_check_report_sarif, &sb_check_report_junit, NULL,
};
