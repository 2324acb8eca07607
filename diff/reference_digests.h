/* Digests of what references lead to. */
#ifndef SB_DIFF_REFERENCE_DIGESTS_H
#define SB_DIFF_REFERENCE_DIGESTS_H

#include "diff/delta.h"

/* The strongest digest that differs altogether in one scope: a type of reference, a url and an algorithm that both rows
 * have. */
struct sb_reference_clash {
    const struct sb_reference_hash *old, *new;
    bool artefact; /* what the package is distributed as or made from, no page about it */
};
/* False where none differs. Clashes of artefacts come before others. */
bool sb_reference_clash(const struct sb_delta *delta, const sb_comp row[SB_SIDES], struct sb_reference_clash *ret);
/* Whether both rows say the same. */
bool sb_same_reference_hashes(const struct sb_delta *delta, const sb_comp row[SB_SIDES]);

#endif
