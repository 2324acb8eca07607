#include "diff/carried.h"

#include "diff/signal_run.h"
#include "id/purl.h"

enum { ADDRESSES = 16 }; /* more files of one release need not be looked at */

struct carried {
    sb_str address[ADDRESSES];
    size_t n;
    sb_str vcs; /* with the commit */
};

sb_str sb_bare_url(sb_str url)
{
    sb_str_chop(&url, SB_S("git+"));
    while (sb_str_chop_end(&url, SB_S("/")))
        continue;
    sb_str_chop_end(&url, SB_S(".git"));
    return url;
}

/* The first N parts of a path behind a host. */
static sb_str front_of(sb_str url, size_t from, size_t n)
{
    size_t end = from;
    while (end < url.n && (url.p[end] != '/' || n))
        n -= url.p[end++] == '/';
    return sb_str_part(url, 0, end);
}

sb_str sb_url_source(sb_str url)
{
    static const char *const forges[] = {"bitbucket.org", "codeberg.org", "github.com", "gitlab.com", NULL};
    url = sb_bare_url(url);
    size_t at = sb_str_find(url, SB_S("://"));
    if (at == SB_NPOS)
        return url;
    sb_str host = sb_str_from(front_of(url, at + 3, 0), at + 3);
    return front_of(url, at + 3, sb_str_is_one_of(host, forges) ? 2 : 0);
}

static bool is_vcs(sb_str url)
{
    static const char *const schemes[] = {"git+", "hg+", "svn+", "bzr+", "git://", "git@", "ssh://", "svn://"};
    for (size_t i = 0; i < SB_COUNT(schemes); i++)
        if (sb_str_starts(url, sb_str_of(schemes[i])))
            return true;
    return sb_str_ends(url, SB_S(".git")) || sb_str_find(url, SB_S(".git@")) != SB_NPOS ||
           sb_str_find(url, SB_S(".git#")) != SB_NPOS;
}

static void add(struct carried *carried, sb_str url)
{
    url = sb_str_trim(url);
    if (!url.n || sb_str_eq(url, SB_S("NOASSERTION")) || sb_str_eq(url, SB_S("NONE")))
        return;
    if (is_vcs(url)) {
        carried->vcs = carried->vcs.n ? carried->vcs : url;
        return;
    }
    if (carried->n < ADDRESSES)
        carried->address[carried->n++] = url;
}

static void read_purl(const struct sb_row *row, struct sb_arena *arena, struct carried *ret)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    if (!row->has_purl || sb_str_chr(row->purl, '?') == SB_NPOS ||
        sb_purl_parse(row->purl, arena, &purl, &err) != SB_OK)
        return;
    sb_str vcs = sb_purl_get(&purl, SB_S("vcs_url"));
    ret->vcs = vcs.n ? sb_arena_str(arena, vcs) : ret->vcs;
    add(ret, sb_arena_str(arena, sb_purl_get(&purl, SB_S("download_url"))));
}

static void read_carried(const struct sb_delta *delta, enum sb_side side, sb_comp c, struct sb_arena *arena,
                         struct carried *ret)
{
    const struct sb_doc *doc = delta->doc[side];
    read_purl(sb_delta_row(delta, side, c), arena, ret);
    if (!delta->same_generator) /* tools do not agree on what else they say there */
        return;
    struct sb_range r = sb_doc_references_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_str_eq(sb_doc_str(doc, doc->references.p[i].type), SB_S("distribution")))
            add(ret, sb_doc_str(doc, doc->references.p[i].url));
    sb_text download = sb_doc_attribute_of(doc, c, SB_F_DOWNLOAD);
    if (!ret->n && sb_text_set(download))
        add(ret, sb_doc_str(doc, download));
}

/* The repository without the commit: "#x" goes, and "@x" behind the last slash. */
static sb_str repository_of(sb_str url, struct sb_arena *arena)
{
    url = sb_str_part(url, 0, sb_str_chr(url, '#'));
    size_t at = sb_str_rchr(url, '@'), slash = sb_str_rchr(url, '/');
    if (at != SB_NPOS && slash != SB_NPOS && at > slash)
        url = sb_str_part(url, 0, at);
    size_t scheme = sb_str_chr(url, '+');
    if (scheme != SB_NPOS && scheme < 5)
        url = sb_str_from(url, scheme + 1);
    return sb_repository_key(url, arena);
}

