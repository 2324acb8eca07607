/* IRI references: the grammar of RFC 3987, and how a text is brought into it. What the validators in use refuse
 * although the grammar has it (addresses of IPv6, characters outside of the basic plane) is not taken for one, and wide
 * characters are percent-encoded wherever they can be, which makes them readable to all. */
#include "base/buf.h"
#include "base/utf8.h"
#include "id/url.h"

/* ---- characters ---- */

enum part { USER = 1, HOST = 2, PATH = 4, QUERY = 8, FRAGMENT = 16 };

static bool is_hex(char c)
{
    return sb_is_digit(c) || (sb_lower(c) >= 'a' && sb_lower(c) <= 'f');
}

/* Characters of ASCII that stand for themselves, and the parts in which they do: letters, digits, unreserved signs and
 * sub-delims in all, others where the part adds them. */
enum { IN_PATH = PATH | QUERY | FRAGMENT, NOT_IN_HOST = USER | IN_PATH, EVERYWHERE = NOT_IN_HOST | HOST };
static const uint8_t parts_of[256] = {
    ['a' ... 'z'] = EVERYWHERE,
    ['A' ... 'Z'] = EVERYWHERE,
    ['0' ... '9'] = EVERYWHERE,
    ['-'] = EVERYWHERE,
    ['.'] = EVERYWHERE,
    ['_'] = EVERYWHERE,
    ['~'] = EVERYWHERE,
    ['!'] = EVERYWHERE,
    ['$'] = EVERYWHERE,
    ['&'] = EVERYWHERE,
    ['\''] = EVERYWHERE,
    ['('] = EVERYWHERE,
    [')'] = EVERYWHERE,
    ['*'] = EVERYWHERE,
    ['+'] = EVERYWHERE,
    [','] = EVERYWHERE,
    [';'] = EVERYWHERE,
    ['='] = EVERYWHERE,
    [':'] = NOT_IN_HOST,
    ['@'] = IN_PATH,
    ['/'] = IN_PATH,
    ['?'] = QUERY | FRAGMENT,
};

static bool is_plain(char c, enum part part)
{
    return parts_of[(unsigned char)c] & part;
}

/* ucschar of RFC 3987, in the basic plane: all that validators know. */
static bool is_wide(uint32_t c)
{
    return (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfdcf) || (c >= 0xfdf0 && c <= 0xffef);
}

/* How many bytes at the front of S may stand in PART as they are; 0: none. */
static size_t good_bytes(sb_str s, enum part part)
{
    size_t len;
    if (s.p[0] == '%')
        return s.n > 2 && is_hex(s.p[1]) && is_hex(s.p[2]) ? 3 : 0;
    if ((unsigned char)s.p[0] < 0x80)
        return is_plain(s.p[0], part);
    uint32_t c = sb_utf8_next(s, &len);
    return part == HOST && is_wide(c) ? len : 0;
}

static bool is_good(sb_str s, enum part part)
{
    for (size_t i = 0, n; i < s.n; i += n)
        if (!(n = good_bytes(sb_str_from(s, i), part)))
            return false;
    return true;
}

/* ---- parts ---- */

struct reference {
    sb_str scheme, authority, path, query, fragment; /* without their separators; .p is NULL where there is none */
};

static bool is_scheme(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_alnum(s.p[i]) && !(s.p[i] && strchr("+-.", s.p[i])))
            return false;
    return s.n && sb_is_alpha(s.p[0]);
}

/* As appendix B of RFC 3986 does. */
static struct reference split(sb_str text)
{
    struct reference r = {0};
    sb_str rest = text, head;
    if (sb_str_cut(&rest, '#', &head))
        r.fragment = sb_str_n(rest.p, rest.n);
    rest = head;
    if (sb_str_cut(&rest, '?', &head))
        r.query = sb_str_n(rest.p, rest.n);
    sb_str scheme = sb_url_before(head, ":/");
    if (scheme.n < head.n && head.p[scheme.n] == ':' && is_scheme(scheme)) {
        r.scheme = scheme;
        head = sb_str_from(head, scheme.n + 1);
    }
    if (sb_str_chop(&head, SB_S("//"))) {
        r.authority = sb_url_before(head, "/");
        head = sb_str_from(head, r.authority.n);
    }
    r.path = head;
    return r;
}

