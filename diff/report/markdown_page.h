/* The Markdown report in three parts: what all of it is made of, a group with its evidence (markdown_group.c), and the
 * page (markdown_page.c). Private to them. */
#ifndef SB_REPORT_MARKDOWN_PAGE_H
#define SB_REPORT_MARKDOWN_PAGE_H

#include "report/blocks.h"

struct sb_markdown_page {
    struct sb_blocks blocks;
    struct sb_buf page;  /* never longer than a comment may be */
    struct sb_buf piece; /* what is being put together, and goes on the page whole or not at all */
    struct sb_buf left;  /* what was left out, in words */
};

/* One cell of the line at hand, to the piece. */
void sb_markdown_cell(struct sb_markdown_page *w, const struct sb_cell *cell);
void sb_markdown_level(struct sb_buf *buf, enum sb_level level); /* a mark and the word */
/* A group in full, to the piece. */
void sb_markdown_group(struct sb_markdown_page *w, size_t group);

#endif
