/* What limits the rest of a report: what was not compared, not matched, waived, not read. */
#include "report/blocks.h"

#include "diff/spellings.h"

static size_t count_coverage(const struct sb_blocks *b)
{
    return b->delta->coverage.n;
}

static void line_of_coverage(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    const struct sb_coverage *c = &b->delta->coverage.p[line];
    cells[0] = sb_cell_text(c->message);
    cells[1] = sb_cell_word(c->what);
    cells[2] = sb_cell_side((enum sb_side)c->side);
    cells[3] = sb_cell_number(c->count);
    cells[4] = sb_cell_word(sb_coverage_hides(c) ? "yes" : "no");
}

static const struct sb_column columns_of_coverage[] = {
    {"what", SB_CELL_TEXT, false},
    {"kind", SB_CELL_WORD, true},
    {"not looked at by", SB_CELL_WORD, true},
    {"count", SB_CELL_NUMBER, false},
    {"hides something", SB_CELL_WORD, true},
    {0},
};

const struct sb_block sb_block_coverage = {.id = "coverage",
                                           .title = "What was not compared",
                                           .empty = "Both sides looked at the same things.",
                                           .shape = SB_SHAPE_TABLE,
                                           .columns = columns_of_coverage,
                                           .count = count_coverage,
                                           .line = line_of_coverage};

static size_t count_unreconciled(const struct sb_blocks *b)
{
    return b->delta->unreconciled.n;
}

static void line_of_unreconciled(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    const struct sb_unreconciled *u = &b->delta->unreconciled.p[line];
    const struct sb_doc *doc = b->delta->doc[u->side];
    sb_str name = sb_doc_display(doc, u->row, &b->line);
    cells[0] = name.n ? sb_cell_code(name) : sb_cell_word("(no name)");
    cells[1] = sb_cell_code(sb_doc_str(doc, sb_doc_at(doc, u->row)->version));
    cells[2] = sb_cell_side((enum sb_side)u->side);
    cells[3] = sb_cell_text(u->reason);
}

static const struct sb_column columns_of_unreconciled[] = {
    {"component", SB_CELL_CODE, false},
    {"version", SB_CELL_CODE, false},
    {"side", SB_CELL_WORD, true},
    {"reason", SB_CELL_TEXT, false},
    {0},
};

const struct sb_block sb_block_unreconciled = {.id = "unmatched",
                                               .title = "Not matched",
                                               .shape = SB_SHAPE_TABLE,
                                               .columns = columns_of_unreconciled,
                                               .count = count_unreconciled,
                                               .line = line_of_unreconciled};

/* ---- waivers: who answers for what does not stand in the score ---- */

static size_t count_waived(const struct sb_blocks *b)
{
    return b->delta->waived.n;
}

static void line_of_waived(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    const struct sb_waived *waived = &b->delta->waived.p[line];
    sb_str purl = sb_report_finding_purl(b->delta, &waived->finding);
    cells[0] = sb_cell_word(waived->finding.signal->id);
    cells[1] = sb_cell_code(purl.n ? purl : waived->finding.path);
    cells[2] = sb_cell_code(sb_str_of(waived->finding.fingerprint));
    cells[3] = sb_cell_text(waived->reason);
    cells[4] = sb_cell_text(waived->owner);
    cells[5] = sb_cell_text(waived->ticket);
    cells[6] = sb_cell_code(waived->expires);
}

static const struct sb_column columns_of_waived[] = {
    {"signal", SB_CELL_WORD, true},       {"of", SB_CELL_CODE, false},
    {"fingerprint", SB_CELL_CODE, false}, {"reason", SB_CELL_TEXT, false},
    {"owner", SB_CELL_TEXT, true},        {"ticket", SB_CELL_TEXT, false},
    {"until", SB_CELL_CODE, false},       {0},
};

const struct sb_block sb_block_waived = {.id = "waived",
                                         .title = "Waived",
                                         .shape = SB_SHAPE_TABLE,
                                         .columns = columns_of_waived,
                                         .count = count_waived,
                                         .line = line_of_waived};

static size_t count_stale(const struct sb_blocks *b)
{
    return b->delta->stale.n;
}

