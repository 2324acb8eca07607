/* Third step: the table of signals runs over the identities. */
#ifndef SB_DIFF_SIGNALS_H
#define SB_DIFF_SIGNALS_H

#include "diff/delta.h"

/* Fills findings, fingerprints set and sorted, and adds coverage. */
void sb_signals_run(struct sb_delta *delta);

#endif
