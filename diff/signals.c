#include "diff/signals.h"

#include "base/map.h"
#include "diff/alike.h"
#include "diff/ran.h"
#include "diff/reference_digests.h"
#include "diff/signal_run.h"

/* ---- ways ---- */

static const struct sb_facts no_facts;

/* The last of the old rows, which are sorted by version, that is not newer than VERSION; else the first. */
static sb_comp nearest_old(const struct sb_delta *delta, const struct sb_identity *identity, sb_str version)
{
    const struct sb_version_scheme *scheme = sb_version_scheme_of(identity->type);
    uint32_t low = 0;
    uint32_t high = identity->n[SB_OLD];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (scheme->compare(sb_delta_row(delta, SB_OLD, identity->rows[SB_OLD][middle])->version, version) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return identity->rows[SB_OLD][low ? low - 1 : 0];
}

static uint8_t step_of(const struct sb_delta *delta, const struct sb_identity *identity, const sb_comp row[SB_SIDES])
{
    sb_str old = sb_delta_row(delta, SB_OLD, row[SB_OLD])->version;
    sb_str new = sb_delta_row(delta, SB_NEW, row[SB_NEW])->version;
    if (sb_str_eq(old, new))
        return SB_STEP_SAME;
    return (uint8_t)sb_version_step(sb_version_scheme_of(identity->type), old, new);
}

static bool is_owned(const struct sb_signal_run *run, const struct sb_way *way)
{
    return run->delta->owners[SB_NEW][way->row[SB_NEW].v].v && !sb_is_file(run->delta->doc[SB_NEW], way->row[SB_NEW]) &&
           (way->arrival || run->delta->owners[SB_OLD][way->row[SB_OLD].v].v);
}

/* A row that found no partner, beside old ones that all did: another copy. One of the same version is compared with
 * what it is a copy of; one of another version is an arrival, which some signals take for a step from the nearest. */
static void find_copied(struct sb_signal_run *run, const struct sb_identity *identity, struct sb_way *way)
{
    sb_str version = sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->version;
    sb_comp nearest = nearest_old(run->delta, identity, version);
    if (sb_str_eq(sb_delta_row(run->delta, SB_OLD, nearest)->version, version))
        way->row[SB_OLD] = nearest;
    else {
        way->second = true;
        way->beside = nearest;
        way->beside_step = step_of(run->delta, identity, (sb_comp[SB_SIDES]){nearest, way->row[SB_NEW]});
    }
}

/* Whether the new side has facts on its files that the old one cannot answer. */
static bool is_blind(const struct sb_signal_run *run, const struct sb_way *way)
{
    uint32_t new = way->facts[SB_NEW]->has &SB_FACTS_OF_FILES;
    return !way->arrival && new && (!run->facts_agree || (new & ~way->facts[SB_OLD]->has) != 0);
}

static void add_way(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_row_pair *pair)
{
    struct sb_way way = {.row = {pair->row[SB_OLD], pair->row[SB_NEW]}, .step = SB_STEP_OTHER};
    if (!way.row[SB_NEW].v)
        return;
    if (!way.row[SB_OLD].v && identity->n[SB_OLD])
        find_copied(run, identity, &way);
    way.arrival = way.row[SB_OLD].v == 0;
    if (!way.arrival)
        way.step = step_of(run->delta, identity, way.row);
    way.owned = is_owned(run, &way);
    way.facts[SB_NEW] = sb_run_facts(run, SB_NEW, way.row[SB_NEW]);
    way.facts[SB_OLD] = way.arrival ? &no_facts : sb_run_facts(run, SB_OLD, way.row[SB_OLD]);
    way.blind = is_blind(run, &way);
    *SB_PUSH(&run->ways) = way;
}

static bool same_references(const struct sb_doc *old, const struct sb_doc *new, const struct sb_row_pair *pair)
{
    struct sb_range a = sb_doc_references_of(old, pair->row[SB_OLD]);
    struct sb_range b = sb_doc_references_of(new, pair->row[SB_NEW]);
    for (uint32_t i = 0; a.n == b.n && i < a.n; i++)
        if (!sb_str_eq(sb_doc_str(old, old->references.p[a.first + i].url),
                       sb_doc_str(new, new->references.p[b.first + i].url)))
            return false;
    return a.n == b.n;
}

/* Whether two rows say the same in everything that a signal looks at. */
static bool same_statements(const struct sb_delta *delta, const struct sb_row_pair *pair)
{
    const struct sb_doc *old = delta->doc[SB_OLD];
    const struct sb_doc *new = delta->doc[SB_NEW];
    sb_str download[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++)
        download[side] =
            sb_doc_str(delta->doc[side], sb_doc_attribute_of(delta->doc[side], pair->row[side], SB_F_DOWNLOAD));
    return sb_str_eq(download[SB_OLD], download[SB_NEW]) &&
           sb_str_eq(sb_delta_row(delta, SB_OLD, pair->row[SB_OLD])->purl,
                     sb_delta_row(delta, SB_NEW, pair->row[SB_NEW])->purl) &&
           sb_alike_facts(delta, pair) && sb_alike_hashes(delta, pair) && same_references(old, new, pair) &&
           sb_same_reference_hashes(delta, pair->row);
}

/* Pairs that say the same on both sides are left out; so an identity may have no way at all. */
static void find_ways(struct sb_signal_run *run, const struct sb_identity *identity)
{
    run->ways.n = 0;
    for (uint32_t i = identity->first_pair; i < identity->first_pair + identity->n_pairs; i++) {
        const struct sb_row_pair *pair = &run->delta->pairs.p[i];
        bool both = pair->row[SB_OLD].v && pair->row[SB_NEW].v;
        if (!pair->along && !pair->alike && (!both || !same_statements(run->delta, pair)))
            add_way(run, identity, pair);
    }
}

/* ---- coverage ---- */

static const char *const side_names[SB_SIDES] = {"old", "new"};

/* By side and fact: how many installations lack it there and have it on the other side. */
struct gaps {
    uint32_t n[SB_SIDES][SB_FACT_COUNT];
};

/* A side without any fact on the files of a component is told by type of package (compare_looked.c). */
static void count_gaps(const struct sb_signal_run *run, struct gaps *gaps)
{
    for (size_t i = 0; run->facts_agree && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        uint32_t has[SB_SIDES] = {way->facts[SB_OLD]->has & SB_FACTS_OF_FILES,
                                  way->facts[SB_NEW]->has & SB_FACTS_OF_FILES};
        for (unsigned f = 0; !way->arrival && has[SB_OLD] && has[SB_NEW] && f < SB_FACT_COUNT; f++)
            if ((has[SB_OLD] ^ has[SB_NEW]) >> f & 1)
                gaps->n[has[SB_OLD] >> f & 1 ? SB_NEW : SB_OLD][f]++;
    }
}

static struct sb_coverage *note(struct sb_signal_run *run, enum sb_side side, unsigned fact, uint32_t n,
                                const char *why)
{
    struct sb_coverage *line = SB_PUSH(&run->delta->coverage);
    *line = (struct sb_coverage){
        .what = "facts",
        .name = sb_str_of(sb_fact_rows[fact].name),
        .side = (uint8_t)side,
        .count = n,
        .message = sb_arena_printf(run->arena, "%s of %u component%s of the %s document %s", sb_fact_rows[fact].name, n,
                                   n == 1 ? "" : "s", side_names[side], why),
    };
    return line;
}

static void note_gaps(struct sb_signal_run *run, const struct gaps *gaps)
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (unsigned f = 0; f < SB_FACT_COUNT; f++)
            if (gaps->n[side][f])
                note(run, side, f, gaps->n[side][f], "is missing, and the other one has it");
}

