/* Telling a document's format by its structure, and finding it inside of what it is sent in. */
#ifndef SB_FORMATS_SNIFF_H
#define SB_FORMATS_SNIFF_H

#include "base/arena.h"
#include "base/window.h"

struct sb_sniffed {
    const char *format; /* the name of its row in sb_formats; NULL: no document that is known */
    sb_str document;    /* the document: all of the input, or what a wrapper holds */
    uint32_t line;      /* the line of the input on which it begins, from 1 */
    bool settled;       /* nothing that may follow can change that */
};

/* INPUT is a file, or its front. Members stand in any order, so all of them are looked at until one settles it. Known
 * wrappers are opened: an object below "sbom" (an answer of GitHub) or "Document" (SPDX 2.2), the predicate of an
 * in-toto statement, the payload of a signed envelope, which is decoded into ARENA. */
struct sb_sniffed sb_sniff(sb_str input, struct sb_arena *arena);
/* Whether more of a text may change what its front HEAD tells. */
bool sb_sniff_may_tell_more(sb_str head);
/* The same of a window, which is read to where it is settled, and of which nothing is good afterwards: `document` is
 * empty where it is all of the input, else in ARENA. */
struct sb_sniffed sb_sniff_through(struct sb_window *input, struct sb_arena *arena);
/* By what INPUT shows already, if that settles it. Else the rest of what begins like a JSON object is read and held, to
 * look at all of it. */
struct sb_sniffed sb_sniff_window(struct sb_window *input, struct sb_arena *arena);
/* "UTF-16" or "UTF-32" for text that is written so; else NULL. */
const char *sb_sniff_encoding(sb_str head);

#endif
