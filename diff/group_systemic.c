#include "diff/group_forest.h"

/* One and the same step of an origin in so many identities is one decision of one person: a mirror, another registry.
 * So it is in fewer, where they are half of all that stayed. */
enum { SYSTEMIC = 20, FEWEST = 3 };

static const struct sb_finding *at(const struct sb_delta *delta, uint32_t i)
{
    return &delta->findings.p[i];
}

static int by_step(const void *left, const void *right, void *ctx)
{
    const struct sb_finding *a = at(ctx, *(const uint32_t *)left);
    const struct sb_finding *b = at(ctx, *(const uint32_t *)right);
    int order = sb_str_cmp(a->old_json, b->old_json);
    if (order == 0)
        order = sb_str_cmp(a->new_json, b->new_json);
    if (order == 0 && a->weight != b->weight)
        order = a->weight < b->weight ? 1 : -1;
    if (order == 0)
        order = (a->identity > b->identity) - (a->identity < b->identity);
    return order ? order : (a > b) - (a < b);
}

static bool same_step(const struct sb_finding *a, const struct sb_finding *b)
{
    return sb_str_eq(a->old_json, b->old_json) && sb_str_eq(a->new_json, b->new_json);
}

/* An identity of which nothing but its origin changed, and about which nothing else was found, has no group of its own.
 */
static void move_pure(struct sb_grouping *g, const uint32_t *list, size_t n, uint32_t node, bool *other)
{
    const struct sb_delta *delta = g->delta;
    for (size_t i = 0; i < n; i++) {
        uint32_t id = at(delta, list[i])->identity;
        for (uint32_t f = g->first_finding[id]; f < g->first_finding[id + 1]; f++)
            other[id] = other[id] || !at(delta, g->findings_by[f])->systemic;
        g->active[id] = g->changed[id] || other[id];
        if (!other[id])
            sb_group_join(g, id, node);
    }
}

static void take_out(struct sb_grouping *g, const uint32_t *list, size_t n, uint32_t identities, bool *other)
{
    struct sb_delta *delta = g->delta;
    sb_str old = at(delta, list[0])->old_json, new = at(delta, list[0])->new_json;
    sb_str title =
        sb_str_eq(old, SB_S("null"))
            ? sb_arena_printf(&delta->arena, "%u packages now have the same origin: %.*s", identities, SB_FMT(new))
            : sb_arena_printf(&delta->arena, "%u packages made the same step: origin %.*s -> %.*s", identities,
                              SB_FMT(old), SB_FMT(new));
    uint32_t node = sb_group_node(g, title);
    for (size_t i = 0; i < n; i++) {
        delta->findings.p[list[i]].systemic = true;
        g->node_of_finding[list[i]] = node;
    }
    move_pure(g, list, n, node, other);
}

/* By identity: whether a change says more than where it came from. */
static bool *find_other_changes(const struct sb_delta *delta)
{
    bool *other = sb_calloc(delta->identities.n + 1, sizeof *other);
    for (size_t i = 0; i < delta->changes.n; i++) {
        const struct sb_change *change = &delta->changes.p[i];
        for (size_t f = 0; f < change->n_fields; f++)
            if (strcmp(change->fields[f].field, "origin") != 0)
                other[change->identity] = true;
        if (change->kind != SB_CHANGED)
            other[change->identity] = true;
    }
    return other;
}

static uint32_t count_stayed(const struct sb_delta *delta)
{
    uint32_t n = 0;
    for (size_t i = 0; i < delta->identities.n; i++)
        n += delta->identities.p[i].n[SB_OLD] && delta->identities.p[i].n[SB_NEW] && i != delta->root_identity;
    return n;
}

void sb_group_systemic(struct sb_grouping *g)
{
    struct sb_delta *delta = g->delta;
    SB_VEC(uint32_t) steps = {0};
    for (uint32_t i = 0; i < delta->findings.n; i++)
        if (strcmp(at(delta, i)->signal->id, "SOURCE_CHANGED") == 0)
            *SB_PUSH(&steps) = i;
    if (steps.n)
        qsort_r(steps.p, steps.n, sizeof *steps.p, by_step, delta);
    bool *other = find_other_changes(delta);
    uint32_t stayed = count_stayed(delta);
    for (size_t i = 0, end; i < steps.n; i = end) {
        uint32_t identities = 1;
        for (end = i + 1; end < steps.n && same_step(at(delta, steps.p[i]), at(delta, steps.p[end])); end++)
            identities += at(delta, steps.p[end])->identity != at(delta, steps.p[end - 1])->identity;
        if (identities >= SYSTEMIC || (identities >= FEWEST && identities >= stayed - identities))
            take_out(g, steps.p + i, end - i, identities, other);
    }
    sb_free(other);
    sb_free(steps.p);
}
