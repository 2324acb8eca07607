#include "base/mem.h"
#include "diff/comparison.h"
#include "diff/fact.h"
#include "diff/ran.h"

/* Which collectors ran on either side, and which packages have facts on their files. What the old side did not look at
 * is coverage; what the new one does not is a loss. */

static const char *const side_names[SB_SIDES] = {"old", "new"};

static const char again[] = "scan the new side again, with facts and the same collectors";

/* ---- facts, by type of package ---- */

/* Marks the rows that have a fact on their files. */
static bool *rows_with_facts(const struct sb_doc *doc)
{
    sb_text ids[SB_FACT_COUNT];
    size_t n = 0;
    for (unsigned f = 0; f < SB_FACT_COUNT; f++) {
        sb_text id = sb_intern_find(&doc->text, sb_str_of(sb_fact_rows[f].name));
        if (SB_FACTS_OF_FILES >> f & 1 && sb_text_set(id))
            ids[n++] = id;
    }
    bool *has = sb_calloc(doc->components.n, sizeof *has);
    for (size_t i = 0; i < doc->facts.n; i++)
        for (size_t k = 0; k < n; k++)
            if (sb_text_eq(doc->facts.p[i].name, ids[k]))
                has[doc->facts.p[i].owner.v] = true;
    return has;
}

/* Of the pairs of one type: how many have facts on a side, and how many on this one alone. */
struct facts_of_type {
    sb_str type;
    uint32_t with[SB_SIDES], alone[SB_SIDES];
};

typedef SB_VEC(struct facts_of_type) facts_by_type;

static struct facts_of_type *of_type(struct sb_comparison *cmp, struct sb_map *at, facts_by_type *types, sb_str type)
{
    uint32_t *slot = sb_map_put(at, sb_compare_type_id(cmp, type).v);
    if (!*slot) {
        *SB_PUSH(types) = (struct facts_of_type){.type = type};
        *slot = (uint32_t)types->n;
    }
    return &types->p[*slot - 1];
}

static void count_facts(struct sb_comparison *cmp, facts_by_type *types)
{
    struct sb_delta *delta = cmp->delta;
    bool *has[SB_SIDES] = {rows_with_facts(delta->doc[SB_OLD]), rows_with_facts(delta->doc[SB_NEW])};
    struct sb_map at = {0};
    for (size_t i = 0; i < delta->pairs.n; i++) {
        const struct sb_row_pair *pair = &delta->pairs.p[i];
        if (!pair->row[SB_OLD].v || !pair->row[SB_NEW].v || pair->identity == delta->root_identity)
            continue;
        bool old = has[SB_OLD][pair->row[SB_OLD].v], new = has[SB_NEW][pair->row[SB_NEW].v];
        struct facts_of_type *type = of_type(cmp, &at, types, delta->identities.p[pair->identity].type);
        type->with[SB_OLD] += old;
        type->with[SB_NEW] += new;
        type->alone[SB_OLD] += old && !new;
        type->alone[SB_NEW] += new && !old;
    }
    sb_map_done(&at);
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(has[side]);
}

/* So many components tell of themselves when they lose their facts; more are told once. */
enum { EACH_ITSELF = 16, FEW = 3 };

static void note_facts_of_type(struct sb_comparison *cmp, const struct facts_of_type *type, enum sb_side side)
{
    uint32_t n = type->alone[!side];
    bool all = type->with[side] == 0;
    sb_note_coverage(cmp, "facts", type->type, side, n,
                     "the %s document has no facts on %s%u %.*s package%s, the other has them: %s", side_names[side],
                     all ? "any of " : "", n, SB_FMT(type->type), n == 1 ? "" : "s",
                     side == SB_OLD ? "what they hold now was judged by itself"
                                    : "signals that look at contents could not run");
    if (side == SB_NEW && (n > EACH_ITSELF || (all && n > FEW)))
        sb_note_lost(cmp, sb_lost_level(cmp), again);
}

static bool ran_without_facts(const struct sb_delta *delta, enum sb_side side)
{
    return delta->ran[side].said && !sb_ran_revision(delta, side, SB_S("facts"));
}

