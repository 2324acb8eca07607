/* What a file is, by its first bytes and its name. */
#ifndef SB_SOURCE_KIND_H
#define SB_SOURCE_KIND_H

#include "source/summary.h"

enum { SB_KIND_FRONT = 8192 }; /* bytes that are looked at */

/* FRONT: the first SB_KIND_FRONT bytes, or all. BINARY: there is a NUL among them. First magic numbers, then "#!", then
 * the suffix. */
enum sb_file_kind sb_kind_of(sb_str name, sb_str front, bool binary);

#endif
