/* The files of a package folder: which are its content, and which its "files" list does not name. */
#ifndef SB_NPM_NPM_CONTENT_H
#define SB_NPM_NPM_CONTENT_H

#include "npm/npm_world.h"

/* Claims everything below the folder but packages that are components of their own, and adds sbom:unlisted where the
 * manifest has a list. */
void sb_npm_claim_content(struct sb_npm_world *world, const struct sb_npm_package *package);

#endif