static bool is_number(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_digit(s.p[i]))
            return false;
    return true;
}

static bool is_authority(sb_str s)
{
    size_t at = sb_str_rchr(s, '@');
    if (at != SB_NPOS) {
        if (!is_good(sb_str_n(s.p, at), USER))
            return false;
        s = sb_str_from(s, at + 1);
    }
    sb_str host = sb_url_before(s, ":");
    return is_number(sb_str_from(s, host.n + (host.n < s.n))) && is_good(host, HOST);
}

/* A path without a scheme in front may have no colon in its first segment, and only one behind an authority begins with
 * two slashes. */
static bool is_path(const struct reference *r)
{
    if (!r->authority.p && sb_str_starts(r->path, SB_S("//")))
        return false;
    bool relative = !r->authority.p && !r->scheme.p;
    return is_good(r->path, PATH) && !(relative && sb_str_chr(sb_url_before(r->path, "/"), ':') != SB_NPOS);
}

static bool is_reference(const struct reference *r)
{
    return (!r->authority.p || is_authority(r->authority)) && is_path(r) && is_good(r->query, QUERY) &&
           is_good(r->fragment, FRAGMENT);
}

/* Most addresses are a web address with nothing in it that stands in some parts only. */
static bool is_simple(sb_str text)
{
    if (!sb_str_chop(&text, SB_S("https://")) && !sb_str_chop(&text, SB_S("http://")))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (parts_of[(unsigned char)text.p[i]] != EVERYWHERE && text.p[i] != '/')
            return false;
    }
    return true;
}

bool sb_url_is_reference(sb_str text)
{
    if (is_simple(text))
        return true;
    struct reference r = split(text);
    return is_reference(&r);
}

/* ---- mending ---- */

static void put_coded(struct sb_buf *buf, sb_str s, enum part part)
{
    for (size_t i = 0; i < s.n;) {
        size_t n = good_bytes(sb_str_from(s, i), part);
        if (n)
            sb_buf_str(buf, sb_str_part(s, i, n));
        else
            sb_buf_printf(buf, "%%%02X", (unsigned char)s.p[i]);
        i += n ? n : 1;
    }
}

/* "https://host:owner/name", as in the short form of git: a colon for a slash. */
static void put_authority(struct sb_buf *buf, sb_str s)
{
    size_t at = sb_str_rchr(s, '@');
    sb_str host = at == SB_NPOS ? s : sb_str_from(s, at + 1);
    size_t colon = sb_str_chr(host, ':');
    if (at != SB_NPOS) {
        put_coded(buf, sb_str_n(s.p, at), USER);
        sb_buf_chr(buf, '@');
    }
    if (colon == SB_NPOS || colon == 0 || is_number(sb_str_from(host, colon + 1))) {
        sb_buf_str(buf, host);
        return;
    }
    sb_buf_str(buf, sb_str_n(host.p, colon));
    sb_buf_chr(buf, '/');
    put_coded(buf, sb_str_from(host, colon + 1), PATH);
}

static void put_reference(struct sb_buf *buf, const struct reference *r)
{
    if (r->scheme.p) {
        sb_buf_str(buf, r->scheme);
        sb_buf_chr(buf, ':');
    }
    if (r->authority.p) {
        sb_buf_str(buf, SB_S("//"));
        put_authority(buf, r->authority);
    }
    put_coded(buf, r->path, PATH);
    if (r->query.p) {
        sb_buf_chr(buf, '?');
        put_coded(buf, r->query, QUERY);
    }
    if (r->fragment.p) {
        sb_buf_chr(buf, '#');
        put_coded(buf, r->fragment, FRAGMENT);
    }
}

