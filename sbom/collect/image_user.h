/* Whom an image's User is, by the lists of accounts in the image: as container engines look it up. */
#ifndef SB_COLLECT_IMAGE_USER_H
#define SB_COLLECT_IMAGE_USER_H

#include "base/arena.h"

/* What matters of etc/passwd or etc/group: "name:uid:gid" or "name:gid" a line, what has a 0 first. At most
 * SB_USER_IDS_BYTES; of longer ones an end is missing, which a line with no name tells. In ARENA. */
enum { SB_USER_IDS_BYTES = 64 * 1024 };
sb_str sb_user_ids(sb_str bytes, bool group, struct sb_arena *arena);

enum sb_user_rights { SB_USER_ROOT = 1, SB_USER_ROOT_GROUP = 2 };
/* Of USER, "user[:group]", by the ids of both lists: what of root it is. What may be meant counts as meant. */
unsigned sb_user_rights(sb_str user, sb_str users, sb_str groups);

#endif
