/* What a folder is to npm, by its path alone. */
#ifndef SB_NPM_NPM_PATH_H
#define SB_NPM_NPM_PATH_H

#include "base/str.h"

enum sb_npm_where {
    SB_NPM_OUTSIDE, /* no node_modules above it: may be a project */
    SB_NPM_PACKAGE, /* directly below a node_modules (or usr/share/nodejs), or below an @scope there; nested any number
                       of times */
    SB_NPM_INSIDE,  /* any other folder below a node_modules: files of a package, test trees, caches */
};
/* The stores of linked layouts count as one node_modules more: node_modules/.pnpm/NAME@VERSION/node_modules/NAME. */
enum sb_npm_where sb_npm_where(sb_str dir);
bool sb_npm_in_store(sb_str dir); /* of a package */

/* "@scope/name" to its two parts; SCOPE is empty without one. */
void sb_npm_split_name(sb_str full, sb_str *scope, sb_str *name);
/* True for a text that can be looked up as a folder below node_modules: NAME or @SCOPE/NAME. */
bool sb_npm_is_name(sb_str name);

#endif
