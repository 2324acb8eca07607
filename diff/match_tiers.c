#include "diff/match_rows.h"

#include "base/mem.h"
#include "id/purl.h"

/* The tiers behind the canonical purl. In each, identities that stand on one side only claim keys; a key that exactly
 * one identity of either side claims brings the two together. Keys are settled in the order of their bytes, so that
 * arrival does not matter. */

enum { STRONG = 4 }; /* 256 bits, see base/digest.def */

struct claim {
    sb_str key;
    uint32_t identity[SB_SIDES]; /* index + 1 */
    bool many[SB_SIDES];
};

struct claims {
    struct sb_delta *delta;
    struct sb_arena scratch;
    struct sb_intern keys;
    uint32_t base;
    SB_VEC(struct claim) list;
};

static bool left_over(const struct sb_identity *id)
{
    return (id->n[SB_OLD] == 0) != (id->n[SB_NEW] == 0) && !sb_str_eq(id->key, SB_S("root:"));
}

static unsigned side_of(const struct sb_identity *id)
{
    return id->n[SB_OLD] ? SB_OLD : SB_NEW;
}

static bool has_purl(const struct sb_identity *id)
{
    return sb_str_starts(id->key, SB_S("pkg:"));
}

static void claim(struct claims *claims, uint32_t identity, sb_str key)
{
    unsigned side = side_of(&claims->delta->identities.p[identity]);
    sb_text id = sb_intern(&claims->keys, key);
    uint32_t at = id.v - claims->base;
    if (at == claims->list.n)
        *SB_PUSH(&claims->list) = (struct claim){.key = sb_intern_str(&claims->keys, id)};
    struct claim *c = &claims->list.p[at];
    if (c->identity[side] && c->identity[side] != identity + 1)
        c->many[side] = true;
    c->identity[side] = identity + 1;
}

static int by_key(const void *a, const void *b)
{
    return sb_str_cmp(((const struct claim *)a)->key, ((const struct claim *)b)->key);
}

static void join(struct sb_identity *old, struct sb_identity *new, enum sb_tier tier)
{
    new->rows[SB_OLD] = old->rows[SB_OLD];
    new->n[SB_OLD] = old->n[SB_OLD];
    old->n[SB_OLD] = 0;
    new->tier = (uint8_t)tier;
    if (!has_purl(new) && has_purl(old)) {
        new->key = old->key;
        new->type = old->type;
    }
}

typedef bool allow_fn(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new);

static void settle(struct claims *claims, enum sb_tier tier, allow_fn *allow)
{
    struct sb_identity *all = claims->delta->identities.p;
    if (claims->list.n)
        qsort(claims->list.p, claims->list.n, sizeof *claims->list.p, by_key);
    for (size_t i = 0; i < claims->list.n; i++) {
        const struct claim *c = &claims->list.p[i];
        if (!c->identity[SB_OLD] || !c->identity[SB_NEW] || c->many[SB_OLD] || c->many[SB_NEW])
            continue;
        struct sb_identity *old = &all[c->identity[SB_OLD] - 1], *new = &all[c->identity[SB_NEW] - 1];
        if (left_over(old) && left_over(new) && allow(claims->delta, old, new))
            join(old, new, tier);
    }
}

/* ---- shared strong digest ---- */

static void claim_digests(struct claims *claims, uint32_t identity)
{
    const struct sb_identity *id = &claims->delta->identities.p[identity];
    unsigned side = side_of(id);
    const struct sb_doc *doc = claims->delta->doc[side];
    for (uint32_t i = 0; i < id->n[side]; i++) {
        struct sb_range r = sb_doc_hashes_of(doc, id->rows[side][i]);
        for (uint32_t k = r.first; k < r.first + r.n; k++) {
            const struct sb_digest *d = &doc->hashes.p[k].digest;
            if (sb_algs[d->alg].strength >= STRONG)
                claim(claims, identity, sb_str_n((const char *)d, offsetof(struct sb_digest, b) + d->n));
        }
    }
}

/* The part of a key between its last slash and qualifiers. */
static sb_str last_name(sb_str key)
{
    size_t end = sb_str_chr(key, '?');
    key = sb_str_part(key, 0, end == SB_NPOS ? key.n : end);
    return sb_path_base(key);
}

/* Two valid purls of one tool that differ are two packages, whatever their bytes: a copy under another name must be
 * seen as such. Bytes decide where a side has no purl or only a generic one, where two tools may spell one package in
 * two ways, and for the groups of Maven, which tools guess from a jar. */
static bool allow_digest(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    if (has_purl(old) != has_purl(new))
        return true;
    if (!has_purl(old))
        return sb_str_starts(old->key, SB_S("name:file:")) && sb_str_starts(new->key, SB_S("name:file:"));
    if (!delta->same_generator || sb_str_eq(old->type, SB_S("generic")) || sb_str_eq(new->type, SB_S("generic")))
        return true;
    return sb_str_eq(old->type, SB_S("maven")) && sb_str_eq(new->type, SB_S("maven")) &&
           sb_str_eq(last_name(old->key), last_name(new->key));
}

/* ---- aliases ---- */

/* Spellings of one type that are in no register, as tools write them. */
static const struct alias {
    const char *type, *as;
} type_aliases[] = {
    {"crates", "cargo"},       {"dpkg", "deb"},     {"githubactions", "github"},
    {"go", "golang"},          {"gomod", "golang"}, {"pip", "pypi"},
    {"packagist", "composer"}, {"python", "pypi"},  {"rubygems", "gem"},
};

/* One package under two names. */
static const struct name_alias {
    const char *type, *name, *as;
} name_aliases[] = {
    {"golang", "std", "stdlib"}, /* the standard library: Go's own database and tools that read binaries */
};

