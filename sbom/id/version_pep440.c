/* PEP 440, and what Python's packaging library accepts beyond its normal form. */
#include "id/version_parts.h"

enum pre { PRE_LEAST, PRE_ALPHA, PRE_BETA, PRE_RC, PRE_NONE };

struct pep440 {
    sb_str epoch, release;
    enum pre pre;
    sb_str pre_number, post, dev, local;
    bool has_post, has_dev;
};

static bool chop_nocase(sb_str *s, const char *word)
{
    sb_str wanted = sb_str_of(word);
    if (!sb_str_eq_nocase(sb_str_part(*s, 0, wanted.n), wanted))
        return false;
    *s = sb_str_from(*s, wanted.n);
    return true;
}

static void chop_separator(sb_str *s)
{
    if (s->n && (s->p[0] == '-' || s->p[0] == '_' || s->p[0] == '.'))
        *s = sb_str_from(*s, 1);
}

/* One of the words with separators around it and a number behind; S stays where it is if none is there. */
static int take_tag(sb_str *s, const char *const *words, size_t n, sb_str *ret_number)
{
    sb_str rest = *s;
    chop_separator(&rest);
    for (size_t i = 0; i < n; i++) {
        if (!chop_nocase(&rest, words[i]))
            continue;
        chop_separator(&rest);
        *ret_number = sb_take_digits(&rest);
        *s = rest;
        return (int)i;
    }
    return -1;
}

static void take_pre(sb_str *s, struct pep440 *v)
{
    static const char *const words[] = {"alpha", "beta", "preview", "pre", "rc", "a", "b", "c"};
    static const enum pre kinds[] = {PRE_ALPHA, PRE_BETA, PRE_RC, PRE_RC, PRE_RC, PRE_ALPHA, PRE_BETA, PRE_RC};
    int word = take_tag(s, words, SB_COUNT(words), &v->pre_number);
    v->pre = word < 0 ? PRE_NONE : kinds[word];
}

static void take_post(sb_str *s, struct pep440 *v)
{
    static const char *const words[] = {"post", "rev", "r"};
    sb_str rest = *s;
    if (sb_str_chop(&rest, SB_S("-")) && (v->post = sb_take_digits(&rest)).n) {
        *s = rest;
        v->has_post = true;
    } else {
        v->has_post = take_tag(s, words, SB_COUNT(words), &v->post) >= 0;
    }
}

static void take_dev(sb_str *s, struct pep440 *v)
{
    static const char *const words[] = {"dev"};
    v->has_dev = take_tag(s, words, SB_COUNT(words), &v->dev) >= 0;
}

/* The rest: "+", and letters and digits with single separators between. */
static bool take_local(sb_str s, struct pep440 *v)
{
    v->local = s;
    if (!s.n)
        return true;
    if (!sb_str_chop(&v->local, SB_S("+")))
        return false;
    bool part = false;
    for (size_t i = 0; i < v->local.n; i++) {
        bool alnum = sb_is_alnum(v->local.p[i]);
        if (!alnum && (!part || !strchr("-_.", v->local.p[i]) || !v->local.p[i]))
            return false;
        part = alnum;
    }
    return part;
}

static bool take_release(sb_str *s, sb_str *release)
{
    size_t n = 0;
    for (;;) {
        size_t start = n;
        while (n < s->n && sb_is_digit(s->p[n]))
            n++;
        if (n == start)
            return false;
        if (n + 1 >= s->n || s->p[n] != '.' || !sb_is_digit(s->p[n + 1]))
            break;
        n++;
    }
    *release = sb_str_part(*s, 0, n);
    *s = sb_str_from(*s, n);
    return true;
}

static bool split(sb_str version, struct pep440 *v)
{
    sb_str s = sb_str_trim(version);
    *v = (struct pep440){0};
    chop_nocase(&s, "v");
    sb_str rest = s, epoch = sb_take_digits(&rest);
    if (epoch.n && sb_str_chop(&rest, SB_S("!"))) {
        v->epoch = epoch;
        s = rest;
    }
    if (!take_release(&s, &v->release))
        return false;
    take_pre(&s, v);
    take_post(&s, v);
    take_dev(&s, v);
    if (v->pre == PRE_NONE && !v->has_post && v->has_dev)
        v->pre = PRE_LEAST; /* 1.0.dev1 comes before 1.0a1 */
    return take_local(s, v);
}

static bool valid(sb_str version)
{
    struct pep440 v;
    return split(version, &v);
}

static int compare_release(sb_str a, sb_str b)
{
    while (a.n || b.n) {
        sb_str x, y;
        sb_str_cut(&a, '.', &x);
        sb_str_cut(&b, '.', &y);
        int order = sb_cmp_digits(x, y);
        if (order)
            return order;
    }
    return 0;
}

static sb_str take_local_part(sb_str *s)
{
    size_t n = 0;
    while (n < s->n && sb_is_alnum(s->p[n]))
        n++;
    sb_str part = sb_str_part(*s, 0, n);
    *s = sb_str_from(*s, n + 1);
    return part;
}

static int compare_nocase(sb_str a, sb_str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        int order = sb_lower(a.p[i]) - sb_lower(b.p[i]);
        if (order)
            return sb_sign(order);
    }
    return (a.n > b.n) - (a.n < b.n);
}

static bool all_digits(sb_str s)
{
    sb_take_digits(&s);
    return s.n == 0;
}

/* Words before numbers, the shorter list before the longer. */
static int compare_local(sb_str a, sb_str b)
{
    while (a.n && b.n) {
        sb_str x = take_local_part(&a), y = take_local_part(&b);
        bool x_number = all_digits(x), y_number = all_digits(y);
        int order = x_number != y_number ? x_number - y_number : x_number ? sb_cmp_digits(x, y) : compare_nocase(x, y);
        if (order)
            return order;
    }
    return (a.n > 0) - (b.n > 0);
}

static int compare(sb_str a, sb_str b)
{
    struct pep440 x, y;
    bool x_valid = split(a, &x), y_valid = split(b, &y);
    int order;
    if (sb_cmp_invalid(x_valid, y_valid, a, b, &order))
        return order;
    const int orders[] = {
        sb_cmp_digits(x.epoch, y.epoch),
        compare_release(x.release, y.release),
        (x.pre > y.pre) - (x.pre < y.pre),
        sb_cmp_digits(x.pre_number, y.pre_number),
        x.has_post - y.has_post,
        sb_cmp_digits(x.post, y.post),
        y.has_dev - x.has_dev,
        sb_cmp_digits(x.dev, y.dev),
        compare_local(x.local, y.local),
    };
    for (size_t i = 0; i < SB_COUNT(orders); i++)
        if (orders[i])
            return orders[i];
    return 0;
}

static size_t release(sb_str version, uint64_t *numbers, size_t max)
{
    struct pep440 v;
    return split(version, &v) ? sb_dotted_numbers(v.release, numbers, max) : 0;
}

const struct sb_version_scheme sb_version_pep440 = {"pep440", valid, compare, release};
