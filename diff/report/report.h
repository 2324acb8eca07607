/* The reports of a comparison, one row each, and what the gate says of it. */
#ifndef SB_REPORT_REPORT_H
#define SB_REPORT_REPORT_H

#include "base/buf.h"
#include "base/sink.h"
#include "diff/look.h"

struct sb_report_options {
    enum sb_level fail_on;       /* SB_LEVEL_NONE: never */
    sb_str source[SB_SIDES];     /* as the user gave it */
    enum sb_lies lies[SB_SIDES]; /* what it is */
    sb_str platform;             /* of an image that was asked for; mostly empty */
    bool strict;
    bool fail_on_coverage; /* what one side did not look at fails the gate, too */
    bool policy_says;      /* FAIL_ON is that of the policy, not of the command line */
    bool policy_covers;    /* so is FAIL_ON_COVERAGE */
    bool colour;           /* text on a terminal */
    bool explain;          /* print the sums */
    bool all;              /* list every group */
    const char *tool_version;
};

/* What the gate says, shared by all reports. */
struct sb_verdict {
    bool failed, incomplete;
    bool uncovered; /* failed by --fail-on-coverage alone: something was not looked at */
    int exit;       /* 0, 1 or 4 */
};
struct sb_verdict sb_delta_verdict(const struct sb_delta *delta, const struct sb_report_options *options);

/* The line that says it all, without colour and newline. */
void sb_report_last_line(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_buf *buf);

struct sb_report {
    const char *name; /* "text", "json" */
    const char *summary;
    sb_rc (*write)(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                   struct sb_err *err);
};
extern const struct sb_report sb_report_text, sb_report_json, sb_report_sarif, sb_report_junit, sb_report_github,
    sb_report_gitlab, sb_report_markdown, sb_report_html;
/* The document that sb_report_json writes, as a value in another one. */
struct sb_json_out;
void sb_report_json_value(struct sb_json_out *json, const struct sb_delta *delta,
                          const struct sb_report_options *options);
extern const struct sb_report *const sb_reports[]; /* NULL-terminated; rows without write are planned ones */

const struct sb_report *sb_report_find(sb_str name); /* NULL: no report that this version writes */
void sb_report_names(struct sb_buf *buf);            /* adds "text, json and sarif": those that this version writes */

#endif
