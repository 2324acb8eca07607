/* The report as one page by itself: nothing is fetched, nothing is run but the script that stands in it, and all of it
 * can be read without that. */
#include "base/digest.h"
#include "report/html.h"

enum { SENTENCE = 2000, NAME = 300 }; /* columns */

/* ---- the head of the document ---- */

/* 'sha256-...' of what stands in an element, for the policy. */
static void put_hash(struct sb_html_page *w, const unsigned char *p, size_t bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t sum[SB_SHA256_BYTES + 1] = {0}; /* 33 bytes are 44 digits, of which the last one says nothing */
    sb_sha256_of(sb_str_n((const char *)p, bytes), sum);
    sb_html_put(w, "'sha256-");
    for (size_t i = 0; i < sizeof sum; i += 3) {
        uint32_t bits = (uint32_t)sum[i] << 16 | (uint32_t)sum[i + 1] << 8 | sum[i + 2];
        unsigned digits_of = i + 3 == sizeof sum ? 3 : 4;
        for (unsigned k = 0; k < digits_of; k++)
            sb_put_chr(w->sink, digits[bits >> (18 - 6 * k) & 63]);
    }
    sb_html_put(w, "='");
}

static void put_policy(struct sb_html_page *w)
{
    sb_html_put(w, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    put_hash(w, sb_html_style, sb_html_style_size);
    sb_html_put(w, "; script-src ");
    put_hash(w, sb_html_script, sb_html_script_size);
    sb_html_put(w, "; base-uri 'none'; form-action 'none'\">\n");
}

static void put_title(struct sb_html_page *w, sb_str verdict)
{
    sb_html_put(w, "<title>");
    sb_html_text(w, verdict, NAME);
    sb_html_put(w, " (sbom diff)</title>\n");
}

static void put_head(struct sb_html_page *w, sb_str verdict)
{
    sb_html_put(w, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    put_policy(w);
    sb_html_put(
        w, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    put_title(w, verdict);
    sb_html_put(w, "<style>");
    sb_put(w->sink, sb_html_style, sb_html_style_size);
    sb_html_put(w, "</style>\n</head>\n");
}

/* ---- the head of the page ---- */

static void put_side(struct sb_html_page *w, const struct sb_block *block, size_t side)
{
    struct sb_cell cells[SB_COLUMNS_MAX];
    size_t n = sb_block_columns(block);
    sb_block_fill(&w->blocks, block, side, cells);
    sb_html_put(w, "<div class=\"side\"><h2>");
    sb_html_cell(w, &cells[0]);
    sb_html_put(w, "</h2><dl>");
    for (size_t i = 1; i < n; i++) {
        bool nothing = cells[i].kind == SB_CELL_NUMBER ? !cells[i].number : !cells[i].text.n;
        if (nothing && i != 2)
            continue;
        sb_putf(w->sink, "<div><dt>%s</dt><dd>", block->columns[i].title);
        sb_html_cell(w, &cells[i]);
        sb_html_put(w, "</dd></div>");
    }
    sb_html_put(w, "</dl></div>\n");
}

static void put_banner(struct sb_html_page *w, sb_str verdict)
{
    struct sb_verdict v = sb_delta_verdict(w->blocks.delta, w->blocks.options);
    const char *how = v.failed ? "failed" : v.exit || v.incomplete ? "incomplete" : "fine";
    sb_putf(w->sink, "<header class=\"banner %s\">\n<p class=\"tool\">sbom diff %s</p>\n<h1>", how,
            w->blocks.options->tool_version);
    sb_html_text(w, verdict, SENTENCE);
    sb_html_put(w, "</h1>\n<div class=\"sides\">\n");
    for (size_t side = 0; side < SB_SIDES; side++)
        put_side(w, &sb_block_sides, side);
    sb_html_put(w, "</div>\n</header>\n");
}

static bool has_section(const struct sb_html_page *w, const struct sb_block *block)
{
    bool table = block->shape != SB_SHAPE_SENTENCE && block->shape != SB_SHAPE_SIDES;
    return table && (block->empty || block->count(&w->blocks));
}

/* N, or N of so many groups. */
static void put_count(struct sb_html_page *w, size_t n, size_t groups)
{
    sb_html_put(w, " <span class=\"count\">");
    sb_html_number(w, n);
    if (groups) {
        sb_html_put(w, " of ");
        sb_html_number(w, groups);
        sb_html_put(w, groups == 1 ? " group" : " groups");
    }
    sb_html_put(w, "</span>");
}

static void put_navigation(struct sb_html_page *w)
{
    sb_html_put(w, "<nav aria-label=\"Sections\"><ul>\n");
    for (const struct sb_block *const *block = sb_block_table; *block; block++) {
        if (!has_section(w, *block) || !(*block)->count(&w->blocks))
            continue;
        sb_putf(w->sink, "<li><a href=\"#%s\">%s", (*block)->id, (*block)->title);
        if ((*block)->shape != SB_SHAPE_PAIRS)
            put_count(w, (*block)->count(&w->blocks), 0);
        sb_html_put(w, "</a></li>\n");
    }
    sb_html_put(w, "</ul></nav>\n");
}

/* ---- sections ---- */

static void put_pairs(struct sb_html_page *w, const struct sb_block *block)
{
    struct sb_cell cells[SB_COLUMNS_MAX];
    sb_html_put(w, "<dl class=\"counts\">\n");
    for (size_t i = 0; i < block->count(&w->blocks); i++) {
        sb_block_fill(&w->blocks, block, i, cells);
        sb_html_put(w, cells[1].number ? "<div><dt>" : "<div class=\"none\"><dt>");
        sb_html_cell(w, &cells[0]);
        sb_html_put(w, "</dt><dd>");
        sb_html_cell(w, &cells[1]);
        sb_html_put(w, "</dd>");
        if (cells[2].text.n)
            sb_putf(w->sink, "<dd class=\"of\">%.*s</dd>", SB_FMT(cells[2].text));
        sb_html_put(w, "</div>\n");
    }
    sb_html_put(w, "</dl>\n");
}

/* The block is open; of the rest a reader opens what looks strange. What nobody has to look at is a table. */
static void put_groups(struct sb_html_page *w, const struct sb_block *block)
{
    size_t n = block->count(&w->blocks), shown = sb_html_most(w, n);
    if (block == &sb_block_quiet) {
        sb_html_table(w, block);
        return;
    }
    for (size_t i = 0; i < shown; i++)
        sb_html_group(w, block->group(&w->blocks, i), block == &sb_block_first);
    if (shown < n)
        sb_putf(w->sink, "<p class=\"more\">and %zu more: <code>--all</code> puts them on the page</p>\n", n - shown);
}

static void put_section(struct sb_html_page *w, const struct sb_block *block)
{
    static void (*const shapes[])(struct sb_html_page * w, const struct sb_block *block) = {
        [SB_SHAPE_TABLE] = sb_html_table, [SB_SHAPE_PAIRS] = put_pairs, [SB_SHAPE_GROUPS] = put_groups};
    size_t n = block->count(&w->blocks);
    sb_putf(w->sink, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">%s", block->id, block->id,
            block->id, block->title);
    if (block->shape != SB_SHAPE_PAIRS && n)
        put_count(w, n, block->shape == SB_SHAPE_GROUPS ? w->blocks.delta->groups.n : 0);
    sb_html_put(w, "</h2>\n");
    if (n)
        shapes[block->shape](w, block);
    else
        sb_putf(w->sink, "<p class=\"empty\">%s</p>\n", block->empty);
    sb_html_put(w, "</section>\n");
}

static void put_body(struct sb_html_page *w, sb_str verdict)
{
    sb_html_put(w, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the findings</a>\n");
    put_banner(w, verdict);
    put_navigation(w);
    sb_html_put(w, "<main id=\"main\" tabindex=\"-1\">\n");
    for (const struct sb_block *const *block = sb_block_table; *block; block++)
        if (has_section(w, *block))
            put_section(w, *block);
    sb_html_put(w, "</main>\n<script>");
    sb_put(w->sink, sb_html_script, sb_html_script_size);
    sb_html_put(w, "</script>\n</body>\n</html>\n");
}

static sb_rc write_html(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                        struct sb_err *err)
{
    struct sb_html_page w = {.sink = sink};
    struct sb_buf verdict = {0};
    sb_blocks_open(&w.blocks, delta, options);
    sb_report_last_line(delta, options, &verdict);
    put_head(&w, sb_buf_all(&verdict));
    put_body(&w, sb_buf_all(&verdict));
    sb_buf_done(&verdict);
    sb_buf_done(&w.text);
    sb_blocks_done(&w.blocks);
    return sb_sink_flush(sink, err);
}

const struct sb_report sb_report_html = {"html", "one page with everything, which needs no network", write_html};
