/* The tokens of JSON that need more than a look at one byte: numbers and strings. Private to this folder. */
#ifndef SB_TEXT_JSON_TOKEN_H
#define SB_TEXT_JSON_TOKEN_H

#include "base/str.h"

/* The end of the number at the front of [AT, END), or NULL if there is none by RFC 8259, section 6. */
const char *sb_token_number(const char *at, const char *end);

/* How far it may go: to the first byte that stands in no number, or END. */
const char *sb_token_number_run(const char *at, const char *end);

/* Resolves the escapes of RAW, a string without its quotes, into OUT, which has room for RAW.n bytes. Returns the
 * number of bytes. On a bad escape SB_NPOS, with its place in *BAD_AT and what is wrong with it in *WRONG. */
size_t sb_token_unescape(sb_str raw, char *out, const char **bad_at, const char **wrong);

/* The first byte of S that is no UTF-8; NULL if all is. */
const char *sb_token_not_utf8(sb_str s);

#endif
