/* The head of a report and its groups, the worst first. */
#include "report/blocks.h"

/* ---- the verdict, and what was compared ---- */

static size_t one(const struct sb_blocks *b)
{
    (void)b;
    return 1;
}

static void line_of_verdict(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    struct sb_buf buf = {0};
    (void)line;
    sb_report_last_line(b->delta, b->options, &buf);
    cells[0] = sb_cell_text(sb_block_keep(b, &buf));
}

static const struct sb_column columns_of_verdict[] = {
    {"verdict", SB_CELL_TEXT, false},
    {0},
};

const struct sb_block sb_block_verdict = {.id = "verdict",
                                          .title = "Verdict",
                                          .shape = SB_SHAPE_SENTENCE,
                                          .columns = columns_of_verdict,
                                          .count = one,
                                          .line = line_of_verdict};

static size_t two(const struct sb_blocks *b)
{
    (void)b;
    return SB_SIDES;
}

static void line_of_side(struct sb_blocks *b, size_t side, struct sb_cell *cells)
{
    const struct sb_doc *doc = b->delta->doc[side];
    cells[0] = sb_cell_side((enum sb_side)side);
    cells[1] = sb_cell_code(b->options->source[side]);
    cells[2] = sb_cell_number(sb_report_components(doc));
    cells[3] = sb_cell_number(sb_report_sources(doc));
    cells[4] = sb_cell_code(sb_report_format(doc, &b->line));
    cells[5] = sb_cell_text(sb_report_generator(doc, b->options, &b->line));
    cells[6] = sb_cell_word(sb_report_has_facts(doc) ? "yes" : "no");
}

static const struct sb_column columns_of_sides[] = {
    {"side", SB_CELL_WORD, false},         {"source", SB_CELL_CODE, false},
    {"components", SB_CELL_NUMBER, false}, {"source packages", SB_CELL_NUMBER, false},
    {"format", SB_CELL_CODE, false},       {"generator", SB_CELL_TEXT, false},
    {"facts", SB_CELL_WORD, false},        {0},
};

const struct sb_block sb_block_sides = {.id = "sides",
                                        .title = "What was compared",
                                        .shape = SB_SHAPE_SIDES,
                                        .columns = columns_of_sides,
                                        .count = two,
                                        .line = line_of_side};

/* ---- in numbers ---- */

/* Kinds of changes, then what is the same, the other classes, and groups that nobody has to look at. */
enum { COUNT_SAME = SB_CHANGE_KINDS, COUNT_TERMS, COUNT_DESCRIPTIONS, COUNT_COVERAGE, COUNT_INFO, COUNTS };

static size_t count_counts(const struct sb_blocks *b)
{
    (void)b;
    return COUNTS;
}

/* "52 patch, 14 minor" */
static sb_str steps(struct sb_blocks *b)
{
    static const char *const names[] = {
        [SB_STEP_PATCH] = "patch", [SB_STEP_MINOR] = "minor", [SB_STEP_MAJOR] = "major", [SB_STEP_OTHER] = "other"};
    sb_str ret = SB_STR_NONE;
    for (unsigned i = SB_STEP_PATCH; i <= SB_STEP_OTHER; i++)
        if (b->sum.steps[i])
            ret = sb_arena_printf(&b->line, "%.*s%s%u %s", SB_FMT(ret), ret.n ? ", " : "", b->sum.steps[i], names[i]);
    return ret;
}

static void line_of_counts(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    static const uint8_t kinds[SB_CHANGE_KINDS] = {SB_UPGRADED, SB_ADDED, SB_REMOVED, SB_DOWNGRADED, SB_CHANGED};
    static const char *const names[COUNTS] = {[COUNT_SAME] = "unchanged",
                                              [COUNT_TERMS] = "terms",
                                              [COUNT_DESCRIPTIONS] = "descriptions",
                                              [COUNT_COVERAGE] = "coverage",
                                              [COUNT_INFO] = "groups without a signal above info"};
    const size_t others[COUNTS] = {[COUNT_SAME] = b->delta->unchanged,
                                   [COUNT_TERMS] = b->delta->terms.n,
                                   [COUNT_DESCRIPTIONS] = b->delta->descriptions.n,
                                   [COUNT_COVERAGE] = b->delta->coverage.n,
                                   [COUNT_INFO] = b->sum.groups[SB_LEVEL_INFO]};
    bool change = line < SB_CHANGE_KINDS;
    cells[0] = sb_cell_word(change ? sb_change_names[kinds[line]] : names[line]);
    cells[1] = sb_cell_number(change ? b->sum.changes[kinds[line]] : others[line]);
    cells[2] = (struct sb_cell){SB_CELL_WORD, .text = change && kinds[line] == SB_UPGRADED ? steps(b) : SB_STR_NONE};
}

