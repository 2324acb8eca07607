#include "diff/compare.h"

#include "base/mem.h"
#include "diff/along.h"
#include "diff/comparison.h"
#include "diff/ran.h"
#include "diff/why.h"

enum { FACT_DEPTH = 16 }; /* what the report takes over from facts is not nested deeper */

static bool is_root(const struct sb_delta *delta, enum sb_side side, sb_comp row)
{
    return row.v && row.v == delta->doc[side]->root.v;
}

/* ---- pairs ---- */

static void add_change(struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_change_kind kind,
                       enum sb_step step)
{
    struct sb_change *change = SB_PUSH(&cmp->changes);
    *change = (struct sb_change){.kind = (uint8_t)kind,
                                 .identity = pair->identity,
                                 .places = 1,
                                 .step = (uint8_t)step,
                                 .n_fields = cmp->fields.n,
                                 .group = UINT32_MAX};
    memcpy(change->row, pair->row, sizeof change->row);
    if (pair->row[SB_OLD].v && pair->row[SB_NEW].v)
        change->tier = cmp->delta->identities.p[pair->identity].tier;
    size_t size = cmp->fields.n * sizeof *cmp->fields.p;
    change->fields = sb_arena_alloc(&cmp->delta->arena, size);
    if (size)
        memcpy(change->fields, cmp->fields.p, size);
}

/* A row without partner, with a purl or without. */
static void compare_single(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    enum sb_side side = pair->row[SB_NEW].v ? SB_NEW : SB_OLD;
    const struct sb_row *row = sb_delta_row(cmp->delta, side, pair->row[side]);
    struct sb_value none = {.none = 1}, name = sb_value_text(row->purl);
    if (!row->has_purl)
        name = sb_value_text(sb_doc_display(cmp->delta->doc[side], pair->row[side], &cmp->scratch));
    if (is_root(cmp->delta, side, pair->row[side]))
        sb_note_description(cmp, SB_S("root"), pair, side == SB_OLD ? name : none, side == SB_NEW ? name : none);
    else if (pair->identity == cmp->delta->root_identity || sb_compare_is_again(cmp, side, pair))
        sb_note_description(cmp, SB_S("listed again"), pair, side == SB_OLD ? name : none,
                            side == SB_NEW ? name : none);
    else if (sb_compare_is_part(cmp, side, pair->row[side]))
        add_change(cmp, pair, side == SB_NEW ? SB_ADDED : SB_REMOVED, SB_STEP_SAME);
    else if (!sb_compare_row_uncovered(cmp, side, pair->row[side]) && !sb_compare_is_idle(cmp, side, pair->row[side]))
        add_change(cmp, pair, side == SB_NEW ? SB_ADDED : SB_REMOVED, SB_STEP_SAME);
}

/* Versions that differ. True if that is a change of the software: not for the root, and not where the bytes are the
 * same. */
static bool compare_version(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    struct sb_value old = sb_value_text(sb_delta_row(cmp->delta, SB_OLD, pair->row[SB_OLD])->version);
    struct sb_value new = sb_value_text(sb_delta_row(cmp->delta, SB_NEW, pair->row[SB_NEW])->version);
    bool root = pair->identity == cmp->delta->root_identity;
    if (root || cmp->delta->identities.p[pair->identity].tier == SB_TIER_DIGEST) {
        sb_note_description(cmp, root ? SB_S("root version") : SB_S("version"), pair, old, new);
        return false;
    }
    sb_note_software(cmp, "version", old, new);
    return true;
}

/* What the rows say of themselves. True if the version moved. */
static bool compare_rows(struct sb_comparison *cmp, const struct sb_row_pair *pair, sb_str type, sb_str old, sb_str new)
{
    enum sb_version_relation relation = sb_compare_versions(type, old, new, cmp->delta->same_generator);
    bool moved = relation == SB_VERSION_DIFFERENT && compare_version(cmp, pair);
    sb_compare_software(cmp, pair, relation);
    sb_compare_text(cmp, pair, relation);
    return moved;
}

