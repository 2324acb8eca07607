/* Do all programs see the same in a zip? Some go by its directory, some by what stands before each entry, and they look
 * for the directory in different ways. */
#ifndef SB_SOURCE_ZIP_END_H
#define SB_SOURCE_ZIP_END_H

#include "base/str.h"

/* Does BYTES, a whole file, look like a zip? */
bool sb_zip_is(sb_str bytes);
/* Why BYTES, a whole zip of which ENTRIES were read, may hold something else for another reader (APPNOTE.TXT of PKWARE,
 * 4.3.7, 4.3.12, 4.3.16); NULL if it does not. */
const char *sb_zip_doubt(sb_str bytes, uint64_t entries);

#endif
