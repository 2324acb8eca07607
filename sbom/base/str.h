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

sb_str sb_str_of(const char *text); /* NULL gives the empty slice */
sb_str sb_str_n(const char *p, size_t n);
bool sb_str_eq(sb_str a, sb_str b);
int sb_str_cmp(sb_str a, sb_str b);        /* by bytes, then by length */
bool sb_str_eq_nocase(sb_str a, sb_str b); /* ASCII letters only */
bool sb_str_starts(sb_str s, sb_str prefix);
bool sb_str_ends(sb_str s, sb_str suffix);
bool sb_str_chop(sb_str *s, sb_str prefix); /* drops the prefix if it is there */
bool sb_str_chop_end(sb_str *s, sb_str suffix);
bool sb_str_is_one_of(sb_str s, const char *const *list); /* of texts; ended by NULL */
sb_str sb_str_from(sb_str s, size_t start);               /* the rest from START; empty past the end */
sb_str sb_str_part(sb_str s, size_t start, size_t n);     /* clipped to S */
sb_str sb_str_trim(sb_str s);                             /* without white space (space \t \r \n \v \f) at both ends */

#define SB_NPOS ((size_t)-1)
size_t sb_str_find(sb_str s, sb_str needle); /* SB_NPOS if absent; the empty needle is at 0 */
size_t sb_str_chr(sb_str s, char c);
size_t sb_str_rchr(sb_str s, char c);

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

/* All of S as a decimal number; false on anything else or overflow. */
SB_MUST bool sb_str_u64(sb_str s, uint64_t *ret_value);

bool sb_is_space(char c);
bool sb_is_digit(char c);
bool sb_is_alpha(char c);
bool sb_is_alnum(char c);
char sb_lower(char c);

/* For tables that nobody walks in their order: other values in another process. */
uint64_t sb_hash(const void *p, size_t n, uint64_t seed);
/* The same value in every process: to sort by, never for a table or to trust that two texts are equal. */
uint64_t sb_hash_same(const void *p, size_t n, uint64_t seed);
uint64_t sb_hash_pair(uint64_t a, uint64_t b); /* of two values one; their order counts */

#endif
