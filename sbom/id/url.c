#include "id/url.h"

#include "base/block.h"
#include "base/buf.h"

bool sb_url_split(sb_str text, struct sb_url *url)
{
    *url = (struct sb_url){0};
    size_t at = sb_str_find(text, SB_S("://"));
    if (at == SB_NPOS || at == 0)
        return false;
    url->scheme = sb_str_n(text.p, at);
    text = sb_str_from(text, at + 3);
    url->host = sb_url_before(text, "/?#\\"); /* clients take a backslash for a slash (WHATWG URL, 4.4) */
    url->path = sb_str_from(text, url->host.n);
    size_t user = sb_str_rchr(url->host, '@');
    if (user != SB_NPOS) {
        url->user = sb_str_n(url->host.p, user);
        url->host = sb_str_from(url->host, user + 1);
    }
    size_t colon = sb_str_rchr(url->host, ':');
    size_t bracket = sb_str_rchr(url->host, ']'); /* of an IPv6 address */
    if (colon != SB_NPOS && (bracket == SB_NPOS || colon > bracket)) {
        url->port = sb_str_from(url->host, colon + 1);
        url->host = sb_str_n(url->host.p, colon);
        uint64_t number;
        if (url->port.n && !sb_str_u64(url->port, &number)) { /* git+ssh://git@host:user/name */
            url->path = sb_str_n(url->port.p, (size_t)(text.p + text.n - url->port.p));
            url->port = SB_STR_NONE;
        }
    }
    return url->host.n > 0;
}

/* Is C one of SET? NUL is in no set. Sets are short: strchr would be slower. */
static bool among(char c, const char *set)
{
    while (*set && *set != c)
        set++;
    return *set;
}

sb_str sb_url_before(sb_str s, const char *stop)
{
    bool stops[256] = {false};
    size_t n = 0;
    for (; *stop; stop++)
        stops[(unsigned char)*stop] = true;
    while (n < s.n && !stops[(unsigned char)s.p[n]])
        n++;
    return sb_str_n(s.p, n);
}

/* ---- words that are secrets ---- */

/* What access keys of code hosts and registries begin with, and how many letters and digits follow at least. */
static const struct {
    const char *prefix;
    size_t least;
} tokens[] = {{"ghp_", 20},        {"gho_", 20},   {"ghu_", 20},   {"ghs_", 20},      {"ghr_", 20},
              {"github_pat_", 20}, {"glpat-", 16}, {"glptt-", 16}, {"npm_", 30},      {"pypi-", 40},
              {"xoxb-", 10},       {"xoxp-", 10},  {"xoxa-", 10},  {"dckr_pat_", 16}, {"sk_live_", 16}};

static size_t token_at(sb_str text)
{
    for (size_t i = 0; i < SB_COUNT(tokens); i++) {
        if (*text.p != *tokens[i].prefix || !sb_str_starts(text, sb_str_of(tokens[i].prefix)))
            continue;
        size_t n = strlen(tokens[i].prefix), word = n;
        while (n < text.n && sb_is_alnum(text.p[n]))
            n++;
        if (n - word < tokens[i].least)
            continue;
        while (n < text.n && (sb_is_alnum(text.p[n]) || text.p[n] == '_' || text.p[n] == '-'))
            n++;
        return n;
    }
    return 0;
}

/* Adds TEXT to BUF with REDACTED for each token; true if there was one. */
static bool put_without_tokens(struct sb_buf *buf, sb_str text)
{
    bool found = false;
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool starts = i == 0 || !sb_is_alnum(text.p[i - 1]);
        size_t n = starts ? token_at(sb_str_from(text, i)) : 0;
        if (n == 0)
            continue;
        sb_buf_str(buf, sb_str_part(text, from, i - from));
        sb_buf_str(buf, SB_S("REDACTED"));
        found = true;
        from = i + n;
        i = from - 1;
    }
    sb_buf_str(buf, sb_str_from(text, from));
    return found;
}

/* ---- the user ---- */

/* The length of "name.tld" or "localhost" in front of whatever ends a host; 0 if there is none. */
static size_t host_length(sb_str text)
{
    size_t n = 0, dots = 0;
    if (text.n && text.p[0] == '[') { /* of IPv6 */
        n = sb_url_before(text, "]/ ").n;
        return n < text.n && text.p[n] == ']' ? n + 1 : 0;
    }
    for (; n < text.n && (sb_is_alnum(text.p[n]) || among(text.p[n], ".-") || (unsigned char)text.p[n] >= 0x80); n++)
        dots += text.p[n] == '.' && n > 0;
    bool named = dots || sb_str_eq_nocase(sb_str_part(text, 0, n), SB_S("localhost"));
    return named && (n == text.n || among(text.p[n], "/:?#")) ? n : 0;
}

