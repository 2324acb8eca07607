/* The JSON that machines write, known as such by one look at each byte. */
#ifndef SB_TEXT_JSON_PLAIN_H
#define SB_TEXT_JSON_PLAIN_H

#include "base/str.h"

/* Whether TEXT is one JSON value as RFC 8785 has it, of strings in plain ASCII, whole numbers, lists and objects whose
 * names ascend, so that none stands twice; without a blank, an escape or a word, and not deep. False says nothing: ask
 * the reader (json_read.h), which takes all that is plain. */
bool sb_json_is_plain(sb_str text);

#endif
