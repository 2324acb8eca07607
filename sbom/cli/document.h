/* The document that convert and validate read: found in what a file or standard input gives, and never held whole
 * unless it lies in a wrapper. */
#ifndef SB_CLI_DOCUMENT_H
#define SB_CLI_DOCUMENT_H

#include "base/replay.h"
#include "formats/format.h"
#include "formats/sniff.h"
#include "grammar/grammar.h"

struct sb_document {
    struct sb_replay file, inside;  /* what is read; the document, where it is a part of it */
    struct sb_arena arena;          /* of what a wrapper holds */
    struct sb_replay *text;         /* the document: one of the two */
    const struct sb_format *format; /* set once it is known, even where it cannot be taken */
    const struct sb_road *road;
    enum sb_encoding encoding; /* or what it looks like */
    uint8_t minor;             /* of the version that it states */
    uint32_t line;             /* of the file, on which it begins */
};

/* DOCUMENT is zeroed, and stays where it is. VERB begins the message on a format that has no road: "convert does not
 * read". */
SB_MUST sb_rc sb_document_open(struct sb_document *document, const char *path, const char *verb, struct sb_err *err);
void sb_document_done(struct sb_document *document);

#endif
