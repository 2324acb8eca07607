/* Which files facts are made of, and what of them: known once the join is done. */
#ifndef SB_COLLECT_LOOK_MARKS_H
#define SB_COLLECT_LOOK_MARKS_H

#include "collect/collect.h"
#include "collect/look.h"
#include "collect/unowned.h"

/* Beside the bits of SB_LOOK_LINES and SB_LOOK_MENTIONS; those of SB_LOOK_MD5 and the others stand from DIGESTS on. */
enum { SB_MARK_LOOK = SB_LOOK_ALL + 1, SB_MARK_DIGESTS = 2 * SB_MARK_LOOK };

/* By node; the caller frees them. All that any fact may ask of a stream's looks, but for what an image runs. */
uint8_t *sb_look_marks(const struct sb_join *join, const struct sb_unowned *unowned, bool verify);

#endif
