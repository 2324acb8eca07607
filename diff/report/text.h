/* The page for people in two parts: the groups (report_group.c) and what stands around them. Private to the text
 * report. */
#ifndef SB_REPORT_TEXT_H
#define SB_REPORT_TEXT_H

#include "report/common.h"
#include "report/page.h"

struct sb_text_page {
    const struct sb_delta *delta;
    const struct sb_report_options *options;
    struct sb_summary sum;
    struct sb_page page;
    struct sb_arena arena;
};

/* The group in full; its first line alone; one line with the names of its signals (with --all also of its packages).
 * With --explain each of the first and the last has the sum of its score. */
void sb_text_group(struct sb_text_page *w, size_t group);
void sb_text_title(struct sb_text_page *w, size_t group);
void sb_text_short(struct sb_text_page *w, const struct sb_group *group);
void sb_text_change(struct sb_text_page *w, const struct sb_change *change); /* its name and version, in the line */

#endif
