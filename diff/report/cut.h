/* Cutting values to what fits, on text that is printable already (base/utf8.h). Private to the reports. */
#ifndef SB_REPORT_CUT_H
#define SB_REPORT_CUT_H

#include "base/str.h"

/* The front of S that is at most LIMIT columns wide. */
sb_str sb_cut_front(sb_str s, unsigned limit);
/* Of a value that is wider than LIMIT columns the front, with room for a mark of three; else all of it. 0: no limit.
 * Whether something is missing. */
bool sb_cut(sb_str *s, unsigned limit);
/* Where the two values of a step begin: where both are longer than LIMIT and begin alike, where they differ, so that
 * what is shown of them is never the same; else 0. */
size_t sb_cut_parting(sb_str from, sb_str to, unsigned limit);

#endif
