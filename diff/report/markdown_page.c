/* The report as a comment on a change: the verdict and the block in full, all else folded, and never more than a
 * comment may hold. */
#include "report/markdown_page.h"
#include "report/report.h"

#include "report/markdown.h"

enum {
    MOST = 65000,   /* bytes, and so characters: GitHub takes 65,536 */
    RESERVE = 2500, /* for what was left out, in words, and for the ends of folds */
    GROUPS = 45000, /* of these for groups in full, so that something is left for what limits their worth */
    FULL = 10,      /* groups that are told in full; --all lifts this and the bound below */
    LINES = 100     /* of a table */
};

/* ---- what fits ---- */

/* Puts the piece on the page if that is no longer than LIMIT then; it is gone in any case. */
static bool put_piece_below(struct sb_markdown_page *w, size_t limit)
{
    bool fits = !w->piece.over && w->page.n + w->piece.n <= limit;
    if (fits)
        sb_buf_str(&w->page, sb_buf_all(&w->piece));
    sb_buf_clear(&w->piece);
    w->piece.over = false;
    return fits;
}

static bool put_piece(struct sb_markdown_page *w)
{
    return put_piece_below(w, MOST - RESERVE);
}

static void note_left(struct sb_markdown_page *w, const struct sb_block *block, size_t left, size_t all)
{
    if (left)
        sb_buf_printf(&w->left, "%s%s (%zu of %zu)", w->left.n ? ", " : "", block->title, left, all);
}

/* ---- tables ---- */

static void put_header(struct sb_markdown_page *w, const struct sb_block *block)
{
    size_t n = sb_block_columns(block);
    for (size_t i = 0; i < n; i++)
        sb_buf_printf(&w->piece, "| %s ", strcmp(block->columns[i].title, "#") == 0 ? "rank" : block->columns[i].title);
    sb_buf_str(&w->piece, SB_S("|\n"));
    for (size_t i = 0; i < n; i++)
        sb_buf_str(&w->piece, block->columns[i].kind == SB_CELL_NUMBER ? SB_S("| ---: ") : SB_S("| --- "));
    sb_buf_str(&w->piece, SB_S("|\n"));
}

static void put_line(struct sb_markdown_page *w, const struct sb_block *block, size_t line)
{
    struct sb_cell cells[SB_COLUMNS_MAX];
    size_t n = sb_block_columns(block);
    sb_block_fill(&w->blocks, block, line, cells);
    for (size_t i = 0; i < n; i++) {
        sb_buf_str(&w->piece, SB_S("| "));
        sb_markdown_cell(w, &cells[i]);
        sb_buf_chr(&w->piece, ' ');
    }
    sb_buf_str(&w->piece, SB_S("|\n"));
}

/* The lines from FROM as a table behind what is on the piece, as many as fit into half of the room, so that none takes
 * it all from those behind. Returns how many are on the page; of none nothing is. */
static size_t put_table(struct sb_markdown_page *w, const struct sb_block *block, size_t from, size_t to)
{
    size_t put = 0, room = MOST - RESERVE - w->page.n;
    size_t limit = w->page.n + (room < MOST ? room / 2 : 0);
    put_header(w, block);
    for (size_t i = from; i < to; i++, put++) {
        put_line(w, block, i); /* the first one goes together with the header */
        if (!put_piece_below(w, limit))
            break;
    }
    return put;
}

static void put_fold(struct sb_markdown_page *w, const struct sb_block *block)
{
    size_t n = block->count(&w->blocks), most = w->blocks.options->all || n < LINES ? n : LINES;
    if (!n)
        return;
    sb_buf_printf(&w->piece, "\n<details><summary>%s: %zu</summary>\n\n", block->title, n);
    size_t put = put_table(w, block, 0, most);
    if (put)
        sb_buf_str(&w->page, SB_S("\n</details>\n"));
    note_left(w, block, n - put, n);
}

/* ---- the other shapes ---- */

static void put_sides(struct sb_markdown_page *w, const struct sb_block *block)
{
    size_t n = block->count(&w->blocks);
    sb_buf_chr(&w->piece, '\n');
    note_left(w, block, n - put_table(w, block, 0, n), n);
}

