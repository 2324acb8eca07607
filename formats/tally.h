/* Counts by name: unknown members while reading, what could not be said while writing. One diagnostic a name, not one a
 * place. */
#ifndef SB_FORMATS_TALLY_H
#define SB_FORMATS_TALLY_H

#include "base/diag.h"
#include "base/intern.h"
#include "base/mem.h"

/* A document may have any number of names; past this bound they are counted under one. */
enum { SB_TALLY_NAMES = 1000 };

struct sb_tally_row {
    uint64_t n;
    uint32_t line; /* of the first one; 0 = none */
};

struct sb_tally {
    struct sb_intern names;
    SB_VEC(struct sb_tally_row) rows; /* by text id */
};

void sb_tally_init(struct sb_tally *tally);
void sb_tally_done(struct sb_tally *tally);
void sb_tally_add(struct sb_tally *tally, sb_str name, uint32_t line);
/* One diagnostic a name: "NAME: WHAT", with the count where it is more than one. */
void sb_tally_report(const struct sb_tally *tally, struct sb_diags *diags, enum sb_code code, sb_str path,
                     const char *what);

#endif
