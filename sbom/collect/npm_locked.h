/* Lock files: joined with the installed tree where there is one, else components by themselves. */
#ifndef SB_COLLECT_NPM_LOCKED_H
#define SB_COLLECT_NPM_LOCKED_H

#include "collect/npm_world.h"

void sb_npm_apply_locks(struct sb_npm_world *world);
/* What a component's entry says of it: scope, origin and integrity. REPOSITORY may be empty. */
void sb_npm_tell_origin(struct sb_npm_world *world, sb_comp component, const struct sb_npm_entry *entry,
                        sb_str lock_path, sb_str repository);
/* The component of a lock file without a tree that NAME leads to from a folder (of a project), or none. */
sb_comp sb_npm_resolve_bare(struct sb_npm_world *world, sb_node folder, sb_str name);

#endif
