/* What all types of sources share: the frame of a source, with its name and base name. */
#ifndef SB_SOURCE_NAME_H
#define SB_SOURCE_NAME_H

#include "source/source.h"

/* PATH is copied. STATE goes to type->close(), which frees it. ARCHIVE: the base name loses .tar and its like. */
struct sb_source *sb_source_new(const struct sb_source_type *type, const char *path, void *state, bool archive);

#endif
