/* A document of any encoding as the JSON of the grammar's shape, made while it is read: what knows the meaning of a
 * document reads that alone. An event stands on the line on which the document has it (line breaks are white space), so
 * that whoever names a line names the document's own.
 *
 * Memory: a piece of the document, and what its carrier holds back. */
#ifndef SB_FORMATS_CARRY_CANONICAL_H
#define SB_FORMATS_CARRY_CANONICAL_H

#include "base/window.h"
#include "carry/carrier.h"

struct sb_canonical; /* opaque */

/* INPUT is at its front. What is wrong with it is the error of the window that sb_canonical_text() gives. */
struct sb_canonical *sb_canonical_new(const struct sb_carrier *carrier, const struct sb_grammar *grammar,
                                      struct sb_window *input);
void sb_canonical_free(struct sb_canonical *canonical);
struct sb_window *sb_canonical_text(struct sb_canonical *canonical);

#endif
