#include "report/html.h"

/* ---- the head ---- */

static bool is_number(uint8_t kind)
{
    return kind == SB_CELL_NUMBER || kind == SB_CELL_LEVEL || kind == SB_CELL_GROUP;
}

/* What the script makes of a column stands in its header. */
static void put_header(struct sb_html_page *w, const struct sb_block *block, size_t columns)
{
    sb_html_put(w, "<thead><tr>");
    for (size_t i = 0; i < columns; i++)
        sb_putf(w->sink, "<th scope=\"col\"%s%s%s>%s</th>",
                block->columns[i].kind == SB_CELL_NUMBER ? " class=\"number\"" : "",
                is_number(block->columns[i].kind) ? " data-number" : "",
                block->columns[i].choosing ? " data-choose" : "", block->columns[i].title);
    sb_html_put(w, "</tr></thead>\n<tbody>\n");
}

/* ---- a line ---- */

/* Levels sort as such, and not by their names. */
static void put_cell(struct sb_html_page *w, const struct sb_cell *cell, bool head)
{
    static const char *const classes[] = {
        [SB_CELL_NUMBER] = "number", [SB_CELL_STEP] = "wide", [SB_CELL_WAY] = "wide", [SB_CELL_TEXT] = "text"};
    const char *element = head ? "th" : "td";
    const char *class = cell->kind < SB_COUNT(classes) ? classes[cell->kind] : NULL;
    sb_putf(w->sink, "<%s%s", element, head ? " scope=\"row\"" : "");
    if (class)
        sb_putf(w->sink, " class=\"%s\"", class);
    if (cell->kind == SB_CELL_LEVEL)
        sb_putf(w->sink, " data-v=\"%d\"", (int)cell->number);
    sb_put_chr(w->sink, '>');
    sb_html_cell(w, cell);
    sb_putf(w->sink, "</%s>", element);
}

static void put_line(struct sb_html_page *w, const struct sb_block *block, size_t line, size_t columns)
{
    struct sb_cell cells[SB_COLUMNS_MAX];
    sb_block_fill(&w->blocks, block, line, cells);
    if (block->group)
        sb_putf(w->sink, "<tr id=\"g%zu\">", block->group(&w->blocks, line) + 1);
    else
        sb_html_put(w, "<tr>");
    for (size_t i = 0; i < columns; i++)
        put_cell(w, &cells[i], i == 0);
    sb_html_put(w, "</tr>\n");
}

void sb_html_table(struct sb_html_page *w, const struct sb_block *block)
{
    enum { LONG = 50 }; /* lines that do not fit into a window */
    size_t n = block->count(&w->blocks), shown = sb_html_most(w, n), columns = sb_block_columns(block);
    sb_putf(
        w->sink,
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s-table\">\n<table class=\"lines\">",
        block->id);
    sb_putf(w->sink, "<caption id=\"%s-table\">%s: %zu line%s</caption>\n", block->id, block->title, shown,
            shown == 1 ? "" : "s");
    put_header(w, block, columns);
    for (size_t i = 0; i < shown; i++)
        put_line(w, block, i, columns);
    sb_html_put(w, "</tbody></table>\n</div>\n");
    if (shown < n)
        sb_putf(w->sink, "<p class=\"more\">and %zu more: <code>--all</code> puts them on the page</p>\n", n - shown);
}
