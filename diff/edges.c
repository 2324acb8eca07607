#include "diff/edges.h"

/* One edge between two identities. */
struct step {
    uint32_t from, to;
};

struct steps {
    struct step *p;
    size_t n;
};

static struct steps read_steps(const struct sb_delta *delta, enum sb_side side)
{
    const struct sb_doc *doc = delta->doc[side];
    struct steps steps = {.p = sb_malloc((doc->relations.n + 1) * sizeof *steps.p)};
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        if (r->kind != SB_REL_DEPENDS_ON || r->from.v == 0 || r->to.v == 0)
            continue;
        struct step step = {delta->rows[side][r->from.v].identity, delta->rows[side][r->to.v].identity};
        if (step.from != step.to)
            steps.p[steps.n++] = step;
    }
    return steps;
}

static uint32_t key_of(const struct step *step, bool by_to)
{
    return by_to ? step->to : step->from;
}

/* Counting sort: the steps of STEPS by one of their ends, in the order in which they stood, to RET. */
static void scatter(const struct steps *steps, bool by_to, size_t n_identities, struct step *ret)
{
    uint32_t *next = sb_calloc(n_identities + 1, sizeof *next);
    uint32_t sum = 0;
    for (size_t i = 0; i < steps->n; i++)
        next[key_of(&steps->p[i], by_to)]++;
    for (size_t id = 0; id < n_identities; id++) {
        uint32_t count = next[id];
        next[id] = sum;
        sum += count;
    }
    for (size_t i = 0; i < steps->n; i++)
        ret[next[key_of(&steps->p[i], by_to)]++] = steps->p[i];
    sb_free(next);
}

static void drop_repeats(struct steps *steps)
{
    size_t kept = 0;
    for (size_t i = 0; i < steps->n; i++)
        if (kept == 0 || steps->p[kept - 1].from != steps->p[i].from || steps->p[kept - 1].to != steps->p[i].to)
            steps->p[kept++] = steps->p[i];
    steps->n = kept;
}

/* Of steps that are sorted by one of their ends. */
static struct sb_edges edges_of(const struct steps *steps, bool by_to, size_t n_identities)
{
    struct sb_edges edges = {.first = sb_malloc((n_identities + 1) * sizeof *edges.first),
                             .to = sb_malloc((steps->n + 1) * sizeof *edges.to)};
    uint32_t i = 0;
    for (size_t id = 0; id < n_identities; id++)
        for (edges.first[id] = i; i < steps->n && key_of(&steps->p[i], by_to) == id; i++)
            edges.to[i] = key_of(&steps->p[i], !by_to);
    edges.first[n_identities] = i;
    return edges;
}

void sb_edges_build(const struct sb_delta *delta, enum sb_side side, struct sb_edges *ret_wants,
                    struct sb_edges *ret_wanted_by)
{
    size_t n = delta->identities.n;
    struct steps steps = read_steps(delta, side), other = {.p = sb_malloc((steps.n + 1) * sizeof *other.p)};
    scatter(&steps, true, n, other.p);
    other.n = steps.n;
    scatter(&other, false, n, steps.p);
    drop_repeats(&steps);
    *ret_wants = edges_of(&steps, false, n);
    scatter(&steps, true, n, other.p);
    other.n = steps.n;
    *ret_wanted_by = edges_of(&other, true, n);
    sb_free(steps.p);
    sb_free(other.p);
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

bool sb_is_file(const struct sb_doc *doc, sb_comp c)
{
    const struct sb_component *row = sb_doc_at(doc, c);
    return row->type == SB_TYPE_FILE && !sb_text_set(row->purl);
}

bool sb_is_bare_file(const struct sb_doc *doc, sb_comp c)
{
    return sb_is_file(doc, c) && !sb_text_set(sb_doc_at(doc, c)->version);
}

static bool owns(const struct sb_doc *doc, const struct sb_relation *r)
{
    if (r->from.v == 0 || r->to.v == 0)
        return false;
    return r->kind == SB_REL_OWNS ||
           (r->kind == SB_REL_CONTAINS && sb_is_file(doc, r->to) && !sb_is_file(doc, r->from));
}

sb_comp *sb_owners(const struct sb_doc *doc)
{
    sb_comp *owners = sb_calloc(doc->components.n, sizeof *owners);
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        if (owns(doc, r) && (!owners[r->to.v].v || r->from.v < owners[r->to.v].v))
            owners[r->to.v] = r->from;
    }
    return owners;
}
