#include "collect/dispatch.h"

enum { SLOTS = 1024, NO_ROW = 0 };

/* Rows are chained by the hash of their name, or of their suffix's last extension; rows without either (every file of a
 * folder) are in a list of their own. */
struct row {
    struct sb_dispatch_hit hit;
    sb_str text; /* name or suffix */
    sb_str folder, above, folder_suffix;
    uint32_t next; /* index + 1 */
};
struct sb_dispatch {
    struct row *rows;
    size_t n;
    uint32_t by_name[SLOTS], by_suffix[SLOTS], any;
};

static uint32_t *slot(uint32_t *table, sb_str text)
{
    return &table[sb_hash(text.p, text.n, 0) % SLOTS];
}

static bool has_extension(sb_str name)
{
    return sb_str_rchr(name, '.') != SB_NPOS;
}

/* Of whatever case. */
static size_t slot_of_suffix(sb_str name)
{
    char text[16];
    sb_str end = sb_str_from(name, sb_str_rchr(name, '.'));
    size_t n = end.n < sizeof text ? end.n : sizeof text;
    for (size_t i = 0; i < n; i++)
        text[i] = sb_lower(end.p[i]);
    return sb_hash(text, n, 0) % SLOTS;
}

static void add_row(struct sb_dispatch *d, const struct sb_collector *collector, const struct sb_match *match,
                    uint32_t rank)
{
    struct row *row = &d->rows[d->n++];
    row->hit = (struct sb_dispatch_hit){collector, match, rank};
    row->text = sb_str_of(match->name ? match->name : match->suffix);
    row->folder = sb_str_of(match->folder);
    row->above = sb_str_of(match->above);
    row->folder_suffix = sb_str_of(match->folder_suffix);
    uint32_t *head = match->name   ? slot(d->by_name, row->text)
                     : row->text.n ? &d->by_suffix[slot_of_suffix(row->text)]
                                   : &d->any;
    /* To the end of the chain: hits come in the order of the tables. */
    while (*head)
        head = &d->rows[*head - 1].next;
    *head = (uint32_t)d->n;
}

static bool is_row(const struct sb_match *match)
{
    return match->name || match->suffix;
}

struct sb_dispatch *sb_dispatch_new(const struct sb_collector *const *collectors)
{
    struct sb_dispatch *d = sb_calloc(1, sizeof *d);
    size_t n = 0;
    for (const struct sb_collector *const *c = collectors; *c; c++)
        for (const struct sb_match *match = (*c)->match; is_row(match); match++)
            n++;
    d->rows = sb_calloc(n + 1, sizeof *d->rows);
    uint32_t rank = 0;
    for (const struct sb_collector *const *c = collectors; *c; c++, rank++)
        for (const struct sb_match *match = (*c)->match; is_row(match); match++)
            add_row(d, *c, match, rank);
    return d;
}

size_t sb_dispatch_rows(const struct sb_dispatch *d)
{
    return d->n;
}

void sb_dispatch_free(struct sb_dispatch *dispatch)
{
    if (!dispatch)
        return;
    sb_free(dispatch->rows);
    sb_free(dispatch);
}

static bool ends(sb_str s, sb_str suffix, bool any_case)
{
    return any_case ? sb_str_ends_nocase(s, suffix) : sb_str_ends(s, suffix);
}

/* FOLDER are the last parts of DIR. */
static bool in_folder(sb_str dir, sb_str folder, bool any_case)
{
    return ends(dir, folder, any_case) && (dir.n == folder.n || dir.p[dir.n - folder.n - 1] == '/');
}

static bool matches(const struct row *row, sb_str dir, sb_str name)
{
    bool any_case = row->hit.row->any_case;
    if (row->hit.row->name ? !sb_str_eq(name, row->text) : !ends(name, row->text, any_case))
        return false;
    if (row->folder.n && !in_folder(dir, row->folder, any_case))
        return false;
    if (row->above.n && !in_folder(sb_path_dir(dir), row->above, any_case))
        return false;
    return row->folder_suffix.n == 0 || ends(dir, row->folder_suffix, any_case);
}

static size_t walk(const struct sb_dispatch *d, uint32_t at, sb_str dir, sb_str name, struct sb_dispatch_hit *hits,
                   size_t n)
{
    for (; at != NO_ROW; at = d->rows[at - 1].next)
        if (matches(&d->rows[at - 1], dir, name))
            hits[n++] = d->rows[at - 1].hit;
    return n;
}

size_t sb_dispatch_find(const struct sb_dispatch *d, sb_str dir, sb_str name, struct sb_dispatch_hit *hits)
{
    size_t n = walk(d, d->by_name[sb_hash(name.p, name.n, 0) % SLOTS], dir, name, hits, 0);
    if (has_extension(name))
        n = walk(d, d->by_suffix[slot_of_suffix(name)], dir, name, hits, n);
    return walk(d, d->any, dir, name, hits, n);
}

size_t sb_dispatch_link(struct sb_dispatch_hit *hits, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (hits[i].row->max != SB_MATCH_FRONT)
            hits[kept++] = hits[i];
    return kept;
}
