/* Byte slices with a length. They may hold NUL and bytes that are no UTF-8; they own nothing. */
#ifndef SB_BASE_STR_H
#define SB_BASE_STR_H

#include "base/base.h"

struct sb_str {
    const char *p;
    size_t n;
};
typedef struct sb_str sb_str;

/* A slice of a string literal. */
#define SB_S(literal) ((sb_str){"" literal, sizeof(literal) - 1})
#define SB_STR_NONE ((sb_str){NULL, 0})
/* For printf-like formats: "%.*s". Slices longer than INT_MAX are cut. */
#define SB_FMT(s) (int)((s).n > 0x7fffffff ? 0x7fffffff : (s).n), ((s).p ? (s).p : "")

/* What is called everywhere stands here, so that a call costs nothing and the length of a literal is known. */
static inline sb_str sb_str_of(const char *text) /* NULL gives the empty slice */
{
    return (sb_str){text, strlen(text ? text : "")};
}

static inline sb_str sb_str_n(const char *p, size_t n)
{
    return (sb_str){p, n};
}

static inline bool sb_str_eq(sb_str a, sb_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* By bytes, then by length. */
static inline int sb_str_cmp(sb_str a, sb_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static inline bool sb_str_starts(sb_str s, sb_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool sb_str_ends(sb_str s, sb_str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

/* The rest from START; empty past the end. */
static inline sb_str sb_str_from(sb_str s, size_t start)
{
    if (start == 0)
        return s;
    return start < s.n ? (sb_str){s.p + start, s.n - start} : SB_STR_NONE;
}

/* Clipped to S. */
static inline sb_str sb_str_part(sb_str s, size_t start, size_t n)
{
    s = sb_str_from(s, start);
    return (sb_str){s.p, n < s.n ? n : s.n};
}

/* Drops the prefix if it is there. */
static inline bool sb_str_chop(sb_str *s, sb_str prefix)
{
    if (!sb_str_starts(*s, prefix))
        return false;
    *s = sb_str_from(*s, prefix.n);
    return true;
}

static inline bool sb_str_chop_end(sb_str *s, sb_str suffix)
{
    if (!sb_str_ends(*s, suffix))
        return false;
    s->n -= suffix.n;
    return true;
}

bool sb_str_eq_nocase(sb_str a, sb_str b); /* ASCII letters only */
bool sb_str_ends_nocase(sb_str s, sb_str suffix);
bool sb_str_is_one_of(sb_str s, const char *const *list); /* of texts; ended by NULL */
sb_str sb_str_trim(sb_str s);                             /* without white space (space \t \r \n \v \f) at both ends */

#define SB_NPOS ((size_t)-1)
size_t sb_str_find(sb_str s, sb_str needle); /* SB_NPOS if absent; the empty needle is at 0 */

static inline size_t sb_str_chr(sb_str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : SB_NPOS;
}

static inline size_t sb_str_rchr(sb_str s, char c)
{
    const char *at = s.n ? memrchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : SB_NPOS;
}

/* Cuts S at the first C: HEAD gets what is before it, S what is behind it. False (HEAD = all, S empty) if there is
 * none. */
bool sb_str_cut(sb_str *s, char c, sb_str *head);
/* Cuts the next line off S, without its \n or \r\n. False at the end of S. */
bool sb_str_line(sb_str *s, sb_str *line);
/* Cuts the next run of non-blank bytes off S. False when only blanks are left. */
bool sb_str_word(sb_str *s, sb_str *word);

/* The last part of a path, and what is before its slash (empty for none). */
sb_str sb_path_base(sb_str path);
sb_str sb_path_dir(sb_str path);
/* Drops TAIL, one or more whole parts, off the end of PATH if it is there. */
bool sb_path_chop(sb_str *path, sb_str tail);

/* All of S as a decimal number; false on anything else or overflow. */
SB_MUST bool sb_str_u64(sb_str s, uint64_t *ret_value);
/* VALUE in decimal, in ROOM. */
enum { SB_DECIMAL_MAX = 20 };
sb_str sb_str_decimal(uint64_t value, char room[SB_DECIMAL_MAX]);

static inline bool sb_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool sb_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool sb_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool sb_is_alnum(char c)
{
    return sb_is_alpha(c) || sb_is_digit(c);
}

/* Is it one of SET? NUL never is. */
static inline bool sb_is_in(char c, const char *set)
{
    return c && strchr(set, c);
}

static inline char sb_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline char sb_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* The first and the last eight bytes, by loads that overlap where there are fewer than 16: up to so many are told by
 * their words and their number. */
static inline void sb_words_of(const char *p, size_t n, uint64_t words[2])
{
    uint32_t front, back;
    words[0] = words[1] = 0;
    if (n >= 8) {
        memcpy(&words[0], p, 8);
        memcpy(&words[1], p + n - 8, 8);
    } else if (n >= 4) {
        memcpy(&front, p, 4);
        memcpy(&back, p + n - 4, 4);
        words[0] = front;
        words[1] = back;
    } else if (n) { /* three places are all bytes of up to three */
        words[0] =
            (uint64_t)(unsigned char)p[0] << 16 | (uint64_t)(unsigned char)p[n / 2] << 8 | (unsigned char)p[n - 1];
    }
}

/* For tables that nobody walks in their order: other values in another process. */
uint64_t sb_hash(const void *p, size_t n, uint64_t seed);
/* The same value in every process: to sort by, never for a table or to trust that two texts are equal. */
uint64_t sb_hash_same(const void *p, size_t n, uint64_t seed);
uint64_t sb_hash_pair(uint64_t a, uint64_t b); /* of two values one; their order counts */

#endif
