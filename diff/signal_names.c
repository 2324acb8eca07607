#include "diff/signal_run.h"
#include "id/purl.h"
#include "id/url.h"

/* ---- identities ---- */

/* What stands between "pkg:type/" (or "name:") and the qualifiers. */
sb_str sb_identity_name(const struct sb_identity *identity)
{
    sb_str name = identity->key;
    sb_str head;
    if (sb_str_chop(&name, SB_S("pkg:"))) {
        sb_str_cut(&name, '/', &head);
        size_t end = 0;
        while (end < name.n && name.p[end] != '?' && name.p[end] != '#' && name.p[end] != '@')
            end++;
        return sb_str_part(name, 0, end);
    }
    sb_str_chop(&name, SB_S("name:"));
    return name;
}

sb_str sb_identity_scope(const struct sb_identity *identity)
{
    return sb_path_dir(sb_identity_name(identity));
}

sb_str sb_identity_base(const struct sb_identity *identity)
{
    return sb_path_base(sb_identity_name(identity));
}

bool sb_same_scope(const struct sb_identity *a, const struct sb_identity *b)
{
    sb_str scope = sb_identity_scope(a);
    return scope.n && sb_str_eq(a->type, b->type) && sb_str_eq(scope, sb_identity_scope(b));
}

bool sb_is_system_type(const struct sb_identity *identity)
{
    return sb_purl_is_system(identity->type);
}

/* ---- repositories ---- */

/* Of "host:owner/name", which follows git@, the path begins behind the colon. */
static sb_str lower_host(sb_str url, struct sb_arena *arena)
{
    sb_str copy = sb_arena_str(arena, url);
    char *p = sb_arena_alloc(arena, copy.n + 1);
    bool host = true;
    for (size_t i = 0; i < copy.n; i++) {
        host = host && copy.p[i] != '/';
        p[i] = host ? sb_lower(copy.p[i]) : copy.p[i];
        if (host && p[i] == ':') /* git@host:owner/name */
            p[i] = '/';
    }
    return sb_str_n(p, copy.n);
}

sb_str sb_repository_key(sb_str url, struct sb_arena *arena)
{
    sb_str scheme;
    url = sb_url_before(sb_str_trim(url), "#?");
    size_t at = sb_str_find(url, SB_S("://"));
    if (at != SB_NPOS)
        url = sb_str_from(url, at + 3);
    else if (sb_str_chr(url, ':') != SB_NPOS && sb_str_chr(url, '@') == SB_NPOS)
        sb_str_cut(&url, ':', &scheme);
    size_t user = sb_str_chr(url, '@');
    if (user != SB_NPOS && user < sb_str_chr(url, '/'))
        url = sb_str_from(url, user + 1);
    size_t tree = sb_str_find(url, SB_S("/tree/")); /* the page of a folder in the repository */
    url = sb_str_part(url, 0, tree);
    while (sb_str_chop_end(&url, SB_S("/")))
        continue;
    sb_str_chop_end(&url, SB_S(".git"));
    sb_str_chop(&url, SB_S("www."));
    return lower_host(url, arena);
}

static sb_str reference_of(const struct sb_doc *doc, sb_comp c, const char *type)
{
    struct sb_range range = sb_doc_references_of(doc, c);
    for (uint32_t i = range.first; i < range.first + range.n; i++)
        if (sb_str_eq(sb_doc_str(doc, doc->references.p[i].type), sb_str_of(type)))
            return sb_doc_str(doc, doc->references.p[i].url);
    return SB_STR_NONE;
}

sb_str sb_run_repository(struct sb_signal_run *run, enum sb_side side, sb_comp c)
{
    const struct sb_doc *doc = run->delta->doc[side];
    sb_str url = sb_run_facts_of(run, side, c, SB_FACT_BIT(ORIGIN))->origin.repository;
    if (url.n == 0)
        url = reference_of(doc, c, "vcs");
    return url.n ? sb_repository_key(url, run->arena) : url;
}

/* ---- declared dependencies ---- */

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

sb_str sb_dep_name(sb_str raw)
{
    raw = sb_str_trim(raw);
    size_t end = raw.n && raw.p[0] == '@' ? 1 : 0;
    while (end < raw.n && (sb_is_alnum(raw.p[end]) || is_one_of(raw.p[end], "._-/+~")))
        end++;
    sb_str name = sb_str_part(raw, 0, end);
    while (sb_str_chop_end(&name, SB_S("~"))) /* "name~=1.0" */
        continue;
    return name;
}

