#include "base/str.h"

#include <stdatomic.h>
#include <sys/random.h>

bool sb_str_eq_nocase(sb_str a, sb_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (sb_lower(a.p[i]) != sb_lower(b.p[i]))
            return false;
    return true;
}

bool sb_str_ends_nocase(sb_str s, sb_str suffix)
{
    return s.n >= suffix.n && sb_str_eq_nocase(sb_str_from(s, s.n - suffix.n), suffix);
}

bool sb_str_is_one_of(sb_str s, const char *const *list)
{
    char first = s.n ? *s.p : '\0';
    while (*list && (**list != first || !sb_str_eq(sb_str_of(*list), s)))
        list++;
    return *list != NULL;
}

sb_str sb_str_trim(sb_str s)
{
    while (s.n && sb_is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && sb_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

size_t sb_str_find(sb_str s, sb_str needle)
{
    if (needle.n == 0)
        return 0;
    if (needle.n > s.n)
        return SB_NPOS;
    const char *at = memmem(s.p, s.n, needle.p, needle.n);
    return at ? (size_t)(at - s.p) : SB_NPOS;
}

bool sb_str_cut(sb_str *s, char c, sb_str *head)
{
    size_t at = sb_str_chr(*s, c);
    if (at == SB_NPOS) {
        *head = *s;
        *s = SB_STR_NONE;
        return false;
    }
    *head = sb_str_n(s->p, at);
    *s = sb_str_from(*s, at + 1);
    return true;
}

bool sb_str_line(sb_str *s, sb_str *line)
{
    if (s->n == 0)
        return false;
    sb_str_cut(s, '\n', line);
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

bool sb_str_word(sb_str *s, sb_str *word)
{
    sb_str rest = *s;
    while (rest.n && sb_is_space(rest.p[0])) {
        rest.p++;
        rest.n--;
    }
    size_t n = 0;
    while (n < rest.n && !sb_is_space(rest.p[n]))
        n++;
    *word = sb_str_n(rest.p, n);
    *s = sb_str_from(rest, n);
    return n > 0;
}

sb_str sb_path_base(sb_str path)
{
    size_t slash = sb_str_rchr(path, '/');
    return slash == SB_NPOS ? path : sb_str_from(path, slash + 1);
}

sb_str sb_path_dir(sb_str path)
{
    size_t slash = sb_str_rchr(path, '/');
    return slash == SB_NPOS ? SB_STR_NONE : sb_str_n(path.p, slash);
}

bool sb_path_chop(sb_str *path, sb_str tail)
{
    sb_str rest = *path;
    if (!sb_str_chop_end(&rest, tail) || (rest.n && !sb_str_chop_end(&rest, SB_S("/"))))
        return false;
    *path = rest;
    return true;
}

bool sb_str_u64(sb_str s, uint64_t *ret_value)
{
    uint64_t value = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!sb_is_digit(s.p[i]) || __builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(s.p[i] - '0'), &value))
            return false;
    }
    *ret_value = value;
    return true;
}

sb_str sb_str_decimal(uint64_t value, char room[SB_DECIMAL_MAX])
{
    size_t at = SB_DECIMAL_MAX;
    do {
        room[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    return sb_str_n(room + at, SB_DECIMAL_MAX - at);
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Of this process, so that nobody can write a document whose names all meet in one slot. */
static uint64_t secret(void)
{
    static _Atomic uint64_t kept;
    uint64_t value = atomic_load_explicit(&kept, memory_order_relaxed);
    if (value)
        return value;
    if (getrandom(&value, sizeof value, GRND_NONBLOCK) != (ssize_t)sizeof value)
        value = (uint64_t)(uintptr_t)&kept; /* better than none: addresses are random, too */
    value |= 1;
    uint64_t none = 0;
    return atomic_compare_exchange_strong(&kept, &none, value) ? value : none;
}

static uint64_t eight_at(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Multiply and fold, sixteen bytes a step. */
static inline uint64_t hash_with(uint64_t key, const void *p, size_t n, uint64_t seed)
{
    const char *at = p;
    uint64_t hash = mix(seed ^ key ^ 0x9e3779b97f4a7c15u, n ^ key);
    uint64_t words[2];
    for (; n > sizeof words; n -= sizeof words, at += sizeof words)
        hash = mix(hash ^ eight_at(at), key ^ eight_at(at + 8));
    sb_words_of(at, n, words);
    hash = mix(hash ^ words[0], key ^ words[1]);
    return mix(hash ^ key, 0xeb44accab455d165u);
}

uint64_t sb_hash(const void *p, size_t n, uint64_t seed)
{
    return hash_with(secret(), p, n, seed);
}

uint64_t sb_hash_same(const void *p, size_t n, uint64_t seed)
{
    return hash_with(0x2545f4914f6cdd1du, p, n, seed);
}

uint64_t sb_hash_pair(uint64_t a, uint64_t b)
{
    return mix(a ^ 0x9e3779b97f4a7c15u, b ^ 0xeb44accab455d165u);
}
