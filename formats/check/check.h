/* The validator: a receiver behind the walk. It gives the verdict of the version's schema from the rows of the grammar,
 * then looks at the numbered rules beyond it (rules.def). One pass; the time is linear in the document, the memory in
 * its identifiers and the elements of its lists. */
#ifndef SB_CHECK_CHECK_H
#define SB_CHECK_CHECK_H

#include "carry/carrier.h"
#include "carry/dialect.h"
#include "check/flaws.h"

struct sb_check_what {
    const struct sb_carrier *carrier;
    const struct sb_grammar *grammar;
    uint8_t minor;       /* of the version that the document states */
    bool strict;         /* the strict schema of JSON, for the versions that have one */
    uint32_t first_line; /* the line on which the document begins, where it was taken out of another; else 1 */
};

/* Looks at INPUT, from its front, and fills FLAWS (zeroed), sorted: reads it once, and again to where the last is. What
 * cannot be read is a flaw, too: SB_V_UNREADABLE. */
void sb_check(const struct sb_check_what *what, struct sb_replay *input, struct sb_flaws *flaws);
/* A document that could not be looked at. */
void sb_check_unreadable(struct sb_flaws *flaws, enum sb_encoding encoding, const struct sb_err *err);

#endif
