/* Opening a document: finding its format, and the document itself inside of what it is sent in. What is around it is
 * opened, never judged: no signature is verified. */
#ifndef SB_FORMATS_WRAPPED_H
#define SB_FORMATS_WRAPPED_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/replay.h"
#include "formats/format.h"

enum { SB_AROUND_MAX = 8 }; /* things that a document may be sent in, one in the other */

struct sb_opened {
    const struct sb_format *format;    /* NULL: no document that is known */
    struct sb_replay *text;            /* the document */
    uint32_t line;                     /* of the input, on which it begins, from 1 */
    struct sb_err err;                 /* what is around it is wrong, or cannot be read */
    const char *around[SB_AROUND_MAX]; /* from the outside */
    unsigned n_around;
    bool is_signed; /* one of them has signatures */
    /* private */
    struct sb_arena arena;
    struct sb_replay inside; /* what is in the arena */
    struct sb_gunzip *gunzip;
};

/* Members of JSON stand in any order: where the front of INPUT leaves it open, it is read to its end. Nothing is held
 * but a document that is a part of another text. Known to be around a document are: gzip; objects below "sbom" (an
 * answer of GitHub) and "Document" (SPDX 2.2); the predicate of an in-toto statement; the payload of a signed envelope
 * (DSSE), alone or in a bundle of Sigstore. OPENED stays where it is, and INPUT as long. */
void sb_open(struct sb_opened *opened, struct sb_replay *input);
void sb_opened_done(struct sb_opened *opened);
/* Tells in DIAGS what was around it; NAME is that of the input. */
void sb_opened_tell(const struct sb_opened *opened, sb_str name, struct sb_diags *diags);
/* OPENED has no format: why, as an error. */
sb_rc sb_opened_unknown(struct sb_opened *opened, struct sb_err *err);

#endif
