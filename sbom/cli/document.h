/* The document that convert, validate, delta and apply read: found in what a file or standard input gives, and never
 * held whole unless it is a part of another text, or asked for so. */
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
    /* private: what is held */
    struct sb_window held;
    struct sb_canonical *canonical;
};

/* DOCUMENT is zeroed, and stays where it is. VERB begins the message on a format that has no road: "convert does not
 * read". What was around the document is told in DIAGS. */
SB_MUST sb_rc sb_document_open(struct sb_document *document, const char *path, const char *verb, struct sb_diags *diags,
                               struct sb_err *err);
/* The same of one that is in memory, and outlives it. */
SB_MUST sb_rc sb_document_of(struct sb_document *document, sb_str text, struct sb_err *err);
/* "cyclonedx-json@1.6" */
enum { SB_DOCUMENT_NAME = 64 };
SB_MUST sb_rc sb_document_name(const struct sb_document *document, char name[SB_DOCUMENT_NAME], struct sb_err *err);
/* All of it as JSON of the shape that its specification has in all encodings, which is its own text where that is JSON;
 * at most SB_DOCUMENT_MAX bytes, as long as DOCUMENT lives. Called once, and nothing else can be read afterwards. */
SB_MUST sb_rc sb_document_json(struct sb_document *document, sb_str *ret_text, struct sb_err *err);
void sb_document_done(struct sb_document *document);

#endif