/* Facts whose outside is right, and whose inside is not. */
static void note_bad_facts(struct sb_signal_run *run)
{
    uint32_t bad[SB_SIDES][SB_FACT_COUNT] = {{0}};
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (size_t c = 0; c < run->delta->doc[side]->components.n; c++)
            for (unsigned f = 0; run->facts[side][c] && run->facts[side][c]->bad && f < SB_FACT_COUNT; f++)
                bad[side][f] += run->facts[side][c]->bad >> f & 1;
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (unsigned f = 0; f < SB_FACT_COUNT; f++) {
            if (bad[side][f] == 0)
                continue;
            struct sb_coverage *line = note(run, side, f, bad[side][f], "is malformed and counts as absent");
            if (side == SB_OLD || bad[SB_NEW][f] <= bad[SB_OLD][f])
                continue;
            line->lost = run->delta->same_generator ? SB_LEVEL_HIGH : SB_LEVEL_MEDIUM;
            line->look = SB_S("make the new document again; no scan writes such facts");
        }
}

/* ---- findings in their order ---- */

static sb_str purl_of(const struct sb_delta *delta, const struct sb_finding *f)
{
    if (f->row[SB_NEW].v)
        return sb_delta_row(delta, SB_NEW, f->row[SB_NEW])->purl;
    return f->row[SB_OLD].v ? sb_delta_row(delta, SB_OLD, f->row[SB_OLD])->purl : SB_STR_NONE;
}

