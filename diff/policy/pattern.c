#include "policy/pattern.h"

#include "text/glob.h"

static sb_str way_of(const struct sb_purl *purl, struct sb_arena *arena)
{
    return purl->ns.n ? sb_arena_join(arena, purl->ns, SB_S("/"), purl->name) : purl->name;
}

/* To PyPI "a.b", "a_b" and "A--b" are one name (PEP 503), of which its purls fold but a part. */
static sb_str folded(sb_str type, sb_str way, struct sb_arena *arena)
{
    if (!sb_str_eq(type, SB_S("pypi")))
        return way;
    char *name = sb_arena_alloc(arena, way.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < way.n; i++) {
        bool sign = sb_is_in(way.p[i], "-_.");
        if (!sign || n == 0 || name[n - 1] != '-')
            name[n++] = sign ? '-' : sb_lower(way.p[i]);
    }
    return sb_str_n(name, n);
}

static bool is_wild(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (sb_is_in(text.p[i], "*?["))
            return true;
    return false;
}

sb_rc sb_pattern_parse(sb_str text, struct sb_arena *arena, struct sb_pattern *ret, struct sb_err *err)
{
    struct sb_purl purl;
    sb_str rest = text, type;
    *ret = (struct sb_pattern){.text = text};
    if (!sb_str_chop(&rest, SB_S("pkg:")))
        return sb_fail(err, SB_E_SYNTAX, "a package is written as a purl: pkg:npm/lodash, pkg:npm/**");
    sb_str_cut(&rest, '/', &type);
    /* All of a type: "**" is no name that every type takes. */
    if (sb_str_eq(rest, SB_S("**"))) {
        ret->type = sb_arena_lower(arena, type);
        ret->way = rest;
        ret->wild = true;
        if (!type.n || is_wild(type))
            return sb_fail(err, SB_E_SYNTAX, "a package needs a type without a star: pkg:npm/**");
        return SB_OK;
    }
    SB_TRY(sb_purl_parse(text, arena, &purl, err));
    if (purl.version.n || purl.n_qualifiers || purl.subpath.n)
        return sb_fail(
            err, SB_E_SYNTAX,
            "a package is named without version, qualifiers and subpath; a range of versions is a key of its "
            "own");
    ret->type = purl.type;
    ret->way = folded(ret->type, way_of(&purl, arena), arena);
    ret->wild = is_wild(ret->way);
    return SB_OK;
}

struct sb_named sb_named_of(const struct sb_delta *delta, enum sb_side side, sb_comp c, struct sb_arena *arena)
{
    const struct sb_row *row = sb_delta_row(delta, side, c);
    struct sb_purl purl;
    struct sb_named named = {.version = row->version};
    if (sb_purl_parse(row->purl, arena, &purl, NULL) == SB_OK) {
        named.type = purl.type;
        named.way = folded(named.type, way_of(&purl, arena), arena);
    }
    return named;
}

bool sb_pattern_fits(const struct sb_pattern *pattern, const struct sb_named *named)
{
    if (!sb_str_eq(pattern->type, named->type))
        return false;
    return pattern->wild ? sb_glob(pattern->way, named->way) : sb_str_eq(pattern->way, named->way);
}
