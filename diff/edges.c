#include "diff/edges.h"

static int by_pair(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

void sb_edges_build(const struct sb_delta *delta, enum sb_side side, bool reversed, struct sb_edges *ret_edges)
{
    const struct sb_doc *doc = delta->doc[side];
    SB_VEC(uint64_t) pairs = {0};
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        if (r->kind != SB_REL_DEPENDS_ON || r->from.v == 0 || r->to.v == 0)
            continue;
        uint32_t from = delta->rows[side][r->from.v].identity;
        uint32_t to = delta->rows[side][r->to.v].identity;
        if (from != to)
            *SB_PUSH(&pairs) = reversed ? (uint64_t)to << 32 | from : (uint64_t)from << 32 | to;
    }
    if (pairs.n)
        qsort(pairs.p, pairs.n, sizeof *pairs.p, by_pair);
    ret_edges->first = sb_calloc(delta->identities.n + 1, sizeof(uint32_t));
    ret_edges->to = sb_malloc((pairs.n + 1) * sizeof(uint32_t));
    uint32_t n = 0;
    size_t at = 0;
    for (uint32_t id = 0; id < delta->identities.n; id++) {
        ret_edges->first[id] = n;
        for (; at < pairs.n && pairs.p[at] >> 32 == id; at++)
            if (at == 0 || pairs.p[at] != pairs.p[at - 1])
                ret_edges->to[n++] = (uint32_t)pairs.p[at];
    }
    ret_edges->first[delta->identities.n] = n;
    sb_free(pairs.p);
}

void sb_edges_done(struct sb_edges *edges)
{
    sb_free(edges->first);
    sb_free(edges->to);
}

bool sb_edges_have(const struct sb_edges *edges, uint32_t from, uint32_t to)
{
    uint32_t low = edges->first[from];
    uint32_t high = edges->first[from + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (edges->to[middle] == to)
            return true;
        if (edges->to[middle] < to)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

sb_comp *sb_owners(const struct sb_doc *doc)
{
    sb_comp *owners = sb_calloc(doc->components.n, sizeof *owners);
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        if (r->kind == SB_REL_OWNS && r->from.v && r->to.v && (!owners[r->to.v].v || r->from.v < owners[r->to.v].v))
            owners[r->to.v] = r->from;
    }
    return owners;
}
