#include "base/map.h"
#include "base/mem.h"
#include "diff/signal_dep.h"

/* ---- ONLY_VIA_PATCH ---- */

static int by_pair(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool is_patch_edge(const struct sb_signal_run *run, uint32_t from, uint32_t to)
{
    uint64_t key = sb_pair(from, to);
    return run->patch_edges.n && bsearch(&key, run->patch_edges.p, run->patch_edges.n, sizeof key, by_pair);
}

/* Whether something else than a patch brought the arrival by itself: a larger release, or nobody knows what. */
static bool has_other_way(const struct sb_signal_run *run, uint32_t arrival)
{
    uint32_t first = run->wanted_by.first[arrival];
    uint32_t end = run->wanted_by.first[arrival + 1];
    if (first == end)
        return true;
    for (uint32_t e = first; e < end; e++) {
        uint32_t user = run->wanted_by.to[e];
        if (user != run->delta->root_identity && !sb_is_arrival(&run->delta->identities.p[user]) &&
            !is_patch_edge(run, user, arrival))
            return true;
    }
    return false;
}

/* Whether the project wants it, and no patch does. */
static bool is_only_direct(const struct sb_signal_run *run, uint32_t arrival)
{
    bool patch = false;
    for (uint32_t e = run->wanted_by.first[arrival]; e < run->wanted_by.first[arrival + 1]; e++)
        patch = patch || is_patch_edge(run, run->wanted_by.to[e], arrival);
    return run->direct[arrival] && !patch;
}

/* REACHED[i]: an arrival that stands on its own, or that one of those wants. */
static void spread(const struct sb_signal_run *run, bool *reached)
{
    const struct sb_delta *delta = run->delta;
    uint32_t *queue = sb_malloc((delta->identities.n + 1) * sizeof *queue);
    size_t n = 0;
    for (uint32_t i = 0; i < delta->identities.n; i++)
        if (sb_is_arrival(&delta->identities.p[i]) && (is_only_direct(run, i) || has_other_way(run, i))) {
            reached[i] = true;
            queue[n++] = i;
        }
    for (size_t at = 0; at < n; at++)
        for (uint32_t e = run->wants.first[queue[at]]; e < run->wants.first[queue[at] + 1]; e++) {
            uint32_t to = run->wants.to[e];
            if (sb_is_arrival(&delta->identities.p[to]) && !reached[to]) {
                reached[to] = true;
                queue[n++] = to;
            }
        }
    sb_free(queue);
}

/* Lighter where the project wants it, too, or where all that want it are of the same project. */
static void rate_only_via(struct sb_signal_run *run, struct sb_finding *f, uint32_t arrival)
{
    uint32_t first = run->wanted_by.first[arrival];
    uint32_t end = run->wanted_by.first[arrival + 1];
    bool split = true;
    for (uint32_t e = first; e < end; e++) {
        const struct sb_identity *user = &run->delta->identities.p[run->wanted_by.to[e]];
        split = split && sb_is_split(run, user, user->rows[SB_NEW][0], arrival);
    }
    bool plain = sb_is_plain_arrival(run, arrival);
    if (split || run->direct[arrival])
        sb_find_level(f, plain ? SB_LEVEL_LOW : SB_LEVEL_MEDIUM, plain ? 3 : 4);
    else if (plain)
        sb_find_level(f, SB_LEVEL_MEDIUM, run->row->weight);
}

static void tell_only_via(struct sb_signal_run *run, uint32_t arrival)
{
    const struct sb_identity *identity = &run->delta->identities.p[arrival];
    struct sb_way way = {.row = {SB_COMP_NONE, identity->rows[SB_NEW][0]}, .arrival = true};
    uint32_t first = run->wanted_by.first[arrival];
    size_t n = run->wanted_by.first[arrival + 1] - first;
    struct sb_finding *f = sb_find(run, identity, &way);
    rate_only_via(run, f, arrival);
    sb_find_about(run, f, &arrival, 1);
    f->new_json = sb_purls_json(run, run->wanted_by.to + first, n);
    sb_find_message(run, f, "%.*s came in by patch releases alone%s: %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way.row[SB_NEW])),
                    run->direct[arrival] ? ", and the project asks for it" : "",
                    SB_FMT(sb_names_text(run, run->wanted_by.to + first, n)));
    sb_find_look(run, f, "ls -l ", "");
}

static void run_only_via_patch(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (identity || run->patch_edges.n == 0)
        return;
    qsort(run->patch_edges.p, run->patch_edges.n, sizeof *run->patch_edges.p, by_pair);
    bool *reached = sb_calloc(run->delta->identities.n + 1, sizeof *reached);
    spread(run, reached);
    for (uint32_t i = 0; i < run->delta->identities.n; i++)
        if (sb_is_arrival(&run->delta->identities.p[i]) && !reached[i] && i != run->delta->root_identity)
            tell_only_via(run, i);
    sb_free(reached);
}

const struct sb_signal_row sb_signal_only_via_patch = {
    .id = "ONLY_VIA_PATCH",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_DEPENDENCY,
    .arriving = {11, 465}, /* above info */
    .sentence = "a new package that nothing but patch releases brought",
    .why = "The project did not ask for it, and no larger release did either.",
    .base_rate = "99 of 12,166 changed or added components (0.8 %)",
    .quiet = "A package that a larger release needs as well. Medium (7) as long as nothing speaks against it (see "
             "NEW_DEP_IN_PATCH); low (3) or medium (4) where the project asks for it, too, or where all that need it "
             "are of the same owner or repository.",
    .unseen = "A newcomer that a larger release needs as well, be it of an accomplice.",
    .run = run_only_via_patch,
};
