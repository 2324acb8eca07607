/* What other distributions are imported by. */
#include "base/mem.h"
#include "diff/signal_run.h"

struct entry {
    uint64_t hash; /* of the squeezed name */
    uint32_t identity;
    bool named; /* the distribution's name itself */
};
struct sb_top_index {
    SB_VEC(struct entry) entries; /* sorted; in the arena when it is made */
};

/* Of a declared dependency, whether it is installed or not: nobody's. */
#define NOBODY UINT32_MAX

sb_str sb_squeezed(struct sb_signal_run *run, sb_str name)
{
    char *p = sb_arena_alloc(&run->scratch, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++)
        if (sb_is_alnum(name.p[i]))
            p[n++] = sb_lower(name.p[i]);
    return sb_str_n(p, n);
}

static uint64_t hash_of(struct sb_signal_run *run, sb_str name)
{
    sb_str squeezed = sb_squeezed(run, name);
    return sb_hash(squeezed.p, squeezed.n, 11);
}

static sb_str stem_of(sb_str top)
{
    return sb_str_part(top, 0, sb_str_chr(top, '.'));
}

static void add(struct sb_signal_run *run, struct sb_top_index *index, sb_str name, uint32_t identity, bool named)
{
    if (name.n)
        *SB_PUSH(&index->entries) = (struct entry){hash_of(run, name), identity, named};
}

/* Where a distribution's own name can be imported, what else lies beside it is not what it is known by ("tests",
 * "docs"). */
static void add_tops(struct sb_signal_run *run, struct sb_top_index *index, const struct sb_facts *facts,
                     uint32_t identity)
{
    uint64_t own = hash_of(run, sb_identity_base(&run->delta->identities.p[identity]));
    for (size_t i = 0; i < facts->toplevel.n; i++)
        if (hash_of(run, stem_of(facts->toplevel.p[i])) == own)
            return;
    for (size_t i = 0; i < facts->toplevel.n; i++) {
        sb_str top = facts->toplevel.p[i];
        sb_str stem = stem_of(top);
        bool module = stem.n == top.n || sb_str_ends(top, SB_S(".py")) || sb_str_ends(top, SB_S(".so"));
        if (module && sb_str_chr(stem, '-') == SB_NPOS && sb_str_chr(stem, '/') == SB_NPOS)
            add(run, index, stem, identity, false);
    }
}

static void add_identity(struct sb_signal_run *run, struct sb_top_index *index, uint32_t at)
{
    const struct sb_identity *identity = &run->delta->identities.p[at];
    if (!sb_is_type(identity, "pypi"))
        return;
    add(run, index, sb_identity_base(identity), at, true);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        if (identity->n[side] == 0)
            continue;
        const struct sb_facts *facts = sb_run_facts_of(run, (enum sb_side)side, identity->rows[side][0],
                                                       SB_FACT_BIT(TOPLEVEL) | SB_FACT_BIT(DEPS));
        add_tops(run, index, facts, at);
        for (size_t i = 0; i < facts->deps.n; i++)
            add(run, index, sb_dep_name(facts->deps.p[i].raw), NOBODY, false);
    }
}

static int by_hash(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->identity > b->identity) - (a->identity < b->identity);
}

static const struct sb_top_index *index_of(struct sb_signal_run *run)
{
    if (run->tops)
        return run->tops;
    struct sb_top_index *index = SB_NEW(run->arena, struct sb_top_index);
    for (uint32_t i = 0; i < run->delta->identities.n; i++)
        if (i != run->delta->root_identity)
            add_identity(run, index, i);
    struct entry *copy = sb_arena_alloc(run->arena, (index->entries.n + 1) * sizeof *copy);
    if (index->entries.n) {
        qsort(index->entries.p, index->entries.n, sizeof *copy, by_hash);
        memcpy(copy, index->entries.p, index->entries.n * sizeof *copy);
    }
    sb_free(index->entries.p);
    index->entries.p = copy;
    return run->tops = index;
}

/* A name that several share is a namespace, and everybody's. */
bool sb_top_of_other(struct sb_signal_run *run, uint32_t identity, sb_str top)
{
    const struct sb_top_index *index = index_of(run);
    uint64_t hash = hash_of(run, stem_of(top));
    size_t low = 0, high = index->entries.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->entries.p[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    bool declared = false, named = false;
    uint32_t owners = 0, last = identity;
    for (; low < index->entries.n && index->entries.p[low].hash == hash; low++) {
        const struct entry *entry = &index->entries.p[low];
        declared = declared || entry->identity == NOBODY;
        if (entry->identity == NOBODY || entry->identity == identity)
            continue;
        named = named || entry->named;
        owners += entry->identity != last;
        last = entry->identity;
    }
    return named || owners == 1 || (owners == 0 && declared);
}