/* What a waiver of it is bound to. */
static sb_str bound_content(const struct sb_finding *f)
{
    return sb_family_binds_content(f->signal->family) ? f->content : SB_STR_NONE;
}

static int by_place(const void *left, const void *right, void *ctx)
{
    const struct sb_finding *a = left;
    const struct sb_finding *b = right;
    int order = sb_str_cmp(purl_of(ctx, a), purl_of(ctx, b));
    if (order == 0)
        order = sb_str_cmp(a->path, b->path);
    if (order == 0)
        order = strcmp(a->signal->id, b->signal->id);
    if (order == 0)
        order = sb_str_cmp(bound_content(a), bound_content(b));
    if (order == 0)
        order = a->weight != b->weight ? (a->weight < b->weight) - (a->weight > b->weight)
                                       : (int)b->severity - (int)a->severity;
    if (order == 0)
        order = sb_str_cmp(a->new_json, b->new_json);
    if (order == 0)
        order = sb_str_cmp(a->old_json, b->old_json);
    if (order == 0)
        order = sb_str_cmp(a->message, b->message);
    if (order == 0 && a->identity != b->identity)
        order = a->identity < b->identity ? -1 : 1;
    return order;
}

/* One finding per signal, purl, path and content: of several the heaviest, which stands first. Of a package that lies
 * in two places with two contents both are told, since a waiver of one is none of the other. */
static void sort_findings(struct sb_delta *delta)
{
    size_t n = 0;
    if (delta->findings.n)
        qsort_r(delta->findings.p, delta->findings.n, sizeof *delta->findings.p, by_place, delta);
    for (size_t i = 0; i < delta->findings.n; i++) {
        const struct sb_finding *f = &delta->findings.p[i];
        const struct sb_finding *last = n ? &delta->findings.p[n - 1] : NULL;
        if (!last || last->signal != f->signal || !sb_str_eq(last->path, f->path) ||
            !sb_str_eq(bound_content(last), bound_content(f)) || !sb_str_eq(purl_of(delta, last), purl_of(delta, f)))
            delta->findings.p[n++] = *f;
    }
    delta->findings.n = n;
}

static void set_fingerprints(struct sb_delta *delta)
{
    for (size_t i = 0; i < delta->findings.n; i++) {
        struct sb_finding *f = &delta->findings.p[i];
        enum sb_side side = f->row[SB_NEW].v ? SB_NEW : SB_OLD;
        bool owned = f->identity != UINT32_MAX;
        /* What a policy binds a waiver to may be the version, or a range that begins with it. */
        bool spares = owned && f->signal->family != SB_FAMILY_POLICY;
        sb_str version = spares ? sb_delta_row(delta, side, f->row[side])->version : SB_STR_NONE;
        sb_fingerprint(f->signal->id, owned ? delta->identities.p[f->identity].key : SB_STR_NONE,
                       owned ? f->below : f->path, version, bound_content(f), f->fingerprint);
    }
}

/* ---- the run ---- */

enum { SOFT = 4 }; /* the weight of a medium finding */

static void find_direct(struct sb_signal_run *run)
{
    struct sb_delta *delta = run->delta;
    const struct sb_doc *doc = delta->doc[SB_NEW];
    run->direct = sb_calloc(delta->identities.n + 1, sizeof *run->direct);
    struct sb_range range = sb_doc_relations_from(doc, doc->root);
    for (uint32_t i = range.first; doc->root.v && i < range.first + range.n; i++)
        if (doc->relations.p[i].kind == SB_REL_DEPENDS_ON && doc->relations.p[i].to.v)
            run->direct[delta->rows[SB_NEW][doc->relations.p[i].to.v].identity] = true;
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
        sb_str asked = sb_fact_value(&run->reader[SB_NEW], (sb_comp){c}, SB_FACT_REQUESTED);
        if (sb_str_eq(asked, SB_S("true")))
            run->direct[delta->rows[SB_NEW][c].identity] = true;
    }
}

