/* An order for versions of which no rules are known: an epoch ("1:"), then numbers and words one after the other. A
 * number comes after a word, and the words of versions that lead up to a release before its end. */
#include "id/version_parts.h"

enum kind { TILDE, PRERELEASE, END, WORD, NUMBER };

struct token {
    enum kind kind;
    sb_str text;
};

static bool is_prerelease(sb_str word)
{
    static const char *const words[] = {"alpha",   "beta", "canary",  "cr", "dev",     "milestone",
                                        "nightly", "pre",  "preview", "rc", "snapshot"};
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (sb_str_eq_nocase(word, sb_str_of(words[i])))
            return true;
    return false;
}

/* Everything but letters, digits and "~" only separates. */
static struct token take_token(sb_str *s)
{
    while (s->n && !sb_is_alnum(s->p[0]) && s->p[0] != '~' && (unsigned char)s->p[0] < 0x80)
        *s = sb_str_from(*s, 1);
    if (!s->n)
        return (struct token){END, SB_STR_NONE};
    if (sb_str_chop(s, SB_S("~")))
        return (struct token){TILDE, SB_STR_NONE};
    sb_str digits = sb_take_digits(s);
    if (digits.n)
        return (struct token){NUMBER, digits};
    size_t n = 0;
    while (n < s->n && (sb_is_alpha(s->p[n]) || (unsigned char)s->p[n] >= 0x80))
        n++;
    sb_str word = sb_str_part(*s, 0, n);
    *s = sb_str_from(*s, n);
    return (struct token){is_prerelease(word) ? PRERELEASE : WORD, word};
}

static sb_str take_epoch(sb_str *s)
{
    sb_str rest = *s, epoch = sb_take_digits(&rest);
    if (!epoch.n || !sb_str_chop(&rest, SB_S(":")))
        return SB_STR_NONE;
    *s = rest;
    return epoch;
}

static bool valid(sb_str version)
{
    return version.n > 0;
}

static int compare(sb_str a, sb_str b)
{
    sb_str rest_a = a, rest_b = b;
    sb_str epoch_a = take_epoch(&rest_a), epoch_b = take_epoch(&rest_b);
    int order = sb_cmp_digits(epoch_a, epoch_b);
    for (bool more = true; more && !order;) {
        struct token x = take_token(&rest_a), y = take_token(&rest_b);
        if (x.kind != y.kind)
            order = x.kind < y.kind ? -1 : 1;
        else
            order = x.kind == NUMBER ? sb_cmp_digits(x.text, y.text) : sb_sign(sb_str_cmp(x.text, y.text));
        more = x.kind != END;
    }
    return order ? order : sb_sign(sb_str_cmp(a, b));
}

static size_t release(sb_str version, uint64_t *numbers, size_t max)
{
    take_epoch(&version);
    if (!sb_str_chop(&version, SB_S("v")))
        sb_str_chop(&version, SB_S("V"));
    return sb_dotted_numbers(version, numbers, max);
}

const struct sb_version_scheme sb_version_generic = {"generic", valid, compare, release};
