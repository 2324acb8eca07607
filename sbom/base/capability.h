/* Capabilities of a file: as Linux keeps them in an extended attribute (linux/capability.h: struct vfs_cap_data, struct
 * vfs_ns_cap_data), and as people write them (cap_from_text(3)). */
#ifndef SB_BASE_CAPABILITY_H
#define SB_BASE_CAPABILITY_H

#include "base/buf.h"

#define SB_CAPABILITY_ATTRIBUTE "security.capability"
enum { SB_CAPABILITY_BYTES = 24 }; /* of the longest form of the attribute */

struct sb_capabilities {
    uint64_t permitted, inheritable; /* bit N: capability N */
    uint32_t root;                   /* user who is root where they count (user_namespaces(7)); 0: everywhere */
    bool effective;                  /* a program has them from its start */
};

/* The value of the attribute, of revision 1, 2 or 3. False for any other, and for one of another length; nothing is set
 * then. */
SB_MUST bool sb_capabilities_decode(sb_str value, struct sb_capabilities *ret);

/* "cap_net_admin,cap_net_raw=ep", "=ep" for all that there are, "=" for none; of more than eight numbers ("0x3fff=p").
 * Those of a namespace end with " [rootid=N]". Below 256 bytes. */
void sb_capabilities_text(const struct sb_capabilities *has, struct sb_buf *buf);
/* That, and whatever else cap_from_text(3) reads: names of either case, numbers, "all", several actions in a clause.
 * False for what is neither; nothing is set then. */
SB_MUST bool sb_capabilities_parse(sb_str text, struct sb_capabilities *ret);

static inline bool sb_capabilities_any(const struct sb_capabilities *has)
{
    return has->permitted || has->inheritable;
}
/* BOTH becomes what either of the two gives. */
void sb_capabilities_unite(struct sb_capabilities *both, const struct sb_capabilities *more);
bool sb_capabilities_eq(const struct sb_capabilities *a, const struct sb_capabilities *b);
/* Whether NEW gives something that OLD does not. */
bool sb_capabilities_gain(const struct sb_capabilities *old, const struct sb_capabilities *new);

#endif
