#include "diff/match.h"

#include "base/mem.h"
#include "base/pool.h"
#include "base/sort.h"
#include "diff/edges.h"
#include "diff/match_rows.h"
#include "model/tool.h"

enum { WORTH_A_THREAD = 4096 }; /* rows of a side, relations */

static bool same_generator(const struct sb_delta *delta)
{
    return sb_doc_same_tool(delta->doc[SB_OLD], delta->doc[SB_NEW]);
}

static bool one_tool(const struct sb_delta *delta)
{
    return delta->same_generator && sb_match_generator(delta->doc[SB_OLD]).n;
}

static bool both_have_roots(const struct sb_delta *delta)
{
    return delta->doc[SB_OLD]->root.v && delta->doc[SB_NEW]->root.v;
}

/* Whether a row is called as the ROOT of a side. */
static bool is_called(const struct sb_delta *delta, unsigned side, uint32_t v, sb_str key, unsigned of, sb_str root)
{
    return sb_str_eq(key, root) &&
           sb_str_eq(delta->rows[side][v].version, delta->rows[of][delta->doc[of]->root.v].version);
}

/* Whether a row is its document's root once more among the components: with a place of its own it is something that was
 * installed. Where a document calls its root by a folder alone, and lists the package that lies there, the other side's
 * root tells which that is. */
static bool is_root_again(const struct sb_delta *delta, unsigned side, uint32_t v, sb_str key,
                          const sb_str roots[SB_SIDES])
{
    if (sb_text_set(sb_doc_at(delta->doc[side], (sb_comp){v})->place))
        return false;
    bool nameless = !delta->rows[side][delta->doc[side]->root.v].has_purl && sb_str_starts(key, SB_S("pkg:"));
    return is_called(delta, side, v, key, side, roots[side]) ||
           (nameless && is_called(delta, side, v, key, !side, roots[!side]));
}

static int by_key(const void *a, const void *b, void *ctx)
{
    const sb_str *keys = ctx;
    return sb_str_cmp(keys[((const sb_comp *)a)->v], keys[((const sb_comp *)b)->v]);
}

struct ordering {
    sb_str *const *keys;     /* by side and handle */
    sb_comp *rows[SB_SIDES]; /* with room for all */
    uint32_t n[SB_SIDES];
};

static void order_rows(void *ctx, unsigned worker, size_t side)
{
    struct ordering *o = ctx;
    (void)worker;
    for (uint32_t v = 1; v <= o->n[side]; v++)
        o->rows[side][v - 1] = (sb_comp){v};
    sb_sort(o->rows[side], o->n[side], sizeof *o->rows[side], by_key, o->keys[side]);
}

/* The rows of a side that have the KEY, from REST on. */
static void take_rows(struct sb_delta *delta, unsigned side, const sb_str *keys, sb_str key, sb_comp **rest,
                      const sb_comp *end)
{
    struct sb_identity *id = &delta->identities.p[delta->identities.n - 1];
    id->rows[side] = *rest;
    for (; *rest < end && sb_str_eq(keys[(*rest)->v], key); ++*rest) {
        struct sb_row *row = &delta->rows[side][(*rest)->v];
        row->identity = (uint32_t)delta->identities.n - 1;
        if (id->n[SB_OLD] + id->n[SB_NEW] == 0)
            id->type = row->type;
        id->n[side]++;
    }
}

