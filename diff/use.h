/* What a package is there for. */
#ifndef SB_DIFF_USE_H
#define SB_DIFF_USE_H

#include "model/doc.h"

/* Whether the document says that only developers need it. */
bool sb_is_development(const struct sb_doc *doc, sb_comp c);

#endif
