#include "diff/signal_integrity.h"

#include "diff/signal_content.h"
#include "id/purl.h"

bool sb_is_artifact(const struct sb_fact_integrity *i)
{
    return i->alg != SB_ALG_NONE && sb_str_eq(i->of, SB_S("artifact"));
}

/* Records of the same algorithm in the same place speak of the same thing. */
static bool same_record(const struct sb_fact_integrity *a, const struct sb_fact_integrity *b)
{
    return sb_is_artifact(a) && sb_is_artifact(b) && a->alg == b->alg && sb_str_eq(a->from, b->from);
}

/* Whether FACTS have the digest of RECORD; RET_OTHER: another one of its kind, NULL if there is none at all. */
static bool has_record(const struct sb_facts *facts, const struct sb_fact_integrity *record,
                       const struct sb_fact_integrity **ret_other)
{
    *ret_other = NULL;
    for (size_t i = 0; i < facts->integrity.n; i++) {
        if (!same_record(record, &facts->integrity.p[i]))
            continue;
        *ret_other = &facts->integrity.p[i];
        if (sb_str_eq_nocase(record->hex, facts->integrity.p[i].hex))
            return true;
    }
    return false;
}

/* Whether a record of the kind of old record AT is shared. A list of one kind (one digest for each published file) may
 * grow. */
static bool shares_kind(const struct sb_facts *old, const bool *shared, size_t at)
{
    for (size_t i = 0; i < old->integrity.n; i++)
        if (shared[i] && same_record(&old->integrity.p[i], &old->integrity.p[at]))
            return true;
    return false;
}

enum sb_pin sb_compare_pins(struct sb_signal_run *run, const struct sb_way *way,
                            const struct sb_fact_integrity **ret_old, const struct sb_fact_integrity **ret_new)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_fact_integrity *other;
    bool *shared = sb_arena_zalloc(&run->scratch, old->integrity.n + 1);
    bool equal = false;
    for (size_t i = 0; i < old->integrity.n; i++) {
        shared[i] = has_record(way->facts[SB_NEW], &old->integrity.p[i], &other);
        equal = equal || shared[i];
    }
    for (size_t i = 0; i < old->integrity.n; i++) {
        *ret_old = &old->integrity.p[i];
        if (!shared[i] && !has_record(way->facts[SB_NEW], *ret_old, ret_new) && *ret_new &&
            !shares_kind(old, shared, i))
            return SB_PIN_DIFFERS;
    }
    return equal ? SB_PIN_EQUAL : SB_PIN_UNKNOWN;
}

bool sb_pins_are_equal(struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_fact_integrity *old, *new;
    return sb_way_compares(way) && sb_compare_pins(run, way, &old, &new) == SB_PIN_EQUAL;
}

enum sb_set sb_compare_sets(const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    bool recorded = old->files.recorded.n && new->files.recorded.n;
    if (recorded && !sb_str_eq(old->files.recorded, new->files.recorded))
        return SB_SET_DIFFERS;
    if (!old->files.sha256.n || !new->files.sha256.n || sb_str_eq(old->files.sha256, new->files.sha256))
        return SB_SET_EQUAL;
    return recorded ? SB_SET_EDITED : SB_SET_DIFFERS;
}

/* The epoch is part of the version. */
static bool same_qualifiers(const struct sb_purl *a, const struct sb_purl *b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        i += i < a->n_qualifiers && sb_str_eq(a->qualifiers[i].key, SB_S("epoch"));
        k += k < b->n_qualifiers && sb_str_eq(b->qualifiers[k].key, SB_S("epoch"));
        if (i == a->n_qualifiers || k == b->n_qualifiers)
            return i == a->n_qualifiers && k == b->n_qualifiers;
        if (!sb_str_eq(a->qualifiers[i].key, b->qualifiers[k].key) ||
            !sb_str_eq(a->qualifiers[i].value, b->qualifiers[k].value))
            return false;
    }
}

bool sb_is_same_version(struct sb_signal_run *run, const struct sb_way *way)
{
    if (way->arrival || way->step != SB_STEP_SAME)
        return false;
    sb_str old = sb_delta_row(run->delta, SB_OLD, way->row[SB_OLD])->purl;
    sb_str new = sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->purl;
    if (sb_str_eq(old, new))
        return true;
    struct sb_purl *a = sb_arena_alloc(&run->scratch, sizeof *a);
    struct sb_purl *b = sb_arena_alloc(&run->scratch, sizeof *b);
    struct sb_err err = {0};
    return sb_purl_parse(old, &run->scratch, a, &err) == SB_OK && sb_purl_parse(new, &run->scratch, b, &err) == SB_OK &&
           same_qualifiers(a, b);
}
