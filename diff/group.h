/* Fourth step: changes and findings become ranked groups. */
#ifndef SB_DIFF_GROUP_H
#define SB_DIFF_GROUP_H

#include "diff/delta.h"

/* Fills groups: severities, scores, titles, ranks. */
void sb_group(struct sb_delta *delta);

#endif
