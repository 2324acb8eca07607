#include "base/mem.h"
#include "diff/match_rows.h"

/* One row of an identity while its partner is sought. */
struct item {
    sb_str version, place, purl;
    uint64_t keys[SB_MATCH_KEYS];
    sb_comp row;
    uint32_t owner;   /* identity + 1 of what owns it; 0: nothing does */
    bool placed;      /* it is known where the row is installed */
    bool stable;      /* and that place holds other packages as well, on both sides */
    bool again;       /* the same as one that has a partner: no other version is its successor */
    uint32_t partner; /* index + 1 on the other side; 0: none yet */
};

/* What partners of a pass have in common, and which rows it looks at. CONTENT: bytes, as far as the rows tell. */
struct pass {
    bool owner, content, version;
    enum { ANYWHERE, PLACED, STABLE } place;
    enum sb_step near; /* versions at most one step of this kind apart; SAME: no matter how far */
};

struct pairing {
    const struct sb_version_scheme *scheme;
    const struct pass *pass;
    enum sb_match_key key; /* what partners say alike besides; KEYS: nothing */
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

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_version(const void *a, const void *b, void *ctx)
{
    const struct sb_version_scheme *scheme = ctx;
    const struct item *x = a, *y = b;
    int c = scheme->compare(x->version, y->version);
    c = c ? c : sb_str_cmp(x->place, y->place);
    c = c ? c : sb_str_cmp(x->version, y->version);
    c = c ? c : sb_str_cmp(x->purl, y->purl);
    return c ? c : compare_u64(x->keys[SB_MATCH_WHOLE], y->keys[SB_MATCH_WHOLE]);
}

static void fill(struct pairing *p, const struct sb_delta *delta, const struct sb_match_anchors *anchors,
                 struct sb_match_content *content, const struct sb_identity *id, unsigned side)
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
                                          .row = c,
                                          .owner = sb_match_owner(delta, side, c),
                                          .placed = sb_text_set(component->place),
                                          .stable = sb_match_is_stable(anchors, side, c)};
        sb_match_content_of(content, side, c, p->items[side][i].keys);
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
    if (c == 0 && p->key != SB_MATCH_KEYS)
        c = compare_u64(a->keys[p->key], b->keys[p->key]);
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
    enum sb_match_key key;
};

/* Items are in version order, so an index breaks ties by it. */
static int by_pass(const void *a, const void *b, void *ctx)
{
    const struct sorting *s = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int c = compare(s->p, &s->p->items[s->side][x], &s->p->items[s->side][y]);
    return c ? c : (x > y) - (x < y);
}

static int by_saying(const void *a, const void *b, void *ctx)
{
    const struct sorting *s = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int c = 0;
    s->p->steps++;
    if (s->key != SB_MATCH_KEYS)
        c = compare_u64(s->p->items[s->side][x].keys[s->key], s->p->items[s->side][y].keys[s->key]);
    return c ? c : (x > y) - (x < y);
}

static bool takes_part(const struct pairing *p, const struct item *item)
{
    const struct pass *pass = p->pass;
    if (item->partner || item->again || (p->key != SB_MATCH_KEYS && item->keys[p->key] == 0))
        return false;
    return pass->place == ANYWHERE || (pass->place == STABLE ? item->stable : item->placed);
}

static void list_left(struct pairing *p)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        p->left[side] = 0;
        for (uint32_t i = 0; i < p->n[side]; i++)
            if (takes_part(p, &p->items[side][i]))
                p->order[side][p->left[side]++] = i;
    }
}

static void make_partners(struct pairing *p, uint32_t o, uint32_t n)
{
    p->items[SB_OLD][o].partner = n + 1;
    p->items[SB_NEW][n].partner = o + 1;
}

/* ---- rows that a pass cannot tell apart ---- */

/* Rows of both sides, as indices of items. */
struct run {
    uint32_t *at[SB_SIDES], n[SB_SIDES];
    enum sb_match_key key;
};

/* They are told apart by what else they say: these in turn, and in the end by their order. */
static const enum sb_match_key sayings[] = {
    SB_MATCH_WHOLE, SB_MATCH_FILES, SB_MATCH_DIGESTS, SB_MATCH_LONG_DIGEST, SB_MATCH_DIGEST, SB_MATCH_WEAK_DIGEST,
    SB_MATCH_PURL,  SB_MATCH_ARCH,  SB_MATCH_LICENCE, SB_MATCH_EDGES,       SB_MATCH_PATH,   SB_MATCH_REST};

