/* For tests: a folder that behaves as a stream does. Every entry comes once, in an order that a seed decides, on
 * several threads; what can be read is read during the call or never. What is made of it must equal what is made of the
 * folder itself. */
#ifndef SB_SOURCE_KIT_SHUFFLED_H
#define SB_SOURCE_KIT_SHUFFLED_H

#include "source/source.h"

extern uint64_t sb_shuffle_seed; /* looked at by each run */

/* Opened by its own open(); not in sb_source_types. Slices are copies of the exact length that are gone after the call.
 */
extern const struct sb_source_type sb_source_shuffled;

#endif
