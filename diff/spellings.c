#include "diff/spellings.h"

#include "id/purl.h"

/* What one side of a pair is called. */
struct sb_spelled {
    const struct sb_row *row;
    const struct sb_component *component;
    struct sb_purl purl, whole; /* parts as written; with what was encoded into the name put apart */
    sb_str pep503;
    sb_str name; /* group and name */
    uint8_t tier;
};

static bool both_have_purls(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return old->row->has_purl && new->row->has_purl;
}

static bool other_type(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return both_have_purls(old, new) && !sb_str_eq(old->purl.type, new->purl.type);
}

static bool other_namespace(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return both_have_purls(old, new) && old->whole.ns.n && new->whole.ns.n &&
           !sb_str_eq_nocase(old->whole.ns, new->whole.ns);
}

static bool left_out_namespace(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return both_have_purls(old, new) && !old->whole.ns.n != !new->whole.ns.n;
}

static bool other_case(const struct sb_spelled *old, const struct sb_spelled *new)
{
    if (!both_have_purls(old, new))
        return false;
    bool name = !sb_str_eq(old->whole.name, new->whole.name) && sb_str_eq_nocase(old->whole.name, new->whole.name);
    bool ns = !sb_str_eq(old->whole.ns, new->whole.ns) && sb_str_eq_nocase(old->whole.ns, new->whole.ns);
    return name || ns;
}

static bool other_separators(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return both_have_purls(old, new) && !sb_str_eq_nocase(old->whole.name, new->whole.name) &&
           sb_str_eq(old->pep503, new->pep503);
}

static bool other_name(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return both_have_purls(old, new) && old->tier == SB_TIER_ALIAS && !sb_str_eq(old->pep503, new->pep503);
}

static bool same_digest(const struct sb_spelled *old, const struct sb_spelled *new)
{
    (void)new;
    return old->tier == SB_TIER_DIGEST;
}

static bool is_put_apart(const struct sb_spelled *side)
{
    return side->row->has_purl && !sb_str_eq(side->purl.name, side->whole.name);
}

static bool encoded_in_name(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return is_put_apart(old) != is_put_apart(new);
}

static bool other_epoch(const struct sb_spelled *old, const struct sb_spelled *new)
{
    sb_str epoch = SB_S("epoch");
    return both_have_purls(old, new) && sb_str_eq(old->row->version, new->row->version) &&
           !sb_str_eq(sb_purl_get(&old->purl, epoch), sb_purl_get(&new->purl, epoch));
}

static bool other_qualifiers(const struct sb_spelled *old, const struct sb_spelled *new)
{
    if (!both_have_purls(old, new))
        return false;
    bool same = old->purl.n_qualifiers == new->purl.n_qualifiers;
    for (size_t i = 0; same && i < old->purl.n_qualifiers; i++)
        same = sb_str_eq(old->purl.qualifiers[i].key, new->purl.qualifiers[i].key) &&
               sb_str_eq(old->purl.qualifiers[i].value, new->purl.qualifiers[i].value);
    return !same;
}

static bool no_purl(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return old->row->has_purl != new->row->has_purl;
}

static bool no_type(const struct sb_spelled *old, const struct sb_spelled *new)
{
    bool neither = !old->row->has_purl && !new->row->has_purl;
    return neither && old->tier == SB_TIER_COORDINATES &&
           (old->component->type == SB_TYPE_ABSENT) != (new->component->type == SB_TYPE_ABSENT);
}

static bool other_joint(const struct sb_spelled *old, const struct sb_spelled *new)
{
    return !old->row->has_purl && !new->row->has_purl && !sb_str_eq(old->name, new->name);
}

const struct sb_spelling_row sb_spelling_rows[SB_SPELLINGS] = {
    {"purl type", "two names of one type (alpine and apk, crates and cargo)", other_type},
    {"namespace", "a distribution, a registry or a guessed group in the namespace", other_namespace},
    {"short name", "a name without its namespace", left_out_namespace},
    {"letter case", "letter case, at one version or where nothing else can be meant", other_case},
    {"separators", "\"-\", \"_\" and \".\" in a name", other_separators},
    {"other name", "a known alias, or one of several purls of a package", other_name},
    {"same bytes", "a digest that both sides have and nothing else has", same_digest},
    {"encoded name", "a version, namespace or architecture that was encoded into the name", encoded_in_name},
    {"epoch", "an epoch in a qualifier", other_epoch},
    {"qualifiers", "qualifiers that do not tell packages apart (arch, distro ...)", other_qualifiers},
    {"no purl", "name and version, where one side has no purl", no_purl},
    {"no type", "a component type that one side does not say", no_type},
    {"group and name", "group and name in one text, or letter case and separators of a name without purl", other_joint},
};

static void spell(const struct sb_delta *delta, const struct sb_row_pair *pair, unsigned side, struct sb_arena *scratch,
                  struct sb_spelled *ret)
{
    struct sb_err err = {0};
    *ret = (struct sb_spelled){.row = sb_delta_row(delta, side, pair->row[side]),
                               .component = sb_doc_at(delta->doc[side], pair->row[side]),
                               .name = sb_doc_display(delta->doc[side], pair->row[side], scratch),
                               .tier = delta->identities.p[pair->identity].tier};
    if (!ret->row->has_purl || sb_purl_parse(ret->row->purl, scratch, &ret->purl, &err) != SB_OK)
        return;
    ret->whole = ret->purl;
    sb_purl_respell(&ret->whole, scratch);
    ret->pep503 = sb_pep503_name(ret->whole.name, scratch);
}

/* Most pairs are spelled alike. */
static bool is_alike(const struct sb_delta *delta, const struct sb_row_pair *pair)
{
    const struct sb_row *old = sb_delta_row(delta, SB_OLD, pair->row[SB_OLD]);
    const struct sb_row *new = sb_delta_row(delta, SB_NEW, pair->row[SB_NEW]);
    return delta->identities.p[pair->identity].tier == SB_TIER_PURL && sb_str_eq(old->purl, new->purl);
}

void sb_spellings(const struct sb_delta *delta, struct sb_spelling_use ret_uses[SB_SPELLINGS])
{
    struct sb_arena scratch = {0};
    memset(ret_uses, 0, SB_SPELLINGS * sizeof *ret_uses);
    for (size_t i = 0; i < delta->pairs.n; i++) {
        const struct sb_row_pair *pair = &delta->pairs.p[i];
        if (!pair->row[SB_OLD].v || !pair->row[SB_NEW].v || pair->identity == delta->root_identity ||
            is_alike(delta, pair))
            continue;
        struct sb_spelled side[SB_SIDES];
        sb_arena_reset(&scratch);
        for (unsigned s = 0; s < SB_SIDES; s++)
            spell(delta, pair, s, &scratch, &side[s]);
        for (size_t k = 0; k < SB_SPELLINGS; k++) {
            if (!sb_spelling_rows[k].applies(&side[SB_OLD], &side[SB_NEW]))
                continue;
            ret_uses[k].first = ret_uses[k].first ? ret_uses[k].first : pair;
            ret_uses[k].count++;
        }
    }
    sb_arena_done(&scratch);
}
