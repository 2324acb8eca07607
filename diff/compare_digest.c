#include "diff/comparison.h"
#include "diff/digests.h"
#include "diff/reference_digests.h"

static uint64_t scope_of(struct sb_comparison *cmp, const struct sb_row_pair *pair, uint8_t alg)
{
    return sb_pair(sb_compare_type_id(cmp, cmp->delta->identities.p[pair->identity].type).v, alg);
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

/* The strongest that differ. */
void sb_compare_digests(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    const struct sb_digest *old = NULL, *new = NULL;
    struct sb_digest_walk walk = sb_digest_walk(cmp->delta, pair->row);
    bool apart = false, told = false;
    while (sb_digest_next(&walk)) {
        bool scope = walk.equal || equal_scope(cmp, pair, walk.old->alg);
        apart = apart || !scope;
        told = told || scope;
        if (walk.equal || !scope)
            continue;
        if (!old || sb_algs[walk.old->alg].strength > sb_algs[old->alg].strength) {
            old = walk.old;
            new = walk.new;
        }
    }
    cmp->digests_apart += apart && !told;
    if (old)
        sb_note_software(cmp, "digest", digest_text(cmp, old), digest_text(cmp, new));
}

/* What a reference leads to: it says itself what its digest is of. */
void sb_compare_reference_digests(struct sb_comparison *cmp, const struct sb_row_pair *pair, bool same_version)
{
    struct sb_reference_clash clash;
    if (sb_same_reference_hashes(cmp->delta, pair->row))
        return;
    if (same_version && sb_reference_clash(cmp->delta, pair->row, &clash)) {
        struct sb_value old = digest_text(cmp, &clash.old->digest), new = digest_text(cmp, &clash.new->digest);
        if (clash.artefact)
            sb_note_software(cmp, "digest", old, new);
        else
            sb_note_description(cmp, SB_S("digests of external references"), pair, old, new);
        return;
    }
    uint32_t n[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++)
        n[side] = sb_doc_reference_hashes_of(cmp->delta->doc[side], pair->row[side]).n;
    struct sb_value some = sb_value_json(SB_S("\"present\"")), none = {.none = 1};
    if (!n[SB_OLD] != !n[SB_NEW])
        sb_note_description(cmp, SB_S("digests of external references"), pair, n[SB_OLD] ? some : none,
                            n[SB_NEW] ? some : none);
}

void sb_compare_digest_scopes(struct sb_comparison *cmp)
{
    for (size_t i = 0; i < cmp->delta->pairs.n && !cmp->delta->same_generator; i++) {
        const struct sb_row_pair *pair = &cmp->delta->pairs.p[i];
        if (!pair->row[SB_OLD].v || !pair->row[SB_NEW].v)
            continue;
        struct sb_digest_walk walk = sb_digest_walk(cmp->delta, pair->row);
        while (sb_digest_next(&walk))
            ++*sb_map_put(walk.equal ? &cmp->digests_agree : &cmp->digests_differ, scope_of(cmp, pair, walk.old->alg));
    }
}