static void line_of_stale(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    const struct sb_stale_waiver *stale = &b->delta->stale.p[line];
    cells[0] = sb_cell_code(stale->waiver);
    cells[1] = sb_cell_word(stale->reason);
    cells[2] = sb_cell_text(stale->message);
}

static const struct sb_column columns_of_stale[] = {
    {"waiver", SB_CELL_CODE, false},
    {"is", SB_CELL_WORD, true},
    {"because", SB_CELL_TEXT, false},
    {0},
};

const struct sb_block sb_block_stale = {.id = "waivers",
                                        .title = "Waivers to look at",
                                        .shape = SB_SHAPE_TABLE,
                                        .columns = columns_of_stale,
                                        .count = count_stale,
                                        .line = line_of_stale};

/* ---- how rows were known again, with --explain ---- */

static size_t count_spellings(const struct sb_blocks *b)
{
    return b->spellings.n;
}

static void line_of_spellings(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    uint32_t i = b->spellings.p[line];
    const struct sb_row_pair *pair = b->spelling_uses[i].first;
    cells[0] = sb_cell_word(sb_spelling_rows[i].name);
    cells[1] = sb_cell_number(b->spelling_uses[i].count);
    cells[2] = sb_cell_step(sb_delta_row(b->delta, SB_OLD, pair->row[SB_OLD])->purl,
                            sb_delta_row(b->delta, SB_NEW, pair->row[SB_NEW])->purl);
    cells[3] = sb_cell_word(sb_tier_names[b->delta->identities.p[pair->identity].tier]);
    cells[4] = sb_cell_word(sb_spelling_rows[i].what);
}

static const struct sb_column columns_of_spellings[] = {
    {"spelling", SB_CELL_WORD, false},
    {"pairs", SB_CELL_NUMBER, false},
    {"first of them", SB_CELL_STEP, false},
    {"tier", SB_CELL_WORD, true},
    {"what falls together", SB_CELL_WORD, false},
    {0},
};

const struct sb_block sb_block_spellings = {.id = "matched",
                                            .title = "Matched by",
                                            .shape = SB_SHAPE_TABLE,
                                            .columns = columns_of_spellings,
                                            .count = count_spellings,
                                            .line = line_of_spellings};

/* ---- diagnostics ---- */

static size_t count_diagnostics(const struct sb_blocks *b)
{
    return b->n_diags;
}

static void line_of_diagnostics(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    static const char *const severities[] = {[SB_NOTE] = "note", [SB_WARNING] = "warning", [SB_ERROR] = "error"};
    const struct sb_diag *diag = b->diags[line].diag;
    const struct sb_code_row *row = &sb_codes[diag->code];
    cells[0] = (struct sb_cell){SB_CELL_WORD, .text = sb_arena_printf(&b->line, "SB%04u", row->number)};
    cells[1] = sb_cell_word(severities[row->severity]);
    cells[2] = sb_cell_side((enum sb_side)b->diags[line].side);
    cells[3] = sb_cell_code(diag->path);
    cells[4] = diag->line ? sb_cell_number(diag->line) : (struct sb_cell){0};
    cells[5] = sb_cell_text(diag->message);
    cells[6] = sb_cell_number(diag->count ? diag->count : diag->times);
    cells[7] = sb_cell_word(row->incomplete ? "yes" : "no");
}

static const struct sb_column columns_of_diagnostics[] = {
    {"code", SB_CELL_WORD, true},     {"severity", SB_CELL_WORD, true},   {"side", SB_CELL_WORD, true},
    {"path", SB_CELL_CODE, false},    {"line", SB_CELL_NUMBER, false},    {"message", SB_CELL_TEXT, false},
    {"times", SB_CELL_NUMBER, false}, {"incomplete", SB_CELL_WORD, true}, {0},
};

const struct sb_block sb_block_diagnostics = {.id = "diagnostics",
                                              .title = "Diagnostics",
                                              .shape = SB_SHAPE_TABLE,
                                              .columns = columns_of_diagnostics,
                                              .count = count_diagnostics,
                                              .line = line_of_diagnostics};