static void compare_pair(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    struct sb_delta *delta = cmp->delta;
    sb_str type = delta->identities.p[pair->identity].type;
    sb_str old = sb_delta_row(delta, SB_OLD, pair->row[SB_OLD])->version;
    sb_str new = sb_delta_row(delta, SB_NEW, pair->row[SB_NEW])->version;
    bool moved = !pair->alike && compare_rows(cmp, pair, type, old, new);
    sb_compare_edges(cmp, pair);
    if (moved) {
        const struct sb_version_scheme *scheme = sb_version_scheme_of(type);
        bool up = scheme->compare(old, new) < 0;
        bool ordered = sb_versions_have_order(old, new) && !sb_is_platform_step(type, old, new);
        enum sb_step step = up ? sb_version_step(scheme, old, new) : sb_version_step(scheme, new, old);
        add_change(cmp, pair, !ordered ? SB_CHANGED : up ? SB_UPGRADED : SB_DOWNGRADED, step);
    } else if (cmp->fields.n) {
        add_change(cmp, pair, SB_CHANGED, SB_STEP_SAME);
    } else if (pair->identity != delta->root_identity) {
        delta->unchanged++;
    }
}

static void compare_pairs(struct sb_comparison *cmp)
{
    for (size_t i = 0; i < cmp->delta->pairs.n; i++) {
        const struct sb_row_pair *pair = &cmp->delta->pairs.p[i];
        cmp->fields.n = 0;
        if (pair->along)
            continue;
        if (pair->row[SB_OLD].v && pair->row[SB_NEW].v)
            compare_pair(cmp, pair);
        else
            compare_single(cmp, pair);
        sb_arena_reset(&cmp->scratch);
    }
}

/* ---- one entry per kind, old and new ---- */

static sb_str purl_of(const struct sb_delta *delta, const struct sb_change *change, enum sb_side side)
{
    return sb_delta_row(delta, side, change->row[side])->purl; /* empty for none */
}

static sb_str place_of(const struct sb_delta *delta, const struct sb_change *change)
{
    enum sb_side side = change->row[SB_NEW].v ? SB_NEW : SB_OLD;
    return sb_doc_str(delta->doc[side], sb_doc_at(delta->doc[side], change->row[side])->place);
}

static int by_entry(const struct sb_delta *delta, const struct sb_change *x, const struct sb_change *y)
{
    sb_str px = purl_of(delta, x, x->row[SB_NEW].v ? SB_NEW : SB_OLD),
           py = purl_of(delta, y, y->row[SB_NEW].v ? SB_NEW : SB_OLD);
    int c = sb_str_cmp(px, py);
    c = c ? c : (int)x->kind - (int)y->kind;
    return c ? c : sb_str_cmp(purl_of(delta, x, SB_OLD), purl_of(delta, y, SB_OLD));
}

static int by_fields(const struct sb_change *x, const struct sb_change *y)
{
    for (size_t i = 0; i < x->n_fields && i < y->n_fields; i++) {
        int c = strcmp(x->fields[i].field, y->fields[i].field);
        c = c ? c : sb_str_cmp(x->fields[i].old_json, y->fields[i].old_json);
        c = c ? c : sb_str_cmp(x->fields[i].new_json, y->fields[i].new_json);
        if (c)
            return c;
    }
    return (x->n_fields > y->n_fields) - (x->n_fields < y->n_fields);
}

static int by_purl(const void *a, const void *b, void *ctx)
{
    const struct sb_delta *delta = ctx;
    const struct sb_change *x = a, *y = b;
    int c = by_entry(delta, x, y);
    c = c ? c : (x->identity > y->identity) - (x->identity < y->identity);
    c = c ? c : sb_str_cmp(place_of(delta, x), place_of(delta, y));
    c = c ? c : by_fields(x, y);
    c = c ? c : (x->row[SB_NEW].v > y->row[SB_NEW].v) - (x->row[SB_NEW].v < y->row[SB_NEW].v);
    return c ? c : (x->row[SB_OLD].v > y->row[SB_OLD].v) - (x->row[SB_OLD].v < y->row[SB_OLD].v);
}

