#include "text/glob.h"

#include "base/mem.h"
#include "base/utf8.h"

/* The pattern becomes a row of tokens, and all places in it that the path may have led to so far are carried on
 * together, character by character. So there is no going back, and no pattern that takes long. */
enum kind {
    ONE,         /* this character */
    ANY_ONE,     /* "?": one that is no slash */
    SET,         /* "[...]" */
    ANY_IN_PART, /* "*": any number without a slash */
    ANY,         /* two stars: any number */
    ANY_PARTS,   /* two stars and a slash, where a part begins: nothing, or whatever ends with a slash */
    END,
};

struct token {
    enum kind kind;
    uint32_t c;     /* of ONE */
    sb_str set;     /* of SET, without brackets */
    size_t reached; /* the step that this place was last reached in, so that none is listed twice */
};

struct matcher {
    struct token *tokens;
    size_t *now, *next; /* places reached */
    size_t n_next;
    size_t step;
    bool any; /* a slash is a character like others */
};

/* The next character, or for a byte that is no UTF-8 a number behind all characters. */
static uint32_t take(sb_str *s)
{
    size_t len;
    uint32_t c = sb_utf8_next(*s, &len);
    if (c == 0 && s->p[0] != '\0')
        c = 0x110000u + (unsigned char)s->p[0];
    *s = sb_str_from(*s, len);
    return c;
}

static uint32_t take_escaped(sb_str *s)
{
    if (s->n > 1 && s->p[0] == '\\')
        *s = sb_str_from(*s, 1);
    return take(s);
}

/* Where the set ends whose inside begins at S: the index of its ]. A ] right at the front is a member. */
static size_t find_set_end(sb_str s)
{
    size_t i = s.n && s.p[0] == '!';
    if (i < s.n && s.p[i] == ']')
        i++;
    while (i < s.n && s.p[i] != ']')
        i += s.p[i] == '\\' ? 2 : 1;
    return i < s.n ? i : SB_NPOS;
}

static bool in_set(sb_str set, uint32_t c)
{
    bool negated = sb_str_chop(&set, SB_S("!"));
    bool found = false;
    while (set.n && !found) {
        uint32_t low = take_escaped(&set);
        uint32_t high = low;
        if (set.n > 1 && set.p[0] == '-') {
            set = sb_str_from(set, 1);
            high = take_escaped(&set);
        }
        found = low <= c && c <= high;
    }
    return found != negated;
}

/* A run of stars at the front of REST. */
static enum kind take_stars(sb_str *rest, bool part_begins, bool any)
{
    size_t n = 0;
    while (n < rest->n && rest->p[n] == '*')
        n++;
    *rest = sb_str_from(*rest, n);
    if (n == 1 || any)
        return ANY_IN_PART;
    if (part_begins && sb_str_chop(rest, SB_S("/")))
        return ANY_PARTS;
    return ANY;
}

/* The tokens of PATTERN from START on; TOKENS has room for one more than there are bytes. */
static void compile(sb_str pattern, size_t start, bool any, struct token *tokens)
{
    sb_str rest = sb_str_from(pattern, start);
    bool sets_end = true; /* once a [ has no end, no later one has */
    while (rest.n) {
        struct token *token = tokens++;
        bool part_begins = rest.n == pattern.n || rest.p[-1] == '/';
        *token = (struct token){.kind = ONE};
        if (rest.p[0] == '*') {
            token->kind = take_stars(&rest, part_begins, any);
        } else if (rest.p[0] == '?') {
            token->kind = ANY_ONE;
            rest = sb_str_from(rest, 1);
        } else {
            sb_str inside = sb_str_from(rest, 1);
            size_t end = rest.p[0] == '[' && sets_end ? find_set_end(inside) : SB_NPOS;
            if (end != SB_NPOS) {
                token->kind = SET;
                token->set = sb_str_n(inside.p, end);
                rest = sb_str_from(inside, end + 1);
                continue;
            }
            sets_end = sets_end && rest.p[0] != '[';
            token->c = take_escaped(&rest);
        }
    }
    *tokens = (struct token){.kind = END};
}

