/* Where a component came from, and what its artefact's digest is: what a lock file says, or what npm wrote into the
 * manifest. */
#ifndef SB_NPM_NPM_ORIGIN_H
#define SB_NPM_NPM_ORIGIN_H

#include "collect/npm_source.h"
#include "npm/npm_world.h"

struct sb_npm_origin {
    const struct sb_npm_entry *entry; /* of a lock file, or NULL */
    struct sb_npm_source source;
    sb_str from;            /* the specifier that was asked for, where the same file says so; else empty */
    sb_str integrity, path; /* and the file that has it */
    uint32_t line;
    sb_str repository; /* for the caller to set */
};
struct sb_npm_origin sb_npm_origin_of(const struct sb_npm_world *world, const struct sb_npm_package *package);
struct sb_npm_origin sb_npm_origin_of_entry(const struct sb_npm_world *world, const struct sb_npm_entry *entry,
                                            sb_str lock_path);
/* Scope, sbom:origin and sbom:integrity. After all have asked (sb_npm_note_ref()). */
void sb_npm_tell_origin(struct sb_npm_world *world, sb_comp component, const struct sb_npm_origin *origin);

#endif
