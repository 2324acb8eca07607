#include "id/purl_types.h"

/* What is plain stays, and "/" where it parts segments. */
static char *encode(char *at, sb_str s, bool path)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (sb_purl_is_plain((char)c) || (path && c == '/')) {
            *at++ = (char)c;
        } else {
            *at++ = '%';
            *at++ = digits[c >> 4];
            *at++ = digits[c & 15];
        }
    }
    return at;
}

static char *put(char *at, sb_str s)
{
    if (s.n)
        memcpy(at, s.p, s.n);
    return at + s.n;
}

/* The most that the text can need: three bytes for each, and the separators. */
static size_t text_bound(const struct sb_purl *purl)
{
    size_t n = purl->type.n + purl->ns.n + purl->name.n + purl->version.n + purl->subpath.n;
    for (size_t i = 0; i < purl->n_qualifiers; i++)
        n += purl->qualifiers[i].key.n + purl->qualifiers[i].value.n + 2;
    return 3 * n + sizeof "pkg://@?#";
}

sb_str sb_purl_text_as(const struct sb_purl *purl, const struct sb_purl_row *row, struct sb_arena *arena)
{
    char *text = sb_arena_alloc(arena, text_bound(purl));
    char *at = put(put(put(text, SB_S("pkg:")), purl->type), SB_S("/"));
    if (purl->ns.n)
        at = put(encode(at, purl->ns, true), SB_S("/"));
    at = encode(at, purl->name, row && (row->flags & SB_PURL_SLASHES));
    if (purl->version.n)
        at = encode(put(at, SB_S("@")), purl->version, false);
    for (size_t i = 0; i < purl->n_qualifiers; i++) {
        at = put(put(at, i ? SB_S("&") : SB_S("?")), purl->qualifiers[i].key);
        at = encode(put(at, SB_S("=")), purl->qualifiers[i].value, false);
    }
    if (purl->subpath.n)
        at = encode(put(at, SB_S("#")), purl->subpath, true);
    *at = '\0';
    return sb_str_n(text, (size_t)(at - text));
}

sb_str sb_purl_text(const struct sb_purl *purl, struct sb_arena *arena)
{
    return sb_purl_text_as(purl, sb_purl_row(purl->type), arena);
}
