/* Settings beside a project, or in an environment, that say where packages are fetched from, or what a package manager
 * loads and runs: they are no package's, and are told as files of nobody. Other settings are nobody's concern. */
#ifndef SB_COLLECT_SETTINGS_H
#define SB_COLLECT_SETTINGS_H

#include "collect/collect.h"

struct sb_settings {
    sb_str keys;  /* "registry, script-shell"; no values, which may hold a password */
    sb_str lines; /* what the digest is made of */
    bool whole;   /* the file is a script: its digest is that of all bytes */
};
/* Of a file of this name; NULL for one that sets nothing of that. */
const struct sb_settings *sb_settings_of(sb_str name, sb_str bytes, struct sb_arena *arena);
/* Tells them as KIND, if one of the files of BESIDE (NULL-terminated) lies in the same folder. */
void sb_settings_tell(struct sb_join *join, const struct sb_record *record, enum sb_exec_kind kind,
                      const char *const *beside);

#endif
