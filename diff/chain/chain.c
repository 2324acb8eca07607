#include "chain/chain.h"

#include "base/sort.h"
#include "chain/follow.h"
#include "report/common.h"

struct sb_chain *sb_chain_new(void)
{
    struct sb_chain *chain = sb_calloc(1, sizeof *chain);
    sb_intern_init(&chain->text);
    chain->order = "given";
    return chain;
}

void sb_chain_free(struct sb_chain *chain)
{
    if (!chain)
        return;
    sb_free(chain->releases.p);
    sb_free(chain->steps.p);
    sb_free(chain->tracks.p);
    sb_free(chain->versions.p);
    sb_free(chain->names.p);
    sb_free(chain->levels.p);
    sb_free(chain->entries.p);
    sb_free(chain->findings.p);
    sb_free(chain->left_out.p);
    sb_free(chain->of_row);
    sb_map_done(&chain->by_key);
    sb_intern_done(&chain->text);
    sb_arena_done(&chain->arena);
    sb_free(chain);
}

void sb_chain_leave_out(struct sb_chain *chain, sb_str path, sb_str reason)
{
    *SB_PUSH(&chain->left_out) = (struct sb_chain_left_out){sb_chain_keep(chain, path), sb_chain_keep(chain, reason)};
}

/* ---- a step ---- */

static void add_release(struct sb_chain *chain, const struct sb_delta *delta, enum sb_side side,
                        const struct sb_report_options *options)
{
    const struct sb_doc *doc = delta->doc[side];
    struct sb_arena *arena = &chain->arena;
    struct sb_chain_release release = {.source = sb_chain_keep(chain, options->source[side]),
                                       .format = sb_chain_keep(chain, sb_report_format(doc, arena)),
                                       .generator = sb_chain_keep(chain, sb_report_generator(doc, options, arena)),
                                       .serial = sb_chain_keep(chain, sb_doc_str(doc, doc->serial)),
                                       .created = sb_chain_keep(chain, sb_doc_str(doc, doc->created)),
                                       .components = sb_report_components(doc),
                                       .facts = sb_report_has_facts(doc)};
    if (doc->root.v) {
        release.name = sb_chain_keep(chain, sb_doc_display(doc, doc->root, arena));
        release.version = sb_chain_keep(chain, sb_doc_str(doc, sb_doc_at(doc, doc->root)->version));
    }
    *SB_PUSH(&chain->releases) = release;
}

static void add_entries(struct sb_chain *chain, const struct sb_delta *delta, const uint32_t *tracks)
{
    for (size_t i = 0; i < delta->changes.n; i++) {
        const struct sb_change *change = &delta->changes.p[i];
        uint32_t t = tracks[change->identity];
        chain->tracks.p[t].changed = true;
        *SB_PUSH(&chain->entries) = (struct sb_chain_entry){
            .track = t,
            .step = (uint32_t)chain->steps.n,
            .kind = change->kind,
            .tier = change->tier,
            .severity = change->group < delta->groups.n ? delta->groups.p[change->group].severity : SB_LEVEL_NONE,
            .places = change->places,
            .old = sb_chain_keep(chain, sb_delta_row(delta, SB_OLD, change->row[SB_OLD])->purl),
            .new = sb_chain_keep(chain, sb_delta_row(delta, SB_NEW, change->row[SB_NEW])->purl),
        };
    }
}

static void raise_level(uint8_t *level, uint8_t to)
{
    *level = to > *level ? to : *level;
}

/* What a finding is about when it is about no package. */
static uint32_t track_aside(struct sb_chain *chain, const struct sb_finding *finding)
{
    enum sb_chain_kind kind = finding->document || !finding->path.n ? SB_TRACK_DOCUMENT : SB_TRACK_FILE;
    return sb_chain_aside(chain, kind, finding->path.n ? finding->path : sb_str_of(finding->signal->id));
}

static void add_level(struct sb_chain *chain, uint32_t track, uint8_t severity)
{
    struct sb_chain_track *t = &chain->tracks.p[track];
    t->changed = true;
    raise_level(&t->worst, severity);
    *SB_PUSH(&chain->levels) =
        (struct sb_chain_level){.track = track, .step = (uint32_t)chain->steps.n, .severity = severity};
}