/* Where the host begins: behind the last @ of the authority. A password may hold a raw slash, question mark or hash,
 * which leaves a "port" that is no number and an @ before a host further on. */
static size_t host_start(sb_str rest)
{
    sb_str authority = sb_url_before(rest, "/?#\\");
    size_t at = sb_str_rchr(authority, '@'), colon = sb_str_chr(authority, ':');
    uint64_t port;
    if (at != SB_NPOS)
        return at + 1;
    if (colon == SB_NPOS || authority.p[0] == '[' || colon + 1 == authority.n ||
        sb_str_u64(sb_str_from(authority, colon + 1), &port))
        return 0;
    size_t start = 0;
    for (size_t i = authority.n; i < rest.n; i++)
        if (rest.p[i] == '@' && host_length(sb_str_from(rest, i + 1)))
            start = i + 1;
    return start;
}

static bool is_web(sb_str scheme)
{
    sb_str last = scheme;
    size_t plus = sb_str_rchr(scheme, '+');
    if (plus != SB_NPOS)
        last = sb_str_from(scheme, plus + 1);
    return scheme.n == 0 || sb_str_eq_nocase(last, SB_S("https")) || sb_str_eq_nocase(last, SB_S("http"));
}

/* The length of "scheme://" in front of TEXT, or of what browsers and package managers take for it ("https:/",
 * "https:\\", "//"); 0 if there is none. */
static size_t scheme_end(sb_str text, sb_str *ret_scheme)
{
    size_t n = 0, slashes = 0;
    while (n < text.n && (sb_is_alnum(text.p[n]) || among(text.p[n], "+.-")))
        n++;
    *ret_scheme = sb_str_n(text.p, n);
    bool colon = n && n < text.n && text.p[n] == ':';
    n += colon;
    while (n < text.n && (text.p[n] == '/' || text.p[n] == '\\') && ++slashes)
        n++;
    if (colon)
        return slashes >= 2 || (is_web(*ret_scheme) && ret_scheme->n) ? n : 0;
    *ret_scheme = SB_STR_NONE;
    return slashes == 2 ? n : 0;
}

/* "user:password@host:path" and "user:password@host/path": without a scheme only a password tells that it is one. */
static size_t bare_user_end(sb_str text)
{
    size_t at = 0, colon = SB_NPOS;
    for (; at < text.n && !among(text.p[at], "@/?#\\ "); at++)
        if (text.p[at] == ':' && colon == SB_NPOS)
            colon = at;
    if (at == text.n || text.p[at] != '@' || colon == SB_NPOS || colon == 0)
        return 0;
    sb_str host = sb_str_from(text, at + 1);
    size_t n = host_length(host);
    return n && n < host.n && among(host.p[n], "/:") ? at + 1 : 0;
}

/* ---- query and fragment ---- */

static int hex_value(char c)
{
    if (sb_is_digit(c))
        return c - '0';
    c = sb_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Percent-decoded and in small letters. */
static void decode(sb_str s, struct sb_buf *buf)
{
    sb_buf_clear(buf);
    for (size_t i = 0; i < s.n; i++) {
        bool coded = s.p[i] == '%' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 && hex_value(s.p[i + 2]) >= 0;
        sb_buf_chr(buf,
                   coded ? sb_lower((char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2]))) : sb_lower(s.p[i]));
        i += coded ? 2 : 0;
    }
}

