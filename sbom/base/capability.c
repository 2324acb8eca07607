#include "base/capability.h"

static const char *const names[] = {
#define SB_CAPABILITY(name) name,
#include "base/capability.def"
#undef SB_CAPABILITY
};
enum { NAMES = SB_COUNT(names), MOST = 64 };
static const uint64_t all = ((uint64_t)1 << NAMES) - 1;

/* ---- the attribute ---- */

static uint32_t word_at(sb_str value, size_t word)
{
    const unsigned char *p = (const unsigned char *)value.p + 4 * word;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* A word of flags, then permitted and inheritable for each 32 capabilities, then the user. */
bool sb_capabilities_decode(sb_str value, struct sb_capabilities *ret)
{
    enum { REVISION = 24, EFFECTIVE = 1 };
    static const uint8_t words[] = {[1] = 3, [2] = 5, [3] = 6};
    if (value.n < 4)
        return false;
    uint32_t flags = word_at(value, 0), revision = flags >> REVISION;
    if (revision == 0 || revision >= SB_COUNT(words) || value.n != 4u * words[revision])
        return false;
    *ret = (struct sb_capabilities){word_at(value, 1), word_at(value, 2), 0, flags & EFFECTIVE};
    if (revision > 1) {
        ret->permitted |= (uint64_t)word_at(value, 3) << 32;
        ret->inheritable |= (uint64_t)word_at(value, 4) << 32;
    }
    if (revision > 2)
        ret->root = word_at(value, 5);
    return true;
}

/* ---- to text ---- */

static void put_names(struct sb_buf *buf, uint64_t set)
{
    const char *between = "";
    for (unsigned i = 0; i < MOST; i++) {
        if (!(set >> i & 1))
            continue;
        sb_buf_printf(buf, "%s", between);
        if (i < NAMES)
            sb_buf_printf(buf, "%s", names[i]);
        else
            sb_buf_printf(buf, "%u", i);
        between = ",";
    }
}

struct group {
    uint64_t set;
    const char *flags;
};

static void put_group(struct sb_buf *buf, const struct group *group, bool effective, bool many)
{
    bool whole = (group->set & all) == all;
    if (many && !whole)
        sb_buf_printf(buf, "0x%llx", (unsigned long long)group->set);
    else if (!whole)
        put_names(buf, group->set);
    sb_buf_printf(buf, "=%s%s", effective ? "e" : "", group->flags);
}

/* What the kernel knows nothing of is not told beside all that it knows. */
void sb_capabilities_text(const struct sb_capabilities *has, struct sb_buf *buf)
{
    enum { NAMED = 8, GROUPS = 3 };
    uint64_t both = has->permitted & has->inheritable;
    const struct group groups[GROUPS] = {{has->permitted & ~both, "p"}, {both, "ip"}, {has->inheritable & ~both, "i"}};
    bool many = __builtin_popcountll(has->permitted | has->inheritable) > NAMED;
    size_t first = 0, end = GROUPS;
    const char *between = "";
    for (size_t i = 0; i < GROUPS; i++)
        if ((groups[i].set & all) == all)
            end = (first = i) + 1;
    for (size_t i = first; i < end; i++) {
        if (!groups[i].set)
            continue;
        sb_buf_printf(buf, "%s", between);
        put_group(buf, &groups[i], has->effective, many);
        between = " ";
    }
    if (!sb_capabilities_any(has))
        sb_buf_chr(buf, '=');
    if (has->root)
        sb_buf_printf(buf, " [rootid=%u]", (unsigned)has->root);
}

/* ---- from text ---- */

enum { E, I, P, SETS };

/* "0x3fff" */
static bool parse_mask(sb_str text, uint64_t *ret)
{
    uint64_t mask = 0;
    if (!sb_str_chop(&text, SB_S("0x")) || text.n == 0 || text.n > 16)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = sb_lower(text.p[i]);
        if (!sb_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        mask = mask << 4 | (uint64_t)(sb_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *ret = mask;
    return true;
}

static bool parse_name(sb_str name, uint64_t *ret)
{
    uint64_t number;
    for (unsigned i = 0; i < NAMES; i++)
        if (sb_str_eq_nocase(name, sb_str_of(names[i]))) {
            *ret = (uint64_t)1 << i;
            return true;
        }
    if (sb_str_eq_nocase(name, SB_S("all"))) {
        *ret = all;
        return true;
    }
    if (parse_mask(name, ret))
        return true;
    if (!sb_str_u64(name, &number) || number >= MOST)
        return false;
    *ret = (uint64_t)1 << number;
    return true;
}

static bool parse_names(sb_str list, uint64_t *ret)
{
    sb_str name;
    uint64_t one;
    *ret = 0;
    do {
        bool more = sb_str_cut(&list, ',', &name);
        if (!parse_name(name, &one))
            return false;
        *ret |= one;
        if (!more)
            return true;
    } while (true);
}

static bool is_action(char c)
{
    return sb_is_in(c, "=+-");
}

/* "=ep", "+i", "-e": what is done to the capabilities WHICH. */
static bool act(sb_str *clause, uint64_t which, uint64_t sets[SETS])
{
    static const char flags[] = {[E] = 'e', [I] = 'i', [P] = 'p'};
    char action = clause->p[0];
    *clause = sb_str_from(*clause, 1);
    for (unsigned s = 0; action == '=' && s < SETS; s++)
        sets[s] &= ~which;
    for (; clause->n && !is_action(clause->p[0]); *clause = sb_str_from(*clause, 1)) {
        const char *flag = memchr(flags, clause->p[0], SETS);
        if (!flag)
            return false;
        uint64_t *set = &sets[flag - flags];
        *set = action == '-' ? *set & ~which : *set | which;
    }
    return true;
}

/* Names and what is done to them; without names it is done to all. */
static bool parse_clause(sb_str clause, uint64_t sets[SETS])
{
    uint64_t which = all;
    size_t n = 0;
    while (n < clause.n && !is_action(clause.p[n]))
        n++;
    if (n == clause.n || (n == 0 && clause.p[0] != '=') || (n && !parse_names(sb_str_part(clause, 0, n), &which)))
        return false;
    clause = sb_str_from(clause, n);
    while (clause.n)
        if (!act(&clause, which, sets))
            return false;
    return true;
}

static bool parse_root(sb_str word, uint32_t *ret)
{
    uint64_t root;
    if (!sb_str_chop(&word, SB_S("[rootid=")) || !sb_str_chop_end(&word, SB_S("]")) || !sb_str_u64(word, &root) ||
        root > UINT32_MAX)
        return false;
    *ret = (uint32_t)root;
    return true;
}

bool sb_capabilities_parse(sb_str text, struct sb_capabilities *ret)
{
    uint64_t sets[SETS] = {0};
    uint32_t root = 0;
    sb_str word;
    bool any = false;
    for (; sb_str_word(&text, &word); any = true)
        if (!parse_root(word, &root) && !parse_clause(word, sets))
            return false;
    if (any)
        *ret = (struct sb_capabilities){sets[P], sets[I], root, sets[E] != 0};
    return any;
}

/* ---- comparing ---- */

void sb_capabilities_unite(struct sb_capabilities *both, const struct sb_capabilities *more)
{
    if (!sb_capabilities_any(more))
        return;
    both->root = !sb_capabilities_any(both) || more->root < both->root ? more->root : both->root;
    both->permitted |= more->permitted;
    both->inheritable |= more->inheritable;
    both->effective |= more->effective;
}

bool sb_capabilities_eq(const struct sb_capabilities *a, const struct sb_capabilities *b)
{
    return a->permitted == b->permitted && a->inheritable == b->inheritable && a->root == b->root &&
           (a->effective == b->effective || !sb_capabilities_any(a));
}

bool sb_capabilities_gain(const struct sb_capabilities *old, const struct sb_capabilities *new)
{
    if (!sb_capabilities_any(new))
        return false;
    return new->permitted & ~old->permitted || new->inheritable & ~old->inheritable ||
           (new->effective && !old->effective) || (old->root && new->root != old->root);
}
