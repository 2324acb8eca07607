#include "report/blocks.h"

#include "diff/spellings.h"

static enum sb_change_list list_of(const struct sb_change *change)
{
    return change->kind == SB_ADDED     ? SB_LIST_ARRIVALS
           : change->kind == SB_REMOVED ? SB_LIST_REMOVALS
                                        : SB_LIST_CHANGES;
}

static void sort_changes(struct sb_blocks *blocks)
{
    const struct sb_delta *delta = blocks->delta;
    const uint32_t *n = blocks->sum.changes;
    size_t room[SB_LISTS] = {[SB_LIST_ARRIVALS] = n[SB_ADDED],
                             [SB_LIST_REMOVALS] = n[SB_REMOVED],
                             [SB_LIST_CHANGES] = delta->changes.n - n[SB_ADDED] - n[SB_REMOVED]};
    for (unsigned list = 0; list < SB_LISTS; list++)
        blocks->lists[list].p = sb_arena_alloc(&blocks->arena, (room[list] + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < delta->changes.n; i++) {
        struct sb_index_list *list = &blocks->lists[list_of(&delta->changes.p[i])];
        list->p[list->n++] = (uint32_t)i;
    }
}

/* What was found of a group, and what came together, no list of changes says. */
static void find_quiet(struct sb_blocks *blocks)
{
    const struct sb_delta *delta = blocks->delta;
    size_t n = blocks->sum.groups[SB_LEVEL_INFO] + blocks->sum.groups[SB_LEVEL_NONE];
    blocks->quiet.p = sb_arena_alloc(&blocks->arena, (n + 1) * sizeof *blocks->quiet.p);
    for (size_t i = delta->groups.n - n; i < delta->groups.n; i++)
        if (delta->groups.p[i].n_findings || delta->groups.p[i].n_changes > 1)
            blocks->quiet.p[blocks->quiet.n++] = (uint32_t)i;
}

static void find_spellings(struct sb_blocks *blocks)
{
    if (!blocks->options->explain)
        return;
    blocks->spelling_uses = sb_arena_zalloc(&blocks->arena, SB_SPELLINGS * sizeof *blocks->spelling_uses);
    blocks->spellings.p = sb_arena_alloc(&blocks->arena, SB_SPELLINGS * sizeof(uint32_t));
    sb_spellings(blocks->delta, blocks->spelling_uses);
    for (uint32_t i = 0; i < SB_SPELLINGS; i++)
        if (blocks->spelling_uses[i].count)
            blocks->spellings.p[blocks->spellings.n++] = i;
}

void sb_blocks_open(struct sb_blocks *blocks, const struct sb_delta *delta, const struct sb_report_options *options)
{
    *blocks = (struct sb_blocks){.delta = delta, .options = options, .sum = sb_report_summary(delta)};
    sort_changes(blocks);
    find_quiet(blocks);
    find_spellings(blocks);
    blocks->n_diags = sb_report_diags(delta, &blocks->arena, &blocks->diags);
}

void sb_blocks_done(struct sb_blocks *blocks)
{
    sb_arena_done(&blocks->arena);
    sb_arena_done(&blocks->line);
}

size_t sb_block_columns(const struct sb_block *block)
{
    size_t n = 0;
    while (block->columns[n].title)
        n++;
    return n;
}

void sb_block_fill(struct sb_blocks *blocks, const struct sb_block *block, size_t line,
                   struct sb_cell cells[SB_COLUMNS_MAX])
{
    sb_arena_reset(&blocks->line);
    memset(cells, 0, SB_COLUMNS_MAX * sizeof *cells);
    block->line(blocks, line, cells);
}

sb_str sb_block_keep(struct sb_blocks *blocks, struct sb_buf *buf)
{
    sb_str ret = sb_arena_str(&blocks->line, sb_buf_all(buf));
    sb_buf_done(buf);
    return ret;
}

sb_str sb_block_value(struct sb_blocks *blocks, sb_str json)
{
    struct sb_buf buf = {0};
    sb_report_value(&buf, json);
    return sb_block_keep(blocks, &buf);
}

sb_str sb_change_name(const struct sb_delta *delta, const struct sb_change *change, struct sb_arena *arena)
{
    enum sb_side side = change->row[SB_NEW].v ? SB_NEW : SB_OLD;
    const struct sb_row *row = sb_delta_row(delta, side, change->row[side]);
    return row->has_purl ? sb_purl_name(row->purl, arena) : sb_doc_display(delta->doc[side], change->row[side], arena);
}
