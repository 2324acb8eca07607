/* Licence names in a form that spelling does not change (private to id). */
#ifndef SB_ID_LICENCE_NAMES_H
#define SB_ID_LICENCE_NAMES_H

#include "base/arena.h"

/* Words in small letters with single blanks: punctuation, "the", "license" and "version" gone, "GPLv3+" as "gpl 3 +",
 * "2.0" as "2". */
sb_str sb_licence_fold(sb_str name, struct sb_arena *arena);
/* What a trove classifier calls the licence ("BSD License"); other names stay. */
sb_str sb_licence_without_trove(sb_str name);
/* Of the last part of a classifier that names exactly one licence; or empty. */
sb_str sb_licence_of_exact(sb_str classifier);
/* The licence of a folded name in the tables; or empty. */
sb_str sb_licence_of_folded(sb_str folded);

#endif
