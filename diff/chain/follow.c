#include "chain/follow.h"

#include "base/sort.h"

enum { NOWHERE = UINT32_MAX };

/* ---- tracks ---- */

static uint32_t *by_key(struct sb_chain *chain, sb_str key)
{
    return sb_map_put(&chain->by_key, sb_intern(&chain->text, key).v);
}

static uint32_t new_track(struct sb_chain *chain, enum sb_chain_kind kind, sb_str key, uint32_t release)
{
    uint32_t t = (uint32_t)chain->tracks.n;
    *SB_PUSH(&chain->tracks) = (struct sb_chain_track){
        .key = sb_chain_keep(chain, key), .kind = (uint8_t)kind, .entered = release, .left = NOWHERE, .last = release};
    *by_key(chain, key) = t + 1;
    return t;
}

uint32_t sb_chain_aside(struct sb_chain *chain, enum sb_chain_kind kind, sb_str path)
{
    sb_str front = kind == SB_TRACK_FILE ? SB_S("path:") : SB_S("document:");
    sb_str key = sb_arena_join(&chain->arena, front, path, SB_STR_NONE);
    uint32_t found = *by_key(chain, key);
    if (found)
        return found - 1;
    uint32_t t = new_track(chain, kind, key, (uint32_t)chain->steps.n + 1);
    chain->tracks.p[t].name = sb_str_from(chain->tracks.p[t].key, front.n);
    return t;
}

/* That of its rows in the document before; of several the one that is called so. */
static uint32_t track_of_rows(const struct sb_chain *chain, const struct sb_identity *id)
{
    uint32_t ret = NOWHERE;
    for (uint32_t k = 0; k < id->n[SB_OLD]; k++) {
        uint32_t t = chain->of_row[id->rows[SB_OLD][k].v];
        if (sb_str_eq(chain->tracks.p[t].key, id->key))
            return t;
        ret = ret == NOWHERE ? t : ret;
    }
    return ret;
}

/* One that left before, under the same identity. */
static uint32_t track_asleep(struct sb_chain *chain, const struct sb_identity *id, uint32_t old)
{
    uint32_t found = *by_key(chain, id->key);
    return found && chain->tracks.p[found - 1].last < old ? found - 1 : NOWHERE;
}

static void rename_track(struct sb_chain *chain, struct sb_chain_track *track, uint32_t t, sb_str key)
{
    if (sb_str_eq(track->key, key))
        return;
    track->key = sb_chain_keep(chain, key);
    *by_key(chain, key) = t + 1;
}

static void describe(struct sb_chain *chain, struct sb_chain_track *track, const struct sb_delta *delta,
                     const struct sb_identity *id, struct sb_arena *scratch)
{
    enum sb_side side = id->n[SB_NEW] ? SB_NEW : SB_OLD;
    sb_comp row = id->rows[side][0];
    track->name = sb_chain_keep(chain, sb_doc_display(delta->doc[side], row, scratch));
    track->type = sb_chain_keep(chain, sb_delta_row(delta, side, row)->type);
}

/* By another tier than that of the purl the two sides may be called alike all the same: without purls. What the
 * documents are about is told of with the releases. */
static void note_name(struct sb_chain *chain, uint32_t t, const struct sb_delta *delta, const struct sb_identity *id,
                      struct sb_arena *scratch)
{
    bool root = sb_str_eq(id->key, SB_S("root:"));
    if (!id->n[SB_OLD] || !id->n[SB_NEW] || id->tier == SB_TIER_PURL || root)
        return;
    const struct sb_row *old = sb_delta_row(delta, SB_OLD, id->rows[SB_OLD][0]),
                        *new = sb_delta_row(delta, SB_NEW, id->rows[SB_NEW][0]);
    sb_str names[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++)
        names[side] = sb_doc_display(delta->doc[side], id->rows[side][0], scratch);
    if (sb_str_eq(names[SB_OLD], names[SB_NEW]) && sb_str_eq(old->type, new->type))
        return;
    *SB_PUSH(&chain->names) = (struct sb_chain_name){.track = t,
                                                     .release = (uint32_t)chain->steps.n + 1,
                                                     .tier = id->tier,
                                                     .old = sb_chain_keep(chain, old->purl),
                                                     .new = sb_chain_keep(chain, new->purl)};
    chain->tracks.p[t].changed = true;
}

