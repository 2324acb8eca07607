/* The files of a package that run first when it, or a part of it, is imported. */
#ifndef SB_NPM_NPM_ENTRY_H
#define SB_NPM_NPM_ENTRY_H

#include "npm/npm_resolve.h"

/* "main", "module", "browser", "exports" and "imports". Of what leads to other things than the package itself a bounded
 * number: first what has another name than the file it leads to; the last row then says how many more there are. */
void sb_npm_tell_entries(struct sb_npm_world *world, const struct sb_npm_package *package);

#endif
