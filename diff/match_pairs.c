#include "base/mem.h"
#include "diff/match_rows.h"

/* One row of an identity while its partner is sought. */
struct item {
    sb_str version, place, purl, ref, content;
    sb_comp row;
    uint32_t owner;   /* identity + 1 of what owns it; 0: nothing does */
    bool placed;      /* it is known where the row is installed */
    bool stable;      /* and that place holds other packages as well, on both sides */
    uint32_t partner; /* index + 1 on the other side; 0: none yet */
};

/* What partners of a pass have in common, and which rows it looks at. */
struct pass {
    bool owner, content, version;
    enum { ANYWHERE, PLACED, STABLE } place;
    enum sb_step near; /* versions at most one step of this kind apart; SAME: no matter how far */
};

struct pairing {
    const struct sb_version_scheme *scheme;
    const struct pass *pass;
    struct item *items[SB_SIDES];
    uint32_t n[SB_SIDES];
    uint32_t *order[SB_SIDES]; /* of the items without a partner, as the pass wants them */
    uint32_t left[SB_SIDES];
    uint64_t steps; /* comparisons */
};

/* What is owned answers for nothing but its owner's content, so rows of one owner stand first to each other. A place
 * is stable if it holds many packages (a folder of distributions, a program with its modules): what is there now took
 * the place of what was there. npm puts each package into a folder of its own, and moves those about: there a place is
 * worth less than a version. */
static const struct pass passes[] = {
    {.owner = true, .place = PLACED, .version = true},
    {.owner = true, .place = STABLE, .near = SB_STEP_PATCH},
    {.owner = true, .place = STABLE, .near = SB_STEP_MINOR},
    {.owner = true, .place = STABLE},
    {.owner = true, .content = true, .version = true},
    {.owner = true, .version = true},
    {.owner = true, .content = true},
    {.owner = true, .place = PLACED},
    {.owner = true, .near = SB_STEP_PATCH},
    {.owner = true, .near = SB_STEP_MINOR},
    {.owner = true},
    {.content = true, .version = true},
    {.place = PLACED, .version = true},
    {.version = true},
    {.content = true},
    {.place = PLACED},
    {.near = SB_STEP_PATCH},
    {.near = SB_STEP_MINOR},
    {0},
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

/* The content set as its fact says it, else the first strong digest. */
static sb_str content_of(const struct sb_doc *doc, sb_comp c)
{
    enum { STRONG = 4 }; /* 256 bits, see base/digest.def */
    sb_str files = sb_doc_fact_of(doc, c, sb_fact_rows[SB_FACT_FILES].name);
    struct sb_range r = sb_doc_hashes_of(doc, c);
    for (uint32_t i = r.first; files.n == 0 && i < r.first + r.n; i++) {
        const struct sb_digest *d = &doc->hashes.p[i].digest;
        if (sb_algs[d->alg].strength >= STRONG)
            return sb_str_n((const char *)d, offsetof(struct sb_digest, b) + d->n);
    }
    return files;
}

static void fill(struct pairing *p, const struct sb_delta *delta, const struct sb_match_anchors *anchors,
                 const struct sb_identity *id, unsigned side)
{
    const struct sb_doc *doc = delta->doc[side];
    p->n[side] = id->n[side];
    p->items[side] = sb_calloc(id->n[side] + 1u, sizeof *p->items[side]);
    p->order[side] = sb_calloc(id->n[side] + 1u, sizeof *p->order[side]);
    for (uint32_t i = 0; i < id->n[side]; i++) {
        sb_comp c = id->rows[side][i];
        const struct sb_component *component = sb_doc_at(doc, c);
        const struct sb_row *row = sb_delta_row(delta, side, c);
        p->items[side][i] = (struct item){.version = row->version,
                                          .place = sb_doc_str(doc, component->place),
                                          .purl = row->purl,
                                          .ref = sb_doc_str(doc, component->ref),
                                          .content = content_of(doc, c),
                                          .row = c,
                                          .owner = sb_match_owner(anchors, delta, side, c),
                                          .placed = sb_text_set(component->place),
                                          .stable = sb_match_is_stable(anchors, side, c)};
    }
    void *scheme = (void *)(uintptr_t)p->scheme; /* qsort_r hands it through; nobody writes to it */
    qsort_r(p->items[side], p->n[side], sizeof *p->items[side], by_version, scheme);
    for (uint32_t i = 0; i < id->n[side]; i++)
        id->rows[side][i] = p->items[side][i].row;
}

/* How two rows stand to each other in what the pass goes by, but for versions that are only near. */
static int compare(struct pairing *p, const struct item *a, const struct item *b)
{
    int c = 0;
    p->steps++;
    if (p->pass->owner)
        c = (a->owner > b->owner) - (a->owner < b->owner);
    if (c == 0 && p->pass->place != ANYWHERE)
        c = sb_str_cmp(a->place, b->place);
    if (c == 0 && p->pass->content)
        c = sb_str_cmp(a->content, b->content);
    if (c == 0 && p->pass->version)
        c = p->scheme->compare(a->version, b->version);
    return c;
}

/* The same between the sides: 0 makes them partners. Versions at most one kind of step apart are neighbours: they lie
 * side by side in version order. */
static int relate(struct pairing *p, const struct item *old, const struct item *new)
{
    int c = compare(p, old, new);
    if (c || p->pass->near == SB_STEP_SAME)
        return c;
    c = p->scheme->compare(old->version, new->version);
    enum sb_step step = c <= 0 ? sb_version_step(p->scheme, old->version, new->version)
                               : sb_version_step(p->scheme, new->version, old->version);
    return step <= p->pass->near ? 0 : c;
}

struct sorting {
    struct pairing *p;
    unsigned side;
};

/* Items are in version order, so an index breaks ties by it. */
static int by_pass(const void *a, const void *b, void *ctx)
{
    const struct sorting *s = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int c = compare(s->p, &s->p->items[s->side][x], &s->p->items[s->side][y]);
    return c ? c : (x > y) - (x < y);
}

static bool takes_part(const struct pass *pass, const struct item *item)
{
    if (item->partner || (pass->content && item->content.n == 0))
        return false;
    return pass->place == ANYWHERE || (pass->place == STABLE ? item->stable : item->placed);
}

static void list_left(struct pairing *p)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        p->left[side] = 0;
        for (uint32_t i = 0; i < p->n[side]; i++)
            if (takes_part(p->pass, &p->items[side][i]))
                p->order[side][p->left[side]++] = i;
    }
}

