/* Walks in the order of purls meet the texts of a document in no order at all: asked for some rows ahead, they are
 * there when their row comes. Two stages, because where the bytes lie has to be looked up as well. */
#ifndef SB_DIFF_AHEAD_H
#define SB_DIFF_AHEAD_H

#include "model/doc.h"

enum { SB_AHEAD_BYTES = 16, SB_AHEAD_PLACE = 32 }; /* rows */

static inline void sb_ahead_place(const struct sb_doc *doc, sb_text text)
{
    __builtin_prefetch(&doc->text.text[text.v]);
}

/* Its first bytes. */
static inline void sb_ahead_bytes(const struct sb_doc *doc, sb_text text)
{
    __builtin_prefetch(doc->text.text[text.v].p);
}

#endif
