#include "diff/group_forest.h"

/* Which change brought an arrival, and which dropped what is gone: both are walked from the outside inwards, each
 * component once all that want it are settled; circles are entered from where something settled leads in. */
struct flow {
    struct sb_grouping *g;
    const struct sb_edges *users, *needs; /* reversed and forward edges of the side */
    bool *moves;                          /* by identity: an arrival (or removal) */
    bool *settled;                        /* by identity */
    uint32_t *waits;                      /* by identity: how many of its users are not settled */
    SB_VEC(uint32_t) queue;
    bool opens; /* an arrival that several want opens a group */
};

/* Only a change can bring or drop something; the root is never joined. */
static bool counts(const struct flow *flow, uint32_t user)
{
    return flow->g->changed[user] && user != flow->g->delta->root_identity &&
           (!flow->moves[user] || flow->settled[user]);
}

/* The one group that all settled users are in; SB_NOBODY for none, RET_SEVERAL for more than one. */
static uint32_t common_head(const struct flow *flow, uint32_t id, bool *ret_several)
{
    uint32_t head = SB_NOBODY;
    *ret_several = false;
    for (uint32_t e = flow->users->first[id]; e < flow->users->first[id + 1]; e++) {
        if (!counts(flow, flow->users->to[e]))
            continue;
        uint32_t other = sb_group_head(flow->g, flow->users->to[e]);
        if (head != SB_NOBODY && other != head) {
            *ret_several = true;
            return SB_NOBODY;
        }
        head = other;
    }
    return head;
}

static void settle(struct flow *flow, uint32_t id)
{
    bool several;
    uint32_t head = common_head(flow, id, &several);
    uint32_t own = sb_group_head(flow->g, id);
    flow->settled[id] = true;
    /* An owner has it already, or its source package has, which came with it. */
    if (own >= flow->g->delta->identities.n || !flow->moves[own])
        return;
    if (head != SB_NOBODY)
        sb_group_join(flow->g, id, head);
    else if (several && flow->opens && own == id)
        flow->g->opened[id] = true;
}

/* Settles what is in the queue, and whatever then waits for nothing (ALL: whatever they lead to). */
static void drain(struct flow *flow, bool all)
{
    for (size_t i = 0; i < flow->queue.n; i++) {
        uint32_t id = flow->queue.p[i];
        if (flow->settled[id])
            continue;
        settle(flow, id);
        for (uint32_t e = flow->needs->first[id]; e < flow->needs->first[id + 1]; e++) {
            uint32_t to = flow->needs->to[e];
            if (flow->moves[to] && !flow->settled[to] && (--flow->waits[to] == 0 || all))
                *SB_PUSH(&flow->queue) = to;
        }
    }
    flow->queue.n = 0;
}

static void count_waits(struct flow *flow)
{
    for (uint32_t id = 0; id < flow->g->delta->identities.n; id++)
        for (uint32_t e = flow->users->first[id]; flow->moves[id] && e < flow->users->first[id + 1]; e++)
            flow->waits[id] += flow->moves[flow->users->to[e]];
}

static void run(struct flow *flow)
{
    uint32_t n = (uint32_t)flow->g->delta->identities.n;
    count_waits(flow);
    for (uint32_t id = 0; id < n; id++)
        if (flow->moves[id] && flow->waits[id] == 0)
            *SB_PUSH(&flow->queue) = id;
    drain(flow, false);
    /* Circles: first those that something settled leads into. */
    for (uint32_t id = 0; id < n; id++) {
        bool several;
        if (!flow->moves[id] || flow->settled[id] || (common_head(flow, id, &several) == SB_NOBODY && !several))
            continue;
        *SB_PUSH(&flow->queue) = id;
        drain(flow, true);
    }
    for (uint32_t id = 0; id < n; id++) {
        if (!flow->moves[id] || flow->settled[id])
            continue;
        *SB_PUSH(&flow->queue) = id;
        drain(flow, true);
    }
}