/* What follows the name: a range, an address, a path. */
static sb_str specifier(const struct sb_fact_dep *dep)
{
    sb_str rest = sb_str_trim(sb_str_from(dep->raw, sb_dep_name(dep->raw).n));
    if (sb_str_starts(rest, SB_S("["))) { /* extras of a Python requirement */
        size_t close = sb_str_chr(rest, ']');
        rest = sb_str_trim(sb_str_from(rest, close == SB_NPOS ? rest.n : close + 1));
    }
    while (rest.n && is_one_of(rest.p[0], "@= :"))
        rest = sb_str_from(rest, 1);
    return rest;
}

/* "user/name", which npm takes for a repository on a well-known host. */
static bool is_shorthand(sb_str spec)
{
    size_t slashes = 0;
    for (size_t i = 0; i < spec.n; i++) {
        slashes += spec.p[i] == '/';
        if (!sb_is_alnum(spec.p[i]) && !is_one_of(spec.p[i], "/._-#"))
            return false;
    }
    return slashes == 1 && sb_is_alnum(spec.p[0]);
}

bool sb_dep_is_exotic(const struct sb_fact_dep *dep, bool *ret_local)
{
    static const struct {
        const char *prefix;
        bool local;
    } rows[] = {
        {"git+", false},       {"git:", false},   {"git@", false},  {"github:", false}, {"gitlab:", false},
        {"bitbucket:", false}, {"gist:", false},  {"http:", false}, {"https:", false},  {"ssh:", false},
        {"hg+", false},        {"svn+", false},   {"bzr+", false},  {"ftp:", false},    {"file:", true},
        {"link:", true},       {"portal:", true},
    };
    sb_str spec = specifier(dep);
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        if (!sb_str_eq_nocase(sb_str_part(spec, 0, strlen(rows[i].prefix)), sb_str_of(rows[i].prefix)))
            continue;
        *ret_local = rows[i].local;
        return true;
    }
    *ret_local = false;
    return is_shorthand(spec);
}

bool sb_deps_have(const struct sb_facts *facts, sb_str name)
{
    for (size_t i = 0; i < facts->deps.n; i++)
        if (sb_str_eq(sb_dep_name(facts->deps.p[i].raw), name))
            return true;
    return false;
}

uint32_t sb_dep_identity(const struct sb_signal_run *run, enum sb_side side, const struct sb_fact_dep *dep)
{
    return dep->row.v ? run->delta->rows[side][dep->row.v].identity : UINT32_MAX;
}

/* ---- files ---- */

bool sb_path_is_code(sb_str path)
{
    static const char *const suffixes[] = {".py",  ".pyw", ".pth", ".start", ".js",   ".mjs", ".cjs", ".jsx", ".ts",
                                           ".mts", ".cts", ".tsx", ".sh",    ".bash", ".bat", ".cmd", ".ps1", ".psm1",
                                           ".rb",  ".pl",  ".pm",  ".php",   ".lua",  ".vbs", ".tcl", ".go",  ".rs",
                                           ".c",   ".h",   ".cc",  ".cpp",   ".java", ".m4",  ".ac",  ".am"};
    sb_str name = sb_path_base(path);
    for (size_t i = 0; i < SB_COUNT(suffixes); i++)
        if (sb_str_ends(name, sb_str_of(suffixes[i])))
            return !sb_str_ends(name, SB_S(".d.ts"));
    return sb_str_chr(name, '.') == SB_NPOS; /* a command without a suffix */
}

bool sb_strs_have(const sb_str *list, size_t n, sb_str wanted)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq(list[i], wanted))
            return true;
    return false;
}

const struct sb_fact_file *sb_largest_find(const struct sb_facts *facts, sb_str path)
{
    for (size_t i = 0; i < facts->largest.n; i++)
        if (sb_str_eq(facts->largest.p[i].path, path))
            return &facts->largest.p[i];
    return NULL;
}

uint64_t sb_kind_count(const struct sb_facts *facts, const char *kind, sb_str *ret_path)
{
    for (size_t i = 0; i < facts->kinds.n; i++) {
        if (!sb_str_eq(facts->kinds.p[i].kind, sb_str_of(kind)))
            continue;
        if (ret_path)
            *ret_path = facts->kinds.p[i].path;
        return facts->kinds.p[i].n;
    }
    return 0;
}
