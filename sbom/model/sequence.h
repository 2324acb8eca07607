/* Lists whose order is what they say. All others are sets: for a comparison, and for what a delta leads to. */
#ifndef SB_MODEL_SEQUENCE_H
#define SB_MODEL_SEQUENCE_H

#include "base/str.h"

/* Whether the list of this name, a member of CycloneDX, is such a one: a way through a program, steps of a workflow,
 * arguments, a chain of certificates. SPDX has none. */
bool sb_is_sequence(sb_str name);

#endif
