/* What a file is, by its first bytes and its name. */
#ifndef SB_SOURCE_KIND_H
#define SB_SOURCE_KIND_H

#include "source/summary.h"

enum { SB_KIND_FRONT = 8192 }; /* bytes that are looked at */

/* FRONT: the first SB_KIND_FRONT bytes, or all. BINARY: there is a NUL among them. First magic numbers, then "#!", then
 * the suffix. */
enum sb_file_kind sb_kind_of(sb_str name, sb_str front, bool binary);

/* The name of the source that byte code of this NAME, in a folder of this name, is made of: "a.py" for "a.pyc", and for
 * "a.cpython-312.pyc" in "__pycache__", where it lies a folder above. In ROOM; empty for what is no byte code or too
 * long a name. */
enum { SB_KIND_SOURCE_MAX = 256 };
sb_str sb_kind_source_of(sb_str name, sb_str folder, char room[SB_KIND_SOURCE_MAX], bool *ret_above);

#endif
