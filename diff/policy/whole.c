/* Demands on the new inventory as a whole: greatest numbers, facts, collectors, shares. */
#include "diff/ran.h"
#include "policy/judge.h"

/* ---- maximum ---- */

static uint32_t count_changes(const struct sb_delta *delta, unsigned kind)
{
    uint32_t n = 0;
    for (size_t i = 0; i < delta->changes.n; i++)
        n += delta->changes.p[i].kind == kind;
    return n;
}

static void judge_most(struct sb_judge *judge, const char *what, int64_t most, uint32_t n)
{
    const struct sb_maximum *maximum = &judge->policy->maximum;
    if (most == SB_POLICY_UNSET || n <= most)
        return;
    sb_str name = sb_arena_printf(&judge->scratch, "maximum:%s", what);
    struct sb_finding *f = sb_judge_find_whole(judge, &sb_policy_maximum, maximum->level, name);
    f->old_json = sb_arena_printf(&judge->delta->arena, "%lld", (long long)most);
    f->new_json = f->content = sb_arena_printf(&judge->delta->arena, "%u", n); /* a waiver of 21 is none of 5000 */
    sb_judge_say(judge, f, &maximum->place, SB_STR_NONE, "%s: %u, and at most %lld are allowed", what, n,
                 (long long)most);
}

static void judge_maximum(struct sb_judge *judge)
{
    const struct sb_delta *delta = judge->delta;
    const struct sb_maximum *maximum = &judge->policy->maximum;
    const struct sb_doc *doc = delta->doc[SB_NEW];
    for (unsigned kind = 0; kind < SB_CHANGE_KINDS; kind++)
        judge_most(judge, sb_change_names[kind], maximum->changes[kind], count_changes(delta, kind));
    judge_most(judge, "terms", maximum->terms, (uint32_t)delta->terms.n);
    judge_most(judge, "components", maximum->components, sb_doc_count(doc) - (doc->root.v ? 1 : 0));
}

/* ---- required ---- */

/* HAVE: how much of what is asked for there is, which a waiver holds for. */
static void lack(struct sb_judge *judge, const struct sb_required *rule, sb_str name, sb_str what, sb_str have,
                 const char *message)
{
    struct sb_finding *f = sb_judge_find_whole(judge, &sb_policy_required, rule->level, name);
    f->new_json = sb_judge_quote(judge, what);
    f->content = sb_arena_str(&judge->delta->arena, have);
    sb_judge_say(judge, f, &rule->place, rule->reason, "%s", message);
}

static bool has_hash(const struct sb_judge *judge, sb_comp row)
{
    const struct sb_doc *doc = judge->delta->doc[SB_NEW];
    return sb_doc_hashes_of(doc, row).n || sb_doc_reference_hashes_of(doc, row).n ||
           sb_doc_fact_of(doc, row, sb_fact_rows[SB_FACT_FILES].name).n;
}

static bool says(const struct sb_doc *doc, sb_text text)
{
    sb_str value = sb_doc_str(doc, text);
    return sb_text_set(text) && value.n && !sb_str_eq(value, SB_S("NOASSERTION"));
}

static bool has_licence(const struct sb_doc *doc, sb_comp row)
{
    struct sb_range r = sb_doc_licences_of(doc, row);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (says(doc, doc->licences.p[i].text))
            return true;
    return false;
}

static bool has_share(const struct sb_judge *judge, unsigned share, sb_comp c)
{
    const struct sb_doc *doc = judge->delta->doc[SB_NEW];
    const struct sb_component *row = sb_doc_at(doc, c);
    switch (share) {
    case SB_SHARE_PURLS: return sb_delta_row(judge->delta, SB_NEW, c)->has_purl;
    case SB_SHARE_VERSIONS: return sb_delta_row(judge->delta, SB_NEW, c)->version.n != 0;
    case SB_SHARE_LICENCES: return has_licence(doc, c);
    case SB_SHARE_SUPPLIERS: return says(doc, row->supplier);
    default: return has_hash(judge, c);
    }
}

/* Packages that the demand is about, and those of them that have what it asks for. */
struct tally {
    uint32_t packages, facts[SB_FACT_COUNT], shares[SB_SHARES];
};

static void count_one(struct sb_judge *judge, const struct sb_required *rule, sb_comp row, struct tally *tally)
{
    const struct sb_doc *doc = judge->delta->doc[SB_NEW];
    tally->packages++;
    for (unsigned f = 0; rule->facts && f < SB_FACT_COUNT; f++)
        tally->facts[f] += (rule->facts >> f & 1) && sb_doc_fact_of(doc, row, sb_fact_rows[f].name).n;
    for (unsigned s = 0; s < SB_SHARES; s++)
        tally->shares[s] += rule->share[s] != SB_POLICY_UNSET && has_share(judge, s, row);
}

