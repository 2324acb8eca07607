/* Inside of encoded.c: whether one place of a text may lie in an encoded run, by the bytes around it. */
#ifndef SB_SOURCE_ENCODED_PLACE_H
#define SB_SOURCE_ENCODED_PLACE_H

#include "source/encoded_run.h"

/* What is seen of a place: so many bytes before and from it on. */
enum { SB_RUN_BEFORE = 64, SB_RUN_BEHIND = 96, SB_RUN_WINDOW = SB_RUN_BEFORE + SB_RUN_BEHIND };

/* The form of a run that the middle of the window may lie in. Too many are fine: following them tells. */
enum sb_run_form sb_encoded_look(const char *window);

#endif
