#include "collect/dispatch.h"

enum { SLOT_BITS = 10, SLOTS = 1 << SLOT_BITS, NO_ROW = 0 };

/* Rows are chained by the hash of their name, of their suffix's last extension or, without either (every file of a
 * folder), of their folder's last part. */
struct row {
    struct sb_dispatch_hit hit;
    sb_str text; /* name or suffix */
    sb_str folder, above, folder_suffix;
    uint32_t next; /* index + 1 */
};
struct sb_dispatch {
    struct row *rows;
    size_t n;
    uint32_t by_name[SLOTS], by_suffix[SLOTS], by_folder[SLOTS];
};

/* Of the front, in whatever case, and the length: it is asked for three times a file, and what meets is compared. */
static size_t slot_of(sb_str text)
{
    uint64_t front = 0;
    if (text.n)
        memcpy(&front, text.p, text.n < sizeof front ? text.n : sizeof front);
    return (size_t)(((front | 0x2020202020202020u) ^ text.n) * 0x9e3779b97f4a7c15u >> (64 - SLOT_BITS));
}

/* With its dot; empty if there is none. */
static sb_str extension(sb_str name)
{
    return sb_str_from(name, sb_str_rchr(name, '.'));
}

static size_t bytes_of(const struct sb_match *match, uint64_t list_bytes)
{
    return match->presence || match->nest ? 0 : (size_t)(match->max ? match->max : list_bytes);
}

static void add_row(struct sb_dispatch *d, const struct sb_dispatch_hit *hit)
{
    struct row *row = &d->rows[d->n++];
    const struct sb_match *match = hit->row;
    row->hit = *hit;
    row->text = sb_str_of(match->name ? match->name : match->suffix);
    row->folder = sb_str_of(match->folder);
    row->above = sb_str_of(match->above);
    row->folder_suffix = sb_str_of(match->folder_suffix);
    uint32_t *head = match->name   ? &d->by_name[slot_of(row->text)]
                     : row->text.n ? &d->by_suffix[slot_of(extension(row->text))]
                                   : &d->by_folder[slot_of(sb_path_base(row->folder))];
    /* To the end of the chain: hits come in the order of the tables. */
    while (*head)
        head = &d->rows[*head - 1].next;
    *head = (uint32_t)d->n;
}

static bool is_row(const struct sb_match *match)
{
    return match->name || match->suffix;
}

struct sb_dispatch *sb_dispatch_new(const struct sb_collector *const *collectors, uint64_t list_bytes)
{
    struct sb_dispatch *d = sb_calloc(1, sizeof *d);
    size_t n = 0;
    list_bytes = list_bytes ? list_bytes : sb_limits_default.list_bytes;
    for (const struct sb_collector *const *c = collectors; *c; c++)
        for (const struct sb_match *match = (*c)->match; is_row(match); match++)
            n++;
    d->rows = sb_calloc(n + 1, sizeof *d->rows);
    uint32_t rank = 0;
    for (const struct sb_collector *const *c = collectors; *c; c++, rank++)
        for (const struct sb_match *match = (*c)->match; is_row(match); match++)
            add_row(d, &(struct sb_dispatch_hit){*c, match, bytes_of(match, list_bytes), rank});
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
    sb_str end = extension(name);
    size_t n = walk(d, d->by_name[slot_of(name)], dir, name, hits, 0);
    if (end.n)
        n = walk(d, d->by_suffix[slot_of(end)], dir, name, hits, n);
    return walk(d, d->by_folder[slot_of(sb_path_base(dir))], dir, name, hits, n);
}

size_t sb_dispatch_link(struct sb_dispatch_hit *hits, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (hits[i].row->max != SB_MATCH_FRONT)
            hits[kept++] = hits[i];
    return kept;
}
