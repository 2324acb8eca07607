/* What leaves of foreign texts: no secret that an address in them carries. */
#ifndef SB_MODEL_CLEAN_H
#define SB_MODEL_CLEAN_H

#include "model/doc.h"

/* Every text of a document that is not sealed yet and may hold an address. */
void sb_doc_clean(struct sb_doc *doc);
/* Facts and diagnostics, which come last. */
void sb_doc_clean_told(struct sb_doc *doc);
/* Writes the addresses of references as IRI references where they can be: as a document has them. */
void sb_doc_mend_references(struct sb_doc *doc);

#endif
