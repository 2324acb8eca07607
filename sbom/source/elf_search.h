/* Inside of the ELF reader: lists of folders (DT_RPATH, DT_RUNPATH) where a program has its libraries looked for before
 * the system's own. */
#ifndef SB_SOURCE_ELF_SEARCH_H
#define SB_SOURCE_ELF_SEARCH_H

#include "base/str.h"

/* The first folder of LIST ("a:b", ld.so(8)) that everybody may fill: relative to where the program is started, or
 * below one that everybody or another user may write, be it by ".." from where the program lies ("$ORIGIN/../../tmp").
 * An empty list has none. */
bool sb_elf_search_open(sb_str list, sb_str *ret_folder);

#endif
