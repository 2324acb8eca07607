/* The score and severity of a group from its findings. */
#ifndef SB_DIFF_SCORE_H
#define SB_DIFF_SCORE_H

#include "diff/signal.h"

/* A member of a group is one package (an identity), the files of nobody in one folder, or one systemic step.
 *
 * Its score, over the families: the heaviest signal whole, each further one 1, at most 3 more; a signal counts once,
 * however many files it names. Boosters add their weight only beside another signal above info. What is only info is
 * left out where something above it stands: counted, it lifted 1 of 135 ordinary upgrades to high because that release
 * brought packages. Its severity: critical with a critical finding; else high from 8 with a high one, or with a high
 * one of a row that is enough alone; else medium from 4, else low, with one above info; else info.
 *
 * The group has the severity of its worst member and the score of that one, plus 1 for each other member with a signal
 * above info, at most 3. That much decides ranks only: two packages that are each no reason to stop do not make one
 * together. */
enum { SB_SCORE_HIGH = 8, SB_SCORE_MEDIUM = 4, SB_SCORE_FURTHER = 3, SB_SCORE_OTHERS = 3 };

/* Sets severity, score and explanation of GROUP from its findings. */
void sb_score(struct sb_delta *delta, struct sb_group *group);

#endif