/* The worst group of each identity; the files of nobody as they come. */
static void add_levels(struct sb_chain *chain, const struct sb_delta *delta, const uint32_t *tracks)
{
    uint8_t *worst = sb_calloc(delta->identities.n + 1, sizeof *worst);
    for (size_t i = 0; i < delta->groups.n; i++) {
        const struct sb_group *group = &delta->groups.p[i];
        for (size_t k = 0; k < group->n_changes; k++)
            raise_level(&worst[delta->changes.p[group->changes[k]].identity], group->severity);
        for (size_t k = 0; k < group->n_findings; k++) {
            const struct sb_finding *finding = &delta->findings.p[group->findings[k]];
            if (finding->identity < delta->identities.n)
                raise_level(&worst[finding->identity], group->severity);
            else
                add_level(chain, track_aside(chain, finding), group->severity);
        }
    }
    for (size_t i = 0; i < delta->identities.n; i++)
        if (worst[i] != SB_LEVEL_NONE)
            add_level(chain, tracks[i], worst[i]);
    sb_free(worst);
}

static void add_findings(struct sb_chain *chain, const struct sb_delta *delta)
{
    for (size_t i = 0; i < delta->groups.n && delta->groups.p[i].severity >= SB_LEVEL_HIGH; i++) {
        const struct sb_group *group = &delta->groups.p[i];
        for (size_t k = 0; k < group->n_findings; k++) {
            const struct sb_finding *finding = &delta->findings.p[group->findings[k]];
            *SB_PUSH(&chain->findings) =
                (struct sb_chain_finding){.step = (uint32_t)chain->steps.n,
                                          .severity = finding->severity,
                                          .signal = finding->signal->id,
                                          .fingerprint = sb_chain_keep(chain, sb_str_of(finding->fingerprint)),
                                          .purl = sb_chain_keep(chain, sb_report_finding_purl(delta, finding)),
                                          .path = sb_chain_keep(chain, finding->path)};
        }
    }
}

static void add_step(struct sb_chain *chain, const struct sb_delta *delta, const struct sb_report_options *options)
{
    struct sb_summary sum = sb_report_summary(delta);
    struct sb_chain_step step = {.unchanged = delta->unchanged,
                                 .terms = (uint32_t)delta->terms.n,
                                 .descriptions = (uint32_t)delta->descriptions.n,
                                 .coverage = (uint32_t)delta->coverage.n,
                                 .verdict = sb_delta_verdict(delta, options)};
    memcpy(step.changes, sum.changes, sizeof step.changes);
    memcpy(step.groups, sum.groups, sizeof step.groups);
    if (delta->groups.n && delta->groups.p[0].severity >= SB_LEVEL_HIGH)
        step.first = sb_chain_keep(chain, delta->groups.p[0].title);
    *SB_PUSH(&chain->steps) = step;
}

void sb_chain_add(struct sb_chain *chain, const struct sb_delta *delta, const struct sb_report_options *options)
{
    uint32_t *tracks = sb_calloc(delta->identities.n + 1, sizeof *tracks);
    sb_chain_follow(chain, delta, tracks);
    add_entries(chain, delta, tracks);
    add_levels(chain, delta, tracks);
    add_findings(chain, delta);
    sb_free(tracks);
    if (!chain->releases.n)
        add_release(chain, delta, SB_OLD, options);
    add_release(chain, delta, SB_NEW, options);
    add_step(chain, delta, options);
}

/* ---- the end ---- */

static int by_track_key(const void *a, const void *b, void *ctx)
{
    const struct sb_chain *chain = ctx;
    return sb_str_cmp(chain->tracks.p[*(const uint32_t *)a].key, chain->tracks.p[*(const uint32_t *)b].key);
}

/* Sorts the tracks; RET_AT tells where each went. */
static void sort_tracks(struct sb_chain *chain, uint32_t *ret_at)
{
    size_t n = chain->tracks.n;
    uint32_t *order = sb_calloc(n + 1, sizeof *order);
    struct sb_chain_track *sorted = sb_calloc(n + 1, sizeof *sorted);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    sb_sort(order, n, sizeof *order, by_track_key, chain);
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = chain->tracks.p[order[i]];
        ret_at[order[i]] = i;
    }
    sb_free(order);
    sb_free(chain->tracks.p);
    chain->tracks.p = sorted;
    chain->tracks.cap = n + 1;
}

static int by_first(const void *a, const void *b, void *ctx)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    (void)ctx;
    return (x > y) - (x < y);
}

