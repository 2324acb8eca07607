/* [epoch:]version[-release] as pacman orders it (vercmp(8)): like rpm before its tilde, but how much separates two
 * parts counts, and so does what is left over. */
#include "id/version_parts.h"

struct alpm {
    sb_str epoch, upstream, release;
    bool has_release; /* it may be empty all the same */
};

static bool split(sb_str version, struct alpm *ret)
{
    *ret = (struct alpm){.upstream = version};
    sb_str rest = version, digits = sb_take_digits(&rest);
    if (sb_str_chop(&rest, SB_S(":"))) {
        ret->epoch = digits;
        ret->upstream = rest;
    }
    size_t dash = sb_str_rchr(ret->upstream, '-');
    ret->has_release = dash != SB_NPOS;
    if (ret->has_release) {
        ret->release = sb_str_from(ret->upstream, dash + 1);
        ret->upstream.n = dash;
    }
    for (size_t i = 0; i < version.n; i++)
        if ((unsigned char)version.p[i] <= ' ' || version.p[i] == 0x7f)
            return false;
    return version.n > 0;
}

static bool valid(sb_str version)
{
    struct alpm parts;
    return split(version, &parts);
}

/* How much separates the next part. */
static size_t take_separator(sb_str *s)
{
    size_t n = 0;
    while (n < s->n && !sb_is_alnum(s->p[n]))
        n++;
    *s = sb_str_from(*s, n);
    return n;
}

static bool begins_with_letter(sb_str s)
{
    return s.n && sb_is_alpha(s.p[0]);
}

/* Letters that are left over are older than nothing ("1.0rc1"), all else is newer. */
static int compare_rest(sb_str a, sb_str b)
{
    if (a.n == 0 && b.n == 0)
        return 0;
    return (a.n == 0 && !begins_with_letter(b)) || begins_with_letter(a) ? -1 : 1;
}

static int compare_part(sb_str a, sb_str b)
{
    while (a.n && b.n) {
        size_t x = take_separator(&a), y = take_separator(&b);
        if (a.n == 0 || b.n == 0)
            break;
        int order = x != y ? (x < y ? -1 : 1) : sb_cmp_run(&a, &b);
        if (order)
            return order;
    }
    return compare_rest(a, b);
}

/* A version without a release stands for each of its releases. */
static int compare(sb_str a, sb_str b)
{
    struct alpm x, y;
    bool x_valid = split(a, &x), y_valid = split(b, &y);
    int order;
    if (sb_cmp_invalid(x_valid, y_valid, a, b, &order))
        return order;
    order = sb_cmp_digits(x.epoch, y.epoch);
    if (!order)
        order = compare_part(x.upstream, y.upstream);
    return order || !x.has_release || !y.has_release ? order : compare_part(x.release, y.release);
}

static size_t release(sb_str version, uint64_t *numbers, size_t max)
{
    struct alpm parts;
    return split(version, &parts) ? sb_dotted_numbers(parts.upstream, numbers, max) : 0;
}

const struct sb_version_scheme sb_version_alpm = {"alpm", valid, compare, release};