static const struct sb_column columns_of_counts[] = {
    {"what", SB_CELL_WORD, false},
    {"number", SB_CELL_NUMBER, false},
    {"of these", SB_CELL_WORD, false},
    {0},
};

const struct sb_block sb_block_counts = {.id = "counts",
                                         .title = "In numbers",
                                         .shape = SB_SHAPE_PAIRS,
                                         .columns = columns_of_counts,
                                         .count = count_counts,
                                         .line = line_of_counts};

/* ---- groups: sorted by severity, so that each block is a part of their list ---- */

static size_t count_first(const struct sb_blocks *b)
{
    return sb_report_first(&b->sum, b->options);
}

static size_t count_rest(const struct sb_blocks *b)
{
    return sb_report_rest(&b->sum, b->options);
}

static size_t count_quiet(const struct sb_blocks *b)
{
    return b->quiet.n;
}

static size_t group_of_first(const struct sb_blocks *b, size_t line)
{
    (void)b;
    return line;
}

static size_t group_of_rest(const struct sb_blocks *b, size_t line)
{
    return count_first(b) + line;
}

static size_t group_of_quiet(const struct sb_blocks *b, size_t line)
{
    return b->quiet.p[line];
}

/* The names of its signals, the worst first, each once. */
static sb_str names_of_signals(struct sb_blocks *b, const struct sb_group *group)
{
    enum { SHOWN = 3 };
    const struct sb_finding *const *worst = sb_report_worst_first(b->delta, group, &b->line);
    const char *last = "";
    unsigned put = 0, more = 0;
    struct sb_buf buf = {0};
    for (size_t i = 0; i < group->n_findings; i++) {
        if (strcmp(worst[i]->signal->id, last) == 0)
            continue;
        last = worst[i]->signal->id;
        if (put == SHOWN)
            more++;
        else
            sb_buf_printf(&buf, "%s%s", put++ ? ", " : "", last);
    }
    if (more)
        sb_buf_printf(&buf, " and %u more", more);
    return sb_block_keep(b, &buf);
}

static void line_of_group(struct sb_blocks *b, size_t i, struct sb_cell *cells)
{
    const struct sb_group *group = &b->delta->groups.p[i];
    cells[0] = (struct sb_cell){SB_CELL_GROUP, .number = (int64_t)i + 1};
    cells[1] = sb_cell_level((enum sb_level)group->severity);
    cells[2] = (struct sb_cell){SB_CELL_NUMBER, .number = group->score};
    cells[3] = sb_cell_text(group->title);
    cells[4] = sb_cell_text(sb_group_type(b->delta, group));
    cells[5] = (struct sb_cell){SB_CELL_WORD, .text = names_of_signals(b, group)};
    cells[6] = sb_cell_number(group->n_changes);
}

static void line_of_first(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    line_of_group(b, line, cells);
}

static void line_of_rest(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    line_of_group(b, group_of_rest(b, line), cells);
}

static void line_of_quiet(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    line_of_group(b, group_of_quiet(b, line), cells);
}

static const struct sb_column group_columns[] = {
    {"#", SB_CELL_GROUP, false},        {"severity", SB_CELL_LEVEL, true},
    {"score", SB_CELL_NUMBER, false},   {"what", SB_CELL_TEXT, false},
    {"ecosystem", SB_CELL_TEXT, true},  {"signals", SB_CELL_WORD, false},
    {"changes", SB_CELL_NUMBER, false}, {0},
};

const struct sb_block sb_block_first = {.id = "first",
                                        .title = "Look at these first",
                                        .empty = "Nothing to look at first: no group of severity high or critical.",
                                        .shape = SB_SHAPE_GROUPS,
                                        .columns = group_columns,
                                        .count = count_first,
                                        .line = line_of_first,
                                        .group = group_of_first};

const struct sb_block sb_block_rest = {.id = "rest",
                                       .title = "Of medium and low severity",
                                       .empty = "No group of medium or low severity.",
                                       .shape = SB_SHAPE_GROUPS,
                                       .columns = group_columns,
                                       .count = count_rest,
                                       .line = line_of_rest,
                                       .group = group_of_rest};

const struct sb_block sb_block_quiet = {.id = "quiet",
                                        .title = "Of severity info",
                                        .shape = SB_SHAPE_GROUPS,
                                        .columns = group_columns,
                                        .count = count_quiet,
                                        .line = line_of_quiet,
                                        .group = group_of_quiet};
