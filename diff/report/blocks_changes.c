/* What came, went and changed; what terms and descriptions say otherwise. */
#include "report/blocks.h"

#include "diff/edges.h"

/* ---- software ---- */

static const struct sb_change *change_at(const struct sb_blocks *b, enum sb_change_list list, size_t line)
{
    return &b->delta->changes.p[b->lists[list].p[line]];
}

static sb_str version(const struct sb_blocks *b, const struct sb_change *change, enum sb_side side)
{
    return change->row[side].v ? sb_delta_row(b->delta, side, change->row[side])->version : SB_STR_NONE;
}

/* The type of its purl; a file that a document lists is none of a package. */
static struct sb_cell ecosystem(const struct sb_blocks *b, const struct sb_change *change)
{
    enum sb_side side = change->row[SB_NEW].v ? SB_NEW : SB_OLD;
    if (sb_is_bare_file(b->delta->doc[side], change->row[side]))
        return sb_cell_word("file");
    if (!sb_delta_row(b->delta, side, change->row[side])->has_purl)
        return sb_cell_word("no purl");
    return sb_cell_text(b->delta->identities.p[change->identity].type);
}

/* A group says more than its change only where something was found. */
static struct sb_cell group_of(const struct sb_blocks *b, const struct sb_change *change)
{
    bool found = change->group < b->delta->groups.n && b->delta->groups.p[change->group].n_findings;
    return (struct sb_cell){SB_CELL_GROUP, .number = found ? (int64_t)change->group + 1 : 0};
}

static struct sb_cell level_of(const struct sb_blocks *b, const struct sb_change *change)
{
    return sb_cell_level(change->group < b->delta->groups.n ? (enum sb_level)b->delta->groups.p[change->group].severity
                                                            : SB_LEVEL_INFO);
}

static struct sb_cell name_of(struct sb_blocks *b, const struct sb_change *change)
{
    return sb_cell_code(sb_change_name(b->delta, change, &b->line));
}

static size_t count_arrivals(const struct sb_blocks *b)
{
    return b->lists[SB_LIST_ARRIVALS].n;
}

static void line_of_arrivals(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    const struct sb_change *change = change_at(b, SB_LIST_ARRIVALS, line);
    const char *use = sb_report_use(b->delta, change);
    cells[0] = name_of(b, change);
    cells[1] = sb_cell_code(version(b, change, SB_NEW));
    cells[2] = ecosystem(b, change);
    cells[3] = (struct sb_cell){SB_CELL_WAY, .change = sb_change_has_way(b->delta, change) ? change : NULL};
    cells[4] = sb_cell_word(use ? use : "");
    cells[5] = sb_cell_number(change->places);
    cells[6] = level_of(b, change);
    cells[7] = group_of(b, change);
}

static const struct sb_column columns_of_arrivals[] = {
    {"package", SB_CELL_CODE, false},   {"version", SB_CELL_CODE, false}, {"ecosystem", SB_CELL_TEXT, true},
    {"brought by", SB_CELL_WAY, false}, {"use", SB_CELL_WORD, true},      {"places", SB_CELL_NUMBER, false},
    {"severity", SB_CELL_LEVEL, true},  {"group", SB_CELL_GROUP, false},  {0},
};

const struct sb_block sb_block_arrivals = {.id = "arrivals",
                                           .title = "Arrivals",
                                           .shape = SB_SHAPE_TABLE,
                                           .columns = columns_of_arrivals,
                                           .count = count_arrivals,
                                           .line = line_of_arrivals};

static size_t count_removals(const struct sb_blocks *b)
{
    return b->lists[SB_LIST_REMOVALS].n;
}

static void line_of_removals(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    const struct sb_change *change = change_at(b, SB_LIST_REMOVALS, line);
    cells[0] = name_of(b, change);
    cells[1] = sb_cell_code(version(b, change, SB_OLD));
    cells[2] = ecosystem(b, change);
    cells[3] = sb_cell_number(change->places);
    cells[4] = level_of(b, change);
    cells[5] = group_of(b, change);
}

static const struct sb_column columns_of_removals[] = {
    {"package", SB_CELL_CODE, false},
    {"version", SB_CELL_CODE, false},
    {"ecosystem", SB_CELL_TEXT, true},
    {"places", SB_CELL_NUMBER, false},
    {"severity", SB_CELL_LEVEL, true},
    {"group", SB_CELL_GROUP, false},
    {0},
};

const struct sb_block sb_block_removals = {.id = "removals",
                                           .title = "Removals",
                                           .shape = SB_SHAPE_TABLE,
                                           .columns = columns_of_removals,
                                           .count = count_removals,
                                           .line = line_of_removals};

static size_t count_changes(const struct sb_blocks *b)
{
    return b->lists[SB_LIST_CHANGES].n;
}

/* The fields that changed beside the version. */
static sb_str fields_of(struct sb_blocks *b, const struct sb_change *change)
{
    struct sb_buf buf = {0};
    for (size_t i = 0; i < change->n_fields; i++)
        if (strcmp(change->fields[i].field, "version") != 0)
            sb_buf_printf(&buf, "%s%s", buf.n ? ", " : "", change->fields[i].field);
    return sb_block_keep(b, &buf);
}

