/* UTF-8: checking, and making bytes from outside fit for a page, a terminal or a JSON text. */
#ifndef SB_BASE_UTF8_H
#define SB_BASE_UTF8_H

#include "base/buf.h"

bool sb_utf8_valid(sb_str s); /* well-formed: no surrogates, no overlong forms, at most U+10FFFF */
/* One character from the front of S. 0 and *LEN = 1 for a byte that starts none. */
uint32_t sb_utf8_next(sb_str s, size_t *len);
void sb_utf8_put(struct sb_buf *buf, uint32_t c);
/* Adds S to BUF with \xHH for every byte that is no UTF-8. True if there was one. */
bool sb_utf8_repair(struct sb_buf *buf, sb_str s);
/* A page may show it as nothing, or as something else: controls, line and paragraph separators, bidirectional controls,
 * invisible, filling and tag characters, those that choose a variant, the byte order mark. */
bool sb_utf8_deceives(uint32_t c);
/* For people: also control, bidirectional, line-breaking and invisible characters as \xHH or \u{H}, those that XML does
 * not have among them. What build servers carry out where it stands in a log ("::error::", "##[error]", "##vso[...]") is
 * none any more: its first character is \x3A or \x23. */
void sb_utf8_printable(struct sb_buf *buf, sb_str s);
unsigned sb_utf8_width(sb_str s); /* columns on a terminal, as a table needs them: characters */

#endif