static uint64_t said(struct pairing *p, const struct run *run, unsigned side, uint32_t i)
{
    p->steps++;
    return p->items[side][run->at[side][i]].keys[run->key];
}

static void leave_out_partnered(struct pairing *p, struct run *run)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < run->n[side]; i++)
            if (!p->items[side][run->at[side][i]].partner)
                run->at[side][kept++] = run->at[side][i];
        run->n[side] = kept;
    }
}

static void pair_by_key(struct pairing *p, struct run *run)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        struct sorting s = {p, side, run->key};
        qsort_r(run->at[side], run->n[side], sizeof *run->at[side], by_saying, &s);
    }
    uint32_t i = 0, k = 0;
    while (i < run->n[SB_OLD] && k < run->n[SB_NEW]) {
        uint64_t o = said(p, run, SB_OLD, i), n = said(p, run, SB_NEW, k);
        if (o == n && o)
            make_partners(p, run->at[SB_OLD][i], run->at[SB_NEW][k]);
        i += o <= n;
        k += o >= n;
    }
    leave_out_partnered(p, run);
}

static void pair_run(struct pairing *p, struct run run)
{
    for (size_t i = 0; i < SB_COUNT(sayings) && run.n[SB_OLD] && run.n[SB_NEW]; i++) {
        if (run.n[SB_OLD] == 1 && run.n[SB_NEW] == 1)
            break;
        run.key = sayings[i];
        pair_by_key(p, &run);
    }
    for (unsigned side = 0; side < SB_SIDES; side++) {
        struct sorting s = {p, side, SB_MATCH_KEYS};
        if (run.n[side] > 1)
            qsort_r(run.at[side], run.n[side], sizeof *run.at[side], by_saying, &s);
    }
    for (uint32_t i = 0; i < run.n[SB_OLD] && i < run.n[SB_NEW]; i++)
        make_partners(p, run.at[SB_OLD][i], run.at[SB_NEW][i]);
}

/* How many rows from I on are the same to the pass. */
static uint32_t run_length(struct pairing *p, unsigned side, uint32_t i)
{
    uint32_t n = 1;
    while (i + n < p->left[side] &&
           compare(p, &p->items[side][p->order[side][i]], &p->items[side][p->order[side][i + n]]) == 0)
        n++;
    return n;
}

/* ---- passes ---- */

static void walk(struct pairing *p)
{
    uint32_t i = 0, k = 0;
    while (i < p->left[SB_OLD] && k < p->left[SB_NEW]) {
        uint32_t o = p->order[SB_OLD][i], n = p->order[SB_NEW][k];
        int c = relate(p, &p->items[SB_OLD][o], &p->items[SB_NEW][n]);
        uint32_t n_old = 1, n_new = 1;
        if (c == 0 && p->pass->version) {
            n_old = run_length(p, SB_OLD, i);
            n_new = run_length(p, SB_NEW, k);
            pair_run(p, (struct run){.at = {p->order[SB_OLD] + i, p->order[SB_NEW] + k}, .n = {n_old, n_new}});
        } else if (c == 0) {
            make_partners(p, o, n);
        }
        i += c <= 0 ? n_old : 0;
        k += c >= 0 ? n_new : 0;
    }
}

/* A pass over the rows that are left; partners say KEY alike. */
static void run_pass(struct pairing *p, const struct pass *pass, enum sb_match_key key)
{
    p->pass = pass;
    p->key = key;
    list_left(p);
    if (p->left[SB_OLD] == 0 || p->left[SB_NEW] == 0)
        return;
    for (unsigned side = 0; side < SB_SIDES; side++) {
        struct sorting s = {p, side, SB_MATCH_KEYS};
        qsort_r(p->order[side], p->left[side], sizeof *p->order[side], by_pass, &s);
    }
    walk(p);
}

/* Which digests a pass by content goes by, and which spelling of the purl one that looks for other versions: the same
 * architecture comes first. */
static const enum sb_match_key contents[] = {SB_MATCH_FILES, SB_MATCH_LONG_DIGEST, SB_MATCH_DIGEST};
static const enum sb_match_key spellings[] = {SB_MATCH_PURL, SB_MATCH_ARCH};

static bool spelled_alike(const struct pairing *p)
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (uint32_t i = 0; i < p->n[side]; i++)
            if (p->items[side][i].keys[SB_MATCH_PURL] != p->items[SB_OLD][0].keys[SB_MATCH_PURL])
                return false;
    return true;
}

