#include "collect/npm_source.h"

#include "id/url.h"

enum { URL = 2048 };

static bool is_http(sb_str scheme)
{
    return sb_str_eq_nocase(scheme, SB_S("https")) || sb_str_eq_nocase(scheme, SB_S("http"));
}

/* Registries put tarballs below "/-/" (GitHub: "/download/", JSR: "/~/"). */
static bool is_tarball_of_registry(const struct sb_url *url)
{
    return sb_str_find(url->path, SB_S("/-/")) != SB_NPOS || sb_str_starts(url->path, SB_S("/~/")) ||
           (sb_str_eq_nocase(url->host, SB_S("npm.pkg.github.com")) && sb_str_starts(url->path, SB_S("/download/")));
}

static sb_str host_of(const struct sb_url *url, struct sb_arena *arena)
{
    bool usual = url->port.n == 0 ||
                 (sb_str_eq_nocase(url->scheme, SB_S("https")) && sb_str_eq(url->port, SB_S("443"))) ||
                 (sb_str_eq_nocase(url->scheme, SB_S("http")) && sb_str_eq(url->port, SB_S("80")));
    sb_str host = sb_arena_lower(arena, url->host);
    return usual ? host : sb_arena_join(arena, host, SB_S(":"), url->port);
}

static struct sb_npm_source web_source(const struct sb_url *url, struct sb_arena *arena)
{
    sb_str fragment = sb_str_from(url->path, sb_url_before(url->path, "#").n);
    sb_str path = sb_url_before(url->path, "?#");
    sb_str host = host_of(url, arena);
    sb_str all = sb_arena_join(arena, sb_arena_lower(arena, url->scheme), SB_S("://"), host);
    struct sb_npm_source source = {.kind = "url", .url = sb_arena_join(arena, all, path, fragment)};
    if (sb_str_ends(path, SB_S(".git"))) {
        source.kind = "git";
    } else if (is_tarball_of_registry(url)) {
        source.kind = "registry";
        source.registry = host;
    }
    return source;
}

struct sb_npm_source sb_npm_source_of(sb_str resolved, struct sb_arena *arena)
{
    static const struct {
        const char *prefix, *kind;
    } kinds[] = {{"git+", "git"},       {"git:", "git"},  {"git@", "git"}, {"github:", "git"}, {"gitlab:", "git"},
                 {"bitbucket:", "git"}, {"gist:", "git"}, {"ssh:", "git"}, {"file:", "file"},  {"link:", "file"}};
    struct sb_url url;
    if (resolved.n == 0 || resolved.n > URL)
        return (struct sb_npm_source){0};
    resolved = sb_url_clean(resolved, arena);
    for (size_t i = 0; i < SB_COUNT(kinds); i++)
        if (sb_str_eq_nocase(sb_str_part(resolved, 0, strlen(kinds[i].prefix)), sb_str_of(kinds[i].prefix)))
            return (struct sb_npm_source){.kind = kinds[i].kind, .url = resolved};
    if (sb_url_split(resolved, &url) && is_http(url.scheme))
        return web_source(&url, arena);
    return (struct sb_npm_source){0};
}

bool sb_npm_source_is_of(const struct sb_npm_source *source, sb_str name, struct sb_arena *arena, sb_str *ret_other)
{
    struct sb_url url;
    size_t end = source->registry.n && sb_url_split(source->url, &url) ? sb_str_find(url.path, SB_S("/-/")) : SB_NPOS;
    if (end == SB_NPOS)
        return true;
    char *plain = sb_arena_alloc(arena, end + 1);
    size_t n = 0;
    for (size_t i = 0; i < end; n++) { /* "@scope%2fname" */
        bool slash = sb_str_eq_nocase(sb_str_part(url.path, i, 3), SB_S("%2f"));
        plain[n] = slash ? '/' : url.path.p[i];
        i += slash ? 3 : 1;
    }
    sb_str path = sb_str_n(plain, n);
    sb_str wanted = sb_arena_join(arena, SB_S("/"), name, SB_STR_NONE);
    *ret_other = sb_str_from(path, path.n ? 1 : 0);
    return path.n >= wanted.n && sb_str_eq_nocase(sb_str_from(path, path.n - wanted.n), wanted);
}

/* ---- repositories ---- */

/* Hosts with a shorthand; each serves one repository under https, ssh and git. */
static const struct {
    const char *prefix, *host;
} hosts[] = {{"github:", "github.com"},
             {"gitlab:", "gitlab.com"},
             {"bitbucket:", "bitbucket.org"},
             {"gist:", "gist.github.com"}};

static sb_str on_host(const char *host, sb_str path, struct sb_arena *arena)
{
    return sb_arena_printf(arena, "https://%s/%.*s", host, SB_FMT(path));
}

/* "user/name": one slash, nothing that makes it a path, a URL or an address. */
static bool is_shorthand(sb_str text)
{
    size_t slash = sb_str_chr(text, '/');
    return slash != SB_NPOS && slash > 0 && slash + 1 < text.n && sb_str_rchr(text, '/') == slash && text.p[0] != '.' &&
           sb_str_chr(text, ':') == SB_NPOS && sb_str_chr(text, '@') == SB_NPOS && sb_str_chr(text, ' ') == SB_NPOS;
}

sb_str sb_npm_repository_url(sb_str written, struct sb_arena *arena)
{
    struct sb_url url;
    sb_str text = sb_str_trim(written);
    if (text.n > URL)
        return SB_STR_NONE;
    text = sb_url_clean(text, arena);
    if (sb_url_split(text, &url))
        return text;
    for (size_t i = 0; i < SB_COUNT(hosts); i++) {
        sb_str path = text;
        if (sb_str_chop(&path, sb_str_of(hosts[i].prefix)) && path.n)
            return on_host(hosts[i].host, path, arena);
    }
    sb_str rest = text;
    sb_str address;
    if (sb_str_cut(&rest, ':', &address) && sb_str_chr(address, '@') != SB_NPOS && rest.n)
        return sb_arena_printf(arena, "ssh://%.*s/%.*s", SB_FMT(address), SB_FMT(rest));
    return is_shorthand(text) ? on_host(hosts[0].host, text, arena) : SB_STR_NONE;
}

static bool is_known_host(sb_str host)
{
    for (size_t i = 0; i < SB_COUNT(hosts); i++)
        if (sb_str_eq(host, sb_str_of(hosts[i].host)))
            return true;
    return false;
}

sb_str sb_npm_repository_key(sb_str text, struct sb_arena *arena)
{
    struct sb_url url;
    if (!sb_url_split(text, &url))
        return SB_STR_NONE;
    sb_str host = host_of(&url, arena);
    sb_str bare = host;
    sb_str_chop(&bare, SB_S("www."));
    if (is_known_host(bare))
        host = bare;
    sb_str scheme = sb_arena_lower(arena, url.scheme);
    sb_str_chop(&scheme, SB_S("git+"));
    if (is_known_host(host))
        scheme = SB_S("https");
    sb_str path = sb_url_before(url.path, "?#");
    while (sb_str_chop_end(&path, SB_S("/")))
        continue;
    sb_str_chop_end(&path, SB_S(".git"));
    sb_str all = sb_arena_join(arena, scheme, SB_S("://"), host);
    return sb_arena_join(arena, all, path.n && path.p[0] != '/' ? SB_S("/") : SB_STR_NONE, path);
}
