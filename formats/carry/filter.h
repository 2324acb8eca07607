/* The filter of versions: a document of one version becomes one of another. Receives the events of a walk, gives on
 * what the target has, and tells each loss. What the target's own schema refuses of a document that was right goes, is
 * said in other words, or in another place: each member for itself, never a whole block for one of its members. A value
 * that was wrong in its own version stays as it is: that is for validate to judge. Members that the specification does
 * not have go where the target takes no others. Of the same version nothing is touched.
 *
 * Memory: one element of the document, that is a member of it, or one element of a list among these. */
#ifndef SB_FORMATS_CARRY_FILTER_H
#define SB_FORMATS_CARRY_FILTER_H

#include "base/keyset.h"
#include "carry/dialect.h"
#include "carry/loss.h"
#include "carry/walk.h"

struct sb_filter;

/* What is left goes to NEXT. */
struct sb_filter *sb_filter_new(const struct sb_dialect *from, const struct sb_dialect *to, struct sb_receiver next,
                                struct sb_losses *losses, struct sb_err *err);
void sb_filter_free(struct sb_filter *filter);
/* The receiver for the walk that is to give its events to the filter. */
struct sb_receiver sb_filter_receiver(struct sb_filter *filter);
/* Before the first event: the walk that it receives from, to be asked for places. */
void sb_filter_watch(struct sb_filter *filter, struct sb_walk *walk);
/* Keys of the identifiers that were dropped, some of which may stand in the output all the same. */
const struct sb_keyset *sb_filter_lost(const struct sb_filter *filter);
/* Identifiers are known by 63 bits of their hash, under a secret of this process. */
static inline uint64_t sb_filter_id_key(sb_str id)
{
    return sb_hash(id.p, id.n, 0) >> 1;
}

#endif
