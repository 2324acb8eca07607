#include "collect/apt_conf.h"

#include "base/base.h"

enum { DEPTH = 16, KEY = 512 };

/* Nested scopes make one key: "APT { NeverAutoRemove { ... } }" is "APT::NeverAutoRemove". */
struct reader {
    sb_str rest;
    const char *start; /* of all */
    char key[KEY];
    size_t n;            /* of the key */
    size_t above[DEPTH]; /* its length outside of each open scope */
    size_t scope;        /* its length in the current one */
    unsigned depth;
    bool named; /* the current statement has its key */
};

/* What is kept when packages go, what is installed with others, which files are fetched and how they are stored. */
static bool is_harmless(sb_str key)
{
    static const char *const keys[] = {
        "acquire::compressiontypes::order",
        "acquire::gzipindexes",
        "acquire::languages",
        "apt::autoremove",
        "apt::install-recommends",
        "apt::install-suggests",
        "apt::move-autobit-sections",
        "apt::never-markauto-sections",
        "apt::neverautoremove",
        "apt::periodic",
        "apt::versionedkernelpackages",
    };
    for (size_t i = 0; i < SB_COUNT(keys); i++) {
        sb_str wanted = sb_str_of(keys[i]), start = sb_str_part(key, 0, wanted.n);
        if (sb_str_eq_nocase(start, wanted) && (key.n == wanted.n || key.p[wanted.n] == ':'))
            return true;
    }
    return false;
}

static bool is_value_fine(const struct reader *r)
{
    return is_harmless(sb_str_n(r->key, r->n));
}

/* ---- tokens ---- */

static void skip_line(struct reader *r)
{
    sb_str line;
    sb_str_line(&r->rest, &line);
}

static bool begins_line(const struct reader *r)
{
    const char *p = r->rest.p;
    while (p > r->start && (p[-1] == ' ' || p[-1] == '\t'))
        p--;
    return p == r->start || p[-1] == '\n';
}

/* False for directives (#clear, #include), for what may be a remark and for one without an end. */
static bool skip_blank(struct reader *r)
{
    while (r->rest.n) {
        r->rest = sb_str_trim(r->rest);
        bool remark = sb_str_starts(r->rest, SB_S("/*"));
        if (sb_str_starts(r->rest, SB_S("#"))) {
            if ((r->rest.n > 1 && sb_is_alnum(r->rest.p[1])) || !begins_line(r))
                return false;
            skip_line(r);
        } else if (sb_str_starts(r->rest, SB_S("//")))
            skip_line(r);
        else if (remark) {
            size_t end = sb_str_find(sb_str_from(r->rest, 2), SB_S("*/"));
            if (end == SB_NPOS)
                return false;
            r->rest = sb_str_from(r->rest, 2 + end + 2);
        } else
            break;
    }
    return true;
}

static sb_str take_word(struct reader *r)
{
    size_t n = 0;
    while (n < r->rest.n && !strchr(" \t\r\n\f\v{};\"", r->rest.p[n]) && r->rest.p[n])
        n++;
    sb_str word = sb_str_part(r->rest, 0, n);
    r->rest = sb_str_from(r->rest, n);
    return word;
}

/* ---- statements ---- */

static bool add_key(struct reader *r, sb_str word)
{
    static const char between[] = "::";
    size_t n = r->n ? 2 : 0;
    if (word.n == 0 || r->n + n + word.n > KEY)
        return false;
    memcpy(r->key + r->n, between, n);
    memcpy(r->key + r->n + n, word.p, word.n);
    r->n += n + word.n;
    r->named = true;
    return true;
}

static bool open_scope(struct reader *r)
{
    if (!r->named || r->depth == DEPTH)
        return false;
    r->above[r->depth++] = r->scope;
    r->scope = r->n;
    r->named = false;
    return true;
}

static bool close_scope(struct reader *r)
{
    if (r->depth == 0 || r->named)
        return false;
    r->scope = r->n = r->above[--r->depth];
    return true;
}

static bool take_text(struct reader *r)
{
    size_t end = sb_str_chr(r->rest, '"');
    size_t line = sb_str_chr(r->rest, '\n');
    if (end == SB_NPOS || line < end)
        return false;
    r->rest = sb_str_from(r->rest, end + 1);
    return is_value_fine(r);
}

static bool end_statement(struct reader *r)
{
    bool fine = !r->named || is_value_fine(r);
    r->n = r->scope;
    r->named = false;
    return fine;
}

static bool step(struct reader *r)
{
    char first = *r->rest.p;
    if (!strchr("{};\"", first) || !first) {
        sb_str word = take_word(r);
        return r->named ? word.n && is_value_fine(r) : add_key(r, word);
    }
    r->rest = sb_str_from(r->rest, 1);
    switch (first) {
    case '{': return open_scope(r);
    case '}': return close_scope(r);
    case ';': return end_statement(r);
    default: return take_text(r);
    }
}

bool sb_apt_conf_is_idle(sb_str bytes)
{
    struct reader r = {.rest = bytes, .start = bytes.p};
    bool fine = skip_blank(&r);
    while (fine && r.rest.n)
        fine = step(&r) && skip_blank(&r);
    return fine && r.depth == 0 && !r.named;
}
