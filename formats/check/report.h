/* The reports of validate, one row each: documents, what was found in them, and the verdict. */
#ifndef SB_CHECK_REPORT_H
#define SB_CHECK_REPORT_H

#include "base/sink.h"
#include "check/flaws.h"

struct sb_checked {
    sb_str file;        /* as the user gave it */
    const char *format; /* "cyclonedx-json"; NULL: none that is known */
    char version[8];    /* "1.6"; "": none that is known */
    bool judged;        /* false: there is no verdict, of another format or version, or of what cannot be opened; the only
                           flaw is SB_V_UNREADABLE, as it is where a text breaks off before its version */
    struct sb_flaws flaws;
};

struct sb_checked_all {
    const struct sb_checked *p;
    size_t n;
    const char *tool_version;
};

struct sb_check_report {
    const char *name, *summary;
    void (*write)(const struct sb_checked_all *all, struct sb_sink *sink);
};
extern const struct sb_check_report sb_check_report_text, sb_check_report_json, sb_check_report_sarif,
    sb_check_report_junit;
extern const struct sb_check_report *const sb_check_reports[]; /* NULL-terminated; the first is the default */

bool sb_checked_valid(const struct sb_checked *document); /* not of what was not judged */
bool sb_checked_bad(const struct sb_checked *document);   /* judged, and not valid */
/* "OK: 2 documents are valid", "NOT VALID: ..." if one is not, else "NOT JUDGED: ..."; without a newline. */
void sb_check_last_line(const struct sb_checked_all *all, struct sb_buf *buf);
/* FILE:LINE:COLUMN: severity SBVnnn: PATH: message, for people. */
void sb_flaw_line(const struct sb_checked *document, const struct sb_flaw *flaw, struct sb_buf *buf);
/* Findings of a rule that were counted, but not kept. */
uint64_t sb_flaws_more(const struct sb_flaws *flaws, enum sb_rule rule);

#endif