/* Takes the fields that only MORE has. There are a handful of fields at most. */
static void add_fields(struct sb_delta *delta, struct sb_change *into, const struct sb_change *more)
{
    for (size_t i = 0; i < more->n_fields; i++) {
        size_t k = 0;
        while (k < into->n_fields && strcmp(into->fields[k].field, more->fields[i].field) != 0)
            k++;
        if (k < into->n_fields)
            continue;
        struct sb_field_change *all = sb_arena_alloc(&delta->arena, (into->n_fields + 1) * sizeof *all);
        if (into->n_fields)
            memcpy(all, into->fields, into->n_fields * sizeof *all);
        all[into->n_fields++] = more->fields[i];
        into->fields = all;
    }
}

static int by_field(const void *a, const void *b)
{
    return strcmp(((const struct sb_field_change *)a)->field, ((const struct sb_field_change *)b)->field);
}

/* Whether the way A, of N steps, is to be told rather than that of CHANGE: the shorter, then the smaller one. */
static bool is_better_way(const sb_str *a, size_t n, const struct sb_change *change)
{
    if (n != change->n_why)
        return n < change->n_why;
    for (size_t i = 0; i < n; i++) {
        int c = sb_str_cmp(a[i], change->why[i]);
        if (c)
            return c < 0;
    }
    return false;
}

/* Of several installations the best way counts, not that of the one which happens to be first. */
static void take_way(struct sb_comparison *cmp, const struct sb_why *why, struct sb_change *change, sb_comp row)
{
    size_t n;
    if (change->why) {
        sb_arena_reset(&cmp->scratch);
        const sb_str *way = sb_why_path(why, row, &cmp->scratch, &n);
        if (!is_better_way(way, n, change))
            return;
    }
    change->why = sb_why_path(why, row, &cmp->delta->arena, &change->n_why);
}

static void collect_changes(struct sb_comparison *cmp)
{
    struct sb_delta *delta = cmp->delta;
    if (cmp->changes.n)
        qsort_r(cmp->changes.p, cmp->changes.n, sizeof *cmp->changes.p, by_purl, delta);
    const struct sb_why *why = cmp->changes.n ? sb_why_of(delta) : NULL;
    for (size_t i = 0; i < cmp->changes.n; i++) {
        struct sb_change *change = &cmp->changes.p[i];
        struct sb_change *last = delta->changes.n ? &delta->changes.p[delta->changes.n - 1] : NULL;
        if (last && last->identity == change->identity && by_entry(delta, last, change) == 0) {
            last->places++;
            add_fields(delta, last, change);
        } else {
            last = SB_PUSH(&delta->changes);
            *last = *change;
        }
        if (change->row[SB_NEW].v)
            take_way(cmp, why, last, change->row[SB_NEW]);
    }
    for (size_t i = 0; i < delta->changes.n; i++) {
        struct sb_change *change = &delta->changes.p[i];
        if (change->n_fields > 1)
            qsort(change->fields, change->n_fields, sizeof *change->fields, by_field);
    }
}

/* ---- order ---- */

static int term_order(const void *a, const void *b, void *ctx)
{
    const struct sb_delta *delta = ctx;
    const struct sb_term *x = a, *y = b;
    int c = sb_str_cmp(sb_delta_row(delta, SB_NEW, x->row[SB_NEW])->purl,
                       sb_delta_row(delta, SB_NEW, y->row[SB_NEW])->purl);
    c = c ? c : strcmp(x->field, y->field);
    c = c ? c : sb_str_cmp(x->old_json, y->old_json);
    c = c ? c : sb_str_cmp(x->new_json, y->new_json);
    return c ? c : (x->row[SB_NEW].v > y->row[SB_NEW].v) - (x->row[SB_NEW].v < y->row[SB_NEW].v);
}

