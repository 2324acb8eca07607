#include "base/utf8.h"
#include "report/markdown.h"
#include "report/markdown_page.h"

/* How much of a group stands in a comment; --all lifts them up to what a comment holds. */
enum {
    SIGNALS = 5,
    CHANGES = 8,
    LOOKS = 2,
    PRINTS = 6,     /* fingerprints */
    SENTENCE = 600, /* columns */
    NAME = 120,
    VALUE = 100,
    COMMAND = 1000
};

static size_t most(const struct sb_markdown_page *w, size_t usual)
{
    return w->blocks.options->all ? SIZE_MAX : usual;
}

/* ---- cells ---- */

void sb_markdown_level(struct sb_buf *buf, enum sb_level level)
{
    static const char *const marks[SB_LEVEL_COUNT] = {[SB_LEVEL_INFO] = "⚪ ",
                                                      [SB_LEVEL_LOW] = "🔵 ",
                                                      [SB_LEVEL_MEDIUM] = "🟡 ",
                                                      [SB_LEVEL_HIGH] = "🟠 ",
                                                      [SB_LEVEL_CRITICAL] = "🔴 "};
    sb_buf_printf(buf, "%s%s", marks[level] ? marks[level] : "", sb_level_names[level]);
}

/* "app → a@1 → b@2"; of a long one the ends. */
static void put_way(struct sb_markdown_page *w, const struct sb_change *change)
{
    enum { SHOWN = 5 };
    for (size_t i = 0; change && i < change->n_why; i++) {
        if (change->n_why > SHOWN && i > 1 && i + 2 < change->n_why) {
            sb_buf_str(&w->piece, i == 2 ? SB_S(" → ...") : SB_STR_NONE);
            continue;
        }
        sb_buf_str(&w->piece, i ? SB_S(" → ") : SB_STR_NONE);
        sb_markdown_put(&w->piece, i ? sb_purl_short(change->why[i], &w->blocks.line) : change->why[i], false, NAME);
    }
}

void sb_markdown_cell(struct sb_markdown_page *w, const struct sb_cell *cell)
{
    switch ((enum sb_cell_kind)cell->kind) {
    case SB_CELL_NONE: break;
    case SB_CELL_WORD: sb_buf_str(&w->piece, cell->text); break;
    case SB_CELL_TEXT: sb_markdown_put(&w->piece, cell->text, true, SENTENCE); break;
    case SB_CELL_CODE: sb_markdown_put(&w->piece, cell->text, false, NAME); break;
    case SB_CELL_NUMBER: sb_buf_printf(&w->piece, "%lld", (long long)cell->number); break;
    case SB_CELL_LEVEL: sb_markdown_level(&w->piece, (enum sb_level)cell->number); break;
    case SB_CELL_STEP: sb_markdown_step(&w->piece, cell->text, cell->to, VALUE); break;
    case SB_CELL_WAY: put_way(w, cell->change); break;
    case SB_CELL_GROUP: /* a number sign would make it the number of an issue */
        if (cell->number)
            sb_buf_printf(&w->piece, "%lld", (long long)cell->number);
        break;
    }
}

/* ---- a group ---- */

static void put_title(struct sb_markdown_page *w, size_t i)
{
    const struct sb_group *group = &w->blocks.delta->groups.p[i];
    sb_str type = sb_group_type(w->blocks.delta, group);
    sb_buf_printf(&w->piece, "\n#### %zu. ", i + 1);
    sb_markdown_level(&w->piece, (enum sb_level)group->severity);
    sb_buf_printf(&w->piece, " (%d): ", (int)group->score);
    sb_markdown_put(&w->piece, group->title, true, SENTENCE);
    if (type.n) {
        sb_buf_str(&w->piece, SB_S(" · "));
        sb_markdown_put(&w->piece, type, true, NAME);
    }
    sb_buf_str(&w->piece, SB_S("\n\n"));
}

static void put_findings(struct sb_markdown_page *w, const struct sb_evidence *evidence)
{
    struct sb_buf sentence = {0};
    for (size_t i = 0; i < evidence->n_told; i++) {
        const struct sb_finding *finding = evidence->told[i].finding;
        sb_buf_clear(&sentence);
        sb_evidence_sentence(w->blocks.delta, &evidence->told[i], &sentence);
        sb_buf_printf(&w->piece, "- **%s** (%s): ", finding->signal->id, sb_level_names[finding->severity]);
        sb_markdown_put(&w->piece, sb_buf_all(&sentence), true, SENTENCE);
        sb_buf_chr(&w->piece, '\n');
    }
    if (evidence->more)
        sb_buf_printf(&w->piece, "- and %zu more\n", evidence->more);
    sb_buf_done(&sentence);
}

