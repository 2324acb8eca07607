#include "diff/match_rows.h"

#include "base/mem.h"

/* One row of an identity while its partner is sought. */
struct item {
    sb_str version, place, purl, ref;
    sb_comp row;
    bool placed;      /* it is known where the row is installed */
    uint32_t partner; /* index + 1 on the other side; 0: none yet */
};

struct pairing {
    const struct sb_version_scheme *scheme;
    struct item *items[SB_SIDES];
    uint32_t n[SB_SIDES];
    uint32_t *order[SB_SIDES]; /* of the items without a partner, as the pass wants them */
    uint32_t left[SB_SIDES];
    enum sb_step limit;
};

static int by_version(const void *a, const void *b, void *ctx)
{
    const struct sb_version_scheme *scheme = ctx;
    const struct item *x = a, *y = b;
    int c = scheme->compare(x->version, y->version);
    c = c ? c : sb_str_cmp(x->place, y->place);
    c = c ? c : sb_str_cmp(x->version, y->version);
    c = c ? c : sb_str_cmp(x->purl, y->purl);
    return c ? c : sb_str_cmp(x->ref, y->ref);
}

/* Items are in version order, so an index breaks ties by content. */
static int by_place(const void *a, const void *b, void *ctx)
{
    const struct item *items = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int c = sb_str_cmp(items[x].place, items[y].place);
    return c ? c : (x > y) - (x < y);
}

static void fill(struct pairing *p, const struct sb_delta *delta, const struct sb_identity *id, unsigned side)
{
    const struct sb_doc *doc = delta->doc[side];
    p->n[side] = id->n[side];
    p->items[side] = sb_calloc(id->n[side] + 1u, sizeof *p->items[side]);
    p->order[side] = sb_calloc(id->n[side] + 1u, sizeof *p->order[side]);
    for (uint32_t i = 0; i < id->n[side]; i++) {
        const struct sb_component *c = sb_doc_at(doc, id->rows[side][i]);
        const struct sb_row *row = sb_delta_row(delta, side, id->rows[side][i]);
        p->items[side][i] = (struct item){.version = row->version,
                                          .place = sb_doc_str(doc, c->place),
                                          .purl = row->purl,
                                          .ref = sb_doc_str(doc, c->ref),
                                          .row = id->rows[side][i],
                                          .placed = sb_text_set(c->place)};
    }
    void *scheme = (void *)(uintptr_t)p->scheme; /* qsort_r hands it through; nobody writes to it */
    qsort_r(p->items[side], p->n[side], sizeof *p->items[side], by_version, scheme);
    for (uint32_t i = 0; i < id->n[side]; i++)
        id->rows[side][i] = p->items[side][i].row;
}

static void list_left(struct pairing *p, bool placed_only)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        p->left[side] = 0;
        for (uint32_t i = 0; i < p->n[side]; i++)
            if (!p->items[side][i].partner && (!placed_only || p->items[side][i].placed))
                p->order[side][p->left[side]++] = i;
    }
}

/* How an old and a new item stand to each other in the order of the pass: 0 makes them partners. */
typedef int relate_fn(const struct pairing *p, const struct item *old, const struct item *new);

static int same_version_and_place(const struct pairing *p, const struct item *old, const struct item *new)
{
    int c = p->scheme->compare(old->version, new->version);
    return c ? c : sb_str_cmp(old->place, new->place);
}

static int same_version(const struct pairing *p, const struct item *old, const struct item *new)
{
    return p->scheme->compare(old->version, new->version);
}

static int same_place(const struct pairing *p, const struct item *old, const struct item *new)
{
    (void)p;
    return sb_str_cmp(old->place, new->place);
}

/* Versions at most one kind of step apart are neighbours: they lie side by side in version order. */
static int near_version(const struct pairing *p, const struct item *old, const struct item *new)
{
    int c = p->scheme->compare(old->version, new->version);
    if (p->limit == SB_STEP_OTHER)
        return 0;
    enum sb_step step = c <= 0 ? sb_version_step(p->scheme, old->version, new->version)
                               : sb_version_step(p->scheme, new->version, old->version);
    return step <= p->limit ? 0 : c;
}

static void walk(struct pairing *p, relate_fn *relate)
{
    uint32_t i = 0, k = 0;
    while (i < p->left[SB_OLD] && k < p->left[SB_NEW]) {
        uint32_t o = p->order[SB_OLD][i], n = p->order[SB_NEW][k];
        struct item *old = &p->items[SB_OLD][o], *new = &p->items[SB_NEW][n];
        int c = relate(p, old, new);
        if (c == 0) {
            old->partner = n + 1;
            new->partner = o + 1;
        }
        i += c <= 0;
        k += c >= 0;
    }
}

static void find_partners(struct pairing *p)
{
    list_left(p, false);
    walk(p, same_version_and_place);
    list_left(p, false);
    walk(p, same_version);
    list_left(p, true);
    for (unsigned side = 0; side < SB_SIDES; side++)
        qsort_r(p->order[side], p->left[side], sizeof *p->order[side], by_place, p->items[side]);
    walk(p, same_place);
    static const enum sb_step limits[] = {SB_STEP_PATCH, SB_STEP_MINOR, SB_STEP_OTHER};
    for (size_t i = 0; i < SB_COUNT(limits); i++) {
        p->limit = limits[i];
        list_left(p, false);
        walk(p, near_version);
    }
}

static void add_pair(struct sb_delta *delta, uint32_t identity, sb_comp old, sb_comp new)
{
    *SB_PUSH(&delta->pairs) = (struct sb_row_pair){.identity = identity, .row = {old, new}};
    delta->identities.p[identity].n_pairs++;
}

static void pair_many(struct sb_delta *delta, uint32_t identity)
{
    const struct sb_identity *id = &delta->identities.p[identity];
    struct pairing p = {.scheme = sb_version_scheme_of(id->type)};
    for (unsigned side = 0; side < SB_SIDES; side++)
        fill(&p, delta, id, side);
    if (p.n[SB_OLD] && p.n[SB_NEW])
        find_partners(&p);
    for (uint32_t i = 0; i < p.n[SB_NEW]; i++) {
        const struct item *new = &p.items[SB_NEW][i];
        add_pair(delta, identity, new->partner ? p.items[SB_OLD][new->partner - 1].row : SB_COMP_NONE, new->row);
    }
    for (uint32_t i = 0; i < p.n[SB_OLD]; i++)
        if (!p.items[SB_OLD][i].partner)
            add_pair(delta, identity, p.items[SB_OLD][i].row, SB_COMP_NONE);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_free(p.items[side]);
        sb_free(p.order[side]);
    }
}

void sb_match_pairs(struct sb_delta *delta, uint32_t identity)
{
    struct sb_identity *id = &delta->identities.p[identity];
    id->first_pair = (uint32_t)delta->pairs.n;
    id->n_pairs = 0;
    if (id->n[SB_OLD] <= 1 && id->n[SB_NEW] <= 1)
        add_pair(delta, identity, id->n[SB_OLD] ? id->rows[SB_OLD][0] : SB_COMP_NONE,
                 id->n[SB_NEW] ? id->rows[SB_NEW][0] : SB_COMP_NONE);
    else
        pair_many(delta, identity);
}