static void count(struct sb_judge *judge, const struct sb_required *rule, struct tally *tally)
{
    const struct sb_delta *delta = judge->delta;
    bool by_name = rule->where.ecosystems.n || rule->where.packages.n;
    for (uint32_t c = 1; c <= sb_doc_count(delta->doc[SB_NEW]); c++) {
        struct sb_named named = {0};
        if (!sb_is_judged(delta, SB_NEW, (sb_comp){c}))
            continue;
        if (by_name)
            named = sb_named_of(delta, SB_NEW, (sb_comp){c}, &judge->scratch);
        if (sb_where_fits(&rule->where, delta, SB_NEW, (sb_comp){c}, &named))
            count_one(judge, rule, (sb_comp){c}, tally);
        sb_arena_reset(&judge->scratch);
    }
}

/* In whole per cent: a release that adds a package is no other finding, one that lost a share of what there was is. */
static sb_str share_of(struct sb_judge *judge, uint32_t have, uint32_t packages)
{
    return sb_arena_printf(&judge->scratch, "%u %%", (unsigned)((uint64_t)have * 100 / (packages ? packages : 1)));
}

static sb_str add_word(struct sb_judge *judge, sb_str name, sb_str word)
{
    return sb_arena_join(&judge->scratch, name, SB_S(" "), word);
}

/* What is asked for, and of which packages: two demands of one thing are two findings. */
static sb_str name_of(struct sb_judge *judge, const struct sb_required *rule, sb_str what)
{
    const sb_str *ecosystems = rule->where.ecosystems.p;
    const struct sb_pattern *packages = rule->where.packages.p;
    sb_str name = sb_arena_join(&judge->scratch, SB_S("required:"), SB_STR_NONE, what);
    for (size_t i = 0; i < rule->where.ecosystems.n; i++)
        name = add_word(judge, name, ecosystems[i]);
    for (size_t i = 0; i < rule->where.packages.n; i++)
        name = add_word(judge, name, packages[i].text);
    return rule->where.scopes ? sb_arena_printf(&judge->scratch, "%.*s scopes %llx", SB_FMT(name),
                                                (unsigned long long)rule->where.scopes)
                              : name;
}

static void judge_facts(struct sb_judge *judge, const struct sb_required *rule, const struct tally *tally)
{
    for (unsigned f = 0; f < SB_FACT_COUNT; f++) {
        if (!(rule->facts >> f & 1) || tally->facts[f] == tally->packages)
            continue;
        sb_str name = name_of(judge, rule, sb_str_of(sb_fact_rows[f].name));
        sb_str message = sb_arena_printf(&judge->scratch, "%u of %u packages lack %s",
                                         tally->packages - tally->facts[f], tally->packages, sb_fact_rows[f].name);
        lack(judge, rule, name, message, share_of(judge, tally->facts[f], tally->packages), message.p);
    }
}

static void judge_shares(struct sb_judge *judge, const struct sb_required *rule, const struct tally *tally)
{
    for (unsigned s = 0; s < SB_SHARES; s++) {
        if (rule->share[s] == SB_POLICY_UNSET ||
            (uint64_t)tally->shares[s] * 100 >= (uint64_t)rule->share[s] * tally->packages)
            continue;
        sb_str name = name_of(judge, rule, sb_str_of(sb_share_names[s]));
        sb_str message =
            sb_arena_printf(&judge->scratch, "%s: %u of %u packages have one, and %lld %% are asked for",
                            sb_share_names[s], tally->shares[s], tally->packages, (long long)rule->share[s]);
        lack(judge, rule, name, message, share_of(judge, tally->shares[s], tally->packages), message.p);
    }
}

static void judge_collectors(struct sb_judge *judge, const struct sb_required *rule)
{
    const sb_str *names = rule->collectors.p;
    for (size_t i = 0; i < rule->collectors.n; i++) {
        if (sb_ran_revision(judge->delta, SB_NEW, names[i]))
            continue;
        sb_str name = sb_arena_printf(&judge->scratch, "required:collector:%.*s", SB_FMT(names[i]));
        sb_str message = sb_arena_printf(&judge->scratch, "the new inventory does not say that collector %.*s ran",
                                         SB_FMT(names[i]));
        lack(judge, rule, name, names[i], SB_STR_NONE, message.p);
    }
}

static void judge_required(struct sb_judge *judge, const struct sb_required *rule)
{
    struct tally tally = {0};
    count(judge, rule, &tally);
    judge_facts(judge, rule, &tally);
    judge_shares(judge, rule, &tally);
    judge_collectors(judge, rule);
    if (rule->graph && !judge->delta->doc[SB_NEW]->has_graph)
        lack(judge, rule, SB_S("required:graph"), SB_S("graph"), SB_STR_NONE,
             "the new inventory says nothing of dependencies");
    sb_arena_reset(&judge->scratch);
}

void sb_judge_whole(struct sb_judge *judge)
{
    const struct sb_required *rules = judge->policy->required.p;
    judge_maximum(judge);
    for (size_t i = 0; i < judge->policy->required.n; i++)
        judge_required(judge, &rules[i]);
    sb_arena_reset(&judge->scratch);
}
