/* Second step: pairs become changes in four classes. */
#ifndef SB_DIFF_COMPARE_H
#define SB_DIFF_COMPARE_H

#include "diff/delta.h"

/* Fills changes, terms, descriptions and coverage. */
void sb_compare(struct sb_delta *delta);

#endif
