/* Telling a document's format by the structure of its first tokens: never by its name, and never by a word that stands
 * somewhere in it. */
#ifndef SB_FORMATS_SNIFF_H
#define SB_FORMATS_SNIFF_H

#include "base/str.h"

/* What a member of the outermost object of a JSON text says. */
struct sb_mark {
    const char *member, *value; /* the value's text as written must begin with VALUE, in any list; NULL: any value */
    const char *format;         /* the name of its row in sb_formats */
    bool settles;               /* nothing that may follow can change that */
};
/* Is there such a mark for a member KEY? */
bool sb_sniff_asks_for(sb_str key);
/* NULL: nothing. VALUE is the text of the value. */
const struct sb_mark *sb_sniff_member(sb_str key, sb_str value);

/* FRONT is all of a text that is no JSON object, or its first bytes. NULL for no document that is known. *RET_MORE:
 * what follows may tell. */
const char *sb_sniff_front(sb_str front, bool *ret_more);
/* Does FRONT begin like a JSON object, like XML? */
bool sb_sniff_is_object(sb_str front);
bool sb_sniff_is_xml(sb_str front);

/* "UTF-16" or "UTF-32" for text that is written so; else NULL. */
const char *sb_sniff_encoding(sb_str head);

#endif
