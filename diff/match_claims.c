#include "diff/match_claims.h"

#include "base/mem.h"

struct claim {
    sb_str key;
    uint32_t identity[SB_SIDES]; /* index + 1 */
    bool many[SB_SIDES];
};

struct sb_claims {
    struct sb_delta *delta;
    struct sb_arena scratch;
    struct sb_intern keys;
    uint32_t base;
    SB_VEC(struct claim) list;
};

static bool left_over(const struct sb_identity *id)
{
    return (id->n[SB_OLD] == 0) != (id->n[SB_NEW] == 0) && !sb_str_eq(id->key, SB_S("root:"));
}

const struct sb_identity *sb_claims_identity(const struct sb_claims *claims, uint32_t identity, enum sb_side *ret_side)
{
    const struct sb_identity *id = &claims->delta->identities.p[identity];
    *ret_side = id->n[SB_OLD] ? SB_OLD : SB_NEW;
    return id;
}

const struct sb_delta *sb_claims_delta(const struct sb_claims *claims)
{
    return claims->delta;
}

struct sb_arena *sb_claims_scratch(struct sb_claims *claims)
{
    return &claims->scratch;
}

void sb_claim(struct sb_claims *claims, uint32_t identity, sb_str key)
{
    enum sb_side side;
    if (key.n == 0)
        return;
    sb_claims_identity(claims, identity, &side);
    sb_text id = sb_intern(&claims->keys, key);
    uint32_t at = id.v - claims->base;
    if (at == claims->list.n)
        *SB_PUSH(&claims->list) = (struct claim){.key = sb_intern_str(&claims->keys, id)};
    struct claim *c = &claims->list.p[at];
    if (c->identity[side] && c->identity[side] != identity + 1)
        c->many[side] = true;
    c->identity[side] = identity + 1;
}

/* Keys are settled in the order of their bytes, so that arrival does not matter. */
static int by_key(const void *a, const void *b)
{
    return sb_str_cmp(((const struct claim *)a)->key, ((const struct claim *)b)->key);
}

static void join(struct sb_identity *old, struct sb_identity *new, enum sb_tier tier)
{
    new->rows[SB_OLD] = old->rows[SB_OLD];
    new->n[SB_OLD] = old->n[SB_OLD];
    old->n[SB_OLD] = 0;
    new->tier = (uint8_t)tier;
    if (!sb_identity_has_purl(new) && sb_identity_has_purl(old)) {
        new->key = old->key;
        new->type = old->type;
    }
}

static void settle(struct sb_claims *claims, const struct sb_match_rule *rule)
{
    struct sb_identity *all = claims->delta->identities.p;
    if (claims->list.n)
        qsort(claims->list.p, claims->list.n, sizeof *claims->list.p, by_key);
    for (size_t i = 0; i < claims->list.n; i++) {
        const struct claim *c = &claims->list.p[i];
        if (!c->identity[SB_OLD] || !c->identity[SB_NEW] || c->many[SB_OLD] || c->many[SB_NEW])
            continue;
        struct sb_identity *old = &all[c->identity[SB_OLD] - 1], *new = &all[c->identity[SB_NEW] - 1];
        if (left_over(old) && left_over(new) && (!rule->allow || rule->allow(claims->delta, old, new)))
            join(old, new, rule->tier);
    }
}

void sb_match_apply(struct sb_delta *delta, const struct sb_match_rule *rule)
{
    struct sb_claims claims = {.delta = delta};
    sb_intern_init(&claims.keys);
    claims.base = (uint32_t)claims.keys.n;
    for (size_t i = 0; i < delta->identities.n; i++) {
        if (!left_over(&delta->identities.p[i]))
            continue;
        sb_arena_reset(&claims.scratch);
        rule->claim(&claims, (uint32_t)i);
    }
    settle(&claims, rule);
    sb_free(claims.list.p);
    sb_intern_done(&claims.keys);
    sb_arena_done(&claims.scratch);
}
