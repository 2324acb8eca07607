/* Text from outside in Markdown as GitHub and GitLab read it. Private to the Markdown report. */
#ifndef SB_REPORT_MARKDOWN_H
#define SB_REPORT_MARKDOWN_H

#include "base/buf.h"

/* Adds TEXT so that none of it is markup: not for CommonMark and its tables, nor for what a forge makes of a page
 * behind it (mentions, references to issues and commits, addresses that become links, emoji). What is made of letters
 * alone, or is a number, stands as it is; every other word is a span of code, where all of them leave it alone.
 * Control, bidirectional and newline characters are printable then (base/utf8.h). With WORDS the text is a sentence, in
 * which
 * "->" is an arrow; else it is one name, a span of code as a whole. At most LIMIT columns, then "...". */
void sb_markdown_put(struct sb_buf *buf, sb_str text, bool words, unsigned limit);

/* FROM -> TO, each at most LIMIT columns; where they are longer, what is shown of them differs. */
void sb_markdown_step(struct sb_buf *buf, sb_str from, sb_str to, unsigned limit);

#endif
