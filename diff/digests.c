#include "diff/digests.h"

static const struct sb_digest *first(const struct sb_digest_walk *walk, enum sb_side side)
{
    return &walk->doc[side]->hashes.p[walk->rest[side].first].digest;
}

static void step(struct sb_digest_walk *walk, enum sb_side side)
{
    walk->rest[side].first++;
    walk->rest[side].n--;
    walk->steps++;
}

static bool at_algorithm(const struct sb_digest_walk *walk, enum sb_side side, uint8_t alg)
{
    return walk->rest[side].n && first(walk, side)->alg == alg;
}

/* Both lists are sorted by algorithm, length and bytes. */
static bool share_one(struct sb_digest_walk *walk, uint8_t alg)
{
    bool shared = false;
    while (at_algorithm(walk, SB_OLD, alg) && at_algorithm(walk, SB_NEW, alg)) {
        const struct sb_digest *a = first(walk, SB_OLD), *b = first(walk, SB_NEW);
        int c = a->n != b->n ? (int)a->n - (int)b->n : memcmp(a->b, b->b, sizeof a->b);
        shared = shared || sb_digest_eq(a, b);
        if (c <= 0)
            step(walk, SB_OLD);
        if (c >= 0)
            step(walk, SB_NEW);
    }
    for (unsigned side = 0; side < SB_SIDES; side++)
        while (at_algorithm(walk, side, alg))
            step(walk, side);
    return shared;
}

struct sb_digest_walk sb_digest_walk(const struct sb_delta *delta, const sb_comp row[SB_SIDES])
{
    struct sb_digest_walk walk = {0};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        walk.doc[side] = delta->doc[side];
        walk.rest[side] = sb_doc_hashes_of(delta->doc[side], row[side]);
    }
    return walk;
}

bool sb_digest_next(struct sb_digest_walk *walk)
{
    while (walk->rest[SB_OLD].n && walk->rest[SB_NEW].n) {
        uint8_t old = first(walk, SB_OLD)->alg, new = first(walk, SB_NEW)->alg;
        if (old != new) {
            step(walk, old < new ? SB_OLD : SB_NEW);
            continue;
        }
        walk->old = first(walk, SB_OLD);
        walk->new = first(walk, SB_NEW);
        walk->equal = share_one(walk, old);
        return true;
    }
    return false;
}
