/* node_modules/.bin: what is called by its name there, and whether a package of the tree says so. */
#ifndef SB_NPM_NPM_SHIM_H
#define SB_NPM_NPM_SHIM_H

#include "npm/npm_world.h"

/* A file of .bin, where npm cannot make links, or pnpm does not. */
struct sb_npm_shim {
    sb_str target; /* path from .bin; empty for a text that is none of the known ones from its first byte to its last */
    sb_str extension; /* ".cmd", ".ps1", or empty: what its name ends in */
    sb_str modules;   /* pnpm: the folder whose node_modules its NODE_PATH leads into; empty without one */
};
const struct sb_npm_shim *sb_npm_shim_read(sb_str bytes, struct sb_arena *arena);

/* Puts what packages declare in order, before anything below is asked. */
void sb_npm_gather_commands(struct sb_npm_world *world);
/* Emits an execution point for each entry of a node_modules/.bin that is not the link, or the file, that a package
 * manager makes to a package that declares the command. */
void sb_npm_tell_shims(struct sb_npm_world *world);
/* An entry of .bin that is one: the installation made it. */
bool sb_npm_is_shim(struct sb_npm_world *world, sb_node entry);

#endif
