/* Inside of the reading of archives: where an entry lies, and whether it is taken. */
#ifndef SB_SOURCE_ARCHIVE_PLACE_H
#define SB_SOURCE_ARCHIVE_PLACE_H

#include "source/archive_reader.h"

/* The path of the entry in r->path. False: it cannot be a path below the root. */
bool sb_archive_take_path(struct sb_archive_reader *r);
/* Does the entry take something away? */
bool sb_archive_is_mark(const struct sb_archive_reader *r);
bool sb_archive_is_excluded(struct sb_archive_reader *r);
/* Every name stays in memory until the end of the scan. */
bool sb_archive_has_room(struct sb_archive_reader *r);

#endif
