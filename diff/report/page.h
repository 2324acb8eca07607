/* A page for people: 80 columns, wrapped, names made harmless, colour where it is wanted. Private to the text report.
 */
#ifndef SB_REPORT_PAGE_H
#define SB_REPORT_PAGE_H

#include "base/sink.h"
#include "diff/delta.h"

enum { SB_PAGE_COLUMNS = 80 };

struct sb_page {
    struct sb_sink *sink;
    bool colour;
    struct sb_buf line; /* what is being put together, without colour */
};

/* Adds to the line: text of ours, and text from outside (escaped, and cut to LIMIT columns with "..." unless LIMIT is
 * 0). */
void sb_page_put(struct sb_page *page, const char *format, ...) SB_PRINTF(2, 3);
void sb_page_name(struct sb_page *page, sb_str text, unsigned limit);
/* The value of a JSON text: strings without quotes, null as "nothing". */
void sb_page_json(struct sb_page *page, sb_str json, unsigned limit);
/* "OLD -> NEW" of two such values. Where both are longer than LIMIT and begin alike, they begin where they differ,
 * behind
 * "...": what is shown of them is never the same. */
void sb_page_step(struct sb_page *page, sb_str old_json, sb_str new_json, unsigned limit);
/* Blanks up to a column; at least one. */
void sb_page_column(struct sb_page *page, unsigned column);
/* Writes the line, as many rows as it needs, the later ones indented. LEVEL colours the whole first row; SB_LEVEL_NONE
 * for none. */
void sb_page_end(struct sb_page *page, unsigned indent, enum sb_level level);
/* Writes the line as one row, however long: a command that somebody copies. */
void sb_page_end_whole(struct sb_page *page);
void sb_page_blank(struct sb_page *page);
void sb_page_done(struct sb_page *page);

#endif
