#include "base/mem.h"
#include "diff/edges.h"
#include "diff/match_rows.h"

/* What holds a row where it is: its owner, and a place that holds others as well. */

struct sb_match_anchors {
    uint32_t *place[SB_SIDES]; /* by handle: index into stable; 0 for none */
    bool *stable;              /* by place: several identities are there, on both sides */
};

/* By place: the identity + 1 that is there, or MANY. */
enum { MANY = UINT32_MAX };

static void look_at_places(struct sb_match_anchors *anchors, const struct sb_delta *delta, struct sb_intern *names,
                           unsigned side)
{
    const struct sb_doc *doc = delta->doc[side];
    uint32_t n = sb_doc_count(doc);
    anchors->place[side] = sb_calloc(n + 1u, sizeof *anchors->place[side]);
    for (uint32_t v = 1; v <= n; v++) {
        sb_text place = sb_doc_at(doc, (sb_comp){v})->place;
        if (sb_text_set(place))
            anchors->place[side][v] = sb_intern(names, sb_doc_str(doc, place)).v;
    }
}

static void count_places(const struct sb_match_anchors *anchors, const struct sb_delta *delta, unsigned side,
                         uint32_t *there)
{
    for (uint32_t v = 1; v <= sb_doc_count(delta->doc[side]); v++) {
        uint32_t *at = &there[anchors->place[side][v]];
        uint32_t identity = delta->rows[side][v].identity + 1;
        *at = *at == 0 || *at == identity ? identity : (uint32_t)MANY;
    }
}

struct sb_match_anchors *sb_match_anchors_new(const struct sb_delta *delta)
{
    struct sb_match_anchors *anchors = sb_calloc(1, sizeof *anchors);
    struct sb_intern names;
    sb_intern_init(&names);
    for (unsigned side = 0; side < SB_SIDES; side++)
        look_at_places(anchors, delta, &names, side);
    uint32_t *there[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        there[side] = sb_calloc(names.n + 1, sizeof *there[side]);
        count_places(anchors, delta, side, there[side]);
    }
    anchors->stable = sb_calloc(names.n + 1, sizeof *anchors->stable);
    for (size_t i = 1; i < names.n; i++)
        anchors->stable[i] = there[SB_OLD][i] == MANY && there[SB_NEW][i] == MANY;
    sb_free(there[SB_OLD]);
    sb_free(there[SB_NEW]);
    sb_intern_done(&names);
    return anchors;
}

void sb_match_anchors_free(struct sb_match_anchors *anchors)
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(anchors->place[side]);
    sb_free(anchors->stable);
    sb_free(anchors);
}

uint32_t sb_match_owner(const struct sb_delta *delta, enum sb_side side, sb_comp c)
{
    sb_comp owner = delta->owners[side][c.v];
    return owner.v ? delta->rows[side][owner.v].identity + 1 : 0;
}

bool sb_match_is_stable(const struct sb_match_anchors *anchors, enum sb_side side, sb_comp c)
{
    return anchors->stable[anchors->place[side][c.v]];
}
