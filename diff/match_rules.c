#include "diff/match_claims.h"

/* The rules behind the canonical purl: what each claims, and which two identities it may bring together. */

enum { STRONG = 4 }; /* 256 bits, see base/digest.def */

/* ---- shared strong digest ---- */

void sb_claim_digests(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    const struct sb_doc *doc = sb_claims_delta(claims)->doc[side];
    for (uint32_t i = 0; i < id->n[side]; i++) {
        struct sb_range r = sb_doc_hashes_of(doc, id->rows[side][i]);
        for (uint32_t k = r.first; k < r.first + r.n; k++) {
            const struct sb_digest *d = &doc->hashes.p[k].digest;
            if (sb_algs[d->alg].strength >= STRONG)
                sb_claim(claims, identity, sb_str_n((const char *)d, offsetof(struct sb_digest, b) + d->n));
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
bool sb_allow_digests(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    if (sb_identity_has_purl(old) != sb_identity_has_purl(new))
        return true;
    if (!sb_identity_has_purl(old))
        return sb_str_starts(old->key, SB_S("name:file:")) && sb_str_starts(new->key, SB_S("name:file:"));
    if (!delta->same_generator || sb_str_eq(old->type, SB_S("generic")) || sb_str_eq(new->type, SB_S("generic")))
        return true;
    return sb_str_eq(old->type, SB_S("maven")) && sb_str_eq(new->type, SB_S("maven")) &&
           sb_str_eq(last_name(old->key), last_name(new->key));
}

/* ---- aliases ---- */

static bool parse_key(struct sb_claims *claims, const struct sb_identity *id, struct sb_purl *ret_purl)
{
    struct sb_err err = {0};
    return sb_identity_has_purl(id) && sb_purl_parse(id->key, sb_claims_scratch(claims), ret_purl, &err) == SB_OK;
}

/* Claims WHAT at each version of the identity. */
static void claim_versions(struct sb_claims *claims, uint32_t identity, sb_str what)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    for (uint32_t i = 0; i < id->n[side]; i++) {
        sb_str version = sb_delta_row(sb_claims_delta(claims), side, id->rows[side][i])->version;
        sb_claim(claims, identity, sb_arena_join(sb_claims_scratch(claims), what, SB_S("@"), version));
    }
}

/* Spellings of one type that are in no register, as tools write them. What Carthage builds is a project of GitHub. */
static const struct alias {
    const char *type, *as;
} type_aliases[] = {
    {"carthage", "github"}, {"crates", "cargo"},         {"dart", "pub"},
    {"dpkg", "deb"},        {"githubactions", "github"}, {"go", "golang"},
    {"gomod", "golang"},    {"homebrew", "brew"},        {"pip", "pypi"},
    {"python", "pypi"},     {"rubygems", "gem"},         {"packagist", "composer"},
};

/* One package under two names. */
static const struct name_alias {
    const char *type, *name, *as;
} name_aliases[] = {
    {"golang", "std", "stdlib"}, /* the standard library: Go's own database and tools that read binaries */
};

/* Types whose namespace is no part of what tools agree on: of Maven it is guessed from a jar, images name a registry in
 * many ways, of Conan it is a vendor or the user, of Yocto a layer; both are left out as often. */
static const char *const vague_namespace[] = {"maven", "docker", "oci", "conan", "yocto"};
/* Nor are the qualifiers that else tell packages apart. */
static const char *const vague_qualifiers[] = {"oci", "conan"};

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

/* Some tools call the end of a path a subpath: of a Go module (.../aws-sdk-go-v2#config), of an action, of a pod. */
static void put_subpath_into_name(struct sb_purl *purl, struct sb_arena *scratch)
{
    static const char *const types[] = {"golang", "github", "cocoapods"};
    if (!listed(purl->type, types, SB_COUNT(types)) || !purl->subpath.n || !purl->name.n)
        return;
    sb_str path = sb_arena_join(scratch, purl->ns, purl->ns.n ? SB_S("/") : SB_STR_NONE, purl->name);
    path = sb_arena_join(scratch, path, SB_S("/"), purl->subpath);
    size_t slash = sb_str_eq(purl->type, SB_S("cocoapods")) ? SB_NPOS : sb_str_rchr(path, '/'); /* has no namespace */
    purl->ns = slash == SB_NPOS ? SB_STR_NONE : sb_str_part(path, 0, slash);
    purl->name = slash == SB_NPOS ? path : sb_str_from(path, slash + 1);
    purl->subpath = SB_STR_NONE;
}

/* The address of a Swift package ends in ".git" or not, and its product's name stands behind it or not. */
static void cut_git_off(struct sb_purl *purl)
{
    if (!sb_str_eq(purl->type, SB_S("swift")))
        return;
    sb_str_chop_end(&purl->name, SB_S(".git"));
    size_t slash = sb_str_rchr(purl->ns, '/');
    if (slash == SB_NPOS || !sb_str_chop_end(&purl->ns, SB_S(".git")))
        return;
    if (sb_str_eq_nocase(sb_str_from(purl->ns, slash + 1), purl->name))
        purl->ns = sb_str_part(purl->ns, 0, slash);
}

/* An action or a framework of Carthage, of which some tools say that it lies on GitHub. */
static void cut_host_off(struct sb_purl *purl)
{
    if (sb_str_eq(purl->type, SB_S("github")))
        sb_str_chop(&purl->ns, SB_S("github.com/"));
}

/* "type" of a Maven purl: jar where it is left out, and tools leave it out of what is no jar as well. */
static void drop_packaging(struct sb_purl *purl)
{
    size_t n = 0;
    for (size_t i = 0; i < purl->n_qualifiers; i++)
        if (!sb_str_eq(purl->qualifiers[i].key, SB_S("type")))
            purl->qualifiers[n++] = purl->qualifiers[i];
    purl->n_qualifiers = n;
}

void sb_claim_alias(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    struct sb_arena *scratch = sb_claims_scratch(claims);
    struct sb_purl purl;
    struct sb_err err = {0};
    if (!parse_key(claims, id, &purl))
        return;
    bool vague =
        listed(purl.type, vague_namespace, SB_COUNT(vague_namespace)) && !sb_claims_delta(claims)->same_generator;
    purl.type = sb_str_eq(purl.type, SB_S("docker")) ? SB_S("oci") : alias_of_type(purl.type);
    purl.name = alias_of_name(purl.type, purl.name);
    put_subpath_into_name(&purl, scratch);
    cut_git_off(&purl);
    cut_host_off(&purl);
    if (vague)
        purl.ns = SB_STR_NONE;
    if (vague && listed(purl.type, vague_qualifiers, SB_COUNT(vague_qualifiers)))
        purl.n_qualifiers = 0;
    if (vague && sb_str_eq(purl.type, SB_S("maven")))
        drop_packaging(&purl);
    if (sb_purl_normalise(&purl, scratch, &err) == SB_OK)
        sb_claim(claims, identity, sb_purl_identity(&purl, scratch));
}

/* A real group of Maven is a domain name; a guess is the artifact's name or nothing. */
static bool guessed_group(const struct sb_identity *id)
{
    sb_str rest = id->key;
    sb_str_chop(&rest, SB_S("pkg:maven/"));
    size_t slash = sb_str_chr(rest, '/');
    return slash == SB_NPOS || sb_str_eq(sb_str_part(rest, 0, slash), last_name(id->key));
}

bool sb_allow_alias(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    (void)delta;
    bool maven = sb_str_eq(old->type, SB_S("maven")) && sb_str_eq(new->type, SB_S("maven"));
    if (!maven || guessed_group(old) || guessed_group(new))
        return true;
    sb_str type = SB_S("type="), a = old->key, b = new->key;
    return (sb_str_find(a, type) == SB_NPOS) != (sb_str_find(b, type) == SB_NPOS) &&
           sb_str_eq(sb_str_part(a, 0, sb_str_chr(a, '?')), sb_str_part(b, 0, sb_str_chr(b, '?')));
}

/* ---- several purls of one package ---- */

/* All of them name it. */
void sb_claim_other_purls(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    const struct sb_doc *doc = sb_claims_delta(claims)->doc[side];
    struct sb_purl purl;
    struct sb_err err = {0};
    if (!sb_identity_has_purl(id))
        return;
    sb_claim(claims, identity, id->key);
    for (uint32_t i = 0; i < id->n[side]; i++) {
        struct sb_range r = sb_doc_references_of(doc, id->rows[side][i]);
        for (uint32_t k = r.first; k < r.first + r.n; k++) {
            sb_str url = sb_doc_str(doc, doc->references.p[k].url);
            if (sb_str_starts(url, SB_S("pkg:")) &&
                sb_str_ends(sb_doc_str(doc, doc->references.p[k].type), SB_S("purl")) &&
                sb_purl_parse(url, sb_claims_scratch(claims), &purl, &err) == SB_OK)
                sb_claim(claims, identity, sb_purl_identity(&purl, sb_claims_scratch(claims)));
        }
    }
}

/* ---- letter case ---- */

/* Older rules, and tools that keep to them, write names small; Cargo's registry takes "_" for "-" as well. */
static sb_str folded(struct sb_claims *claims, const struct sb_identity *id)
{
    struct sb_arena *scratch = sb_claims_scratch(claims);
    struct sb_purl purl;
    if (!parse_key(claims, id, &purl))
        return SB_STR_NONE;
    bool dashes = sb_str_eq(purl.type, SB_S("cargo"));
    sb_str text = sb_purl_text(&purl, scratch);
    char *p = sb_arena_alloc(scratch, text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        p[i] = dashes && text.p[i] == '_' ? '-' : sb_lower(text.p[i]);
    return sb_str_n(p, text.n);
}

void sb_claim_case(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    sb_str name = folded(claims, sb_claims_identity(claims, identity, &side));
    if (name.n)
        claim_versions(claims, identity, name);
}

/* Go modules were written small by the rules of their purls; that is a spelling also of one tool in two releases. */
bool sb_allow_case(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    (void)new;
    return !delta->same_generator || sb_str_eq(old->type, SB_S("golang"));
}

/* At another version as well, where nothing else can be meant. */
void sb_claim_case_alone(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    static const char *const types[] = {"cargo", "golang"};
    if (listed(id->type, types, SB_COUNT(types)))
        sb_claim(claims, identity, folded(claims, id));
}

bool sb_allow_case_alone(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    (void)old;
    (void)new;
    return !delta->same_generator;
}

/* ---- names without their namespace ---- */

static const char *const short_names[] = {"golang", "swift"};

void sb_claim_short_name(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    if (listed(id->type, short_names, SB_COUNT(short_names)))
        claim_versions(claims, identity,
                       sb_arena_join(sb_claims_scratch(claims), id->type, SB_S(" "), last_name(id->key)));
}

static bool has_namespace(const struct sb_identity *id)
{
    size_t slash = sb_str_chr(id->key, '/');
    return slash != SB_NPOS && sb_str_chr(sb_str_from(id->key, slash + 1), '/') != SB_NPOS;
}

bool sb_allow_short_name(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    return !delta->same_generator && has_namespace(old) != has_namespace(new);
}

/* ---- coordinates ---- */

/* Types whose packages people call by the bare name; for all others the namespace is part of it. */
static const char *const bare_name[] = {"alpm", "apk", "deb", "golang", "maven", "rpm"};

/* The names that people call a package by; RET_NAMES has room for 3. */
static size_t names_of(struct sb_claims *claims, const struct sb_identity *id, sb_str *ret_names)
{
    struct sb_arena *scratch = sb_claims_scratch(claims);
    struct sb_purl purl;
    size_t n = 0;
    sb_str name = id->key;
    if (!sb_identity_has_purl(id) && !sb_str_starts(name, SB_S("name:file:")) && sb_str_chop(&name, SB_S("name:")))
        ret_names[n++] = name;
    if (!parse_key(claims, id, &purl))
        return n;
    if (sb_str_eq(purl.type, SB_S("cocoapods")))
        put_subpath_into_name(&purl, scratch); /* a part of a pod goes by both names */
    if (purl.ns.n) {
        ret_names[n++] = sb_arena_join(scratch, purl.ns, SB_S("/"), purl.name);
        ret_names[n++] = sb_arena_join(scratch, purl.ns, SB_S(":"), purl.name);
    }
    if (!purl.ns.n || listed(purl.type, bare_name, SB_COUNT(bare_name)))
        ret_names[n++] = purl.name;
    return n;
}

void sb_claim_coordinates(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    sb_str names[3];
    size_t n = names_of(claims, sb_claims_identity(claims, identity, &side), names);
    for (size_t i = 0; i < n; i++)
        claim_versions(claims, identity, sb_pep503_name(names[i], sb_claims_scratch(claims)));
}

/* Two names without a purl that differ in letter case or separators are two packages of one tool. */
bool sb_allow_coordinates(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    bool has = sb_identity_has_purl(old), other_has = sb_identity_has_purl(new);
    return has != other_has || (!has && !delta->same_generator);
}

/* Group and name are joined by ":" or by "/". */
void sb_claim_group_name(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    sb_str name = sb_claims_identity(claims, identity, &side)->key;
    if (sb_str_starts(name, SB_S("name:file:")) || !sb_str_chop(&name, SB_S("name:")))
        return;
    char *p = sb_arena_alloc(sb_claims_scratch(claims), name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        p[i] = name.p[i];
    for (size_t i = 0; i < name.n; i++)
        if (p[i] == ':')
            p[i] = '/';
    claim_versions(claims, identity, sb_str_n(p, name.n));
}

bool sb_allow_group_name(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    (void)delta;
    return !sb_identity_has_purl(old) && !sb_identity_has_purl(new);
}

/* ---- a type that one side does not say ---- */

static bool is_kind(const struct sb_identity *id)
{
    return sb_str_starts(id->key, SB_S("name:file:")) || sb_str_starts(id->key, SB_S("name:os:"));
}

static sb_str without_kind(const struct sb_identity *id)
{
    sb_str name = id->key;
    if (sb_str_chop(&name, SB_S("name:")) && !sb_str_chop(&name, SB_S("file:")))
        sb_str_chop(&name, SB_S("os:"));
    return name;
}

void sb_claim_kindless(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    if (!sb_identity_has_purl(id))
        claim_versions(claims, identity, without_kind(id));
}

void sb_claim_kindless_alone(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    const struct sb_identity *id = sb_claims_identity(claims, identity, &side);
    if (!sb_identity_has_purl(id))
        sb_claim(claims, identity, without_kind(id));
}

static bool says_no_type(const struct sb_delta *delta, enum sb_side side, const struct sb_identity *id)
{
    for (uint32_t i = 0; i < id->n[side]; i++)
        if (sb_doc_at(delta->doc[side], id->rows[side][i])->type != SB_TYPE_ABSENT)
            return false;
    return true;
}

bool sb_allow_kindless(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    if (is_kind(old) == is_kind(new))
        return false;
    return is_kind(old) ? says_no_type(delta, SB_NEW, new) : says_no_type(delta, SB_OLD, old);
}

/* ---- a purl that one side does not say, at another version ---- */

void sb_claim_name_alone(struct sb_claims *claims, uint32_t identity)
{
    enum sb_side side;
    sb_str names[3];
    size_t n = names_of(claims, sb_claims_identity(claims, identity, &side), names);
    for (size_t i = 0; i < n; i++)
        sb_claim(claims, identity, sb_pep503_name(names[i], sb_claims_scratch(claims)));
}

/* One tool that gives the one a purl and the other none means two packages. */
bool sb_allow_name_alone(const struct sb_delta *delta, const struct sb_identity *old, const struct sb_identity *new)
{
    return !delta->same_generator && sb_identity_has_purl(old) != sb_identity_has_purl(new);
}
