#include "diff/edges.h"

/* One edge between two identities. */
struct step {
    uint32_t from, to;
};

struct steps {
    struct step *p;
    size_t n;
};

static struct steps read_steps(const struct sb_delta *delta, enum sb_side side, bool reversed)
{
    const struct sb_doc *doc = delta->doc[side];
    struct steps steps = {.p = sb_malloc((doc->relations.n + 1) * sizeof *steps.p)};
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        if (r->kind != SB_REL_DEPENDS_ON || r->from.v == 0 || r->to.v == 0)
            continue;
        uint32_t from = delta->rows[side][r->from.v].identity;
        uint32_t to = delta->rows[side][r->to.v].identity;
        if (from != to)
            steps.p[steps.n++] = reversed ? (struct step){to, from} : (struct step){from, to};
    }
    return steps;
}

static uint32_t key_of(const struct step *step, bool by_to)
{
    return by_to ? step->to : step->from;
}

/* Counting sort: the steps of STEPS by one of their ends, in the order in which they stood, to RET. FIRST, of N + 1,
 * gets where those of each identity begin, and the end. */
static void scatter(const struct steps *steps, bool by_to, uint32_t *first, size_t n, struct step *ret)
{
    memset(first, 0, (n + 1) * sizeof *first);
    for (size_t i = 0; i < steps->n; i++)
        first[key_of(&steps->p[i], by_to)]++;
    uint32_t sum = 0;
    for (size_t id = 0; id <= n; id++) {
        uint32_t count = first[id];
        first[id] = sum;
        sum += count;
    }
    for (size_t i = 0; i < steps->n; i++)
        ret[first[key_of(&steps->p[i], by_to)]++] = steps->p[i];
    memmove(first + 1, first, n * sizeof *first); /* each had moved on to where the next one begins */
    first[0] = 0;
}

void sb_edges_build(const struct sb_delta *delta, enum sb_side side, bool reversed, struct sb_edges *ret_edges)
{
    size_t n = delta->identities.n;
    struct steps steps = read_steps(delta, side, reversed);
    struct step *by_to = sb_malloc((steps.n + 1) * sizeof *by_to);
    uint32_t *first = sb_malloc((n + 1) * sizeof *first);
    scatter(&steps, true, first, n, by_to);
    scatter(&(struct steps){by_to, steps.n}, false, first, n, steps.p);
    uint32_t *to = sb_malloc((steps.n + 1) * sizeof *to);
    uint32_t kept = 0;
    for (size_t id = 0, i = 0; id < n; id++) {
        uint32_t begin = kept;
        for (; i < first[id + 1]; i++)
            if (kept == begin || to[kept - 1] != steps.p[i].to)
                to[kept++] = steps.p[i].to;
        first[id] = begin;
    }
    first[n] = kept;
    sb_free(by_to);
    sb_free(steps.p);
    *ret_edges = (struct sb_edges){first, to};
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
