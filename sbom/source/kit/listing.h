/* For tests: what a source delivered, as text that can be compared. */
#ifndef SB_SOURCE_KIT_LISTING_H
#define SB_SOURCE_KIT_LISTING_H

#include "source/tree.h"

/* Runs SOURCE (opened; it is closed) with THREADS. TEXT gets a line an entry, sorted:
 *     KIND PATH[ = TARGET][ : CONTENT]
 * KIND is one of "fdls". CONTENT: all bytes of a file that came with a stream ("!" for one that failed), the first 64
 * of them. Behind the entries a line "CODE PATH" for each diagnostic. The same entries without content also stand in
 * TREE, unless it is NULL. */
SB_MUST sb_rc sb_kit_listing(struct sb_source *source, const struct sb_source_options *options, struct sb_buf *text,
                             struct sb_tree *tree, struct sb_err *err);

#endif
