/* Versions of apk: number{.number}[letter]{_suffix[number]}[~commit][-rN], as apk-tools orders them. */
#include "id/version_parts.h"

/* What a version is made of, in the order in which the kinds may follow each other. */
enum token { FIRST, NUMBER, LETTER, SUFFIX, SUFFIX_NUMBER, COMMIT, REVISION, END, INVALID };

/* Those in front of the empty one come before the version without a suffix. */
static const char *const suffixes[] = {"alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"};
enum { NO_SUFFIX = 4 };

struct reader {
    sb_str rest;
    enum token token;
    sb_str value;    /* digits, letter or commit */
    unsigned suffix; /* index in SUFFIXES */
};

static bool take_suffix(struct reader *r)
{
    sb_str name = sb_take_letters(&r->rest);
    for (r->suffix = 0; r->suffix < SB_COUNT(suffixes); r->suffix++)
        if (r->suffix != NO_SUFFIX && sb_str_eq(name, sb_str_of(suffixes[r->suffix])))
            return true;
    return false;
}

static sb_str take_commit(sb_str *rest)
{
    size_t n = 0;
    while (n < rest->n && (sb_is_digit(rest->p[n]) || (rest->p[n] >= 'a' && rest->p[n] <= 'f')))
        n++;
    sb_str commit = sb_str_part(*rest, 0, n);
    *rest = sb_str_from(*rest, n);
    return commit;
}

static enum token take(struct reader *r)
{
    enum token last = r->token;
    char c = r->rest.n ? r->rest.p[0] : '\0';
    if (r->rest.n == 0)
        return END;
    if (sb_is_digit(c) && last == SUFFIX) {
        r->value = sb_take_digits(&r->rest);
        return SUFFIX_NUMBER;
    }
    if (c >= 'a' && c <= 'z' && last <= NUMBER) {
        r->value = sb_str_part(r->rest, 0, 1);
        r->rest = sb_str_from(r->rest, 1);
        return LETTER;
    }
    if (last <= NUMBER && sb_str_chop(&r->rest, SB_S("."))) {
        r->value = sb_take_digits(&r->rest);
        return r->value.n ? NUMBER : INVALID;
    }
    if (last <= SUFFIX_NUMBER && sb_str_chop(&r->rest, SB_S("_")))
        return take_suffix(r) ? SUFFIX : INVALID;
    if (last < COMMIT && sb_str_chop(&r->rest, SB_S("~"))) {
        r->value = take_commit(&r->rest);
        return r->value.n ? COMMIT : INVALID;
    }
    if (last < REVISION && sb_str_chop(&r->rest, SB_S("-r"))) {
        r->value = sb_take_digits(&r->rest);
        return r->value.n ? REVISION : INVALID;
    }
    return INVALID;
}

static struct reader start(sb_str version)
{
    struct reader r = {.rest = version};
    r.value = sb_take_digits(&r.rest);
    r.token = r.value.n ? FIRST : INVALID;
    return r;
}

static bool valid(sb_str version)
{
    struct reader r = start(version);
    while (r.token < END)
        r.token = take(&r);
    return r.token == END;
}

/* Of the same kind. A number with a zero in front is a fraction, whose digits count from the left. */
static int compare_value(const struct reader *a, const struct reader *b)
{
    if (a->token == SUFFIX)
        return (a->suffix > b->suffix) - (a->suffix < b->suffix);
    bool fraction = a->token == NUMBER && (a->value.p[0] == '0' || b->value.p[0] == '0');
    if (fraction || a->token == LETTER || a->token == COMMIT)
        return sb_sign(sb_str_cmp(a->value, b->value));
    return sb_cmp_digits(a->value, b->value);
}

static bool is_before_release(const struct reader *r)
{
    return r->token == SUFFIX && r->suffix < NO_SUFFIX;
}

static int compare(sb_str a, sb_str b)
{
    int order;
    if (sb_cmp_invalid(valid(a), valid(b), a, b, &order))
        return order;
    struct reader x = start(a), y = start(b);
    while (x.token == y.token && x.token < END) {
        order = compare_value(&x, &y);
        if (order)
            return order;
        x.token = take(&x);
        y.token = take(&y);
    }
    if (x.token == y.token)
        return 0;
    if (is_before_release(&x) != is_before_release(&y))
        return is_before_release(&x) ? -1 : 1;
    return x.token < y.token ? 1 : -1; /* more of what counts more */
}

static size_t release(sb_str version, uint64_t *numbers, size_t max)
{
    return valid(version) ? sb_dotted_numbers(version, numbers, max) : 0;
}

const struct sb_version_scheme sb_version_apk = {"apk", valid, compare, release};