/* "upgraded 71 (52 patch, 14 minor, 5 major) · added 6 · unchanged 140": what is not there at all is not told. */
static void put_pairs(struct sb_markdown_page *w, const struct sb_block *block)
{
    struct sb_cell cells[SB_COLUMNS_MAX];
    size_t n = block->count(&w->blocks), put = 0;
    sb_buf_chr(&w->piece, '\n');
    for (size_t i = 0; i < n; i++) {
        sb_block_fill(&w->blocks, block, i, cells);
        if (!cells[1].number)
            continue;
        sb_buf_printf(&w->piece, "%s%.*s **%lld**", put++ ? " · " : "", SB_FMT(cells[0].text),
                      (long long)cells[1].number);
        if (cells[2].text.n)
            sb_buf_printf(&w->piece, " (%.*s)", SB_FMT(cells[2].text));
    }
    sb_buf_str(&w->piece, put ? SB_S("\n") : SB_S("nothing in either inventory\n"));
    note_left(w, block, put_piece(w) ? 0 : n, n);
}

static void put_sentence(struct sb_markdown_page *w, const struct sb_block *block)
{
    struct sb_verdict verdict = sb_delta_verdict(w->blocks.delta, w->blocks.options);
    struct sb_cell cells[SB_COLUMNS_MAX];
    sb_block_fill(&w->blocks, block, 0, cells);
    sb_buf_printf(&w->piece, "### %s ", verdict.failed ? "❌" : verdict.exit || verdict.incomplete ? "⚠️" : "✅");
    sb_markdown_cell(w, &cells[0]);
    sb_buf_chr(&w->piece, '\n');
    note_left(w, block, put_piece(w) ? 0 : 1, 1);
}

/* The first groups with their evidence, the others as a table. */
static void put_first(struct sb_markdown_page *w, const struct sb_block *block)
{
    size_t n = block->count(&w->blocks), full = w->blocks.options->all || n < FULL ? n : FULL, put = 0;
    if (n)
        sb_buf_printf(&w->piece, "\n### %s: %zu of %zu group%s\n", block->title, n, w->blocks.delta->groups.n,
                      w->blocks.delta->groups.n == 1 ? "" : "s");
    else
        sb_buf_printf(&w->piece, "\n%s\n", block->empty);
    if (!put_piece(w) || !n)
        return;
    while (put < full) {
        sb_markdown_group(w, block->group(&w->blocks, put));
        if (!put_piece_below(w, GROUPS))
            break;
        put++;
    }
    sb_buf_chr(&w->piece, '\n');
    if (put < n)
        put += put_table(w, block, put, n);
    sb_buf_clear(&w->piece);
    note_left(w, block, n - put, n);
}

static void put_block(struct sb_markdown_page *w, const struct sb_block *block)
{
    static void (*const shapes[])(struct sb_markdown_page * w, const struct sb_block *block) = {
        [SB_SHAPE_TABLE] = put_fold,  [SB_SHAPE_PAIRS] = put_pairs,       [SB_SHAPE_SIDES] = put_sides,
        [SB_SHAPE_GROUPS] = put_fold, [SB_SHAPE_SENTENCE] = put_sentence,
    };
    if (block == &sb_block_first)
        put_first(w, block);
    else
        shapes[block->shape](w, block);
}

/* What there is none of is said, too, in one line. */
static void put_empty(struct sb_markdown_page *w)
{
    for (const struct sb_block *const *block = sb_block_table; *block; block++)
        if ((*block)->empty && *block != &sb_block_first && (*block)->count(&w->blocks) == 0)
            sb_buf_printf(&w->piece, "%s%s", w->piece.n ? " " : "\n", (*block)->empty);
    if (w->piece.n)
        sb_buf_chr(&w->piece, '\n');
    put_piece(w);
}

/* Within the reserve: the titles are ours. */
static void put_left(struct sb_markdown_page *w)
{
    if (!w->left.n)
        return;
    sb_buf_str(&w->page, SB_S("\n**Left out here**, where a comment holds 65,536 characters"));
    if (!w->blocks.options->all)
        sb_buf_printf(&w->page, " and a table %d lines", LINES);
    sb_buf_printf(&w->page, ": %.*s. `sbom diff -o json` has all of it.\n", SB_FMT(sb_buf_all(&w->left)));
}

static sb_rc write_markdown(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                            struct sb_err *err)
{
    struct sb_markdown_page w = {.piece = {.max = MOST}};
    sb_blocks_open(&w.blocks, delta, options);
    sb_buf_str(&w.page, SB_S("<!-- sbom-diff -->\n"));
    for (const struct sb_block *const *block = sb_block_table; *block; block++)
        put_block(&w, *block);
    put_empty(&w);
    put_left(&w);
    sb_put_str(sink, sb_buf_all(&w.page));
    sb_buf_done(&w.page);
    sb_buf_done(&w.piece);
    sb_buf_done(&w.left);
    sb_blocks_done(&w.blocks);
    return sb_sink_flush(sink, err);
}

const struct sb_report sb_report_markdown = {"markdown", "a comment on a change, of at most 65,000 characters",
                                             write_markdown};
