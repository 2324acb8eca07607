/* Third step: the table of signals runs over the identities. */
#ifndef SB_DIFF_SIGNALS_H
#define SB_DIFF_SIGNALS_H

#include "diff/delta.h"

/* The names of the old side, by their spellings, where a new one is to be held against them: takes long, and needs the
 * identities alone. Made by sb_signals_run() if it was not before. */
void sb_name_index_make(struct sb_delta *delta);
struct sb_name_index;
void sb_name_index_free(struct sb_name_index *index);

/* Fills findings, fingerprints set and sorted, and adds coverage. */
void sb_signals_run(struct sb_delta *delta);
/* After findings were added: in their order, each once, with fingerprints. */
void sb_findings_seal(struct sb_delta *delta);

#endif
