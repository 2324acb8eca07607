/* Which part of an old value became which of the new one. Any pairing is right, since a delta is judged by what comes
 * out; this one keeps what is equal, and finds rows that changed by what they are called. Private to this folder. */
#ifndef SB_DELTA_PAIRING_H
#define SB_DELTA_PAIRING_H

#include "delta/parts.h"

enum { SB_UNPAIRED = UINT32_MAX };

struct sb_pairing {
    uint32_t *old_of; /* by number of a new part: its old one, or SB_UNPAIRED */
    uint32_t *new_of; /* the reverse */
    bool *moves;      /* by number of a new row: it stands before one that its old row stood behind. Members do not */
};

/* Both are objects or both are lists, of fewer than SB_UNPAIRED parts. */
void sb_pair_parts(struct sb_splitter *split, const struct sb_parts *old, const struct sb_parts *new,
                   struct sb_pairing *ret_pairing);
void sb_pairing_done(struct sb_pairing *pairing);

#endif