/* Names of parameters that let in whoever has their value. They are held against names in small letters. */
static bool is_secret_name(sb_str name)
{
    static const char *const within[] = {"token",      "secret",   "passw",     "passphrase", "pwd",    "signature",
                                         "credential", "session",  "jwt",       "bearer",     "cookie", "hmac",
                                         "oauth",      "authoriz", "authentic", "private",    "sas_",   NULL};
    static const char *const starts[] = {"x-amz-", "x-goog-", "x-ms-", "x-oss-", "x-cos-", "q-sign", NULL};
    static const char *const ends[] = {"key", "keyid", "key_id", "key-id", "key-pair-id", "auth", "_sig", "-sig", NULL};
    static const char *const whole[] = {"sig", "sign",   "pass",      "pw",       "code",  "policy", "pat",       "sid",
                                        "otp", "ticket", "assertion", "password", "hdnea", "hdnts",  "accesskey", NULL};
    for (size_t i = 0; within[i]; i++)
        if (sb_str_find(name, sb_str_of(within[i])) != SB_NPOS)
            return true;
    for (size_t i = 0; starts[i]; i++)
        if (sb_str_starts(name, sb_str_of(starts[i])))
            return true;
    for (size_t i = 0; ends[i]; i++)
        if (sb_str_ends(name, sb_str_of(ends[i])))
            return true;
    return sb_str_is_one_of(name, whole);
}

/* A word of letters and digits that says nothing to a person: a query that is one is a key. */
static bool is_bare_key(sb_str word)
{
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < word.n; i++) {
        digits += sb_is_digit(word.p[i]);
        letters += sb_is_alpha(word.p[i]);
    }
    return word.n >= 20 && digits >= 4 && letters >= 4 && digits + letters + 4 >= word.n;
}

/* One part with its separator in front. */
static bool is_secret_part(sb_str part, struct sb_buf *scratch)
{
    sb_str value = sb_str_from(part, 1), name;
    char separator = part.p[0];
    if (!sb_str_cut(&value, '=', &name))
        return separator == '?' && is_bare_key(name);
    decode(name, scratch);
    if (is_secret_name(sb_buf_all(scratch)))
        return true;
    decode(value, scratch); /* an address in the address */
    struct sb_url inner;
    return sb_url_split(sb_buf_all(scratch), &inner) && inner.user.n;
}

/* What is behind the host, without its secret parts. True if there was one. */
static bool put_tail(struct sb_buf *buf, sb_str tail)
{
    struct sb_buf scratch = {0};
    sb_str path = sb_url_before(tail, "?#;");
    bool found = put_without_tokens(buf, path);
    char lead = 0; /* of a query or fragment whose first part was left out */
    for (tail = sb_str_from(tail, path.n); tail.n;) {
        sb_str part = sb_str_part(tail, 0, 1 + sb_url_before(sb_str_from(tail, 1), "&;?#").n);
        char separator = part.p[0];
        bool begins = separator == '?' || separator == '#';
        tail = sb_str_from(tail, part.n);
        if (is_secret_part(part, &scratch)) {
            lead = begins ? separator : lead;
            found = true;
            continue;
        }
        sb_buf_chr(buf, lead && !begins ? lead : separator);
        lead = 0;
        found = put_without_tokens(buf, sb_str_from(part, 1)) || found;
    }
    sb_buf_done(&scratch);
    return found;
}

/* ---- whole addresses ---- */

/* Adds TEXT, which is one address, to BUF; true if something was left out. */
static bool put_clean(struct sb_buf *buf, sb_str text)
{
    sb_str scheme;
    size_t start = scheme_end(text, &scheme), host = 0;
    bool found = false;
    sb_buf_str(buf, sb_str_part(text, 0, start));
    sb_str rest = sb_str_from(text, start);
    host = start ? host_start(rest) : bare_user_end(rest);
    if (host) {
        sb_str user = sb_str_part(rest, 0, host - 1);
        sb_str kept = start && !is_web(scheme) ? sb_url_before(user, ":") : SB_STR_NONE;
        found = put_without_tokens(buf, kept) || kept.n < user.n || kept.n == 0;
        sb_buf_str(buf, kept.n ? SB_S("@") : SB_STR_NONE);
    }
    return put_tail(buf, sb_str_from(rest, host)) || found;
}

/* Most addresses have nothing that could be one, which a look at their characters shows. */
static bool may_have_secret(sb_str text)
{
    enum { MARK = 1, OF_TOKENS = 2 };
    static const uint8_t signs[256] = {
        ['@'] = MARK, ['?'] = MARK, ['#'] = MARK, [';'] = MARK, ['_'] = OF_TOKENS, ['-'] = OF_TOKENS};
    for (size_t i = 0; i < text.n; i++) {
        uint8_t sign = signs[(unsigned char)text.p[i]];
        if (SB_UNLIKELY(sign) && (sign == MARK || text.n - i > 10))
            return true;
    }
    return false;
}

