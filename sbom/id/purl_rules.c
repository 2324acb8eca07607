#include "id/purl_types.h"

static bool is_chrome_name(sb_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] < 'a' || name.p[i] > 'p')
            return false;
    return name.n == 32;
}

static bool is_chrome_version(sb_str version)
{
    enum { MOST = 4 };
    bool digit = false;
    unsigned parts = 1;
    for (size_t i = 0; i < version.n; i++) {
        bool dot = version.p[i] == '.' && digit;
        digit = sb_is_digit(version.p[i]);
        parts += dot;
        if (!digit && !dot)
            return false;
    }
    return digit && parts <= MOST;
}

/* The definition gives ^[a-p]{32}$ for the name and ^\d+(\.\d+){0,3}$ for the version. */
sb_rc sb_purl_fix_chrome_extension(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    (void)arena;
    if (!is_chrome_name(purl->name))
        return sb_fail(err, SB_E_SYNTAX, "purl: the name of a chrome-extension has 32 letters from a to p");
    if (purl->version.n && !is_chrome_version(purl->version))
        return sb_fail(err, SB_E_SYNTAX, "purl: the version of a chrome-extension has one to four numbers");
    return SB_OK;
}

/* A name is a distribution, never a module; the namespace is a CPAN author, which is upper case. */
sb_rc sb_purl_fix_cpan(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    if (sb_str_find(purl->name, SB_S("::")) != SB_NPOS)
        return sb_fail(err, SB_E_SYNTAX, "purl: a cpan name is a distribution and has no \"::\"");
    purl->ns = sb_arena_upper(arena, purl->ns);
    return SB_OK;
}

/* The namespace is the host, the name the path on it. Forges that do not look at case give one name in lower case. */
sb_rc sb_purl_fix_git(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    static const char *const caseless_hosts[] = {"bitbucket", "bitbucket.org", "github", "github.com", "gitlab.com"};
    sb_str path = sb_arena_join(arena, purl->ns, SB_S("/"), purl->name);
    path = sb_purl_segments(path, false, arena);
    if (!sb_str_cut(&path, '/', &purl->ns))
        return sb_fail(err, SB_E_SYNTAX, "purl: type git needs a host and a path");
    purl->name = path;
    for (size_t i = 0; i < SB_COUNT(caseless_hosts); i++) {
        if (sb_str_eq_nocase(purl->ns, sb_str_of(caseless_hosts[i]))) {
            purl->ns = sb_str_of(caseless_hosts[i]);
            purl->name = sb_purl_lower(purl->name, arena);
        }
    }
    return SB_OK;
}

/* Whether case counts is a matter of the server: not on Databricks. */
sb_rc sb_purl_fix_mlflow(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    (void)err;
    if (sb_str_find(sb_purl_get(purl, SB_S("repository_url")), SB_S("databricks")) != SB_NPOS)
        purl->name = sb_purl_lower(purl->name, arena);
    return SB_OK;
}

/* Only [a-z0-9_] is left; everything else becomes "_", one for a byte. */
sb_rc sb_purl_fix_pub(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    (void)err;
    char *p = sb_arena_alloc(arena, purl->name.n + 1);
    for (size_t i = 0; i < purl->name.n; i++)
        p[i] = sb_is_alnum(purl->name.p[i]) ? purl->name.p[i] : '_';
    purl->name = sb_str_n(p, purl->name.n);
    return SB_OK;
}

static bool is_guid(sb_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = sb_lower(s.p[i]);
        if (dash ? c != '-' : !(sb_is_digit(c) || (c >= 'a' && c <= 'f')))
            return false;
    }
    return s.n == 36;
}

/* A tag_id that is a GUID is written in lower case; the namespace is a name and a regid at most. */
sb_rc sb_purl_fix_swid(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    size_t slash = sb_str_chr(purl->ns, '/');
    if (slash != SB_NPOS && sb_str_chr(sb_str_from(purl->ns, slash + 1), '/') != SB_NPOS)
        return sb_fail(err, SB_E_SYNTAX, "purl: the namespace of type swid has two parts at most");
    sb_str tag = sb_purl_get(purl, SB_S("tag_id"));
    if (is_guid(tag))
        sb_purl_set(purl, SB_S("tag_id"), sb_purl_lower(tag, arena));
    return SB_OK;
}