static void note_facts(struct sb_comparison *cmp)
{
    facts_by_type types = {0};
    count_facts(cmp, &types);
    for (size_t i = 0; i < types.n; i++)
        for (unsigned side = 0; side < SB_SIDES; side++)
            if (types.p[i].alone[!side] && !ran_without_facts(cmp->delta, side))
                note_facts_of_type(cmp, &types.p[i], side);
    sb_free(types.p);
}

/* ---- collectors ---- */

static uint32_t rows_of_type(const struct sb_comparison *cmp, enum sb_side side, sb_str type)
{
    const uint32_t *n = sb_map_get(&cmp->types[side], sb_intern_find(&cmp->names, type).v);
    return n ? *n : 0;
}

/* What a collector found that did not run on the other side. */
static void note_collector(struct sb_comparison *cmp, sb_str name, enum sb_side side)
{
    sb_str type = sb_ran_type(name);
    uint32_t found = type.n ? rows_of_type(cmp, !side, type) : 0;
    if (sb_str_eq(name, SB_S("facts"))) {
        found = sb_doc_count(cmp->delta->doc[!side]);
        sb_note_coverage(cmp, "facts", name, side, found, "the %s document was made without facts%s", side_names[side],
                         side == SB_OLD ? ": what the new one holds was judged by itself" : "");
    } else {
        sb_note_coverage(cmp, "collector", name, side, found, "the collector %.*s did not run for the %s document",
                         SB_FMT(name), side_names[side]);
    }
    if (side == SB_NEW && (found || !type.n))
        sb_note_lost(cmp, sb_lost_level(cmp), again);
}

/* Those that an older version of this program did not have, and that find nothing now: one line. */
struct idle {
    struct sb_buf names;
    uint32_t n;
};

static bool is_idle(const struct sb_comparison *cmp, sb_str name)
{
    /* The packages of opkg have no type of their own, and their facts do not hang on it. */
    sb_str type = sb_str_eq(name, SB_S("opkg")) ? SB_S("generic") : sb_ran_type(name);
    return type.n && !rows_of_type(cmp, SB_NEW, type);
}

static void note_idle(struct sb_comparison *cmp, struct idle *idle)
{
    sb_str names = sb_arena_str(&cmp->delta->arena, sb_buf_all(&idle->names));
    if (idle->n) {
        sb_note_coverage(cmp, "collector", names, SB_OLD, 0,
                         "the collector%s %.*s did not run for the old document, and found nothing for the new one",
                         idle->n == 1 ? "" : "s", SB_FMT(names));
        cmp->delta->coverage.p[cmp->delta->coverage.n - 1].plain = true;
    }
    sb_buf_done(&idle->names);
}

/* What came with a revision of the facts: an older one could not see it. */
static const char *const unseen[] = {
    [2] = "programs in bin, byte code without source, nested npm folders, entry modules, plug-ins, what links lead "
          "to, most places of a system where code runs by itself",
    [3] = "what npm packages name for parts of themselves, for bundlers and browsers, where they fetch modules from, "
          "pickles and other data that nobody can read, who lends rights (setuid, capabilities) and what anybody may "
          "write, more places of a system where code runs by itself",
};

/* All that came between two revisions. */
static sb_str what_came(struct sb_arena *arena, uint64_t below, uint64_t until)
{
    sb_str what = SB_STR_NONE;
    for (uint64_t r = below + 1; r <= until && r < SB_COUNT(unseen); r++)
        if (unseen[r])
            what = sb_arena_join(arena, what, what.n ? SB_S(", ") : SB_STR_NONE, sb_str_of(unseen[r]));
    return what.n && until < SB_COUNT(unseen) ? what : SB_S("what later revisions look at");
}

