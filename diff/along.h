/* Files that a document lists below a package. */
#ifndef SB_DIFF_ALONG_H
#define SB_DIFF_ALONG_H

#include "diff/delta.h"

/* Marks the pairs of files whose package came, went or moved on: they go along with it, and are no news of their own. A
 * file that differs, comes or goes while its package stays at its version is one. */
void sb_along_find(struct sb_delta *delta);

#endif