static void begin(struct flow *flow, struct sb_grouping *g, bool arrivals)
{
    size_t n = g->delta->identities.n + 1;
    *flow = (struct flow){.g = g, .opens = arrivals};
    flow->moves = sb_calloc(n, sizeof *flow->moves);
    flow->settled = sb_calloc(n, sizeof *flow->settled);
    flow->waits = sb_calloc(n, sizeof *flow->waits);
    for (size_t i = 0; i < g->delta->identities.n; i++) {
        const struct sb_identity *identity = &g->delta->identities.p[i];
        enum sb_side side = arrivals ? SB_OLD : SB_NEW;
        flow->moves[i] = g->changed[i] && identity->n[side] == 0 && i != g->delta->root_identity;
    }
}

static void end(struct flow *flow)
{
    sb_free(flow->moves);
    sb_free(flow->settled);
    sb_free(flow->waits);
    sb_free(flow->queue.p);
}

/* ---- an arrival that several want takes in those that have no other signal ---- */

static bool speaks_of(const struct sb_finding *f, uint32_t arrival)
{
    for (uint32_t i = 0; i < f->n_about; i++)
        if (f->about[i] == arrival)
            return true;
    return false;
}

/* By head: how many findings above info its group has. */
static uint32_t *count_findings(struct sb_grouping *g)
{
    struct sb_delta *delta = g->delta;
    uint32_t *n = sb_calloc(delta->identities.n + 1, sizeof *n);
    for (size_t i = 0; i < delta->findings.n; i++) {
        const struct sb_finding *f = &delta->findings.p[i];
        if (f->identity == SB_NOBODY || f->systemic || f->severity <= SB_LEVEL_INFO)
            continue;
        uint32_t head = sb_group_head(g, f->identity);
        if (head < delta->identities.n)
            n[head]++;
    }
    return n;
}

static bool has_other_signal(const struct sb_grouping *g, uint32_t user, uint32_t arrival, uint32_t total)
{
    uint32_t about = 0;
    for (uint32_t i = g->first_finding[user]; i < g->first_finding[user + 1]; i++) {
        const struct sb_finding *f = &g->delta->findings.p[g->findings_by[i]];
        about += !f->systemic && f->severity > SB_LEVEL_INFO && speaks_of(f, arrival);
    }
    return total != about;
}

static void take_in(struct sb_grouping *g, uint32_t arrival, const uint32_t *totals)
{
    const struct sb_edges *users = &g->delta->wanted_by[SB_NEW];
    for (uint32_t e = users->first[arrival]; e < users->first[arrival + 1]; e++) {
        uint32_t user = users->to[e];
        if (!g->changed[user] || user == g->delta->root_identity || g->opened[user] || sb_group_head(g, user) != user ||
            has_other_signal(g, user, arrival, totals[user]))
            continue;
        sb_group_join(g, user, arrival);
    }
}

void sb_group_arrivals(struct sb_grouping *g)
{
    struct flow flow;
    begin(&flow, g, true);
    flow.users = &g->delta->wanted_by[SB_NEW];
    flow.needs = &g->delta->wants[SB_NEW];
    run(&flow);
    uint32_t *totals = count_findings(g);
    for (uint32_t id = 0; id < g->delta->identities.n; id++)
        if (g->opened[id])
            take_in(g, id, totals);
    /* Two that the same packages want: the second one's users are all in the first one's group by now. */
    for (uint32_t id = 0; id < g->delta->identities.n; id++) {
        bool several;
        if (!g->opened[id] || sb_group_head(g, id) != id)
            continue;
        uint32_t head = common_head(&flow, id, &several);
        if (head == SB_NOBODY || head == id)
            continue;
        g->opened[id] = false;
        sb_group_join(g, id, head);
    }
    sb_free(totals);
    end(&flow);
}

void sb_group_removals(struct sb_grouping *g)
{
    struct flow flow;
    begin(&flow, g, false);
    flow.users = &g->delta->wanted_by[SB_OLD];
    flow.needs = &g->delta->wants[SB_OLD];
    run(&flow);
    end(&flow);
}