static bool same_term(const struct sb_delta *delta, const struct sb_term *x, const struct sb_term *y)
{
    return strcmp(x->field, y->field) == 0 && sb_str_eq(x->old_json, y->old_json) &&
           sb_str_eq(x->new_json, y->new_json) &&
           sb_str_eq(sb_delta_row(delta, SB_NEW, x->row[SB_NEW])->purl,
                     sb_delta_row(delta, SB_NEW, y->row[SB_NEW])->purl);
}

/* The same statement of several installations, or of a licence declared and concluded, is one term. */
static void order_terms(struct sb_delta *delta)
{
    size_t kept = 0;
    if (delta->terms.n)
        qsort_r(delta->terms.p, delta->terms.n, sizeof *delta->terms.p, term_order, delta);
    for (size_t i = 0; i < delta->terms.n; i++)
        if (kept == 0 || !same_term(delta, &delta->terms.p[kept - 1], &delta->terms.p[i]))
            delta->terms.p[kept++] = delta->terms.p[i];
    delta->terms.n = kept;
}

static int description_order(const void *a, const void *b)
{
    return sb_str_cmp(((const struct sb_description *)a)->field, ((const struct sb_description *)b)->field);
}

/* How much a missing unit of a kind hides, against others. */
static uint64_t hides(const struct sb_coverage *line)
{
    static const struct {
        const char *what;
        uint64_t weight;
    } kinds[] = {{"type", 8}, {"collector", 8}, {"facts", 4}, {"graph", 2}, {"field", 1}};
    for (size_t i = 0; i < SB_COUNT(kinds); i++)
        if (strcmp(kinds[i].what, line->what) == 0)
            return line->count * kinds[i].weight;
    return 0;
}

bool sb_coverage_hides(const struct sb_coverage *line)
{
    return strcmp(line->what, "field") != 0 && !line->plain;
}

/* Losses first, the worst before the others; then what hides most. */
static int coverage_order(const void *a, const void *b)
{
    const struct sb_coverage *x = a, *y = b;
    uint64_t hx = hides(x), hy = hides(y);
    int c = (int)y->lost - (int)x->lost;
    c = c ? c : (hy > hx) - (hy < hx);
    c = c ? c : strcmp(x->what, y->what);
    c = c ? c : sb_str_cmp(x->name, y->name);
    c = c ? c : (int)x->side - (int)y->side;
    return c ? c : sb_str_cmp(x->message, y->message);
}

void sb_coverage_sort(struct sb_delta *delta)
{
    if (delta->coverage.n)
        qsort(delta->coverage.p, delta->coverage.n, sizeof *delta->coverage.p, coverage_order);
    for (size_t i = 0; i < delta->coverage.n; i++)
        delta->incomplete = delta->incomplete || sb_coverage_hides(&delta->coverage.p[i]);
}

/* Tools that do not look for dependencies write an entry without any for every component; a scan of ours means it. */
static bool has_graph(const struct sb_delta *delta, enum sb_side side)
{
    const struct sb_doc *doc = delta->doc[side];
    bool edges = delta->ran[side].said;
    for (size_t i = 0; !edges && i < doc->relations.n; i++)
        edges = doc->relations.p[i].kind == SB_REL_DEPENDS_ON;
    return doc->has_graph && edges;
}

static void note_edges(struct sb_comparison *cmp)
{
    if (cmp->graph[SB_OLD] && cmp->graph[SB_NEW] && !cmp->edges_comparable && cmp->edges_differ)
        sb_note_coverage(
            cmp, "field", SB_S("dependencies"), SB_NEW, cmp->edges_differ,
            "different tools made the documents: the dependencies of %u components differ and were not compared",
            cmp->edges_differ);
}

static void note_digests(struct sb_comparison *cmp)
{
    if (cmp->digests_apart)
        sb_note_coverage(cmp, "field", SB_S("digest"), SB_NEW, cmp->digests_apart,
                         "different tools made the documents: the digests of %u component%s differ, may be of "
                         "different things, and were not compared",
                         cmp->digests_apart, cmp->digests_apart == 1 ? "" : "s");
}

