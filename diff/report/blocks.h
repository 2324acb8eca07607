/* What a report for people says, as one table of blocks: each has columns and lines, and the cells of a line say what
 * they are, not how they look. Markdown and HTML are written from it; text takes the same evidence (evidence.h) and has
 * a layout of its own. Private to the reports. */
#ifndef SB_REPORT_BLOCKS_H
#define SB_REPORT_BLOCKS_H

#include "report/evidence.h"

enum sb_cell_kind {
    SB_CELL_NONE,
    SB_CELL_WORD,   /* text of ours: needs no escaping */
    SB_CELL_TEXT,   /* a sentence with names from outside in it */
    SB_CELL_CODE,   /* from outside, word for word: a package URL, a path, a fingerprint */
    SB_CELL_NUMBER, /* number */
    SB_CELL_LEVEL,  /* number: enum sb_level */
    SB_CELL_STEP,   /* text -> to, from outside */
    SB_CELL_WAY,    /* change: its way from the root */
    SB_CELL_GROUP,  /* number: the rank of a group of findings, from 1; 0: none */
};

struct sb_cell {
    uint8_t kind;
    sb_str text, to;
    int64_t number;
    const struct sb_change *change;
};

struct sb_column {
    const char *title;
    uint8_t kind;  /* what most of its cells are: numbers and levels sort as such */
    bool choosing; /* it has few values, by which a reader chooses lines */
};
enum { SB_COLUMNS_MAX = 8 };

struct sb_blocks;
/* Fills as many cells as the block has columns; they are empty before. What it makes for them lies in blocks->line. */
typedef void sb_block_line(struct sb_blocks *blocks, size_t line, struct sb_cell *cells);

enum sb_block_shape {
    SB_SHAPE_TABLE,
    SB_SHAPE_PAIRS,    /* few lines of a word and what belongs to it: fit for one sentence */
    SB_SHAPE_SIDES,    /* the two that were compared */
    SB_SHAPE_SENTENCE, /* one line with one cell: the verdict */
    SB_SHAPE_GROUPS,   /* groups, which have evidence: see group */
};

struct sb_block {
    const char *id;                  /* one word: the anchor of a page */
    const char *title;               /* without markup */
    const char *empty;               /* what it says without lines; NULL: then nobody misses it */
    uint8_t shape;                   /* enum sb_block_shape */
    const struct sb_column *columns; /* up to one without a title */
    size_t (*count)(const struct sb_blocks *blocks);
    sb_block_line *line;
    size_t (*group)(const struct sb_blocks *blocks, size_t line); /* which one, from 0 */
};

/* In the order in which they matter; NULL-terminated. */
extern const struct sb_block *const sb_block_table[];

extern const struct sb_block sb_block_sides, sb_block_verdict, sb_block_first, sb_block_rest, sb_block_quiet,
    sb_block_counts, sb_block_arrivals, sb_block_removals, sb_block_changes, sb_block_terms, sb_block_coverage,
    sb_block_unreconciled, sb_block_waived, sb_block_stale, sb_block_descriptions, sb_block_spellings,
    sb_block_diagnostics;

/* The changes of a block, as indices. */
enum sb_change_list { SB_LIST_ARRIVALS, SB_LIST_REMOVALS, SB_LIST_CHANGES, SB_LISTS };
struct sb_index_list {
    uint32_t *p;
    size_t n;
};

/* One report that is being written. */
struct sb_blocks {
    const struct sb_delta *delta;
    const struct sb_report_options *options;
    struct sb_summary sum;
    struct sb_index_list lists[SB_LISTS];
    struct sb_index_list quiet;     /* groups of severity info that say more than their one change */
    struct sb_index_list spellings; /* those that are in use */
    struct sb_spelling_use *spelling_uses;
    struct sb_sided_diag *diags;
    size_t n_diags;
    struct sb_arena arena; /* of the whole report */
    struct sb_arena line;  /* of the line at hand */
};
void sb_blocks_open(struct sb_blocks *blocks, const struct sb_delta *delta, const struct sb_report_options *options);
void sb_blocks_done(struct sb_blocks *blocks);

size_t sb_block_columns(const struct sb_block *block);
/* Empties the cells and blocks->line, and has them filled. */
void sb_block_fill(struct sb_blocks *blocks, const struct sb_block *block, size_t line,
                   struct sb_cell cells[SB_COLUMNS_MAX]);

/* What BUF holds, for as long as the line is at hand; frees BUF. */
sb_str sb_block_keep(struct sb_blocks *blocks, struct sb_buf *buf);
/* What the text of a JSON value is for people: strings without quotes, null as "nothing". */
sb_str sb_block_value(struct sb_blocks *blocks, sb_str json);
/* A purl's name, or that of a row without one. In ARENA. */
sb_str sb_change_name(const struct sb_delta *delta, const struct sb_change *change, struct sb_arena *arena);

/* ---- cells ---- */

static inline struct sb_cell sb_cell_word(const char *word)
{
    return (struct sb_cell){.kind = SB_CELL_WORD, .text = sb_str_of(word)};
}
static inline struct sb_cell sb_cell_text(sb_str text)
{
    return (struct sb_cell){.kind = SB_CELL_TEXT, .text = text};
}
static inline struct sb_cell sb_cell_code(sb_str text)
{
    return (struct sb_cell){.kind = SB_CELL_CODE, .text = text};
}
static inline struct sb_cell sb_cell_number(uint64_t number)
{
    return (struct sb_cell){.kind = SB_CELL_NUMBER, .number = (int64_t)number};
}
static inline struct sb_cell sb_cell_level(enum sb_level level)
{
    return (struct sb_cell){.kind = SB_CELL_LEVEL, .number = level};
}
static inline struct sb_cell sb_cell_step(sb_str from, sb_str to)
{
    return (struct sb_cell){.kind = SB_CELL_STEP, .text = from, .to = to};
}
static inline struct sb_cell sb_cell_side(enum sb_side side)
{
    return sb_cell_word(side == SB_OLD ? "old" : "new");
}

#endif