/* Types whose namespace is no part of what tools agree on: the first is guessed from a jar, the others name a registry
 * in many ways. */
static const char *const vague_namespace[] = {"maven", "docker", "oci"};

static bool listed(sb_str what, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq(what, sb_str_of(list[i])))
            return true;
    return false;
}

static sb_str alias_of_type(sb_str type)
{
    for (size_t i = 0; i < SB_COUNT(type_aliases); i++)
        if (sb_str_eq(type, sb_str_of(type_aliases[i].type)))
            return sb_str_of(type_aliases[i].as);
    return type;
}

static sb_str alias_of_name(sb_str type, sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(name_aliases); i++)
        if (sb_str_eq(type, sb_str_of(name_aliases[i].type)) && sb_str_eq(name, sb_str_of(name_aliases[i].name)))
            return sb_str_of(name_aliases[i].as);
    return name;
}

static void claim_alias(struct claims *claims, uint32_t identity)
{
    const struct sb_identity *id = &claims->delta->identities.p[identity];
    struct sb_purl purl;
    struct sb_err err = {0};
    sb_arena_reset(&claims->scratch);
    if (!has_purl(id) || sb_purl_parse(id->key, &claims->scratch, &purl, &err) != SB_OK)
        return;
    bool vague = listed(purl.type, vague_namespace, SB_COUNT(vague_namespace)) && !claims->delta->same_generator;
    purl.type = sb_str_eq(purl.type, SB_S("docker")) ? SB_S("oci") : alias_of_type(purl.type);
    purl.name = alias_of_name(purl.type, purl.name);
    if (vague)
        purl.ns = SB_STR_NONE;
    if (vague && sb_str_eq(purl.type, SB_S("oci")))
        purl.n_qualifiers = 0;
    if (sb_purl_normalise(&purl, &claims->scratch, &err) == SB_OK)
        claim(claims, identity, sb_purl_identity(&purl, &claims->scratch));
}

/* A real group of Maven is a domain name; a guess is the artifact's name or nothing. */
static bool guessed_group(const struct sb_identity *id)
{
    sb_str rest = id->key;
    sb_str_chop(&rest, SB_S("pkg:maven/"));
    size_t slash = sb_str_chr(rest, '/');
    return slash == SB_NPOS || sb_str_eq(sb_str_part(rest, 0, slash), last_name(id->key));
}

static bool allow_alias(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    (void)delta;
    bool maven = sb_str_eq(old->type, SB_S("maven")) && sb_str_eq(new->type, SB_S("maven"));
    return !maven || guessed_group(old) || guessed_group(new);
}

/* ---- coordinates ---- */

/* Types whose packages people call by the bare name; for all others the namespace is part of it. */
static const char *const bare_name[] = {"alpm", "apk", "deb", "golang", "maven", "rpm"};

static void claim_name(struct claims *claims, uint32_t identity, sb_str name)
{
    const struct sb_identity *id = &claims->delta->identities.p[identity];
    unsigned side = side_of(id);
    name = sb_pep503_name(name, &claims->scratch);
    for (uint32_t i = 0; i < id->n[side]; i++) {
        sb_str version = sb_delta_row(claims->delta, side, id->rows[side][i])->version;
        claim(claims, identity, sb_arena_join(&claims->scratch, name, SB_S("@"), version));
    }
}

static void claim_coordinates(struct claims *claims, uint32_t identity)
{
    const struct sb_identity *id = &claims->delta->identities.p[identity];
    sb_arena_reset(&claims->scratch);
    if (!has_purl(id)) {
        sb_str name = id->key;
        if (!sb_str_starts(name, SB_S("name:file:")) && sb_str_chop(&name, SB_S("name:")))
            claim_name(claims, identity, name);
        return;
    }
    struct sb_purl purl;
    struct sb_err err = {0};
    if (sb_purl_parse(id->key, &claims->scratch, &purl, &err) != SB_OK)
        return;
    if (purl.ns.n) {
        claim_name(claims, identity, sb_arena_join(&claims->scratch, purl.ns, SB_S("/"), purl.name));
        claim_name(claims, identity, sb_arena_join(&claims->scratch, purl.ns, SB_S(":"), purl.name));
    }
    if (!purl.ns.n || listed(purl.type, bare_name, SB_COUNT(bare_name)))
        claim_name(claims, identity, purl.name);
}

static bool allow_coordinates(const struct sb_delta *delta, const struct sb_identity *old,
                              const struct sb_identity *new)
{
    (void)delta;
    return has_purl(old) != has_purl(new);
}

static const struct tier {
    enum sb_tier tier;
    void (*claim)(struct claims *claims, uint32_t identity);
    allow_fn *allow;
} tiers[] = {
    {SB_TIER_DIGEST, claim_digests, allow_digest},
    {SB_TIER_ALIAS, claim_alias, allow_alias},
    {SB_TIER_COORDINATES, claim_coordinates, allow_coordinates},
};

static void run(struct sb_delta *delta, const struct tier *tier)
{
    struct claims claims = {.delta = delta};
    sb_intern_init(&claims.keys);
    claims.base = (uint32_t)claims.keys.n;
    for (size_t i = 0; i < delta->identities.n; i++)
        if (left_over(&delta->identities.p[i]))
            tier->claim(&claims, (uint32_t)i);
    settle(&claims, tier->tier, tier->allow);
    sb_free(claims.list.p);
    sb_intern_done(&claims.keys);
    sb_arena_done(&claims.scratch);
}

void sb_match_tiers(struct sb_delta *delta)
{
    for (size_t i = 0; i < SB_COUNT(tiers); i++)
        run(delta, &tiers[i]);
}
