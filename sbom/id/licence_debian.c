/* The License field of Debian's machine-readable copyright files (format 1.0, 7.2): names joined by "and" and "or",
 * where "and" binds tighter and a comma in front of either binds looser than all without one; "with NAME exception". */
#include "base/buf.h"
#include "id/licence.h"

struct reading {
    struct sb_arena *arena;
    sb_licence_other *other;
    void *ctx;
    bool failed;
};

/* Exceptions of which the name in Debian says which text it is. "Autoconf" and "OpenSSL" are names of many. */
static const struct {
    const char *name, *of, *id; /* OF: the licence it goes with, or NULL for any */
} exceptions[] = {
    {"bison", NULL, "Bison-exception-2.2"},
    {"bison-2.2", NULL, "Bison-exception-2.2"},
    {"classpath", NULL, "Classpath-exception-2.0"},
    {"font", NULL, "Font-exception-2.0"},
    {"gcc", "GPL-3.0", "GCC-exception-3.1"},
    {"gcc-runtime", "GPL-3.0", "GCC-exception-3.1"},
    {"gcc-runtime-3.1", "GPL-3.0", "GCC-exception-3.1"},
    {"gcc-runtime-library", "GPL-3.0", "GCC-exception-3.1"},
    {"gcc", "GPL-2.0", "GCC-exception-2.0"},
    {"libtool", NULL, "Libtool-exception"},
    {"linux-syscall-note", NULL, "Linux-syscall-note"},
    {"llvm", NULL, "LLVM-exception"},
    {"swift", NULL, "Swift-exception"},
    {"texinfo", NULL, "Texinfo-exception"},
};

static sb_str lower_dashed(sb_str s, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] == ' ' ? '-' : sb_lower(s.p[i]);
    p[s.n] = '\0';
    return sb_str_n(p, s.n);
}

/* "GPL-3+ with Bison exception", "GPL-3+-with-bison-exception", "GPL-2+-libtool-exception". */
static sb_str with_exception(sb_str name, struct sb_arena *arena)
{
    sb_str lower = lower_dashed(name, arena), base = name;
    size_t with = sb_str_find(lower, SB_S("-with-"));
    bool said = sb_str_chop_end(&lower, SB_S("-exceptions")) || sb_str_chop_end(&lower, SB_S("-exception"));
    for (size_t i = 0; i < SB_COUNT(exceptions); i++) {
        sb_str key = sb_str_of(exceptions[i].name);
        size_t cut = with;
        if (with != SB_NPOS ? !sb_str_eq(sb_str_from(lower, with + 6), key)
                            : !said || lower.n <= key.n + 1 || !sb_str_ends(lower, key))
            continue;
        if (with == SB_NPOS) {
            cut = lower.n - key.n - 1;
            if (lower.p[cut] != '-')
                continue;
        }
        base = sb_licence_of_debian_name(sb_str_part(name, 0, cut), arena);
        bool fits = base.n && (!exceptions[i].of || sb_str_starts(base, sb_str_of(exceptions[i].of)));
        if (fits && sb_str_chr(base, ' ') == SB_NPOS)
            return sb_arena_join(arena, base, SB_S(" WITH "), sb_str_of(exceptions[i].id));
    }
    return SB_STR_NONE;
}

static sb_str operand(struct reading *r, sb_str name)
{
    sb_str found = SB_STR_NONE;
    name = sb_str_trim(name);
    if (sb_str_chr(name, ' ') == SB_NPOS)
        found = sb_licence_of_debian_name(name, r->arena);
    if (!found.n)
        found = with_exception(name, r->arena);
    if (!found.n && r->other && name.n)
        found = r->other(r->ctx, name);
    r->failed = r->failed || !found.n;
    return found;
}

enum op { NO_OP, OR, AND };

/* Is the word at the front of TEXT "and" or "or"? */
static enum op operator_of(sb_str word)
{
    if (sb_str_eq_nocase(word, SB_S("and")))
        return AND;
    return sb_str_eq_nocase(word, SB_S("or")) || sb_str_eq_nocase(word, SB_S("and/or")) ? OR : NO_OP;
}

/* Joins what was read: A OP B, with parentheses where B or A binds looser. */
static sb_str join(struct reading *r, sb_str all, enum op op, sb_str next)
{
    if (!all.n || !next.n)
        return all.n ? all : next;
    sb_str between = op == AND ? SB_S(" AND ") : SB_S(" OR ");
    bool a = op == AND && sb_str_find(all, SB_S(" OR ")) != SB_NPOS,
         b = op == AND && sb_str_find(next, SB_S(" OR ")) != SB_NPOS;
    struct sb_buf buf = {0};
    sb_buf_printf(&buf, "%s%.*s%s%.*s%s%.*s%s", a ? "(" : "", SB_FMT(all), a ? ")" : "", SB_FMT(between), b ? "(" : "",
                  SB_FMT(next), b ? ")" : "");
    sb_str joined = sb_arena_str(r->arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return joined;
}

/* A sum of products, which are handed over one by one. */
struct sum {
    sb_str all, product;
};

static void add(struct reading *r, struct sum *sum, enum op op, sb_str next)
{
    if (op == OR) {
        sum->all = join(r, sum->all, OR, sum->product);
        sum->product = next;
    } else {
        sum->product = join(r, sum->product, AND, next);
    }
}

static sb_str total(struct reading *r, struct sum *sum)
{
    return join(r, sum->all, OR, sum->product);
}

/* Between commas: operands are the words between operators. */
static sb_str segment(struct reading *r, sb_str text)
{
    struct sum sum = {0};
    enum op op = AND;
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        sb_str rest = sb_str_from(text, i), word;
        bool starts = i < text.n && !sb_is_space(text.p[i]) && (i == 0 || sb_is_space(text.p[i - 1]));
        enum op next = starts && sb_str_word(&rest, &word) ? operator_of(word) : NO_OP;
        if (i < text.n && !next)
            continue;
        add(r, &sum, op, operand(r, sb_str_part(text, from, i - from)));
        op = next;
        from = i + (next ? word.n : 0);
    }
    return total(r, &sum);
}

/* An operator in front of a segment is the comma's; without one it is "and". */
static enum op chop_operator(sb_str *text)
{
    sb_str rest = *text, word;
    enum op op = sb_str_word(&rest, &word) ? operator_of(word) : NO_OP;
    if (op)
        *text = rest;
    return op ? op : AND;
}

sb_str sb_licence_of_debian(sb_str line, struct sb_arena *arena, sb_licence_other *other, void *ctx)
{
    enum { LONGEST = 4096 };
    struct reading r = {.arena = arena, .other = other, .ctx = ctx};
    struct sum sum = {0};
    sb_str part, normal;
    line = sb_str_trim(line);
    if (line.n == 0 || line.n > LONGEST)
        return SB_STR_NONE;
    for (bool first = true, more = true; more && !r.failed; first = false) {
        more = sb_str_cut(&line, ',', &part);
        part = sb_str_trim(part);
        enum op op = first ? AND : chop_operator(&part);
        if (part.n || first)
            add(&r, &sum, op, segment(&r, part));
    }
    sb_str all = r.failed ? SB_STR_NONE : total(&r, &sum);
    return all.n && sb_licence_parse(all, arena, &normal, NULL) == SB_OK ? normal : SB_STR_NONE;
}
