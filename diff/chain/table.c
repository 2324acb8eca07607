#include "chain/table.h"

#include "base/sort.h"

/* ---- rows ---- */

static int worst_first(const void *a, const void *b, void *ctx)
{
    const struct sb_chain_track *x = *(const struct sb_chain_track *const *)a,
                                *y = *(const struct sb_chain_track *const *)b;
    (void)ctx;
    return (x->worst < y->worst) - (x->worst > y->worst);
}

size_t sb_chain_rows(const struct sb_chain *chain, struct sb_arena *arena,
                     const struct sb_chain_track *const **ret_rows)
{
    const struct sb_chain_track **rows = sb_arena_alloc(arena, (chain->tracks.n + 1) * sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < chain->tracks.n; i++)
        if (chain->tracks.p[i].changed)
            rows[n++] = &chain->tracks.p[i];
    sb_sort(rows, n, sizeof *rows, worst_first, NULL);
    *ret_rows = rows;
    return n;
}

/* ---- cells ---- */

static void put_versions(const struct sb_chain_versions *versions, struct sb_buf *buf)
{
    if (!versions->n)
        sb_buf_chr(buf, '-');
    else if (versions->n == 1 && !versions->p[0].n)
        sb_buf_chr(buf, '+');
    for (uint32_t i = 0; i < versions->n; i++) {
        sb_buf_str(buf, i ? SB_S(", ") : SB_STR_NONE);
        sb_buf_str(buf, versions->p[i]);
    }
}

static bool has_kind(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t step,
                     enum sb_change_kind kind)
{
    for (uint32_t i = 0; i < track->entries.n; i++) {
        const struct sb_chain_entry *entry = &chain->entries.p[track->entries.first + i];
        if (entry->step == step && entry->kind == kind)
            return true;
    }
    return false;
}

const char *sb_chain_marks(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t release,
                           char room[SB_CHAIN_MARKS])
{
    uint32_t step = release - 1;
    size_t n = 0;
    room[0] = '\0';
    if (release == 0 || track->kind != SB_TRACK_PACKAGE)
        return room;
    if (has_kind(chain, track, step, SB_DOWNGRADED))
        room[n++] = '<';
    if (has_kind(chain, track, step, SB_CHANGED))
        room[n++] = '*';
    if (sb_chain_level_at(chain, track, step) >= SB_LEVEL_HIGH)
        room[n++] = '!';
    room[n] = '\0';
    return room;
}

void sb_chain_cell(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t release,
                   struct sb_buf *buf)
{
    sb_buf_clear(buf);
    if (track->kind != SB_TRACK_PACKAGE) {
        enum sb_level level = release ? sb_chain_level_at(chain, track, release - 1) : SB_LEVEL_NONE;
        sb_buf_str(buf, level == SB_LEVEL_NONE ? SB_S(".") : sb_str_of(sb_level_names[level]));
        return;
    }
    const struct sb_chain_versions *now = sb_chain_versions_at(chain, track, release);
    bool told = release == 0 || now->release == release || (release && sb_chain_has_step(chain, track, release - 1));
    if (told || !now->n)
        put_versions(now, buf);
    else
        sb_buf_chr(buf, '.');
}

/* ---- the head ---- */

bool sb_chain_has_versions(const struct sb_chain *chain)
{
    for (size_t i = 0; i < chain->releases.n; i++) {
        if (!chain->releases.p[i].version.n)
            return false;
        for (size_t k = 0; k < i; k++)
            if (sb_str_eq(chain->releases.p[i].version, chain->releases.p[k].version))
                return false;
    }
    return true;
}

void sb_chain_head(const struct sb_chain *chain, bool versions, uint32_t release, struct sb_buf *buf)
{
    sb_buf_clear(buf);
    if (versions)
        sb_buf_str(buf, chain->releases.p[release].version);
    else
        sb_buf_printf(buf, "%u", release + 1);
}