static void walk(struct pairing *p)
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
    for (size_t i = 0; i < SB_COUNT(passes); i++) {
        p->pass = &passes[i];
        list_left(p);
        if (p->left[SB_OLD] == 0 || p->left[SB_NEW] == 0)
            continue;
        for (unsigned side = 0; side < SB_SIDES; side++) {
            struct sorting s = {p, side};
            qsort_r(p->order[side], p->left[side], sizeof *p->order[side], by_pass, &s);
        }
        walk(p);
    }
}

static void add_pair(struct sb_delta *delta, uint32_t identity, sb_comp old, sb_comp new)
{
    *SB_PUSH(&delta->pairs) = (struct sb_row_pair){.identity = identity, .row = {old, new}};
    delta->identities.p[identity].n_pairs++;
}

static void pair_many(struct sb_delta *delta, const struct sb_match_anchors *anchors, uint32_t identity)
{
    const struct sb_identity *id = &delta->identities.p[identity];
    struct pairing p = {.scheme = sb_version_scheme_of(id->type)};
    for (unsigned side = 0; side < SB_SIDES; side++)
        fill(&p, delta, anchors, id, side);
    if (p.n[SB_OLD] && p.n[SB_NEW])
        find_partners(&p);
    delta->pairing_steps += p.steps;
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

void sb_match_pairs(struct sb_delta *delta, const struct sb_match_anchors *anchors, uint32_t identity)
{
    struct sb_identity *id = &delta->identities.p[identity];
    id->first_pair = (uint32_t)delta->pairs.n;
    id->n_pairs = 0;
    if (id->n[SB_OLD] <= 1 && id->n[SB_NEW] <= 1)
        add_pair(delta, identity, id->n[SB_OLD] ? id->rows[SB_OLD][0] : SB_COMP_NONE,
                 id->n[SB_NEW] ? id->rows[SB_NEW][0] : SB_COMP_NONE);
    else
        pair_many(delta, anchors, identity);
}
