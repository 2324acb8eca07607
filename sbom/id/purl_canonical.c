/* Package URLs that are canonical as they stand, as nearly all are: seen in one walk, which leaves whatever is unusual
 * to purl.c, refused texts among it. Where both have an opinion it is the same one (tests/test_purl_canonical.c). */
#include "id/purl_types.h"

struct walk {
    const char *at, *end;
    unsigned changes; /* rules of types, as flags of a row, that would change what was seen */
};

/* What one part holds that matters to some. */
enum { CAPITAL = 1, UNDERSCORE = 2, SLASH = 4 };

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Half a byte in the digits that the canonical form has; 16 for others. */
static unsigned half(char c)
{
    if (sb_is_digit(c))
        return (unsigned)(c - '0');
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;
}

/* The character of ASCII that is escaped at AT and has to be; 0 for anything else. */
static char escaped(const char *at, const char *end)
{
    unsigned high = end - at > 2 ? half(at[1]) : 16, low = high < 8 ? half(at[2]) : 16;
    char c = low < 16 ? (char)(high << 4 | low) : 0;
    return c < 0x20 || c == 0x7f || sb_purl_is_plain(c) ? 0 : c;
}

/* Those that stand in a part as they are, and matter to nobody. */
static const bool plain[256] = {
    ['a' ... 'z'] = true, ['0' ... '9'] = true, ['.'] = true, ['-'] = true, [':'] = true, ['~'] = true};

/* Goes over what may stand in a part, up to a separator or what is not canonical. */
static sb_str take_part(struct walk *walk, unsigned *ret_holds)
{
    const char *start = walk->at;
    unsigned holds = 0;
    for (char c; walk->at < walk->end; walk->at++) {
        c = *walk->at;
        if (plain[(unsigned char)c])
            continue;
        if (c == '%' && (c = escaped(walk->at, walk->end)))
            walk->at += 2;
        else if (!is_capital(c) && c != '_')
            break;
        holds |= is_capital(c) ? CAPITAL : c == '_' ? UNDERSCORE : c == '/' ? SLASH : 0;
    }
    *ret_holds = holds;
    return sb_str_n(start, (size_t)(walk->at - start));
}

static bool take(struct walk *walk, char c)
{
    bool there = walk->at < walk->end && *walk->at == c;
    walk->at += there;
    return there;
}

/* Words of ASCII in small letters: types, and keys with UNDERSCORES. */
static sb_str take_word(struct walk *walk, bool underscores)
{
    const char *start = walk->at;
    while (walk->at < walk->end && (is_small(*walk->at) || sb_is_digit(*walk->at) || *walk->at == '.' ||
                                    *walk->at == '-' || (underscores && *walk->at == '_')))
        walk->at++;
    bool good = walk->at > start && is_small(*start);
    return good ? sb_str_n(start, (size_t)(walk->at - start)) : SB_STR_NONE;
}

/* Namespace and name. A slash that is escaped parts segments once it is decoded, or is part of a name: rare. */
static bool take_names(struct walk *walk, struct sb_purl *purl)
{
    unsigned holds = 0;
    const char *start = walk->at;
    purl->name = take_part(walk, &holds);
    while (purl->name.n && !(holds & SLASH) && take(walk, '/')) {
        walk->changes |= holds & CAPITAL ? SB_PURL_LOWER_NS : 0;
        purl->ns = sb_str_n(start, (size_t)(walk->at - 1 - start));
        purl->name = take_part(walk, &holds);
    }
    walk->changes |= holds & CAPITAL ? SB_PURL_LOWER_NAME : 0;
    walk->changes |= holds & UNDERSCORE ? SB_PURL_DASHES : 0;
    return purl->name.n && !(holds & SLASH);
}

static bool take_version(struct walk *walk, struct sb_purl *purl)
{
    unsigned holds;
    if (!take(walk, '@'))
        return true;
    purl->version = take_part(walk, &holds);
    walk->changes |= holds & CAPITAL ? SB_PURL_LOWER_VERSION : 0;
    return purl->version.n;
}

static bool take_qualifiers(struct walk *walk, struct sb_purl *purl)
{
    unsigned holds;
    size_t n = 0;
    for (char front = '?'; take(walk, front); front = '&') {
        struct sb_purl_qualifier *q = &purl->qualifiers[n];
        if (n == SB_PURL_QUALIFIERS)
            return false;
        q->key = take_word(walk, true);
        if (!take(walk, '=') || !q->key.n || (n && sb_str_cmp(q[-1].key, q->key) >= 0))
            return false;
        q->value = take_part(walk, &holds);
        if (!q->value.n)
            return false;
        purl->n_qualifiers = ++n;
    }
    return true;
}

static bool take_subpath(struct walk *walk, struct sb_purl *purl)
{
    const char *start = walk->at + 1;
    for (char front = '#'; take(walk, front); front = '/') {
        unsigned holds;
        sb_str segment = take_part(walk, &holds);
        if (!segment.n || holds & SLASH || sb_str_eq(segment, SB_S(".")) || sb_str_eq(segment, SB_S("..")))
            return false;
        walk->changes |= holds & CAPITAL ? SB_PURL_LOWER_SUBPATH : 0;
        purl->subpath = sb_str_n(start, (size_t)(walk->at - start));
    }
    return true;
}

/* Whether the rules of the type leave the parts as they are; types with rules of their own are left to those. */
static bool suits(const struct sb_purl *purl, const struct sb_purl_row *row, unsigned changes)
{
    if (!row)
        return true;
    return !(row->flags & changes) && !row->fix && !row->required && !(row->ns == SB_NS_NO && purl->ns.n) &&
           !(row->ns == SB_NS_MUST && !purl->ns.n);
}

bool sb_purl_cut(sb_str text, struct sb_purl *ret_purl)
{
    if (text.n > SB_PURL_MAX || !sb_str_chop(&text, SB_S("pkg:")) || !text.n)
        return false;
    struct walk walk = {text.p, text.p + text.n, 0};
    ret_purl->ns = ret_purl->version = ret_purl->subpath = SB_STR_NONE;
    ret_purl->n_qualifiers = 0;
    ret_purl->type = take_word(&walk, false);
    return ret_purl->type.n && take(&walk, '/') && take_names(&walk, ret_purl) && take_version(&walk, ret_purl) &&
           take_qualifiers(&walk, ret_purl) && take_subpath(&walk, ret_purl) && walk.at == walk.end &&
           suits(ret_purl, sb_purl_row(ret_purl->type), walk.changes);
}

bool sb_purl_is_canonical(sb_str text)
{
    struct sb_purl purl;
    return sb_purl_cut(text, &purl);
}
