#include "diff/group_forest.h"

/* ---- what is owned goes with its owner ---- */

/* The identity that owns all rows of ID on SIDE; SB_NOBODY if one is nobody's, or another's: a copy of a package that
 * is installed beside it as well does not draw that one to its owner. */
static uint32_t owner_of(const struct sb_delta *delta, enum sb_side side, uint32_t id)
{
    const struct sb_identity *identity = &delta->identities.p[id];
    uint32_t owner = SB_NOBODY;
    for (uint32_t i = 0; i < identity->n[side]; i++) {
        sb_comp by = delta->owners[side][identity->rows[side][i].v];
        uint32_t of = by.v ? delta->rows[side][by.v].identity : SB_NOBODY;
        if (of == SB_NOBODY || (i && of != owner))
            return SB_NOBODY;
        owner = of;
    }
    return owner;
}

void sb_group_owners(struct sb_grouping *g)
{
    struct sb_delta *delta = g->delta;
    /* Who owns it now; of what is gone, who owned it. */
    for (unsigned turn = 0; turn < SB_SIDES; turn++) {
        enum sb_side side = turn == 0 ? SB_NEW : SB_OLD;
        for (uint32_t id = 0; id < delta->identities.n; id++) {
            if (side == SB_OLD && delta->identities.p[id].n[SB_NEW])
                continue;
            uint32_t owner = owner_of(delta, side, id);
            if (owner != SB_NOBODY && owner != id && g->active[id] && g->active[owner] && sb_group_head(g, id) == id)
                sb_group_join(g, id, owner);
        }
    }
}

/* ---- binaries of one source package and step ---- */

struct binary {
    uint32_t source; /* identity */
    sb_str version;  /* of the source, on the new side where it has one */
    uint32_t identity;
};

static int by_source(const void *left, const void *right)
{
    const struct binary *a = left;
    const struct binary *b = right;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    int order = sb_str_cmp(a->version, b->version);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

/* What is removed goes with the one step that its source made. */
static sb_str step_version(const struct sb_delta *delta, enum sb_side side, sb_comp source)
{
    const struct sb_row *row = sb_delta_row(delta, side, source);
    const struct sb_identity *identity = &delta->identities.p[row->identity];
    if (side == SB_OLD && identity->n[SB_NEW] == 1)
        return sb_delta_row(delta, SB_NEW, identity->rows[SB_NEW][0])->version;
    return row->version;
}

void sb_group_sources(struct sb_grouping *g)
{
    struct sb_delta *delta = g->delta;
    SB_VEC(struct binary) binaries = {0};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        const struct sb_doc *doc = delta->doc[side];
        for (size_t i = 0; i < doc->relations.n; i++) {
            const struct sb_relation *r = &doc->relations.p[i];
            if (r->kind != SB_REL_GENERATED_FROM || !r->from.v || !r->to.v)
                continue;
            uint32_t id = delta->rows[side][r->from.v].identity;
            uint32_t source = delta->rows[side][r->to.v].identity;
            bool gone = delta->identities.p[id].n[SB_NEW] == 0;
            if (source == id || !g->changed[id] || (side == SB_OLD) != gone)
                continue;
            sb_str version = step_version(delta, (enum sb_side)side, r->to);
            *SB_PUSH(&binaries) = (struct binary){source, version, id};
            if (g->changed[source])
                *SB_PUSH(&binaries) = (struct binary){source, version, source};
        }
    }
    if (binaries.n)
        qsort(binaries.p, binaries.n, sizeof *binaries.p, by_source);
    for (size_t i = 0, end; i < binaries.n; i = end) {
        for (end = i + 1; end < binaries.n && binaries.p[end].source == binaries.p[i].source &&
                          sb_str_eq(binaries.p[end].version, binaries.p[i].version);
             end++)
            sb_group_join(g, binaries.p[end].identity, binaries.p[i].identity);
        if (g->changed[binaries.p[i].source])
            sb_group_join(g, binaries.p[i].identity, binaries.p[i].source);
    }
    sb_free(binaries.p);
}
