#include "delta/pairing.h"

#include "base/map.h"

/* What rows are called, from what names one alone to what many share. Of the stem of a name its version is no part.
 * What is weak is asked only of rows that have no name of their own. */
static const struct {
    const char *member;
    bool stem, weak;
} tiers[] = {{"bom-ref", false, false}, {"SPDXID", false, false}, {"ref", false, false},
             {"purl", false, false},    {"bom-ref", true, false}, {"ref", true, false},
             {"purl", true, false},     {"name", false, false},   {"algorithm", false, true},
             {"alg", false, true},      {"type", false, true},    {"referenceType", false, true},
             {"id", false, true},       {"url", false, true}};

static void pair(struct sb_pairing *pairing, uint32_t old, uint32_t new)
{
    pairing->old_of[new] = old;
    pairing->new_of[old] = new;
}

/* Members of one name; elements that are spelled alike, the n-th with the n-th. */
static void pair_same(const struct sb_parts *old, const struct sb_parts *new, struct sb_pairing *pairing)
{
    struct sb_map found = {0};
    for (uint32_t i = 0; i < old->rows.n; i++)
        *sb_map_put(&found, sb_part_key(&old->rows.p[i])) = i;
    for (uint32_t j = 0; j < new->rows.n; j++) {
        const uint32_t *i = sb_map_get(&found, sb_part_key(&new->rows.p[j]));
        if (i && pairing->new_of[*i] == SB_UNPAIRED && sb_part_same(&old->rows.p[*i], &new->rows.p[j]))
            pair(pairing, *i, j);
    }
    sb_map_done(&found);
}

/* ---- rows that changed ---- */

/* What is left of one side: rows that are objects, and what each tier calls them. */
struct left {
    SB_VEC(uint32_t) rows;
    SB_VEC(sb_str) names; /* so many of each row as there are tiers; p NULL: the tier has none for it */
};

static sb_str name_in(const struct sb_parts *row, size_t tier)
{
    const struct sb_part *part = sb_part_get(row, tiers[tier].member);
    if (!part || part->canon.p[0] != '"')
        return SB_STR_NONE;
    size_t stem = sb_str_rchr(part->canon, '@');
    return !tiers[tier].stem ? part->canon : stem == SB_NPOS ? SB_STR_NONE : sb_str_part(part->canon, 0, stem);
}

static void find_left(struct sb_splitter *split, const struct sb_parts *list, const uint32_t *other_of,
                      struct left *left)
{
    struct sb_err ignored = {0};
    for (uint32_t i = 0; i < list->rows.n; i++) {
        struct sb_parts row = {0};
        if (other_of[i] != SB_UNPAIRED || list->rows.p[i].text.p[0] != '{')
            continue;
        if (sb_split(split, list->rows.p[i].text, &row, &ignored) == SB_OK) {
            bool named = false;
            *SB_PUSH(&left->rows) = i;
            for (size_t tier = 0; tier < SB_COUNT(tiers); tier++) {
                sb_str name = tiers[tier].weak && named ? SB_STR_NONE : name_in(&row, tier);
                named = named || (name.p && !tiers[tier].weak);
                *SB_PUSH(&left->names) = name;
            }
        }
        sb_parts_done(&row);
    }
}

static sb_str name_of(const struct left *left, size_t row, size_t tier)
{
    return left->names.p[row * SB_COUNT(tiers) + tier];
}

