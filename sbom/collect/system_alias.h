/* Systems whose folders lie elsewhere: /var is a link to /data/var, and what lies there is not of a system in /data. */
#ifndef SB_COLLECT_SYSTEM_ALIAS_H
#define SB_COLLECT_SYSTEM_ALIAS_H

#include "collect/collect.h"

/* The root that a file like RECORD would be of in DIR; false for none. */
typedef bool sb_system_root_of(const struct sb_record *record, sb_str dir, sb_str *ret_root);
/* The records of JOIN, whose keys are roots of systems. Where a folder in such a root is what a link of another, more
 * complete root leads to, they have that other key. Sorted by key, kind, path. */
const struct sb_record *sb_system_records(struct sb_join *join, sb_system_root_of *root_of);

#endif