sb_str sb_url_clean(sb_str text, struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    if (!may_have_secret(text))
        return text;
    bool found = put_clean(&buf, text);
    sb_str clean = found ? sb_arena_str(arena, sb_buf_all(&buf)) : text;
    sb_buf_done(&buf);
    return clean;
}

/* Where the address around "://" or ":...@" at AT begins: behind the last byte that cannot belong to it. */
static size_t begin_of(sb_str text, size_t from, size_t at)
{
    while (at > from && (sb_is_alnum(text.p[at - 1]) || among(text.p[at - 1], "+.-")))
        at--;
    return at;
}

/* The user of a password without a scheme, that ends at AT: what is before it and may stand in one. */
static size_t bare_begin_of(sb_str text, size_t from, size_t at)
{
    while (at > from && !sb_is_space(text.p[at - 1]) && !among(text.p[at - 1], "@/?#\\\"'`()<>{}[],=|"))
        at--;
    return at;
}

/* A secret part of an address from which a blank or a quote has parted it. */
static size_t lost_part(sb_str text, const char *stop, struct sb_buf *scratch)
{
    if (!among(text.p[0], "?&#"))
        return 0;
    sb_str part = sb_url_before(sb_url_before(sb_str_from(text, 1), "&;?#"), stop);
    part = sb_str_part(text, 0, part.n + 1);
    return sb_str_chr(part, '=') != SB_NPOS && is_secret_part(part, scratch) ? part.n : 0;
}

/* Where the address begins whose mark stands at AT: the colon of "://", or the @ behind a password; SB_NPOS if there is
 * none. */
static size_t address_at(sb_str text, size_t done, size_t at)
{
    if (text.p[at] == ':' && sb_str_starts(sb_str_from(text, at), SB_S("://")))
        return begin_of(text, done, at);
    if (text.p[at] != '@')
        return SB_NPOS;
    size_t begin = bare_begin_of(text, done, at);
    if (begin >= done + 2 && sb_str_starts(sb_str_from(text, begin - 2), SB_S("//")) &&
        sb_str_chr(sb_str_part(text, begin, at - begin), ':') != SB_NPOS)
        return begin - 2;
    return bare_user_end(sb_str_from(text, begin)) ? begin : SB_NPOS;
}

static sb_str clean_between(sb_str text, const char *stop, struct sb_arena *arena)
{
    struct sb_buf buf = {0}, scratch = {0};
    size_t done = 0;
    bool found = false;
    for (size_t at = 0; (at += sb_url_before(sb_str_from(text, at), ":@?&#").n) < text.n; at++) {
        size_t begin = address_at(text, done, at), lost = lost_part(sb_str_from(text, at), stop, &scratch);
        if (begin == SB_NPOS && !lost)
            continue;
        begin = lost ? at : begin;
        sb_buf_str(&buf, sb_str_part(text, done, begin - done));
        sb_str address = sb_url_before(sb_str_from(text, begin), stop);
        found = lost || put_clean(&buf, address) || found;
        done = begin + (lost ? lost : address.n);
        at = done > at ? done - 1 : at;
    }
    sb_buf_str(&buf, sb_str_from(text, done));
    sb_str clean = found ? sb_arena_str(arena, sb_buf_all(&buf)) : text;
    sb_buf_done(&buf);
    sb_buf_done(&scratch);
    return clean;
}

static bool has_two_slashes(sb_str text)
{
    size_t i = 0;
    for (; i + sizeof(sb_block) < text.n; i += sizeof(sb_block))
        if (sb_block_bits((sb_block)((sb_block_at(text.p + i) == '/') & (sb_block_at(text.p + i + 1) == '/'))))
            return true;
    for (; i + 1 < text.n; i++)
        if (text.p[i] == '/' && text.p[i + 1] == '/')
            return true;
    return false;
}

/* Most texts have no address: they are told by two bytes. */
static bool may_have_one(sb_str text)
{
    return has_two_slashes(text) || (sb_str_chr(text, '@') != SB_NPOS && sb_str_chr(text, ':') != SB_NPOS);
}

sb_str sb_text_clean(sb_str text, struct sb_arena *arena)
{
    return may_have_one(text) ? clean_between(text, " \t\r\n\"'`()<>|\\", arena) : text;
}

sb_str sb_requirement_clean(sb_str text, struct sb_arena *arena)
{
    return may_have_one(text) ? clean_between(text, " \t\r\n", arena) : text;
}