static uint32_t track_of(struct sb_chain *chain, const struct sb_delta *delta, const struct sb_identity *id,
                         struct sb_arena *scratch)
{
    uint32_t old = (uint32_t)chain->steps.n, t = NOWHERE;
    if (old)
        t = id->n[SB_OLD] ? track_of_rows(chain, id) : track_asleep(chain, id, old);
    if (t == NOWHERE)
        t = new_track(chain, SB_TRACK_PACKAGE, id->key, id->n[SB_OLD] ? old : old + 1);
    rename_track(chain, &chain->tracks.p[t], t, id->key);
    describe(chain, &chain->tracks.p[t], delta, id, scratch);
    note_name(chain, t, delta, id, scratch);
    return t;
}

/* ---- versions ---- */

struct standing {
    uint32_t track;
    sb_str version;
};

static int by_version(const void *a, const void *b, void *ctx)
{
    const struct sb_chain *chain = ctx;
    const struct standing *x = a, *y = b;
    if (x->track != y->track)
        return x->track < y->track ? -1 : 1;
    int c = sb_version_scheme_of(chain->tracks.p[x->track].type)->compare(x->version, y->version);
    return c ? c : sb_str_cmp(x->version, y->version);
}

static bool same_versions(const struct sb_chain_versions *a, const struct standing *p, size_t n)
{
    if (a->n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!sb_str_eq(a->p[i], p[i].version))
            return false;
    return true;
}

static void stand(struct sb_chain *chain, const struct standing *p, size_t n, uint32_t release)
{
    struct sb_chain_track *track = &chain->tracks.p[p->track];
    track->last = release;
    track->left = NOWHERE;
    if (track->now && same_versions(&chain->versions.p[track->now - 1], p, n))
        return;
    sb_str *texts = sb_arena_alloc(&chain->arena, n * sizeof *texts);
    for (size_t i = 0; i < n; i++)
        texts[i] = sb_chain_keep(chain, p[i].version);
    *SB_PUSH(&chain->versions) = (struct sb_chain_versions){p->track, release, texts, (uint32_t)n};
    track->now = (uint32_t)chain->versions.n;
}

/* What stands in RELEASE, which is SIDE of the delta. TRACKS: by identity. */
static void take_versions(struct sb_chain *chain, const struct sb_delta *delta, enum sb_side side, uint32_t release,
                          const uint32_t *tracks)
{
    size_t n = sb_doc_count(delta->doc[side]), kept = 0;
    struct standing *all = sb_malloc((n + 1) * sizeof *all);
    for (uint32_t v = 1; v <= n; v++) {
        const struct sb_row *row = &delta->rows[side][v];
        all[v - 1] = (struct standing){tracks[row->identity], row->version};
    }
    sb_sort(all, n, sizeof *all, by_version, chain);
    for (size_t i = 0; i < n; i++)
        if (!kept || by_version(&all[kept - 1], &all[i], chain) != 0)
            all[kept++] = all[i];
    for (size_t from = 0, to; from < kept; from = to) {
        for (to = from; to < kept && all[to].track == all[from].track; to++)
            ;
        stand(chain, &all[from], to - from, release);
    }
    sb_free(all);
}

/* What stood in the document before and does not in this one. */
static void take_leave(struct sb_chain *chain, const struct sb_delta *delta, uint32_t release, const uint32_t *tracks)
{
    for (uint32_t v = 1; v <= sb_doc_count(delta->doc[SB_OLD]); v++) {
        uint32_t t = chain->of_row ? chain->of_row[v] : tracks[delta->rows[SB_OLD][v].identity];
        struct sb_chain_track *track = &chain->tracks.p[t];
        if (track->last == release || track->left == release)
            continue;
        track->left = release;
        *SB_PUSH(&chain->versions) = (struct sb_chain_versions){.track = t, .release = release};
        track->now = (uint32_t)chain->versions.n;
    }
}

void sb_chain_follow(struct sb_chain *chain, const struct sb_delta *delta, uint32_t *ret_tracks)
{
    uint32_t old = (uint32_t)chain->steps.n, n = sb_doc_count(delta->doc[SB_NEW]);
    struct sb_arena scratch = {0};
    for (size_t i = 0; i < delta->identities.n; i++) {
        sb_arena_reset(&scratch);
        ret_tracks[i] = track_of(chain, delta, &delta->identities.p[i], &scratch);
    }
    sb_arena_done(&scratch);
    if (!old)
        take_versions(chain, delta, SB_OLD, old, ret_tracks);
    take_versions(chain, delta, SB_NEW, old + 1, ret_tracks);
    take_leave(chain, delta, old + 1, ret_tracks);
    sb_free(chain->of_row);
    chain->of_row = sb_calloc((size_t)n + 1, sizeof *chain->of_row);
    for (uint32_t v = 1; v <= n; v++)
        chain->of_row[v] = ret_tracks[delta->rows[SB_NEW][v].identity];
}