/* Rows begin with their track and lie in the order of the steps, which is kept. RANGE: which one of a track. */
static void sort_rows(struct sb_chain *chain, void *rows, size_t n, size_t size, const uint32_t *at, size_t range)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t *track = (uint32_t *)((char *)rows + i * size);
        *track = at[*track];
    }
    sb_sort(rows, n, size, by_first, NULL);
    for (size_t i = 0; i < n; i++) {
        const uint32_t *track = (const uint32_t *)((const char *)rows + i * size);
        struct sb_range *of = (struct sb_range *)((char *)&chain->tracks.p[*track] + range);
        if (!of->n++)
            of->first = (uint32_t)i;
    }
}

/* A file of nobody may be in several groups of a step: the worst one counts. */
static void merge_levels(struct sb_chain *chain)
{
    size_t kept = 0;
    for (size_t i = 0; i < chain->levels.n; i++) {
        struct sb_chain_level *level = &chain->levels.p[i], *last = kept ? &chain->levels.p[kept - 1] : NULL;
        if (last && last->track == level->track && last->step == level->step)
            raise_level(&last->severity, level->severity);
        else
            chain->levels.p[kept++] = *level;
    }
    chain->levels.n = kept;
}

static int by_track_and_step(const void *a, const void *b, void *ctx)
{
    const struct sb_chain_level *x = a, *y = b;
    (void)ctx;
    if (x->track != y->track)
        return x->track < y->track ? -1 : 1;
    return (x->step > y->step) - (x->step < y->step);
}

static int worst_of_step(const void *a, const void *b, void *ctx)
{
    const struct sb_chain_finding *x = a, *y = b;
    (void)ctx;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    return (int)y->severity - (int)x->severity;
}

static int by_path(const void *a, const void *b, void *ctx)
{
    const struct sb_chain_left_out *x = a, *y = b;
    (void)ctx;
    return sb_str_cmp(x->path, y->path);
}

/* What goes with its package, or was not looked at on one side, comes and goes without an entry. */
static void count_quiet(struct sb_chain *chain)
{
    for (size_t i = 0; i < chain->tracks.n; i++) {
        const struct sb_chain_track *track = &chain->tracks.p[i];
        if (track->changed || sb_str_eq(track->key, SB_S("root:")))
            continue;
        bool always = track->entered == 0;
        for (uint32_t k = 0; k < track->versions.n && always; k++)
            always = chain->versions.p[track->versions.first + k].n != 0;
        chain->unchanged += always;
        chain->only_in_some += !always;
    }
}

void sb_chain_finish(struct sb_chain *chain)
{
    uint32_t *at = sb_calloc(chain->tracks.n + 1, sizeof *at);
    sb_sort(chain->levels.p, chain->levels.n, sizeof *chain->levels.p, by_track_and_step, NULL);
    merge_levels(chain);
    sort_tracks(chain, at);
#define SORT(list)                                                                                                     \
    sort_rows(chain, chain->list.p, chain->list.n, sizeof *chain->list.p, at, offsetof(struct sb_chain_track, list))
    SORT(versions);
    SORT(names);
    SORT(levels);
    SORT(entries);
#undef SORT
    sb_free(at);
    sb_sort(chain->findings.p, chain->findings.n, sizeof *chain->findings.p, worst_of_step, NULL);
    sb_sort(chain->left_out.p, chain->left_out.n, sizeof *chain->left_out.p, by_path, NULL);
    count_quiet(chain);
}

/* ---- asking ---- */

const struct sb_chain_versions *sb_chain_versions_at(const struct sb_chain *chain, const struct sb_chain_track *track,
                                                     uint32_t release)
{
    static const struct sb_chain_versions none = {0};
    const struct sb_chain_versions *ret = &none;
    for (uint32_t i = 0; i < track->versions.n; i++) {
        const struct sb_chain_versions *versions = &chain->versions.p[track->versions.first + i];
        if (versions->release > release)
            break;
        ret = versions;
    }
    return ret;
}

enum sb_level sb_chain_level_at(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t step)
{
    for (uint32_t i = 0; i < track->levels.n; i++)
        if (chain->levels.p[track->levels.first + i].step == step)
            return (enum sb_level)chain->levels.p[track->levels.first + i].severity;
    return SB_LEVEL_NONE;
}

bool sb_chain_has_step(const struct sb_chain *chain, const struct sb_chain_track *track, uint32_t step)
{
    bool has = sb_chain_level_at(chain, track, step) != SB_LEVEL_NONE;
    for (uint32_t i = 0; i < track->entries.n && !has; i++)
        has = chain->entries.p[track->entries.first + i].step == step;
    for (uint32_t i = 0; i < track->names.n && !has; i++)
        has = chain->names.p[track->names.first + i].release == step + 1;
    return has;
}
