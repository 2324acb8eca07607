#include "id/purl.h"

#include "base/utf8.h"
#include "id/purl_types.h"

static int hex_value(char c)
{
    if (sb_is_digit(c))
        return c - '0';
    c = sb_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes the percent signs out of S; the same slice if there are none. */
static sb_rc decode(sb_str s, struct sb_arena *arena, sb_str *ret, struct sb_err *err)
{
    *ret = s;
    if (sb_str_chr(s, '%') == SB_NPOS)
        return SB_OK;
    char *p = sb_arena_alloc(arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%') {
            p[n++] = s.p[i];
            continue;
        }
        int high = s.n - i > 2 ? hex_value(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex_value(s.p[i + 2]) : -1;
        if (low < 0)
            return sb_fail(err, SB_E_SYNTAX, "purl: \"%%\" without two hexadecimal digits");
        p[n++] = (char)(high << 4 | low);
        i += 2;
    }
    p[n] = '\0';
    *ret = sb_str_n(p, n);
    return SB_OK;
}

static sb_rc check_utf8(sb_str s, const char *part, struct sb_err *err)
{
    return sb_utf8_valid(s) ? SB_OK : sb_fail(err, SB_E_SYNTAX, "purl: the %s is no UTF-8", part);
}

static sb_rc normalise_type(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    sb_str type = purl->type;
    bool good = type.n && sb_is_alpha(type.p[0]);
    for (size_t i = 0; i < type.n; i++)
        good = good && (sb_is_alnum(type.p[i]) || type.p[i] == '.' || type.p[i] == '-');
    if (!good)
        return sb_fail(err, SB_E_SYNTAX, "purl: \"%.*s\" is no type", SB_FMT(type));
    purl->type = sb_purl_lower(type, arena);
    return SB_OK;
}

static sb_rc normalise_key(sb_str *key, struct sb_arena *arena, struct sb_err *err)
{
    bool good = key->n && sb_is_alpha(key->p[0]);
    for (size_t i = 0; i < key->n; i++)
        good = good && (sb_is_alnum(key->p[i]) || key->p[i] == '.' || key->p[i] == '-' || key->p[i] == '_');
    if (!good)
        return sb_fail(err, SB_E_SYNTAX, "purl: \"%.*s\" is no qualifier key", SB_FMT(*key));
    *key = sb_purl_lower(*key, arena);
    return SB_OK;
}

/* Sorts by key, drops what is empty, refuses what is there twice. */
static sb_rc normalise_qualifiers(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    size_t n = purl->n_qualifiers;
    struct sb_purl_qualifier given[SB_PURL_QUALIFIERS];
    if (n)
        memcpy(given, purl->qualifiers, n * sizeof *given);
    purl->n_qualifiers = 0;
    for (size_t i = 0; i < n; i++) {
        SB_TRY(normalise_key(&given[i].key, arena, err));
        SB_TRY(check_utf8(given[i].value, "value of a qualifier", err));
        if (sb_purl_get(purl, given[i].key).n && given[i].value.n)
            return sb_fail(err, SB_E_SYNTAX, "purl: qualifier \"%.*s\" is there twice", SB_FMT(given[i].key));
        if (given[i].value.n)
            sb_purl_set(purl, given[i].key, given[i].value);
    }
    return SB_OK;
}

static sb_rc check_row(const struct sb_purl *purl, const struct sb_purl_row *row, struct sb_err *err)
{
    if (row->ns == SB_NS_NO && purl->ns.n)
        return sb_fail(err, SB_E_SYNTAX, "purl: type %s has no namespace", row->type);
    if (row->ns == SB_NS_MUST && !purl->ns.n)
        return sb_fail(err, SB_E_SYNTAX, "purl: type %s needs a namespace", row->type);
    if (row->required && !sb_purl_get(purl, sb_str_of(row->required)).n)
        return sb_fail(err, SB_E_SYNTAX, "purl: type %s needs the qualifier %s", row->type, row->required);
    return SB_OK;
}

static sb_rc apply_row(struct sb_purl *purl, const struct sb_purl_row *row, struct sb_arena *arena, struct sb_err *err)
{
    const struct {
        unsigned flag;
        sb_str *part;
    } lower[] = {{SB_PURL_LOWER_NS, &purl->ns},
                 {SB_PURL_LOWER_NAME, &purl->name},
                 {SB_PURL_LOWER_VERSION, &purl->version},
                 {SB_PURL_LOWER_SUBPATH, &purl->subpath}};
    for (size_t i = 0; i < SB_COUNT(lower); i++)
        if (row->flags & lower[i].flag)
            *lower[i].part = sb_purl_lower(*lower[i].part, arena);
    if (row->flags & SB_PURL_DASHES)
        purl->name = sb_purl_replace(purl->name, '_', '-', arena);
    SB_TRY(check_row(purl, row, err));
    return row->fix ? row->fix(purl, arena, err) : SB_OK;
}

/* A type that the specification does not know has no rules of its own; it may be read, but not made. */
static sb_rc normalise(struct sb_purl *purl, bool any_type, struct sb_arena *arena, struct sb_err *err)
{
    SB_TRY(normalise_type(purl, arena, err));
    const struct sb_purl_row *row = sb_purl_row(purl->type);
    if (!row && !any_type)
        return sb_fail(err, SB_E_SYNTAX, "purl: type \"%.*s\" is not registered", SB_FMT(purl->type));
    SB_TRY(check_utf8(purl->ns, "namespace", err));
    SB_TRY(check_utf8(purl->name, "name", err));
    SB_TRY(check_utf8(purl->version, "version", err));
    SB_TRY(check_utf8(purl->subpath, "subpath", err));
    SB_TRY(normalise_qualifiers(purl, arena, err));
    purl->ns = sb_purl_segments(purl->ns, false, arena);
    purl->subpath = sb_purl_segments(purl->subpath, true, arena);
    if (!purl->name.n)
        return sb_fail(err, SB_E_SYNTAX, "purl: there is no name");
    return row ? apply_row(purl, row, arena, err) : SB_OK;
}

sb_rc sb_purl_normalise(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    return normalise(purl, false, arena, err);
}

/* Keys are lower case. The test suite of the specification lets only the qualifiers that all types share pass in
 * another case. */
static bool is_common_key(sb_str key)
{
    static const char *const common[] = {"checksum", "download_url", "file_name", "repository_url", "vcs_url", "vers"};
    for (size_t i = 0; i < SB_COUNT(common); i++)
        if (sb_str_eq_nocase(key, sb_str_of(common[i])))
            return true;
    return false;
}

static sb_rc check_key_case(sb_str key, struct sb_err *err)
{
    for (size_t i = 0; i < key.n; i++)
        if (sb_lower(key.p[i]) != key.p[i] && !is_common_key(key))
            return sb_fail(err, SB_E_SYNTAX, "purl: qualifier key \"%.*s\" is not in lower case", SB_FMT(key));
    return SB_OK;
}

static sb_rc parse_qualifiers(sb_str query, bool any_case, struct sb_arena *arena, struct sb_purl *purl,
                              struct sb_err *err)
{
    while (query.n) {
        sb_str value, key;
        sb_str_cut(&query, '&', &value);
        if (value.n == 0)
            continue;
        if (!sb_str_cut(&value, '=', &key))
            return sb_fail(err, SB_E_SYNTAX, "purl: qualifier \"%.*s\" has no \"=\"", SB_FMT(key));
        if (!any_case)
            SB_TRY(check_key_case(key, err));
        if (purl->n_qualifiers == SB_PURL_QUALIFIERS)
            return sb_fail(err, SB_E_LIMIT, "purl: more than %d qualifiers", SB_PURL_QUALIFIERS);
        SB_TRY(decode(value, arena, &value, err));
        purl->qualifiers[purl->n_qualifiers++] = (struct sb_purl_qualifier){key, value};
    }
    return SB_OK;
}

/* The place of the "@" in front of the version. One that begins a segment with others behind it is the scope of an npm
 * package that somebody forgot to encode. */
static size_t version_at(sb_str path)
{
    size_t at = sb_str_rchr(path, '@');
    bool begins = at != SB_NPOS && (at == 0 || path.p[at - 1] == '/');
    return begins && sb_str_chr(sb_str_from(path, at), '/') != SB_NPOS ? SB_NPOS : at;
}

static sb_rc parse_path(sb_str path, struct sb_arena *arena, struct sb_purl *purl, struct sb_err *err)
{
    while (path.n && path.p[0] == '/')
        path = sb_str_from(path, 1);
    if (!sb_str_cut(&path, '/', &purl->type))
        return sb_fail(err, SB_E_SYNTAX, "purl: there is no name behind a type");
    size_t at = version_at(path);
    if (at != SB_NPOS) {
        SB_TRY(decode(sb_str_from(path, at + 1), arena, &purl->version, err));
        path.n = at;
    } else {
        while (path.n && path.p[path.n - 1] == '/')
            path.n--;
    }
    SB_TRY(decode(sb_path_base(path), arena, &purl->name, err));
    return decode(sb_path_dir(path), arena, &purl->ns, err);
}

/* "#" is looked for from the right, as the specification says; "?" from the left, because the values that people forget
 * to encode are addresses with a "?" of their own. */
sb_rc sb_purl_parse_by_rules(sb_str text, bool any_case, struct sb_arena *arena, struct sb_purl *purl,
                             struct sb_err *err)
{
    sb_str rest = text, scheme, path;
    *purl = (struct sb_purl){0};
    if (text.n > SB_PURL_MAX)
        return sb_fail(err, SB_E_LIMIT, "purl: longer than %d bytes", SB_PURL_MAX);
    if (!sb_str_cut(&rest, ':', &scheme) || !sb_str_eq_nocase(scheme, SB_S("pkg")))
        return sb_fail(err, SB_E_SYNTAX, "purl: does not begin with \"pkg:\"");
    size_t hash = sb_str_rchr(rest, '#');
    if (hash != SB_NPOS) {
        SB_TRY(decode(sb_str_from(rest, hash + 1), arena, &purl->subpath, err));
        rest.n = hash;
    }
    sb_str_cut(&rest, '?', &path);
    SB_TRY(parse_path(path, arena, purl, err));
    SB_TRY(parse_qualifiers(rest, any_case, arena, purl, err));
    return normalise(purl, true, arena, err);
}

/* Of a purl that was cut from a canonical text. */
static sb_rc decode_parts(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err)
{
    sb_str *parts[] = {&purl->ns, &purl->name, &purl->version, &purl->subpath};
    for (size_t i = 0; i < SB_COUNT(parts); i++)
        SB_TRY(decode(*parts[i], arena, parts[i], err));
    for (size_t i = 0; i < purl->n_qualifiers; i++)
        SB_TRY(decode(purl->qualifiers[i].value, arena, &purl->qualifiers[i].value, err));
    return SB_OK;
}

static sb_rc parse(sb_str text, bool any_case, struct sb_arena *arena, struct sb_purl *purl, struct sb_err *err)
{
    text = sb_arena_str(arena, text);
    return sb_purl_cut(text, purl) ? decode_parts(purl, arena, err)
                                   : sb_purl_parse_by_rules(text, any_case, arena, purl, err);
}

sb_rc sb_purl_parse(sb_str text, struct sb_arena *arena, struct sb_purl *ret_purl, struct sb_err *err)
{
    return parse(text, false, arena, ret_purl, err);
}

sb_rc sb_purl_repair(sb_str text, struct sb_arena *arena, struct sb_purl *ret_purl, struct sb_err *err)
{
    return parse(text, true, arena, ret_purl, err);
}
