/* What a file is that cannot be scanned, and what to do instead. */
#ifndef SB_SOURCE_FOREIGN_H
#define SB_SOURCE_FOREIGN_H

#include "base/err.h"

/* For people, of the file PATH that begins with FRONT; never NULL. */
const char *sb_foreign_hint(const char *path, sb_str front);

#endif