/* ---- rows that a document has once more ---- */

static bool says_the_same(const struct item *a, const struct item *b)
{
    static const enum sb_match_key keys[] = {SB_MATCH_DIGESTS, SB_MATCH_PURL, SB_MATCH_LICENCE, SB_MATCH_PATH,
                                             SB_MATCH_REST};
    bool same = sb_str_eq(a->version, b->version) && sb_str_eq(a->place, b->place);
    for (size_t i = 0; same && i < SB_COUNT(keys); i++)
        same = a->keys[keys[i]] == b->keys[keys[i]];
    return same;
}

/* Such rows are neighbours in version order. */
static void find_again(struct pairing *p)
{
    enum { NEAR = 64 };
    for (unsigned side = 0; side < SB_SIDES; side++) {
        struct item *items = p->items[side];
        for (uint32_t i = 0; i < p->n[side]; i++) {
            uint32_t first = i < NEAR ? 0 : i - NEAR;
            for (uint32_t k = first; !items[i].partner && !items[i].again && k < p->n[side] && k <= i + NEAR; k++)
                items[i].again = items[k].partner && says_the_same(&items[i], &items[k]);
        }
    }
}

static void find_partners(struct pairing *p)
{
    bool alike = spelled_alike(p);
    for (size_t i = 0; i < SB_COUNT(passes); i++) {
        const struct pass *pass = &passes[i];
        if (!pass->version && pass->place == ANYWHERE)
            find_again(p);
        for (size_t k = 0; pass->content && k < SB_COUNT(contents); k++)
            run_pass(p, pass, contents[k]);
        for (size_t k = 0; !alike && !pass->content && !pass->version && k < SB_COUNT(spellings); k++)
            run_pass(p, pass, spellings[k]);
        if (!pass->content)
            run_pass(p, pass, SB_MATCH_KEYS);
    }
}

static void add_pair(struct sb_delta *delta, uint32_t identity, sb_comp old, sb_comp new)
{
    *SB_PUSH(&delta->pairs) = (struct sb_row_pair){.identity = identity, .row = {old, new}};
    delta->identities.p[identity].n_pairs++;
}

static void pair_many(struct sb_delta *delta, const struct sb_match_anchors *anchors, struct sb_match_content *content,
                      uint32_t identity)
{
    const struct sb_identity *id = &delta->identities.p[identity];
    struct pairing p = {.scheme = sb_version_scheme_of(id->type)};
    for (unsigned side = 0; side < SB_SIDES; side++)
        fill(&p, delta, anchors, content, id, side);
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

/* Moves the root behind the other rows of its identity. */
static void put_last(struct sb_identity *id, unsigned side, sb_comp root)
{
    uint32_t at = 0;
    while (at < id->n[side] && id->rows[side][at].v != root.v)
        at++;
    for (; at + 1 < id->n[side]; at++)
        id->rows[side][at] = id->rows[side][at + 1];
    id->rows[side][id->n[side] - 1] = root;
}

/* Root with root, whatever else is said; then what lists it again. */
static void pair_roots(struct sb_delta *delta, const struct sb_match_anchors *anchors, struct sb_match_content *content,
                       uint32_t identity)
{
    struct sb_identity *id = &delta->identities.p[identity];
    add_pair(delta, identity, delta->doc[SB_OLD]->root, delta->doc[SB_NEW]->root);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        put_last(id, side, delta->doc[side]->root);
        id->n[side]--;
    }
    if (id->n[SB_OLD] + id->n[SB_NEW])
        pair_many(delta, anchors, content, identity);
    for (unsigned side = 0; side < SB_SIDES; side++)
        id->n[side]++;
}

void sb_match_pairs(struct sb_delta *delta, const struct sb_match_anchors *anchors, struct sb_match_content *content,
                    uint32_t identity)
{
    struct sb_identity *id = &delta->identities.p[identity];
    id->first_pair = (uint32_t)delta->pairs.n;
    id->n_pairs = 0;
    if (identity == delta->root_identity)
        pair_roots(delta, anchors, content, identity);
    else if (id->n[SB_OLD] <= 1 && id->n[SB_NEW] <= 1)
        add_pair(delta, identity, id->n[SB_OLD] ? id->rows[SB_OLD][0] : SB_COMP_NONE,
                 id->n[SB_NEW] ? id->rows[SB_NEW][0] : SB_COMP_NONE);
    else
        pair_many(delta, anchors, content, identity);
}