static void stay(struct matcher *m, size_t place)
{
    m->tokens[place].reached = m->step;
    m->next[m->n_next++] = place;
}

/* Adds a place, and the ones behind it that can be reached without a character. */
static void reach(struct matcher *m, size_t place)
{
    while (m->tokens[place].reached != m->step) {
        stay(m, place);
        if (m->tokens[place].kind < ANY_IN_PART || m->tokens[place].kind == END)
            return;
        place++;
    }
}

/* A place that C keeps alive or leads on from. */
static void advance(struct matcher *m, size_t place, uint32_t c)
{
    const struct token *token = &m->tokens[place];
    bool fits = m->any || c != '/';
    switch (token->kind) {
    case ONE: fits = token->c == c; break;
    case ANY_ONE: break;
    case SET: fits = fits && in_set(token->set, c); break;
    case ANY_IN_PART:
        if (fits)
            reach(m, place);
        return;
    case ANY: reach(m, place); return;
    case ANY_PARTS:
        /* Whoever enters this place comes from a slash, too: so it is enough to lead on then. */
        if (token->reached != m->step)
            stay(m, place);
        fits = !fits;
        break;
    case END: return;
    }
    if (fits)
        reach(m, place + 1);
}

static bool match(struct matcher *m, sb_str path)
{
    m->step = 1;
    reach(m, 0);
    while (path.n && m->n_next) {
        size_t *now = m->next;
        size_t n = m->n_next;
        m->next = m->now;
        m->now = now;
        m->n_next = 0;
        m->step++;
        uint32_t c = take(&path);
        for (size_t i = 0; i < n; i++)
            advance(m, now[i], c);
    }
    for (size_t i = 0; i < m->n_next; i++)
        if (m->tokens[m->next[i]].kind == END)
            return path.n == 0;
    return false;
}

static bool is_plain(char c)
{
    return (unsigned char)c < 0x80 && !memchr("*?[]\\/", c, 6);
}

/* How many bytes both begin with that mean only themselves. */
static size_t same_start(sb_str pattern, sb_str path)
{
    size_t n = 0;
    while (n < pattern.n && n < path.n && pattern.p[n] == path.p[n] && (is_plain(pattern.p[n]) || pattern.p[n] == '/'))
        n++;
    return n;
}

/* Whether PATH could end as PATTERN does: nearly every path fails here or at its start. */
static bool may_end_so(sb_str pattern, sb_str path)
{
    while (pattern.n && is_plain(pattern.p[pattern.n - 1])) {
        if (path.n == 0 || path.p[path.n - 1] != pattern.p[pattern.n - 1])
            return false;
        pattern.n--;
        path.n--;
    }
    return true;
}

static bool glob(sb_str pattern, sb_str path, bool any)
{
    enum { FEW = 64 };
    size_t start = same_start(pattern, path);
    if (start < pattern.n && (is_plain(pattern.p[start]) || pattern.p[start] == '/'))
        return false;
    if (!may_end_so(pattern, path))
        return false;
    struct token few[FEW];
    size_t few_places[2 * FEW];
    size_t n = pattern.n - start + 1;
    struct token *tokens = n > FEW ? sb_calloc(n, sizeof *tokens) : few;
    size_t *places = n > FEW ? sb_calloc(2 * n, sizeof *places) : few_places;
    struct matcher m = {.tokens = tokens, .now = places, .next = places + n, .any = any};
    compile(pattern, start, any, tokens);
    bool matches = match(&m, sb_str_from(path, start));
    if (n > FEW) {
        sb_free(tokens);
        sb_free(places);
    }
    return matches;
}

bool sb_glob(sb_str pattern, sb_str path)
{
    return glob(pattern, path, false);
}

bool sb_glob_any(sb_str pattern, sb_str path)
{
    return glob(pattern, path, true);
}
