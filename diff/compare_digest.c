#include "diff/comparison.h"

/* The digests of one algorithm lie together in a sealed document. */
static struct sb_range same_algorithm(const struct sb_doc *doc, struct sb_range rest)
{
    struct sb_range ret = {rest.first, 0};
    while (ret.n < rest.n && doc->hashes.p[rest.first + ret.n].digest.alg == doc->hashes.p[rest.first].digest.alg)
        ret.n++;
    return ret;
}

static struct sb_range behind(struct sb_range all, struct sb_range part)
{
    return (struct sb_range){all.first + part.n, all.n - part.n};
}

/* A list of digests (one for each published file) may grow: the same as long as one is shared. Both are sorted by
 * bytes. */
static bool share_one(const struct sb_doc *old, struct sb_range o, const struct sb_doc *new, struct sb_range n)
{
    while (o.n && n.n) {
        const struct sb_digest *a = &old->hashes.p[o.first].digest, *b = &new->hashes.p[n.first].digest;
        if (sb_digest_eq(a, b))
            return true;
        int c = a->n != b->n ? (int)a->n - (int)b->n : memcmp(a->b, b->b, sizeof a->b);
        struct sb_range *smaller = c < 0 ? &o : &n;
        smaller->first++;
        smaller->n--;
    }
    return false;
}

/* Calls EACH for every algorithm that both rows have a digest of. */
typedef void common_fn(struct sb_comparison *cmp, const struct sb_row_pair *pair, const struct sb_digest *old,
                       const struct sb_digest *new, bool equal, void *ctx);

static void each_common(struct sb_comparison *cmp, const struct sb_row_pair *pair, common_fn *each, void *ctx)
{
    const struct sb_doc *old = cmp->delta->doc[SB_OLD], *new = cmp->delta->doc[SB_NEW];
    struct sb_range o = sb_doc_hashes_of(old, pair->row[SB_OLD]), n = sb_doc_hashes_of(new, pair->row[SB_NEW]);
    while (o.n && n.n) {
        const struct sb_digest *a = &old->hashes.p[o.first].digest, *b = &new->hashes.p[n.first].digest;
        struct sb_range part_o = same_algorithm(old, o), part_n = same_algorithm(new, n);
        if (a->alg == b->alg)
            each(cmp, pair, a, b, share_one(old, part_o, new, part_n), ctx);
        uint8_t alg_o = a->alg, alg_n = b->alg;
        if (alg_o <= alg_n)
            o = behind(o, part_o);
        if (alg_n <= alg_o)
            n = behind(n, part_n);
    }
}

static uint64_t scope_of(struct sb_comparison *cmp, const struct sb_row_pair *pair, uint8_t alg)
{
    return sb_pair(sb_intern(&cmp->names, cmp->delta->identities.p[pair->identity].type).v, alg);
}

static void count_scope(struct sb_comparison *cmp, const struct sb_row_pair *pair, const struct sb_digest *old,
                        const struct sb_digest *new, bool equal, void *ctx)
{
    (void)new;
    (void)ctx;
    ++*sb_map_put(equal ? &cmp->digests_agree : &cmp->digests_differ, scope_of(cmp, pair, old->alg));
}

/* One tool takes the digest of a package, the other that of its archive or of one file: no document says which. Where
 * most digests of a type agree, the scope is the same, and those that do not agree are a change. */
static bool equal_scope(struct sb_comparison *cmp, const struct sb_row_pair *pair, uint8_t alg)
{
    if (cmp->delta->same_generator)
        return true;
    const uint32_t *agree = sb_map_get(&cmp->digests_agree, scope_of(cmp, pair, alg));
    const uint32_t *differ = sb_map_get(&cmp->digests_differ, scope_of(cmp, pair, alg));
    return agree && (!differ || *agree >= *differ);
}

struct worst {
    const struct sb_digest *old, *new;
};

static void find_different(struct sb_comparison *cmp, const struct sb_row_pair *pair, const struct sb_digest *old,
                           const struct sb_digest *new, bool equal, void *ctx)
{
    struct worst *worst = ctx;
    if (equal || !equal_scope(cmp, pair, old->alg))
        return;
    if (!worst->old || sb_algs[old->alg].strength > sb_algs[worst->old->alg].strength)
        *worst = (struct worst){old, new};
}

static struct sb_value digest_text(struct sb_comparison *cmp, const struct sb_digest *d)
{
    struct sb_buf buf = {0};
    const char *name = sb_algs[d->alg].cyclonedx ? sb_algs[d->alg].cyclonedx : sb_algs[d->alg].spdx;
    sb_buf_printf(&buf, "%s:", name ? name : "?");
    sb_buf_hex(&buf, d->b, d->n);
    sb_str text = sb_arena_str(&cmp->scratch, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return sb_value_text(text);
}

void sb_compare_digests(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    struct worst worst = {0};
    each_common(cmp, pair, find_different, &worst);
    if (worst.old)
        sb_note_software(cmp, "digest", digest_text(cmp, worst.old), digest_text(cmp, worst.new));
}

void sb_compare_digest_scopes(struct sb_comparison *cmp)
{
    for (size_t i = 0; i < cmp->delta->pairs.n && !cmp->delta->same_generator; i++) {
        const struct sb_row_pair *pair = &cmp->delta->pairs.p[i];
        if (pair->row[SB_OLD].v && pair->row[SB_NEW].v)
            each_common(cmp, pair, count_scope, NULL);
    }
}