static sb_str without_brackets(sb_str text)
{
    static const char *const pairs[] = {"<>", "\"\"", "''", "()", "[]"};
    text = sb_str_trim(text);
    for (size_t i = 0; i < SB_COUNT(pairs); i++)
        if (text.n > 2 && text.p[0] == pairs[i][0] && text.p[text.n - 1] == pairs[i][1])
            return sb_str_trim(sb_str_part(text, 1, text.n - 2));
    return text;
}

/* "name.tld" in front of a slash or the end: an address whose scheme was left out. */
static bool has_host(sb_str text)
{
    sb_str host = sb_url_before(text, "/?#");
    size_t dot = sb_str_rchr(host, '.');
    return dot != SB_NPOS && dot > 0 && dot + 2 < host.n && sb_is_alpha(host.p[dot + 1]) && is_good(host, HOST);
}

/* Words with a colon are no address; a scheme tells by two slashes, or is one of those that have none. */
static bool is_address(sb_str text, const struct reference *r)
{
    static const char *const without_slashes[] = {"mailto", "urn", "data", "pkg", "cpe",
                                                  "doi",    "swh", "news", "tel", NULL};
    if (!r->scheme.p)
        return r->authority.p || has_host(text);
    return r->authority.p || sb_str_is_one_of(r->scheme, without_slashes);
}

bool sb_url_reference(sb_str text, struct sb_arena *arena, sb_str *ret_reference)
{
    *ret_reference = text;
    if (text.n == 0 || sb_url_is_reference(text))
        return text.n > 0;
    text = without_brackets(text);
    struct reference r = split(text);
    if (!is_address(text, &r))
        return false;
    struct sb_buf buf = {0};
    put_reference(&buf, &r);
    bool good = sb_url_is_reference(sb_buf_all(&buf));
    *ret_reference = good ? sb_arena_str(arena, sb_buf_all(&buf)) : SB_STR_NONE;
    sb_buf_done(&buf);
    return good;
}

sb_str sb_url_of_path(sb_str path, struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    for (size_t i = 0; i < path.n; i++)
        if (sb_is_alnum(path.p[i]) || (path.p[i] && strchr("-._~!$&'()*+,;=@/", path.p[i])))
            sb_buf_chr(&buf, path.p[i]);
        else
            sb_buf_printf(&buf, "%%%02X", (unsigned char)path.p[i]);
    sb_str reference = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return reference;
}

/* Labels of letters and digits with single dashes and dots between; the last one begins with two letters. */
static bool is_domain(sb_str host)
{
    size_t dot = sb_str_rchr(host, '.'), separators = 0;
    for (size_t i = 0; i < host.n; i++) {
        bool separator = host.p[i] == '.' || host.p[i] == '-';
        separators += separator;
        if (separator ? i == 0 || i + 1 == host.n || !sb_is_alnum(host.p[i - 1]) : !sb_is_alnum(host.p[i]))
            return false;
    }
    return dot != SB_NPOS && dot + 2 < host.n && sb_is_alpha(host.p[dot + 1]) && sb_is_alpha(host.p[dot + 2]) &&
           separators <= 100;
}

bool sb_url_is_web(sb_str text)
{
    static const char *const schemes[] = {"http", "https", "ftp", "sftp", "ssh", "git", "svn", NULL};
    struct reference r = split(text);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    if (!is_reference(&r) || !r.authority.p || !sb_str_is_one_of(r.scheme, schemes))
        return false;
    sb_str host = r.authority;
    size_t at = sb_str_rchr(host, '@');
    if (at != SB_NPOS)
        host = sb_str_from(host, at + 1);
    return is_domain(sb_url_before(host, ":"));
}