static void note_facts_revision(struct sb_comparison *cmp, uint64_t old, uint64_t new)
{
    enum sb_side side = old > new ? SB_NEW : SB_OLD;
    sb_str what = what_came(&cmp->delta->arena, old < new ? old : new, old < new ? new : old);
    sb_note_coverage(
        cmp, "facts", SB_S("facts"), side, sb_doc_count(cmp->delta->doc[!side]),
        "the facts of the old document are of revision %llu, those of the new one of %llu, so contents were not "
        "compared and new ones judged by themselves; the %s one could not see %.*s",
        (unsigned long long)old, (unsigned long long)new, side_names[side], SB_FMT(what));
    if (side == SB_NEW)
        sb_note_lost(cmp, sb_lost_level(cmp), "scan the new side again with a newer version of sbom");
}

/* A collector's revision is told where it is not that of the facts, which stands for all. */
static void note_revision(struct sb_comparison *cmp, sb_str name, uint64_t old, uint64_t new)
{
    uint64_t facts[SB_SIDES] = {sb_ran_revision(cmp->delta, SB_OLD, SB_S("facts")),
                                sb_ran_revision(cmp->delta, SB_NEW, SB_S("facts"))};
    enum sb_side side = old > new ? SB_NEW : SB_OLD; /* the one that knew less */
    if (sb_str_eq(name, SB_S("facts"))) {
        note_facts_revision(cmp, old, new);
        return;
    }
    if (facts[SB_OLD] && facts[SB_NEW] && facts[side] < facts[!side])
        return;
    sb_str type = sb_ran_type(name);
    uint32_t rows = type.n ? rows_of_type(cmp, !side, type) : 1;
    sb_note_coverage(cmp, "collector", name, side, rows,
                     "revision %llu of %.*s made the old document, %llu the new one", (unsigned long long)old,
                     SB_FMT(name), (unsigned long long)new);
    if (side == SB_NEW && rows)
        sb_note_lost(cmp, sb_lost_level(cmp), "scan the new side again with a newer version of sbom");
}

static void note_collectors(struct sb_comparison *cmp)
{
    const struct sb_ran *old = &cmp->delta->ran[SB_OLD], *new = &cmp->delta->ran[SB_NEW];
    struct idle idle = {0};
    size_t o = 0, n = 0;
    while (old->said && new->said && (o < old->n || n < new->n)) {
        int c = o == old->n ? 1 : n == new->n ? -1 : sb_str_cmp(old->p[o].name, new->p[n].name);
        if (c > 0 && is_idle(cmp, new->p[n].name))
            sb_buf_printf(&idle.names, "%s%.*s", idle.n++ ? ", " : "", SB_FMT(new->p[n].name));
        else if (c != 0)
            note_collector(cmp, c < 0 ? old->p[o].name : new->p[n].name, c < 0 ? SB_NEW : SB_OLD);
        else if (old->p[o].revision != new->p[n].revision)
            note_revision(cmp, old->p[o].name, old->p[o].revision, new->p[n].revision);
        o += c <= 0;
        n += c >= 0;
    }
    note_idle(cmp, &idle);
}

static bool has_any(const struct sb_doc *doc)
{
    for (size_t i = 0; i < doc->facts.n; i++)
        if (doc->facts.p[i].owner.v)
            return true;
    return false;
}

/* One side says what ran, and the other does not. Documents of other tools never do, and an old side without any facts
 * is told by type. */
static void note_unsaid(struct sb_comparison *cmp)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        if (cmp->delta->ran[side].said || !cmp->delta->ran[!side].said || !cmp->delta->same_generator ||
            (side == SB_OLD && !has_any(cmp->delta->doc[SB_OLD])))
            continue;
        sb_note_coverage(
            cmp, "collector", SB_S("sbom:ran"), side, sb_doc_count(cmp->delta->doc[!side]),
            "the %s document does not say what was looked at (sbom:ran), the other does: contents were not "
            "compared, the new ones were judged by themselves",
            side_names[side]);
        if (side == SB_NEW)
            sb_note_lost(cmp, sb_lost_level(cmp), again);
    }
}

void sb_compare_looked(struct sb_comparison *cmp)
{
    note_facts(cmp);
    note_collectors(cmp);
    note_unsaid(cmp);
}
