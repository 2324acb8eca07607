#include "source/unpacked.h"

#include "base/block.h"

enum { CALL = SB_UNPACKED_CALL, NAME = SB_UNPACKED_NAME };

void sb_unpacked_begin(struct sb_unpacked *u)
{
    u->found = false;
    u->n_tail = 0;
}

/* ---- one call ---- */

/* What makes bytes or text of something else, or gets it from afar. */
static bool decodes(sb_str inside)
{
    static const char *const words[] = {"b64decode(", "b32decode(", "b16decode(",    "a85decode(",    "b85decode(",
                                        "unhexlify(", ".fromhex(",  ".decompress(",  "decodebytes(",  "marshal.loads(",
                                        "atob(",      "urlopen(",   "requests.get(", "codecs.decode("};
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (sb_str_find(inside, sb_str_of(words[i])) != SB_NPOS)
            return true;
    return false;
}

/* Up to the bracket that closes the one before REST. */
static sb_str arguments(sb_str rest)
{
    size_t end = 0;
    size_t most = rest.n < CALL ? rest.n : CALL;
    for (unsigned depth = 1; end < most; end++) {
        depth += rest.p[end] == '(';
        depth -= rest.p[end] == ')';
        if (depth == 0)
            break;
    }
    return sb_str_n(rest.p, end);
}

/* Does the text up to a bracket end with a call of exec or eval? Methods of that name (of patterns, models, databases)
 * are others. */
static bool calls(sb_str before)
{
    if (!sb_str_chop_end(&before, SB_S("exec")) && !sb_str_chop_end(&before, SB_S("eval")))
        return false;
    char c = before.n ? before.p[before.n - 1] : '\n';
    return !sb_is_alnum(c) && c != '_' && c != '.' && c != '$';
}

/* ---- the text ---- */

/* Where the next bracket behind a name that ends in c or l opens, from AT on; N: nowhere. */
static size_t next_bracket(const char *p, size_t at, size_t n)
{
    for (; at + sizeof(sb_block) <= n; at += sizeof(sb_block)) {
        sb_block here = sb_block_at(p + at);
        sb_block before = sb_block_at(p + at - 1);
        uint32_t bits = sb_block_bits((sb_block)((here == '(') & ((before == 'c') | (before == 'l'))));
        if (bits)
            return at + (size_t)__builtin_ctz(bits);
    }
    while (at < n && p[at] != '(')
        at++;
    return at;
}

/* Brackets of P that lie before END; what follows them may lie behind it. */
static void look_through(struct sb_unpacked *u, const char *p, size_t end, size_t n)
{
    for (size_t at = next_bracket(p, 1, end); !u->found && at < end; at = next_bracket(p, at + 1, end)) {
        size_t front = at < NAME ? at : NAME;
        u->found = calls(sb_str_n(p + at - front, front)) && decodes(arguments(sb_str_n(p + at + 1, n - at - 1)));
    }
}

static void keep_tail(struct sb_unpacked *u, const char *p, size_t n)
{
    size_t kept = n >= sizeof u->tail ? 0 : sizeof u->tail - n;
    kept = kept < u->n_tail ? kept : u->n_tail;
    size_t added = n < sizeof u->tail ? n : sizeof u->tail;
    memmove(u->tail, u->tail + u->n_tail - kept, kept);
    memcpy(u->tail + kept, p + n - added, added);
    u->n_tail = kept + added;
}

/* What the pieces before left open is looked at together with the front of this one. */
void sb_unpacked_add(struct sb_unpacked *u, const char *p, size_t n)
{
    char both[2 * sizeof u->tail];
    if (u->found || n == 0)
        return;
    size_t front = n < sizeof u->tail ? n : sizeof u->tail;
    memcpy(both, u->tail, u->n_tail);
    memcpy(both + u->n_tail, p, front);
    look_through(u, both, u->n_tail + front, u->n_tail + front);
    look_through(u, p, n, n);
    keep_tail(u, p, n);
}

uint64_t sb_unpacked_end(struct sb_unpacked *u)
{
    return u->found ? SB_UNPACKED_RUN : 0;
}