static void begin(struct sb_signal_run *run, struct sb_delta *delta)
{
    *run = (struct sb_signal_run){.delta = delta, .arena = &delta->arena, .json = sb_json_new(SB_STR_NONE, 16)};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        run->facts[side] = sb_calloc(delta->doc[side]->components.n, sizeof(struct sb_facts *));
        sb_fact_reader_begin(&run->reader[side], delta->doc[side], run->json, run->arena);
    }
    run->facts_agree = delta->facts_agree;
    run->wants = delta->wants[SB_NEW];
    run->wanted_by = delta->wanted_by[SB_NEW];
    find_direct(run);
    run->told = sb_calloc(delta->identities.n + 1, sizeof *run->told);
    for (size_t i = 0; i < delta->changes.n; i++)
        run->told[delta->changes.p[i].identity] = true;
}

static void end(struct sb_signal_run *run)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_free(run->facts[side]);
        sb_free(run->by_place[side]);
    }
    sb_free(run->brings);
    sb_free(run->direct);
    sb_free(run->told);
    sb_free(run->mentions);
    sb_free(run->ways.p);
    sb_free(run->patch_edges.p);
    sb_project_index_free(run->projects);
    sb_buf_done(&run->buf);
    sb_arena_done(&run->scratch);
    sb_json_free(run->json);
}

/* What a hook that did not change made of an unchanged artefact is worth a look, whatever kind of file it is. */
static void soften_built(struct sb_signal_run *run, size_t first)
{
    struct sb_delta *delta = run->delta;
    struct sb_map built = {0}; /* rows of the new side: an identity may have many copies */
    for (size_t i = 0; first < delta->findings.n && i < run->ways.n; i++)
        if (sb_built_by_hook(run, &run->ways.p[i]))
            *sb_map_put(&built, run->ways.p[i].row[SB_NEW].v) = 1;
    for (size_t i = first; i < delta->findings.n; i++) {
        struct sb_finding *f = &delta->findings.p[i];
        if (f->signal->family == SB_FAMILY_FILES && f->severity > SB_LEVEL_MEDIUM &&
            sb_map_get(&built, f->row[SB_NEW].v))
            sb_find_level(f, SB_LEVEL_MEDIUM, SOFT);
    }
    sb_map_done(&built);
}

static void run_identities(struct sb_signal_run *run, struct gaps *gaps)
{
    struct sb_delta *delta = run->delta;
    for (size_t i = 0; i < delta->identities.n; i++) {
        const struct sb_identity *identity = &delta->identities.p[i];
        run->facts_agree = sb_ran_agrees(delta, identity->type);
        find_ways(run, identity);
        count_gaps(run, gaps);
        size_t first = delta->findings.n;
        for (size_t s = 0; run->ways.n && sb_signals[s]; s++) {
            run->row = sb_signals[s];
            run->row->run(run, identity);
        }
        soften_built(run, first);
        sb_arena_reset(&run->scratch);
    }
    run->facts_agree = delta->facts_agree;
}

static void run_document(struct sb_signal_run *run)
{
    for (size_t s = 0; sb_signals[s]; s++) {
        run->row = sb_signals[s];
        run->row->run(run, NULL);
    }
}

void sb_signals_run(struct sb_delta *delta)
{
    struct sb_signal_run run;
    struct gaps gaps = {{{0}}};
    begin(&run, delta);
    sb_name_index_make(delta);
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_run_facts(&run, side, SB_DOC_ITSELF);
    run_identities(&run, &gaps);
    note_gaps(&run, &gaps);
    note_bad_facts(&run);
    sb_coverage_sort(delta);
    run_document(&run);
    end(&run);
    sb_findings_seal(delta);
}

void sb_findings_seal(struct sb_delta *delta)
{
    sort_findings(delta);
    set_fingerprints(delta);
}
