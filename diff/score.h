/* The score and severity of a group from its findings. */
#ifndef SB_DIFF_SCORE_H
#define SB_DIFF_SCORE_H

#include "diff/signal.h"

/* Over the families: the heaviest signal whole, each further one 1, at most 3 more; a signal counts once, however many
 * files it names. Boosters add their weight only beside another signal above info. What is only info is left out where
 * something above it stands: counted, it lifted 1 of 135 ordinary upgrades to high because that release brought
 * packages. Critical with a critical finding; else high from 8 with a high one; else medium from 4, else low, with one
 * above info; else info. */
enum { SB_SCORE_HIGH = 8, SB_SCORE_MEDIUM = 4, SB_SCORE_FURTHER = 3 };

/* Sets severity, score and explanation of GROUP from its findings. */
void sb_score(struct sb_delta *delta, struct sb_group *group);

#endif
