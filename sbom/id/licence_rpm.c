/* The License tag of rpm packages: an SPDX expression where the distribution is new enough, else the short names that
 * Fedora had before, joined by "and" and "or" with parentheses; names may have blanks in them. */
#include "base/buf.h"
#include "id/licence.h"

/* Names that no other table has, or reads otherwise. Those that leave the licence or its version open (BSD, GFDL,
 * CeCILL, Public Domain) stand in none. */
static const struct {
    const char *name, *licence;
} names[] = {
    {"AFL", "AFL-3.0"},
    {"AGPLv3", "AGPL-3.0-only"},
    {"AGPLv3+", "AGPL-3.0-or-later"},
    {"ASL 1.0", "Apache-1.0"},
    {"ASL 1.1", "Apache-1.1"},
    {"ASL 2.0", "Apache-2.0"},
    {"Artistic", "Artistic-1.0-Perl"},
    {"Artistic 2.0", "Artistic-2.0"},
    {"Artistic clarified", "ClArtistic"},
    {"Bitstream Vera", "Bitstream-Vera"},
    {"Boost", "BSL-1.0"},
    {"CC0", "CC0-1.0"},
    {"CDDL", "CDDL-1.0"},
    {"CPL", "CPL-1.0"},
    {"EPL", "EPL-1.0"},
    {"EUPL 1.1", "EUPL-1.1"},
    {"GPL+", "GPL-1.0-or-later"},
    {"GPLv1", "GPL-1.0-only"},
    {"JasPer", "JasPer-2.0"},
    {"LGPLv2", "LGPL-2.0-only"},
    {"LGPLv2+", "LGPL-2.0-or-later"},
    {"LGPLv2.1", "LGPL-2.1-only"},
    {"LGPLv2.1+", "LGPL-2.1-or-later"},
    {"MPLv1.0", "MPL-1.0"},
    {"MPLv1.1", "MPL-1.1"},
    {"MPLv2.0", "MPL-2.0"},
    {"OFL", "OFL-1.1"},
    {"OSL 3.0", "OSL-3.0"},
    {"PHP", "PHP-3.01"},
    {"QPL", "QPL-1.0"},
    {"SPL", "SPL-1.0"},
    {"UPL", "UPL-1.0"},
    {"ZPLv2.1", "ZPL-2.1"},
};

enum { DEPTH = 32, LONGEST = 4096 };

struct reading {
    sb_str rest;
    struct sb_arena *arena;
    sb_licence_other *other;
    void *ctx;
    unsigned depth;
    bool failed;
};

static sb_str of_name(struct reading *r, sb_str name)
{
    sb_str normal;
    for (size_t i = 0; i < SB_COUNT(names); i++)
        if (sb_str_eq(name, sb_str_of(names[i].name)))
            return sb_str_of(names[i].licence);
    if (sb_licence_parse(name, r->arena, &normal, NULL) == SB_OK)
        return normal;
    normal = sb_licence_of_name(name, r->arena);
    return normal.n || !r->other ? normal : r->other(r->ctx, name);
}

static bool is_operator(sb_str word)
{
    return sb_str_eq_nocase(word, SB_S("and")) || sb_str_eq_nocase(word, SB_S("or"));
}

/* The next word: up to a blank or a parenthesis. */
static sb_str peek(const struct reading *r)
{
    size_t n = 0;
    while (n < r->rest.n && !sb_is_space(r->rest.p[n]) && r->rest.p[n] != '(' && r->rest.p[n] != ')')
        n++;
    return sb_str_part(r->rest, 0, n);
}

static void skip(struct reading *r, size_t n)
{
    r->rest = sb_str_trim(sb_str_from(r->rest, n));
}

static sb_str expression(struct reading *r);

/* A name of one or more words, or what parentheses hold. */
static sb_str operand(struct reading *r)
{
    const char *start = r->rest.p;
    sb_str word, found = SB_STR_NONE;
    if (sb_str_starts(r->rest, SB_S("(")) && r->depth < DEPTH) {
        r->depth++;
        skip(r, 1);
        sb_str inside = expression(r);
        r->failed = r->failed || !sb_str_starts(r->rest, SB_S(")"));
        skip(r, 1);
        r->depth--;
        return sb_arena_join(r->arena, SB_S("("), inside, SB_S(")"));
    }
    size_t n = 0;
    for (word = peek(r); word.n && !is_operator(word); word = peek(r)) {
        n = (size_t)(word.p + word.n - start);
        skip(r, word.n);
    }
    if (n)
        found = of_name(r, sb_str_n(start, n));
    r->failed = r->failed || !found.n;
    return found;
}

/* "and" binds tighter than "or" in SPDX; so it is with the short names. */
static sb_str expression(struct reading *r)
{
    sb_str all = operand(r), word = peek(r);
    while (!r->failed && is_operator(word)) {
        skip(r, word.n);
        sb_str between = sb_str_eq_nocase(word, SB_S("and")) ? SB_S(" AND ") : SB_S(" OR ");
        all = sb_arena_join(r->arena, all, between, operand(r));
        word = peek(r);
    }
    return all;
}

sb_str sb_licence_of_rpm(sb_str text, struct sb_arena *arena, sb_licence_other *other, void *ctx)
{
    struct reading r = {.rest = sb_str_trim(text), .arena = arena, .other = other, .ctx = ctx};
    sb_str normal;
    if (r.rest.n == 0 || r.rest.n > LONGEST)
        return SB_STR_NONE;
    sb_str all = expression(&r);
    if (r.failed || r.rest.n)
        return SB_STR_NONE;
    return sb_licence_parse(all, arena, &normal, NULL) == SB_OK ? normal : SB_STR_NONE;
}