/* The n-th of a name with the n-th: NEXT leads from each old row to the next one of its name. */
static void pair_tier(size_t tier, const struct left *old, const struct left *new, uint32_t *next,
                      struct sb_pairing *pairing)
{
    struct sb_map first = {0}; /* row + 1 */
    for (size_t i = old->rows.n; i-- > 0;) {
        sb_str name = name_of(old, i, tier);
        if (!name.p || pairing->new_of[old->rows.p[i]] != SB_UNPAIRED)
            continue;
        uint32_t *slot = sb_map_put(&first, sb_hash(name.p, name.n, tier) >> 1);
        next[i] = *slot;
        *slot = (uint32_t)i + 1;
    }
    for (size_t j = 0; j < new->rows.n; j++) {
        sb_str name = name_of(new, j, tier);
        uint32_t *slot = name.p ? sb_map_get(&first, sb_hash(name.p, name.n, tier) >> 1) : NULL;
        if (!slot || !*slot || pairing->old_of[new->rows.p[j]] != SB_UNPAIRED)
            continue;
        pair(pairing, old->rows.p[*slot - 1], new->rows.p[j]);
        *slot = next[*slot - 1];
    }
    sb_map_done(&first);
}

static void pair_changed(struct sb_splitter *split, const struct sb_parts *old, const struct sb_parts *new,
                         struct sb_pairing *pairing)
{
    struct left left[2] = {0};
    find_left(split, old, pairing->new_of, &left[0]);
    find_left(split, new, pairing->old_of, &left[1]);
    uint32_t *next = sb_calloc(left[0].rows.n + 1, sizeof *next);
    for (size_t tier = 0; tier < SB_COUNT(tiers) && left[0].rows.n && left[1].rows.n; tier++)
        pair_tier(tier, &left[0], &left[1], next, pairing);
    sb_free(next);
    for (size_t side = 0; side < SB_COUNT(left); side++) {
        sb_free(left[side].rows.p);
        sb_free(left[side].names.p);
    }
}

/* ---- order ---- */

/* The longest run of pairs whose old parts stand in the order of the new ones stays; the others move. TAILS: by length,
 * the new part that the run with the smallest old end has at its end. */
static void find_moves(const struct sb_parts *new, struct sb_pairing *pairing)
{
    size_t n = new->rows.n, longest = 0;
    uint32_t *tails = sb_calloc(n + 1, sizeof *tails), *before = sb_calloc(n + 1, sizeof *before);
    for (uint32_t j = 0; j < n; j++) {
        size_t low = 0, high = longest;
        pairing->moves[j] = pairing->old_of[j] != SB_UNPAIRED;
        while (low < high && pairing->moves[j]) {
            size_t middle = low + (high - low) / 2;
            if (pairing->old_of[tails[middle]] < pairing->old_of[j])
                low = middle + 1;
            else
                high = middle;
        }
        if (!pairing->moves[j])
            continue;
        before[j] = low ? tails[low - 1] : SB_UNPAIRED;
        tails[low] = j;
        longest = low == longest ? low + 1 : longest;
    }
    for (uint32_t j = longest ? tails[longest - 1] : SB_UNPAIRED; j != SB_UNPAIRED; j = before[j])
        pairing->moves[j] = false;
    sb_free(tails);
    sb_free(before);
}

void sb_pair_parts(struct sb_splitter *split, const struct sb_parts *old, const struct sb_parts *new,
                   struct sb_pairing *ret_pairing)
{
    *ret_pairing = (struct sb_pairing){.old_of = sb_malloc((new->rows.n + 1) * sizeof(uint32_t)),
                                       .new_of = sb_malloc((old->rows.n + 1) * sizeof(uint32_t)),
                                       .moves = sb_calloc(new->rows.n + 1, sizeof(bool))};
    for (size_t j = 0; j < new->rows.n; j++)
        ret_pairing->old_of[j] = SB_UNPAIRED;
    for (size_t i = 0; i < old->rows.n; i++)
        ret_pairing->new_of[i] = SB_UNPAIRED;
    pair_same(old, new, ret_pairing);
    if (old->object)
        return;
    pair_changed(split, old, new, ret_pairing);
    find_moves(new, ret_pairing);
}

void sb_pairing_done(struct sb_pairing *pairing)
{
    sb_free(pairing->old_of);
    sb_free(pairing->new_of);
    sb_free(pairing->moves);
}