static void read_wordings(struct sb_comparison *cmp, enum sb_side side)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    for (size_t i = 0; i < doc->licence_texts.n; i++)
        if (sb_text_set(doc->licence_texts.p[i].wording))
            *sb_map_put(&cmp->wordings[side], doc->licence_texts.p[i].id.v) = doc->licence_texts.p[i].wording.v;
    cmp->has_wordings = cmp->has_wordings || doc->licence_texts.n > 0;
    for (size_t i = 0; i < doc->licences.n && !cmp->has_wordings; i++)
        cmp->has_wordings = sb_text_set(doc->licences.p[i].wording);
}

/* What every pair asks for, looked up once. */
static void prepare(struct sb_comparison *cmp)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        const struct sb_doc *doc = cmp->delta->doc[side];
        for (unsigned f = 0; f < SB_FACT_COUNT; f++)
            cmp->fact_name[side][f] = sb_intern_find(&doc->text, sb_str_of(sb_fact_rows[f].name));
        read_wordings(cmp, side);
        sb_intern_init(&cmp->refs[side]);
        sb_canon_begin(&cmp->canon[side], doc, &cmp->refs[side]);
        cmp->canon[side].wordings = &cmp->wordings[side];
        cmp->identity_of[side] = sb_malloc(doc->components.n * sizeof *cmp->identity_of[side]);
        for (size_t v = 0; v < doc->components.n; v++)
            cmp->identity_of[side][v] = cmp->delta->rows[side][v].identity;
    }
}

void sb_compare(struct sb_delta *delta)
{
    struct sb_comparison cmp = {.delta = delta,
                                .json = sb_json_new(SB_STR_NONE, FACT_DEPTH),
                                .reader = sb_json_new(SB_STR_NONE, 0),
                                .last_type_id = SB_TEXT_EMPTY};
    sb_intern_init(&cmp.names);
    sb_intern_init(&cmp.idle);
    prepare(&cmp);
    sb_along_find(delta);
    sb_ran_read(delta, cmp.json);
    for (unsigned side = 0; side < SB_SIDES; side++)
        cmp.graph[side] = has_graph(delta, side);
    cmp.edges_comparable = delta->same_generator && cmp.graph[SB_OLD] && cmp.graph[SB_NEW];
    sb_compare_coverage(&cmp);
    sb_compare_document(&cmp);
    sb_compare_digest_scopes(&cmp);
    sb_compare_seats(&cmp);
    sb_compare_idle_read(&cmp);
    compare_pairs(&cmp);
    sb_compare_idle_tell(&cmp);
    note_edges(&cmp);
    note_digests(&cmp);
    sb_compare_members_left(&cmp);
    collect_changes(&cmp);
    order_terms(delta);
    if (delta->descriptions.n)
        qsort(delta->descriptions.p, delta->descriptions.n, sizeof *delta->descriptions.p, description_order);
    if (delta->lost.n)
        qsort(delta->lost.p, delta->lost.n, sizeof *delta->lost.p, description_order);
    sb_coverage_sort(delta);
    sb_json_free(cmp.json);
    sb_json_free(cmp.reader);
    sb_map_done(&cmp.descriptions);
    sb_map_done(&cmp.digests_agree);
    sb_map_done(&cmp.digests_differ);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_map_done(&cmp.types[side]);
        sb_map_done(&cmp.types_alone[side]);
        sb_free(cmp.edges[side].p);
        sb_free(cmp.identity_of[side]);
        sb_map_done(&cmp.wordings[side]);
        sb_canon_done(&cmp.canon[side]);
        sb_intern_done(&cmp.refs[side]);
        sb_free(cmp.seat[side]);
    }
    sb_free(cmp.fields.p);
    sb_free(cmp.changes.p);
    sb_intern_done(&cmp.names);
    sb_intern_done(&cmp.idle);
    sb_arena_done(&cmp.scratch);
}
