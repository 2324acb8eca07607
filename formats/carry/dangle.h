/* References that are left and lead to what was dropped. Private to this folder. */
#ifndef SB_FORMATS_CARRY_DANGLE_H
#define SB_FORMATS_CARRY_DANGLE_H

#include "base/keyset.h"
#include "carry/transcode.h"

/* Behind a conversion that dropped objects with the identifiers LOST (sb_filter_lost()): reads INPUT again, to see
 * which of them stand in the output all the same, and once more to tell of each reference to the others. */
SB_MUST sb_rc sb_tell_dangling(const struct sb_transcode *what, struct sb_replay *input, const struct sb_keyset *lost,
                               struct sb_losses *losses, struct sb_err *err);

#endif
