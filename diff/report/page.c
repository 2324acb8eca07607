#include "report/page.h"

#include "base/utf8.h"
#include "report/common.h"
#include "report/cut.h"

static const char *const colours[SB_LEVEL_COUNT] = {
    [SB_LEVEL_LOW] = "\033[36m",
    [SB_LEVEL_MEDIUM] = "\033[33m",
    [SB_LEVEL_HIGH] = "\033[31m",
    [SB_LEVEL_CRITICAL] = "\033[1;31m",
};

void sb_page_put(struct sb_page *page, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sb_buf_vprintf(&page->line, format, args);
    va_end(args);
}

/* S, cut with a mark where it is wider than LIMIT. */
static void put_cut(struct sb_page *page, sb_str s, unsigned limit)
{
    bool cut = sb_cut(&s, limit);
    sb_buf_str(&page->line, s);
    sb_buf_str(&page->line, cut ? SB_S("...") : SB_STR_NONE);
}

void sb_page_name(struct sb_page *page, sb_str text, unsigned limit)
{
    struct sb_buf buf = {0};
    sb_utf8_printable(&buf, text);
    put_cut(page, sb_buf_all(&buf), limit);
    sb_buf_done(&buf);
}

void sb_page_json(struct sb_page *page, sb_str json, unsigned limit)
{
    struct sb_buf value = {0};
    sb_report_value(&value, json);
    sb_page_name(page, sb_buf_all(&value), limit);
    sb_buf_done(&value);
}

void sb_page_step(struct sb_page *page, sb_str old_json, sb_str new_json, unsigned limit)
{
    struct sb_page old = {0}, new = {0};
    sb_page_json(&old, old_json, 0);
    sb_page_json(&new, new_json, 0);
    sb_str from = sb_buf_all(&old.line), to = sb_buf_all(&new.line);
    size_t at = sb_cut_parting(from, to, limit);
    const char *mark = at ? "..." : "";
    sb_page_put(page, "%s", mark);
    put_cut(page, sb_str_from(from, at), limit);
    sb_page_put(page, " -> %s", mark);
    put_cut(page, sb_str_from(to, at), limit);
    sb_page_done(&old);
    sb_page_done(&new);
}

void sb_page_column(struct sb_page *page, unsigned column)
{
    unsigned width = sb_utf8_width(sb_buf_all(&page->line));
    do
        sb_buf_chr(&page->line, ' ');
    while (++width < column);
}

static void put_row(struct sb_page *page, sb_str row, enum sb_level level)
{
    const char *colour = page->colour ? colours[level] : NULL;
    if (colour)
        sb_put_str(page->sink, sb_str_of(colour));
    sb_put_str(page->sink, row);
    if (colour)
        sb_put_str(page->sink, SB_S("\033[0m"));
    sb_put_chr(page->sink, '\n');
}

/* Cuts the next row off LINE: at the last blank that fits, else at the first one behind. Blanks at the front of a row
 * are kept. */
static sb_str cut_row(sb_str *line, unsigned columns)
{
    size_t at = 0, blank = SB_NPOS;
    while (at < line->n && line->p[at] == ' ')
        at++;
    for (unsigned width = (unsigned)at; at < line->n; width++) {
        if (line->p[at] == ' ' && (width <= columns || blank == SB_NPOS))
            blank = at;
        if (width >= columns && blank != SB_NPOS)
            break;
        size_t len;
        sb_utf8_next(sb_str_from(*line, at), &len);
        at += len;
    }
    sb_str row = at >= line->n ? *line : sb_str_part(*line, 0, blank);
    *line = sb_str_from(*line, row.n);
    while (row.n && row.p[row.n - 1] == ' ')
        row.n--;
    while (line->n && line->p[0] == ' ')
        *line = sb_str_from(*line, 1);
    return row;
}

void sb_page_end(struct sb_page *page, unsigned indent, enum sb_level level)
{
    sb_str rest = sb_buf_all(&page->line);
    put_row(page, cut_row(&rest, SB_PAGE_COLUMNS), level);
    while (rest.n) {
        for (unsigned i = 0; i < indent; i++)
            sb_put_chr(page->sink, ' ');
        put_row(page, cut_row(&rest, SB_PAGE_COLUMNS - indent), SB_LEVEL_NONE);
    }
    sb_buf_clear(&page->line);
}

void sb_page_end_whole(struct sb_page *page)
{
    put_row(page, sb_buf_all(&page->line), SB_LEVEL_NONE);
    sb_buf_clear(&page->line);
}

void sb_page_blank(struct sb_page *page)
{
    sb_put_chr(page->sink, '\n');
}

void sb_page_done(struct sb_page *page)
{
    sb_buf_done(&page->line);
}
