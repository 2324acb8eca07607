/* Semantic Versioning 2.0.0. What is no such version but still begins with dotted numbers (1.2, 1.2.3.4, 1.2.3beta)
 * takes its place in the same order; build metadata never counts. */
#include "id/version_parts.h"

struct semver {
    sb_str release;    /* dotted numbers */
    sb_str prerelease; /* empty for a release */
};

/* A part of a dotted list; false at its end. An empty list has no part. */
static bool next_part(sb_str *list, sb_str *part)
{
    if (!list->n)
        return false;
    sb_str_cut(list, '.', part);
    return true;
}

static bool all_digits(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

static bool no_leading_zero(sb_str digits)
{
    return digits.n == 1 || digits.p[0] != '0';
}

/* Identifiers between dots; NUMBERS: those of digits only have no leading zero. */
static bool valid_identifiers(sb_str list, bool numbers)
{
    if (!list.n || list.p[list.n - 1] == '.')
        return false;
    for (sb_str part; next_part(&list, &part);) {
        for (size_t i = 0; i < part.n; i++)
            if (!sb_is_alnum(part.p[i]) && part.p[i] != '-')
                return false;
        if (!part.n || (numbers && all_digits(part) && !no_leading_zero(part)))
            return false;
    }
    return true;
}

/* npm refuses what JavaScript cannot count to. */
static bool valid_number(sb_str digits)
{
    uint64_t value;
    return sb_str_u64(digits, &value) && value <= (UINT64_C(1) << 53) - 1 && no_leading_zero(digits);
}

static bool valid(sb_str version)
{
    enum { LONGEST = 256 }; /* as in npm */
    sb_str rest = version;
    if (version.n > LONGEST)
        return false;
    for (unsigned i = 0; i < 3; i++) {
        if (i && !sb_str_chop(&rest, SB_S(".")))
            return false;
        if (!valid_number(sb_take_digits(&rest)))
            return false;
    }
    sb_str build = rest, prerelease;
    if (sb_str_cut(&build, '+', &prerelease) && !valid_identifiers(build, false))
        return false;
    return !prerelease.n || (sb_str_chop(&prerelease, SB_S("-")) && valid_identifiers(prerelease, true));
}

static bool split(sb_str version, struct semver *ret)
{
    sb_str core = sb_str_trim(version), build;
    sb_str_chop(&core, SB_S("="));
    if (!sb_str_chop(&core, SB_S("v")))
        sb_str_chop(&core, SB_S("V"));
    build = core;
    sb_str_cut(&build, '+', &core);
    size_t n = 0;
    while (n < core.n && (sb_is_digit(core.p[n]) || (n && core.p[n] == '.' && sb_is_digit(core.p[n - 1]))))
        n++;
    ret->release = sb_str_part(core, 0, n);
    ret->prerelease = sb_str_from(core, n);
    sb_str_chop(&ret->prerelease, SB_S("-"));
    return n > 0;
}

static int compare_release(sb_str a, sb_str b)
{
    while (a.n || b.n) {
        sb_str x = sb_take_digits(&a), y = sb_take_digits(&b);
        int order = sb_cmp_digits(x, y);
        if (order)
            return order;
        sb_str_chop(&a, SB_S("."));
        sb_str_chop(&b, SB_S("."));
    }
    return 0;
}

static int compare_identifier(sb_str a, sb_str b)
{
    bool a_number = all_digits(a), b_number = all_digits(b);
    if (a_number != b_number)
        return a_number ? -1 : 1;
    return a_number ? sb_cmp_digits(a, b) : sb_sign(sb_str_cmp(a, b));
}

static int compare_prerelease(sb_str a, sb_str b)
{
    if (!a.n || !b.n)
        return !a.n - !b.n;
    for (;;) {
        sb_str x, y;
        bool more_a = next_part(&a, &x), more_b = next_part(&b, &y);
        if (!more_a || !more_b)
            return more_a - more_b;
        int order = compare_identifier(x, y);
        if (order)
            return order;
    }
}

static int compare(sb_str a, sb_str b)
{
    struct semver x, y;
    bool x_valid = split(a, &x), y_valid = split(b, &y);
    int order;
    if (sb_cmp_invalid(x_valid, y_valid, a, b, &order))
        return order;
    order = compare_release(x.release, y.release);
    return order ? order : compare_prerelease(x.prerelease, y.prerelease);
}

static size_t release(sb_str version, uint64_t *numbers, size_t max)
{
    struct semver parts;
    return split(version, &parts) ? sb_dotted_numbers(parts.release, numbers, max) : 0;
}

const struct sb_version_scheme sb_version_semver = {"semver", valid, compare, release};
