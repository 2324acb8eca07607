/* What made the facts of either side (sbom:ran), and whether what they say can be compared. */
#ifndef SB_DIFF_RAN_H
#define SB_DIFF_RAN_H

#include "diff/delta.h"
#include "text/json_read.h"

/* Fills delta->ran and what follows from it. JSON is a reader to be used again. */
void sb_ran_read(struct sb_delta *delta, struct sb_json *json);
/* Whether the facts of packages of this type mean the same on both sides: one revision of the facts, and one of the
 * collector that finds the type. */
bool sb_ran_agrees(const struct sb_delta *delta, sb_str type);
/* The type of packages that a collector finds; empty if it is not known. */
sb_str sb_ran_type(sb_str collector);
/* The revision of a collector or of the facts; 0 if it did not run, or nobody says. */
uint64_t sb_ran_revision(const struct sb_delta *delta, enum sb_side side, sb_str name);

#endif
