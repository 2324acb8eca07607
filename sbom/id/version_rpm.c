/* [epoch:]version[-release] as rpm orders it (rpm-version(7), rpmvercmp()). */
#include "id/version_parts.h"

struct rpm {
    sb_str epoch, upstream, release;
};

/* An epoch is digits in front of the first colon; the release stands behind the last dash. */
static bool split(sb_str version, struct rpm *ret)
{
    *ret = (struct rpm){.upstream = version};
    sb_str rest = version, digits = sb_take_digits(&rest);
    if (sb_str_chop(&rest, SB_S(":"))) {
        ret->epoch = digits;
        ret->upstream = rest;
    }
    size_t dash = sb_str_rchr(ret->upstream, '-');
    if (dash != SB_NPOS) {
        ret->release = sb_str_from(ret->upstream, dash + 1);
        ret->upstream.n = dash;
    }
    for (size_t i = 0; i < version.n; i++)
        if ((unsigned char)version.p[i] <= ' ' || version.p[i] == 0x7f)
            return false;
    return ret->upstream.n > 0;
}

static bool valid(sb_str version)
{
    struct rpm parts;
    return split(version, &parts);
}

static bool is_separator(char c)
{
    return !sb_is_alnum(c) && c != '~' && c != '^';
}

static sb_str without_separators(sb_str s)
{
    while (s.n && is_separator(s.p[0]))
        s = sb_str_from(s, 1);
    return s;
}

/* "~" stands before the end of a version, "^" behind it and before whatever else may follow. */
static int weight(sb_str s)
{
    if (!s.n)
        return 1;
    return s.p[0] == '~' ? 0 : s.p[0] == '^' ? 2 : 3;
}

/* What separates the runs does not count, nor does how much of it there is. */
static int compare_part(sb_str a, sb_str b)
{
    for (;;) {
        a = without_separators(a);
        b = without_separators(b);
        int order = weight(a) - weight(b);
        if (order || (!a.n && !b.n))
            return sb_sign(order);
        if (weight(a) != 3) {
            a = sb_str_from(a, 1);
            b = sb_str_from(b, 1);
            continue;
        }
        order = sb_cmp_run(&a, &b);
        if (order)
            return order;
    }
}

static int compare(sb_str a, sb_str b)
{
    struct rpm x, y;
    bool x_valid = split(a, &x), y_valid = split(b, &y);
    int order;
    if (sb_cmp_invalid(x_valid, y_valid, a, b, &order))
        return order;
    order = sb_cmp_digits(x.epoch, y.epoch);
    if (!order)
        order = compare_part(x.upstream, y.upstream);
    if (!order && !x.release.p != !y.release.p) /* no release at all comes first */
        return x.release.p ? 1 : -1;
    return order ? order : compare_part(x.release, y.release);
}

static size_t release(sb_str version, uint64_t *numbers, size_t max)
{
    struct rpm parts;
    return split(version, &parts) ? sb_dotted_numbers(parts.upstream, numbers, max) : 0;
}

const struct sb_version_scheme sb_version_rpm = {"rpm", valid, compare, release};
