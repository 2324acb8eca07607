/* The rules of the purl types, one row a type (ECMA-427 and its type definitions). Only for the purl*.c files here. */
#ifndef SB_ID_PURL_TYPES_H
#define SB_ID_PURL_TYPES_H

#include "id/purl.h"

enum sb_purl_ns {
    SB_NS_NO,     /* prohibited */
    SB_NS_MAY,    /* optional */
    SB_NS_SHOULD, /* required, but documents in circulation leave it out (pkg:golang/stdlib), so it is not insisted on
                   */
    SB_NS_MUST,   /* required */
};

enum {
    SB_PURL_LOWER_NS = 1 << 0,
    SB_PURL_LOWER_NAME = 1 << 1,
    SB_PURL_LOWER_VERSION = 1 << 2,
    SB_PURL_LOWER_SUBPATH = 1 << 3,
    SB_PURL_DASHES = 1 << 4,  /* "_" in a name is written "-" */
    SB_PURL_SLASHES = 1 << 5, /* the name is a path; the namespace is its first part */
    /* For the identity alone. */
    SB_PURL_ANY_NS = 1 << 8,   /* the namespace does not tell packages apart */
    SB_PURL_ANY_CASE = 1 << 9, /* nor does the case of the name */
    SB_PURL_PEP503 = 1 << 10,  /* names by PEP 503 */
    SB_PURL_EPOCH = 1 << 11,   /* the qualifier "epoch" belongs to the version */
    SB_PURL_SYSTEM = 1 << 12,  /* packages of a distribution: the namespace says whose */
};

struct sb_purl_row {
    const char *type;
    enum sb_purl_ns ns;
    unsigned flags;
    const char *required; /* a qualifier that must be there, or NULL */
    const char
        *identity; /* qualifiers that tell packages apart: keys, or key=value if only that value does; NULL for none */
    const char *defaults;   /* key=value pairs that mean the same as no such key; NULL for none */
    const char *default_ns; /* a namespace that means the same as none, or NULL */
    /* What the flags cannot say; NULL for nothing. Runs on parts that are normalised otherwise. */
    sb_rc (*fix)(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);
};

/* By type in lower case; NULL for a type that the specification does not know. */
const struct sb_purl_row *sb_purl_row(sb_str type);
/* Another name of a registered type, in circulation before it was registered; else TYPE itself. */
sb_str sb_purl_type_alias(sb_str type);

/* The characters that are never escaped: the unreserved ones of RFC 3986, and ":". */
static inline bool sb_purl_is_plain(char c)
{
    return sb_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '~' || c == ':';
}

/* sb_purl_text() where the row of the type is known already. */
sb_str sb_purl_text_as(const struct sb_purl *purl, const struct sb_purl_row *row, struct sb_arena *arena);

enum { SB_PURL_MAX = 64 * 1024 }; /* bytes of a text */

/* Cuts a canonical text into its parts as they stand there, percent signs and all. False: the text is not canonical, or
 * it takes more to see that it is; RET_PURL then holds nothing of use. */
bool sb_purl_cut(sb_str text, struct sb_purl *ret_purl);
/* sb_purl_parse() by the rules alone, without sb_purl_cut(); ANY_CASE as sb_purl_repair() does. TEXT stays where it is.
 */
SB_MUST sb_rc sb_purl_parse_by_rules(sb_str text, bool any_case, struct sb_arena *arena, struct sb_purl *ret_purl,
                                     struct sb_err *err);

/* Parts of a path without empty ones and, for a subpath, without "." and "..". The same slice if there is nothing to
 * do. */
sb_str sb_purl_segments(sb_str path, bool subpath, struct sb_arena *arena);
/* Lower case as Unicode has it, for Latin, Greek, Cyrillic and Armenian. The same slice if there is nothing to do. */
sb_str sb_purl_lower(sb_str s, struct sb_arena *arena);
/* S with every byte FROM as TO. */
sb_str sb_purl_replace(sb_str s, char from, char to, struct sb_arena *arena);

sb_rc sb_purl_fix_chrome_extension(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);
sb_rc sb_purl_fix_cpan(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);
sb_rc sb_purl_fix_git(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);
sb_rc sb_purl_fix_mlflow(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);
sb_rc sb_purl_fix_pub(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);
sb_rc sb_purl_fix_swid(struct sb_purl *purl, struct sb_arena *arena, struct sb_err *err);

#endif
