#include "id/vers.h"

/* ---- reading ---- */

static const struct {
    const char *text;
    enum sb_vers_op op;
} operators[] = {{"!=", SB_VERS_NE}, {"<=", SB_VERS_LE}, {">=", SB_VERS_GE},
                 {"<", SB_VERS_LT},  {">", SB_VERS_GT},  {"=", SB_VERS_EQ}};

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, sb_lower(c)) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Without white space, which means nothing anywhere in a range, and with what is percent-encoded as it is meant. */
static bool decode(sb_str text, struct sb_arena *arena, sb_str *ret)
{
    char *room = sb_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (sb_is_space(text.p[i]))
            continue;
        room[n++] = text.p[i];
        if (text.p[i] != '%')
            continue;
        int high = i + 2 < text.n ? hex(text.p[i + 1]) : -1, low = i + 2 < text.n ? hex(text.p[i + 2]) : -1;
        if (high < 0 || low < 0)
            return false;
        room[n - 1] = (char)(high * 16 + low);
        i += 2;
    }
    *ret = sb_str_n(room, n);
    return true;
}

static sb_rc take_constraint(sb_str text, struct sb_arena *arena, struct sb_vers_constraint *ret, struct sb_err *err)
{
    sb_str version = sb_str_trim(text);
    ret->op = SB_VERS_EQ;
    for (size_t i = 0; i < SB_COUNT(operators); i++)
        if (sb_str_chop(&version, sb_str_of(operators[i].text))) {
            ret->op = operators[i].op;
            break;
        }
    if (!decode(version, arena, &ret->version))
        return sb_fail(err, SB_E_SYNTAX, "range of versions: a percent sign without two hexadecimal digits");
    for (size_t i = 0; i < version.n; i++)
        if (sb_is_in(version.p[i], "<>=!*"))
            return sb_fail(err, SB_E_SYNTAX, "range of versions: \"%c\" may not stand in a version", version.p[i]);
    if (ret->version.n == 0)
        return sb_fail(err, SB_E_SYNTAX, "range of versions: a version is missing");
    return SB_OK;
}

/* A pair of a bound from below and one from above is an interval; a bound from above first, or one from below last, is
 * one that is open. Nothing else has a meaning. */
static sb_rc check_bounds(const struct sb_vers *vers, struct sb_err *err)
{
    int last = 0; /* -1: from above, 1: from below */
    for (size_t i = 0; i < vers->n; i++) {
        enum sb_vers_op op = vers->constraints[i].op;
        int now = op == SB_VERS_LT || op == SB_VERS_LE ? -1 : op == SB_VERS_GT || op == SB_VERS_GE ? 1 : 0;
        if (now && now == last)
            return sb_fail(err, SB_E_SYNTAX, "range of versions: two %s bounds without one of the other kind between",
                           now > 0 ? "lower" : "upper");
        last = now ? now : last;
    }
    return SB_OK;
}

static sb_rc sort(struct sb_vers *vers, struct sb_err *err)
{
    for (size_t i = 1; i < vers->n; i++)
        for (size_t k = i; k > 0; k--) {
            struct sb_vers_constraint *a = &vers->constraints[k - 1], *b = a + 1, keep = *a;
            int order = vers->scheme->compare(a->version, b->version);
            if (order == 0)
                return sb_fail(err, SB_E_SYNTAX, "range of versions: %.*s stands in it twice", SB_FMT(a->version));
            if (order < 0)
                break;
            *a = *b;
            *b = keep;
        }
    return check_bounds(vers, err);
}

static bool is_type(sb_str type)
{
    for (size_t i = 0; i < type.n; i++)
        if (!sb_is_alnum(type.p[i]) && !sb_is_in(type.p[i], ".-"))
            return false;
    return type.n > 0;
}

sb_rc sb_vers_parse(sb_str text, struct sb_arena *arena, struct sb_vers *ret_vers, struct sb_err *err)
{
    sb_str rest = sb_str_trim(text), part;
    *ret_vers = (struct sb_vers){.text = rest};
    if (!sb_str_chop(&rest, SB_S("vers:")) || !sb_str_cut(&rest, '/', &ret_vers->type) || !is_type(ret_vers->type))
        return sb_fail(err, SB_E_SYNTAX, "range of versions: it begins with vers:TYPE/, as in vers:npm/>=1.2.0|<2.0.0");
    ret_vers->type = sb_arena_lower(arena, ret_vers->type);
    ret_vers->scheme = sb_version_scheme_of(ret_vers->type);
    ret_vers->all = sb_str_eq(sb_str_trim(rest), SB_S("*"));
    if (ret_vers->all)
        return SB_OK;
    ret_vers->constraints = sb_arena_alloc(arena, SB_VERS_CONSTRAINTS * sizeof *ret_vers->constraints);
    for (bool more = true; more; ret_vers->n++) {
        more = sb_str_cut(&rest, '|', &part);
        if (ret_vers->n == SB_VERS_CONSTRAINTS)
            return sb_fail(err, SB_E_LIMIT, "range of versions: more than %d constraints", SB_VERS_CONSTRAINTS);
        SB_TRY(take_constraint(part, arena, &ret_vers->constraints[ret_vers->n], err));
    }
    return sort(ret_vers, err);
}

/* ---- asking ---- */

static bool is_bound(enum sb_vers_op op)
{
    return op != SB_VERS_EQ && op != SB_VERS_NE;
}

/* Whether a constraint names this version, and what that means. */
static bool is_named(const struct sb_vers *vers, sb_str version, bool *ret_in)
{
    for (size_t i = 0; i < vers->n; i++) {
        const struct sb_vers_constraint *c = &vers->constraints[i];
        if (vers->scheme->compare(c->version, version) != 0)
            continue;
        *ret_in = c->op == SB_VERS_EQ || c->op == SB_VERS_LE || c->op == SB_VERS_GE;
        return true;
    }
    return false;
}

/* The bounds around a version that none of them names: the nearest below lets it in as a lower one, the nearest above
 * as an upper one. */
static bool is_between(const struct sb_vers *vers, sb_str version)
{
    const struct sb_vers_constraint *below = NULL, *above = NULL;
    bool bounds = false;
    for (size_t i = 0; i < vers->n && !above; i++) {
        const struct sb_vers_constraint *c = &vers->constraints[i];
        if (!is_bound(c->op))
            continue;
        bounds = true;
        if (vers->scheme->compare(c->version, version) < 0)
            below = c;
        else
            above = c;
    }
    if (!bounds) { /* "!=" alone leaves out; "=" alone lets in */
        for (size_t i = 0; i < vers->n; i++)
            if (vers->constraints[i].op == SB_VERS_EQ)
                return false;
        return true;
    }
    return (!below || below->op == SB_VERS_GT || below->op == SB_VERS_GE) &&
           (!above || above->op == SB_VERS_LT || above->op == SB_VERS_LE);
}

bool sb_vers_has(const struct sb_vers *vers, sb_str version)
{
    bool in = false;
    if (vers->all)
        return true;
    if (version.n == 0)
        return false;
    if (is_named(vers, version, &in))
        return in;
    return !sb_version_is_address(version) && is_between(vers, version);
}
