#include "report/html.h"

#include "base/utf8.h"
#include "report/cut.h"

enum { NAME = 300, VALUE = 1000 }; /* columns */

void sb_html_put(struct sb_html_page *w, const char *markup)
{
    sb_put_str(w->sink, sb_str_of(markup));
}

/* ---- text from outside ---- */

static const char *const entities[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

static void put_escaped(struct sb_html_page *w, sb_str s)
{
    size_t done = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *entity = entities[(unsigned char)s.p[i]];
        if (!entity)
            continue;
        sb_put_str(w->sink, sb_str_part(s, done, i - done));
        sb_html_put(w, entity);
        done = i + 1;
    }
    sb_put_str(w->sink, sb_str_from(s, done));
}

/* Most texts are short and hold nothing but letters, digits and dots. */
static bool is_plain(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~')
            return false;
    return true;
}

void sb_html_text(struct sb_html_page *w, sb_str text, unsigned limit)
{
    sb_str front = sb_str_part(text, 0, ((size_t)limit + 1) * 4); /* more is cut anyway: a character has four bytes */
    sb_str shown = front;
    if (!is_plain(front)) {
        sb_buf_clear(&w->text);
        sb_utf8_printable(&w->text, front);
        shown = sb_buf_all(&w->text);
    }
    bool cut = sb_cut(&shown, limit);
    put_escaped(w, shown);
    if (cut)
        sb_putf(w->sink, "... (%zu bytes)", text.n);
}

void sb_html_code(struct sb_html_page *w, sb_str text, unsigned limit)
{
    if (!text.n)
        return;
    sb_html_put(w, "<code>");
    sb_html_text(w, text, limit);
    sb_html_put(w, "</code>");
}

/* ---- how much is on the page ---- */

size_t sb_html_most(const struct sb_html_page *w, size_t n)
{
    return w->blocks.options->all || n < SB_HTML_LINES ? n : SB_HTML_LINES;
}

static int by_index(const void *key, const void *row)
{
    uint32_t a = *(const uint32_t *)key, b = *(const uint32_t *)row;
    return (a > b) - (a < b);
}

/* The ranks of the first two blocks lie one behind the other. */
bool sb_html_has_group(const struct sb_html_page *w, size_t group)
{
    const struct sb_blocks *b = &w->blocks;
    size_t first = sb_block_first.count(b), rest = sb_block_rest.count(b);
    if (group < first)
        return group < sb_html_most(w, first);
    if (group < first + rest)
        return group - first < sb_html_most(w, rest);
    uint32_t key = (uint32_t)group;
    return b->quiet.n && bsearch(&key, b->quiet.p, sb_html_most(w, b->quiet.n), sizeof *b->quiet.p, by_index);
}

/* ---- cells ---- */

void sb_html_number(struct sb_html_page *w, uint64_t number)
{
    if (number >= 1000) {
        sb_html_number(w, number / 1000);
        sb_putf(w->sink, ",%03u", (unsigned)(number % 1000));
    } else {
        sb_put_u64(w->sink, number);
    }
}

void sb_html_level(struct sb_html_page *w, enum sb_level level)
{
    sb_putf(w->sink, "<span class=\"level %s\">%s</span>", sb_level_names[level], sb_level_names[level]);
}

/* Of a long way the ends: what lies between is a number. */
void sb_html_way(struct sb_html_page *w, const struct sb_change *change)
{
    enum { SHOWN = 8, FRONT = 3, BACK = 4 };
    size_t n = change ? change->n_why : 0;
    if (!n)
        return;
    sb_html_put(w, "<ol class=\"way\">");
    for (size_t i = 0; i < n; i++) {
        if (n > SHOWN && i == FRONT) {
            sb_putf(w->sink, "<li class=\"skipped\">%zu more</li>", n - FRONT - BACK);
            i = n - BACK;
        }
        sb_html_put(w, i + 1 == n ? "<li class=\"end\">" : "<li>");
        sb_html_code(w, i ? sb_purl_short(change->why[i], &w->blocks.line) : change->why[i], NAME);
        sb_html_put(w, "</li>");
    }
    sb_html_put(w, "</ol>");
}

static void put_group_link(struct sb_html_page *w, const struct sb_cell *cell)
{
    long long rank = (long long)cell->number;
    if (rank && sb_html_has_group(w, (size_t)rank - 1))
        sb_putf(w->sink, "<a href=\"#g%lld\">%lld</a>", rank, rank);
    else if (rank)
        sb_putf(w->sink, "%lld", rank);
}

static void put_step(struct sb_html_page *w, const struct sb_cell *cell)
{
    sb_html_code(w, cell->text, VALUE);
    sb_html_put(w, " <span class=\"to\">to</span> ");
    sb_html_code(w, cell->to, VALUE);
}

void sb_html_cell(struct sb_html_page *w, const struct sb_cell *cell)
{
    switch ((enum sb_cell_kind)cell->kind) {
    case SB_CELL_NONE: break;
    case SB_CELL_WORD: put_escaped(w, cell->text); break;
    case SB_CELL_TEXT: sb_html_text(w, cell->text, VALUE); break;
    case SB_CELL_CODE: sb_html_code(w, cell->text, NAME); break;
    case SB_CELL_NUMBER: sb_html_number(w, (uint64_t)cell->number); break;
    case SB_CELL_LEVEL: sb_html_level(w, (enum sb_level)cell->number); break;
    case SB_CELL_STEP: put_step(w, cell); break;
    case SB_CELL_WAY: sb_html_way(w, cell->change); break;
    case SB_CELL_GROUP: put_group_link(w, cell); break;
    }
}
