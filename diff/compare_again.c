/* A package that a document lists again in other words: no reader folds such rows (sb_doc_merge_repeats() does those
 * that say the same in all), but one of them that has no partner has neither come nor gone. */
#include "base/mem.h"
#include "diff/comparison.h"

void sb_compare_seats(struct sb_comparison *cmp)
{
    const struct sb_delta *delta = cmp->delta;
    for (unsigned side = 0; side < SB_SIDES; side++) {
        cmp->seat[side] = sb_calloc(delta->doc[side]->components.n, sizeof *cmp->seat[side]);
        for (size_t i = 0; i < delta->identities.n; i++)
            for (uint32_t k = 0; k < delta->identities.p[i].n[side]; k++)
                cmp->seat[side][delta->identities.p[i].rows[side][k].v] = 2 * k;
        for (size_t i = 0; i < delta->pairs.n; i++)
            if (delta->pairs.p[i].row[!side].v)
                cmp->seat[side][delta->pairs.p[i].row[side].v] |= 1;
    }
}

/* Digests are sorted. */
static bool same_bytes(const struct sb_doc *doc, sb_comp a, sb_comp b)
{
    struct sb_range x = sb_doc_hashes_of(doc, a), y = sb_doc_hashes_of(doc, b);
    if (x.n == 0 || y.n == 0)
        return true;
    for (uint32_t i = 0; i < x.n && i < y.n; i++)
        if (!sb_digest_eq(&doc->hashes.p[x.first + i].digest, &doc->hashes.p[y.first + i].digest))
            return false;
    return x.n == y.n;
}

static bool same_seat(const struct sb_comparison *cmp, enum sb_side side, sb_comp a, sb_comp b)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    const struct sb_row *x = &cmp->delta->rows[side][a.v], *y = &cmp->delta->rows[side][b.v];
    return sb_text_eq(sb_doc_at(doc, a)->place, sb_doc_at(doc, b)->place) && sb_str_eq(x->version, y->version) &&
           sb_str_eq(x->purl, y->purl); /* with its qualifiers: an architecture is a package of its own */
}

/* Rows are sorted by version and place, so those that are alike are neighbours. */
size_t sb_compare_mates(const struct sb_comparison *cmp, enum sb_side side, uint32_t identity, sb_comp row,
                        sb_comp ret_mates[SB_MATES])
{
    const struct sb_identity *id = &cmp->delta->identities.p[identity];
    uint32_t seat = cmp->seat[side][row.v] / 2;
    size_t n = 0;
    for (int step = -1; id->n[side] > 1 && step <= 1; step += 2) {
        int64_t k = (int64_t)seat + step;
        for (; n < SB_MATES && k >= 0 && k < id->n[side]; k += step) {
            if (!same_seat(cmp, side, row, id->rows[side][k]))
                break;
            ret_mates[n++] = id->rows[side][k];
        }
    }
    return n;
}

bool sb_compare_is_again(const struct sb_comparison *cmp, enum sb_side side, const struct sb_row_pair *pair)
{
    sb_comp mates[SB_MATES];
    size_t n = sb_compare_mates(cmp, side, pair->identity, pair->row[side], mates);
    for (size_t i = 0; i < n; i++)
        if (cmp->seat[side][mates[i].v] & 1 && same_bytes(cmp->delta->doc[side], pair->row[side], mates[i]))
            return true;
    return false;
}