static void line_of_changes(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    static const char *const steps[] = {[SB_STEP_SAME] = "",
                                        [SB_STEP_PATCH] = "patch",
                                        [SB_STEP_MINOR] = "minor",
                                        [SB_STEP_MAJOR] = "major",
                                        [SB_STEP_OTHER] = "other"};
    const struct sb_change *change = change_at(b, SB_LIST_CHANGES, line);
    sb_str old = version(b, change, SB_OLD), new = version(b, change, SB_NEW);
    bool moved = change->kind == SB_UPGRADED || change->kind == SB_DOWNGRADED;
    cells[0] = name_of(b, change);
    cells[1] = sb_str_eq(old, new) ? sb_cell_code(new) : sb_cell_step(old, new);
    cells[2] = sb_cell_word(sb_change_names[change->kind]);
    cells[3] = sb_cell_word(moved ? steps[change->step] : "");
    cells[4] = (struct sb_cell){SB_CELL_WORD, .text = fields_of(b, change)};
    cells[5] = ecosystem(b, change);
    cells[6] = level_of(b, change);
    cells[7] = group_of(b, change);
}

static const struct sb_column columns_of_changes[] = {
    {"package", SB_CELL_CODE, false},  {"version", SB_CELL_STEP, false},      {"kind", SB_CELL_WORD, true},
    {"step", SB_CELL_WORD, true},      {"also changed", SB_CELL_WORD, false}, {"ecosystem", SB_CELL_TEXT, true},
    {"severity", SB_CELL_LEVEL, true}, {"group", SB_CELL_GROUP, false},       {0},
};

const struct sb_block sb_block_changes = {.id = "changes",
                                          .title = "Changes",
                                          .shape = SB_SHAPE_TABLE,
                                          .columns = columns_of_changes,
                                          .count = count_changes,
                                          .line = line_of_changes};

/* ---- what documents say of it ---- */

static struct sb_cell step_of(struct sb_blocks *b, sb_str old_json, sb_str new_json)
{
    return sb_cell_step(sb_block_value(b, old_json), sb_block_value(b, new_json));
}

/* The package that stands for all of which a document says so. */
static struct sb_cell sample_of(struct sb_blocks *b, const struct sb_description *d)
{
    enum sb_side side = d->sample[SB_NEW].v ? SB_NEW : SB_OLD;
    if (!d->sample[side].v)
        return sb_cell_word("the document");
    return sb_cell_code(sb_doc_display(b->delta->doc[side], d->sample[side], &b->line));
}

static void line_of_sample(struct sb_blocks *b, const struct sb_description *d, struct sb_cell *cells)
{
    cells[0] = sample_of(b, d);
    cells[1] = sb_cell_text(d->field);
    cells[2] = step_of(b, d->old_json, d->new_json);
    cells[3] = sb_cell_number(d->count);
}

/* A value that is gone is no other value: it is counted among the descriptions, and told here all the same. */
static size_t count_terms(const struct sb_blocks *b)
{
    return b->delta->lost.n + b->delta->terms.n;
}

static void line_of_terms(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    const struct sb_delta *delta = b->delta;
    if (line < delta->lost.n) {
        line_of_sample(b, &delta->lost.p[line], cells);
        return;
    }
    const struct sb_term *term = &delta->terms.p[line - delta->lost.n];
    cells[0] = sb_cell_code(sb_doc_display(delta->doc[SB_NEW], term->row[SB_NEW], &b->line));
    cells[1] = sb_cell_word(term->field);
    cells[2] = step_of(b, term->old_json, term->new_json);
    cells[3] = sb_cell_number(1);
}

static const struct sb_column columns_of_terms[] = {
    {"package", SB_CELL_CODE, false},
    {"field", SB_CELL_TEXT, true},
    {"value", SB_CELL_STEP, false},
    {"packages", SB_CELL_NUMBER, false},
    {0},
};

const struct sb_block sb_block_terms = {.id = "terms",
                                        .title = "Terms",
                                        .empty = "No licence, supplier, originator or copyright has another value.",
                                        .shape = SB_SHAPE_TABLE,
                                        .columns = columns_of_terms,
                                        .count = count_terms,
                                        .line = line_of_terms};

static size_t count_descriptions(const struct sb_blocks *b)
{
    return b->delta->descriptions.n;
}

static void line_of_descriptions(struct sb_blocks *b, size_t line, struct sb_cell *cells)
{
    line_of_sample(b, &b->delta->descriptions.p[line], cells);
}

static const struct sb_column columns_of_descriptions[] = {
    {"first of", SB_CELL_CODE, false},
    {"field", SB_CELL_TEXT, false},
    {"value", SB_CELL_STEP, false},
    {"packages", SB_CELL_NUMBER, false},
    {0},
};

const struct sb_block sb_block_descriptions = {.id = "descriptions",
                                               .title = "Described otherwise",
                                               .shape = SB_SHAPE_TABLE,
                                               .columns = columns_of_descriptions,
                                               .count = count_descriptions,
                                               .line = line_of_descriptions};