/* A page or a folder names no file: a registry has several of them for one package. */
static bool is_page(sb_str url)
{
    return sb_str_ends(sb_str_part(url, 0, sb_str_chr(url, '#')), SB_S("/"));
}

static bool is_same_address(sb_str a, sb_str b)
{
    if (sb_str_eq(sb_bare_url(a), sb_bare_url(b)))
        return true;
    return (is_page(a) || is_page(b)) && sb_str_eq_nocase(sb_url_source(a), sb_url_source(b));
}

/* A list of addresses may grow: one that both have is enough. */
static bool share_address(const struct carried *old, const struct carried *new, bool whole)
{
    for (size_t i = 0; i < old->n; i++)
        for (size_t k = 0; k < new->n; k++) {
            sb_str a = old->address[i], b = new->address[k];
            if (whole ? is_same_address(a, b) : sb_str_eq_nocase(sb_url_source(a), sb_url_source(b)))
                return true;
        }
    return false;
}

static bool tell(struct sb_carried_step *ret, enum sb_carried_kind kind, sb_str old, sb_str new, sb_str old_source,
                 sb_str new_source)
{
    *ret = (struct sb_carried_step){kind, old, new, old_source, new_source};
    return true;
}

static bool compare_repositories(const struct carried *old, const struct carried *new, bool same_version,
                                 struct sb_arena *arena, struct sb_carried_step *ret)
{
    sb_str from = repository_of(old->vcs, arena), to = repository_of(new->vcs, arena);
    if (!sb_str_eq_nocase(from, to))
        return tell(ret, SB_CARRIED_REPOSITORY, old->vcs, new->vcs, from, to);
    return same_version && !sb_str_eq(sb_bare_url(old->vcs), sb_bare_url(new->vcs)) &&
           tell(ret, SB_CARRIED_COMMIT, old->vcs, new->vcs, old->vcs, new->vcs);
}

static sb_str project_of(const struct sb_doc *doc, sb_comp c)
{
    struct sb_range r = sb_doc_references_of(doc, c);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_str_eq(sb_doc_str(doc, doc->references.p[i].type), SB_S("vcs")))
            return sb_doc_str(doc, doc->references.p[i].url);
    return SB_STR_NONE;
}

static bool compare_projects(const struct sb_delta *delta, const sb_comp row[SB_SIDES], struct sb_arena *arena,
                             struct sb_carried_step *ret)
{
    sb_str old = project_of(delta->doc[SB_OLD], row[SB_OLD]), new = project_of(delta->doc[SB_NEW], row[SB_NEW]);
    if (!old.n || !new.n || sb_str_eq(old, new))
        return false;
    sb_str from = repository_of(old, arena), to = repository_of(new, arena);
    return !sb_str_eq_nocase(from, to) && tell(ret, SB_CARRIED_PROJECT, old, new, from, to);
}

bool sb_carried_step(const struct sb_delta *delta, const sb_comp row[SB_SIDES], bool same_version,
                     struct sb_arena *arena, struct sb_carried_step *ret)
{
    struct carried old = {0}, new = {0};
    read_carried(delta, SB_OLD, row[SB_OLD], arena, &old);
    read_carried(delta, SB_NEW, row[SB_NEW], arena, &new);
    if (old.vcs.n && new.vcs.n)
        return compare_repositories(&old, &new, same_version, arena, ret);
    if (!old.vcs.n && new.vcs.n && (same_version || (old.n && !new.n)) && delta->same_generator) {
        sb_str from = old.n ? old.address[0] : SB_STR_NONE;
        return tell(ret, SB_CARRIED_TO_REPOSITORY, from, new.vcs, old.n ? sb_url_source(from) : SB_STR_NONE,
                    repository_of(new.vcs, arena));
    }
    if (!old.n || !new.n)
        return same_version && delta->same_generator && compare_projects(delta, row, arena, ret);
    sb_str a = old.address[0], b = new.address[0];
    if (!share_address(&old, &new, false))
        return tell(ret, SB_CARRIED_HOST, a, b, sb_url_source(a), sb_url_source(b));
    if (same_version && !share_address(&old, &new, true))
        return tell(ret, SB_CARRIED_ADDRESS, a, b, a, b);
    return same_version && delta->same_generator && compare_projects(delta, row, arena, ret);
}
