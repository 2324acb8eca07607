/* Does a value fit its row? The rules of texts, words and numbers, version by version. */
#ifndef SB_FORMATS_CARRY_FIT_H
#define SB_FORMATS_CARRY_FIT_H

#include "grammar/grammar.h"

/* NULL, or what is wrong with a scalar of ROW in the version 1.MINOR, to stand behind "takes": "no word ...". What no
 * version sees otherwise is not looked at here. */
const char *sb_unfit(const struct sb_grammar *grammar, const struct sb_member *row, uint8_t minor, sb_str text);
/* May the byte stand in no IRI (RFC 3987) at all? */
bool sb_is_unfit_in_iri(char c);

#endif