/* One identity per key, by one walk along both sides. */
static void gather_identities(struct sb_delta *delta, unsigned threads, sb_str *const keys[SB_SIDES])
{
    struct ordering order = {.keys = keys};
    sb_comp *rest[SB_SIDES];
    const sb_comp *end[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        order.n[side] = sb_doc_count(delta->doc[side]);
        rest[side] = order.rows[side] = sb_arena_alloc(&delta->arena, (order.n[side] + 1u) * sizeof *rest[side]);
        end[side] = rest[side] + order.n[side];
    }
    sb_side_by_side(order.n[SB_NEW] >= WORTH_A_THREAD ? threads : 1, SB_SIDES, order_rows, &order);
    while (rest[SB_OLD] < end[SB_OLD] || rest[SB_NEW] < end[SB_NEW]) {
        sb_str old = rest[SB_OLD] < end[SB_OLD] ? keys[SB_OLD][rest[SB_OLD]->v] : SB_STR_NONE;
        sb_str new = rest[SB_NEW] < end[SB_NEW] ? keys[SB_NEW][rest[SB_NEW]->v] : SB_STR_NONE;
        sb_str key = !old.n || (new.n &&sb_str_cmp(new, old) < 0) ? new : old;
        *SB_PUSH(&delta->identities) = (struct sb_identity){.key = key};
        for (unsigned side = 0; side < SB_SIDES; side++)
            take_rows(delta, side, keys[side], key, &rest[side], end[side]);
    }
}

/* The pair of roots, and what lists them once more, is an identity of its own. RET_KEYS gets what the roots were. */
static void set_roots_apart(const struct sb_delta *delta, sb_str *const keys[SB_SIDES], sb_str ret_keys[SB_SIDES])
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        ret_keys[side] = keys[side][delta->doc[side]->root.v];
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (uint32_t v = 1; v <= sb_doc_count(delta->doc[side]); v++)
            if (v == delta->doc[side]->root.v || is_root_again(delta, side, v, keys[side][v], ret_keys))
                keys[side][v] = SB_S("root:");
}

/* The first tier: what fell under one key is together already. Without a purl the key was made of coordinates. */
static void name_first_tier(struct sb_delta *delta)
{
    for (size_t i = 0; i < delta->identities.n; i++) {
        struct sb_identity *id = &delta->identities.p[i];
        if (id->n[SB_OLD] && id->n[SB_NEW])
            id->tier = sb_str_starts(id->key, SB_S("pkg:")) ? SB_TIER_PURL : SB_TIER_COORDINATES;
    }
}

static void name_root_tier(struct sb_delta *delta, const sb_str keys[SB_SIDES])
{
    sb_comp old = delta->doc[SB_OLD]->root, new = delta->doc[SB_NEW]->root;
    struct sb_identity *id = &delta->identities.p[delta->rows[SB_NEW][new.v].identity];
    bool purls = delta->rows[SB_OLD][old.v].has_purl && delta->rows[SB_NEW][new.v].has_purl;
    id->tier = purls && sb_str_eq(keys[SB_OLD], keys[SB_NEW]) ? SB_TIER_PURL : SB_TIER_COORDINATES;
    id->type = delta->rows[SB_NEW][new.v].type;
}

static int by_identity(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    return sb_str_cmp(((const struct sb_identity *)a)->key, ((const struct sb_identity *)b)->key);
}

/* Drops identities whose rows went to another, sorts the rest by key and tells the rows. */
static void order_identities(struct sb_delta *delta)
{
    size_t kept = 0;
    for (size_t i = 0; i < delta->identities.n; i++)
        if (delta->identities.p[i].n[SB_OLD] + delta->identities.p[i].n[SB_NEW])
            delta->identities.p[kept++] = delta->identities.p[i];
    delta->identities.n = kept;
    sb_sort(delta->identities.p, kept, sizeof *delta->identities.p, by_identity, NULL);
    for (size_t i = 0; i < kept; i++)
        for (unsigned side = 0; side < SB_SIDES; side++)
            for (uint32_t k = 0; k < delta->identities.p[i].n[side]; k++)
                delta->rows[side][delta->identities.p[i].rows[side][k].v].identity = (uint32_t)i;
}

/* Whether a side lists files at all: what does not, has no spelling for one either. */
static bool has_files(const struct sb_doc *doc)
{
    for (uint32_t v = 1; v <= sb_doc_count(doc); v++)
        if (sb_is_bare_file(doc, (sb_comp){v}))
            return true;
    return false;
}

/* Files of a package are told of with it, and coverage says where one side lists none. One tool spells a package in one
 * way, so what it lists on one side only came or went; of another tool that is said with the reservation that the pair
 * may be spelled otherwise. */
