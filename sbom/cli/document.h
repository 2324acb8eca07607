/* The document that convert and validate read: found in what a file or standard input gives, and never held whole
 * unless it is a part of another text. */
#ifndef SB_CLI_DOCUMENT_H
#define SB_CLI_DOCUMENT_H

#include "formats/wrapped.h"
#include "grammar/grammar.h"

struct sb_document {
    struct sb_replay file;
    struct sb_opened opened;        /* what is in it */
    struct sb_replay *text;         /* the document */
    const struct sb_format *format; /* set once it is known, even where it cannot be taken */
    const struct sb_road *road;     /* NULL: only its meaning can be read */
    bool by_meaning;                /* set by the caller: that suffices */
    enum sb_encoding encoding;      /* or what it looks like */
    uint8_t minor;                  /* of the version that it states */
};

/* DOCUMENT is zeroed, and stays where it is. VERB begins the message on a format that has no road: "convert does not
 * read". What was around the document is told in DIAGS. */
SB_MUST sb_rc sb_document_open(struct sb_document *document, const char *path, const char *verb, struct sb_diags *diags,
                               struct sb_err *err);
void sb_document_done(struct sb_document *document);

#endif
