/* The HTML report in four parts: text and cells (html.c), a group with its evidence (html_group.c), tables
 * (html_table.c), and the page (html_page.c). Private to them. */
#ifndef SB_REPORT_HTML_H
#define SB_REPORT_HTML_H

#include "report/blocks.h"

struct sb_html_page {
    struct sb_blocks blocks;
    struct sb_sink *sink;
    struct sb_buf text; /* what is being made printable */
};

/* Markup of ours. */
void sb_html_put(struct sb_html_page *w, const char *markup);
/* Text, wherever from, as text of an element or of an attribute in quotes: control, bidirectional and newline
 * characters printable (base/utf8.h), and nothing of it markup. At most LIMIT columns, then how much is missing. */
void sb_html_text(struct sb_html_page *w, sb_str text, unsigned limit);
void sb_html_code(struct sb_html_page *w, sb_str text, unsigned limit); /* the same as <code>; nothing of nothing */
void sb_html_number(struct sb_html_page *w, uint64_t number);           /* 9723 as "9,723" */
void sb_html_level(struct sb_html_page *w, enum sb_level level);
void sb_html_way(struct sb_html_page *w, const struct sb_change *change); /* from the root, as a list */
void sb_html_cell(struct sb_html_page *w, const struct sb_cell *cell);    /* what is in it */

enum { SB_HTML_LINES = 10000 };                              /* of a table, and groups; --all lifts this */
size_t sb_html_most(const struct sb_html_page *w, size_t n); /* how many of N lines are on the page */
bool sb_html_has_group(const struct sb_html_page *w, size_t group);

/* html_group.c: the group in full, OPEN or folded below its title. */
void sb_html_group(struct sb_html_page *w, size_t group, bool open);

/* html_table.c: a block as a table. */
void sb_html_table(struct sb_html_page *w, const struct sb_block *block);

/* Style and script: page.css and page.js, put in when the program is built. */
extern const unsigned char sb_html_style[], sb_html_script[];
extern const size_t sb_html_style_size, sb_html_script_size;

#endif