/* The changes but the one that the title tells. */
static void put_changes(struct sb_markdown_page *w, const struct sb_group *group)
{
    size_t put = 0, n = group->n_changes - (group->titled != 0);
    if (n == 0 || group->n_changes < 2)
        return;
    sb_buf_printf(&w->piece, "- %s ", group->titled ? "together with" : "packages:");
    for (size_t i = 0; i < group->n_changes && put < most(w, CHANGES); i++) {
        if (group->changes[i] + 1 == group->titled)
            continue;
        const struct sb_change *change = &w->blocks.delta->changes.p[group->changes[i]];
        sb_buf_str(&w->piece, put++ ? SB_S(", ") : SB_STR_NONE);
        sb_markdown_put(&w->piece, sb_purl_short(sb_report_change_purl(w->blocks.delta, change), &w->blocks.line),
                        false, NAME);
    }
    if (n > put)
        sb_buf_printf(&w->piece, " and %zu more", n - put);
    sb_buf_chr(&w->piece, '\n');
}

static void put_brought(struct sb_markdown_page *w, const struct sb_group *group)
{
    const struct sb_change *change = sb_group_brought(w->blocks.delta, group);
    if (!change)
        return;
    const char *use = sb_report_use(w->blocks.delta, change);
    sb_buf_str(&w->piece, SB_S("- brought by "));
    put_way(w, change);
    if (change->n_why == 2)
        sb_buf_str(&w->piece, SB_S(", direct"));
    sb_buf_printf(&w->piece, "%s%s\n", use ? ", " : "", use ? use : "");
}

static void put_fingerprints(struct sb_markdown_page *w, const struct sb_evidence *evidence)
{
    size_t shown = evidence->n < most(w, PRINTS) ? evidence->n : PRINTS;
    if (!evidence->n)
        return;
    sb_buf_str(&w->piece, SB_S("- waive by fingerprint"));
    for (size_t i = 0; i < shown; i++)
        sb_buf_printf(&w->piece, " `%s`", evidence->worst[i]->fingerprint);
    if (evidence->n > shown)
        sb_buf_printf(&w->piece, " and %zu more", evidence->n - shown);
    sb_buf_chr(&w->piece, '\n');
}

static void put_command(struct sb_markdown_page *w, const struct sb_next *next, bool *tree)
{
    if (next->look.n > COMMAND) { /* half a command is none */
        sb_buf_printf(&w->piece, "# a command of %zu bytes, which the text report has\n", next->look.n);
        return;
    }
    if (next->tree && !*tree) {
        sb_str source = sb_report_lies_in(w->blocks.options, next->finding).source;
        sb_buf_str(&w->piece, SB_S("# in the folder that "));
        sb_utf8_printable(&w->piece,
                          sb_str_eq(source, SB_S("-")) ? SB_S("standard input") : sb_str_part(source, 0, NAME));
        sb_buf_str(&w->piece, SB_S(" was made of:\n"));
        *tree = true;
    }
    sb_utf8_printable(&w->piece, next->look);
    sb_buf_chr(&w->piece, '\n');
}

/* Longer than any run of backticks that a command has. */
static void put_fence(struct sb_markdown_page *w, const struct sb_next *next, size_t n)
{
    size_t longest = 2, run = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < next[i].look.n; k++) {
            run = next[i].look.p[k] == '`' ? run + 1 : 0;
            longest = run > longest && next[i].look.n <= COMMAND ? run : longest;
        }
    for (size_t i = 0; i <= longest; i++)
        sb_buf_chr(&w->piece, '`');
}

/* Sentences are lines of the list; commands stand behind it, where they can be copied. */
static void put_next(struct sb_markdown_page *w, const struct sb_evidence *evidence)
{
    struct sb_next *next;
    size_t n = sb_evidence_next(w->blocks.delta, w->blocks.options, evidence, most(w, LOOKS), &w->blocks.line, &next);
    size_t commands = 0;
    bool tree = false;
    for (size_t i = 0; i < n; i++) {
        commands += next[i].command;
        if (next[i].command)
            continue;
        sb_buf_str(&w->piece, SB_S("- next: "));
        sb_markdown_put(&w->piece, next[i].look, true, SENTENCE);
        sb_buf_chr(&w->piece, '\n');
    }
    put_fingerprints(w, evidence);
    if (!commands)
        return;
    sb_buf_chr(&w->piece, '\n');
    put_fence(w, next, n);
    sb_buf_str(&w->piece, SB_S("sh\n"));
    for (size_t i = 0; i < n; i++)
        if (next[i].command)
            put_command(w, &next[i], &tree);
    put_fence(w, next, n);
    sb_buf_chr(&w->piece, '\n');
}

void sb_markdown_group(struct sb_markdown_page *w, size_t i)
{
    const struct sb_group *group = &w->blocks.delta->groups.p[i];
    sb_arena_reset(&w->blocks.line);
    struct sb_evidence evidence = sb_evidence_of(w->blocks.delta, group, most(w, SIGNALS), &w->blocks.line);
    put_title(w, i);
    put_findings(w, &evidence);
    if (w->blocks.options->explain && group->explanation.n) {
        sb_buf_str(&w->piece, SB_S("- score: "));
        sb_markdown_put(&w->piece, group->explanation, true, SENTENCE);
        sb_buf_chr(&w->piece, '\n');
    }
    put_changes(w, group);
    put_brought(w, group);
    put_next(w, &evidence);
}
