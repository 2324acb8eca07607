/* Who brought a component in: the shortest way to it from the root of its document. */
#ifndef SB_DIFF_WHY_H
#define SB_DIFF_WHY_H

#include "diff/delta.h"

struct sb_why;

/* Of the new side, made when it is first asked for; delta->rows must be filled. It goes with the delta. */
const struct sb_why *sb_why_of(struct sb_delta *delta);
void sb_why_free(struct sb_why *why);

/* The root's name, then purls down to C. Ways longer than 64 steps are cut in front, with "..." behind the root's name.
 * Dependencies first; then ownership and nesting; what nothing leads to counts as direct. */
sb_str *sb_why_path(const struct sb_why *why, sb_comp c, struct sb_arena *arena, size_t *ret_n);

#endif
