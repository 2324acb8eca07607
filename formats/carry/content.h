/* The content id of a document: a digest over its events, the same in every encoding, whatever the order of members and
 * the spelling of white space and escapes, and in every version that says the same. */
#ifndef SB_FORMATS_CARRY_CONTENT_H
#define SB_FORMATS_CARRY_CONTENT_H

#include "base/digest.h"
#include "carry/event.h"

/* SHA-256. A value is its kind and text. A list is folded value by value: from 32 bytes of 0 on, each time the digest
 * of what there is and the next value. An object is the digest over its members, sorted by the bytes of their names,
 * each being name and value. What the document says about itself is left out: format, version, schema, serial number
 * and revision, and the time of its metadata. A value where a list may stand as well is the list of it. */
struct sb_content;
struct sb_content *sb_content_new(const struct sb_grammar *grammar);
void sb_content_free(struct sb_content *content);
/* Takes all events and gives them on to NEXT, which stays the caller's. */
struct sb_receiver sb_content_receiver(struct sb_content *content, struct sb_receiver next);
/* Behind the end of the document: 64 hex digits and NUL. False before it. */
SB_MUST bool sb_content_id(const struct sb_content *content, char hex[2 * SB_SHA256_BYTES + 1]);

#endif