static void note_unreconciled(struct sb_delta *delta, struct sb_match_reasons *reasons, const bool files[SB_SIDES],
                              const struct sb_identity *id)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        for (uint32_t k = 0; k < id->n[side]; k++) {
            sb_comp c = id->rows[side][k];
            bool bad = sb_doc_at(delta->doc[side], c)->purl_bad;
            bool told = (sb_is_file(delta->doc[side], c) && sb_match_owner(delta, side, c)) ||
                        (sb_is_bare_file(delta->doc[side], c) && !files[!side]);
            if (c.v == delta->doc[side]->root.v || told || (!bad && one_tool(delta)))
                continue;
            *SB_PUSH(&delta->unreconciled) =
                (struct sb_unreconciled){.side = (uint8_t)side, .row = c, .reason = sb_match_reason(reasons, side, c)};
        }
    }
}

static int by_name(const void *a, const void *b, void *ctx)
{
    const struct sb_delta *delta = ctx;
    const struct sb_unreconciled *x = a, *y = b;
    const struct sb_doc *dx = delta->doc[x->side], *dy = delta->doc[y->side];
    const struct sb_component *cx = sb_doc_at(dx, x->row), *cy = sb_doc_at(dy, y->row);
    int c = sb_str_cmp(sb_doc_str(dx, cx->name), sb_doc_str(dy, cy->name));
    c = c ? c : sb_str_cmp(sb_doc_str(dx, cx->version), sb_doc_str(dy, cy->version));
    c = c ? c : sb_str_cmp(sb_doc_str(dx, cx->ref), sb_doc_str(dy, cy->ref));
    return c ? c : (int)x->side - (int)y->side;
}

static void build_edges(void *ctx, unsigned worker, size_t side)
{
    struct sb_delta *delta = ctx;
    (void)worker;
    sb_edges_build(delta, (enum sb_side)side, &delta->wants[side], &delta->wanted_by[side]);
}

void sb_match(struct sb_delta *delta, unsigned threads)
{
    sb_str *keys[SB_SIDES], root_keys[SB_SIDES];
    delta->same_generator = same_generator(delta);
    delta->root_identity = UINT32_MAX;
    for (unsigned side = 0; side < SB_SIDES; side++)
        delta->owners[side] = sb_owners(delta->doc[side]);
    sb_match_rows(delta, threads, keys);
    if (both_have_roots(delta))
        set_roots_apart(delta, keys, root_keys);
    gather_identities(delta, threads, keys);
    name_first_tier(delta);
    if (both_have_roots(delta))
        name_root_tier(delta, root_keys);
    sb_match_tiers(delta);
    order_identities(delta);
    if (both_have_roots(delta))
        delta->root_identity = delta->rows[SB_NEW][delta->doc[SB_NEW]->root.v].identity;
    struct sb_match_anchors *anchors = sb_match_anchors_new(delta);
    struct sb_match_content *content = sb_match_content_new(delta);
    struct sb_match_reasons *reasons = sb_match_reasons_new(delta);
    const bool files[SB_SIDES] = {has_files(delta->doc[SB_OLD]), has_files(delta->doc[SB_NEW])};
    for (size_t i = 0; i < delta->identities.n; i++) {
        sb_match_pairs(delta, anchors, content, (uint32_t)i);
        struct sb_identity *id = &delta->identities.p[i];
        if (i != delta->root_identity && id->tier == SB_TIER_NONE && !sb_str_starts(id->key, SB_S("pkg:")))
            note_unreconciled(delta, reasons, files, id);
    }
    sb_match_reasons_free(reasons);
    sb_match_content_free(content);
    sb_match_anchors_free(anchors);
    if (delta->unreconciled.n)
        qsort_r(delta->unreconciled.p, delta->unreconciled.n, sizeof *delta->unreconciled.p, by_name, delta);
    bool worth_a_thread = delta->doc[SB_NEW]->relations.n >= WORTH_A_THREAD;
    sb_side_by_side(worth_a_thread ? threads : 1, SB_SIDES, build_edges, delta);
}
