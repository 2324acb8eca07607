/* package.json: what a package or project says of itself. */
#ifndef SB_COLLECT_NPM_MANIFEST_H
#define SB_COLLECT_NPM_MANIFEST_H

#include "collect/npm_json.h"

/* Lists of dependencies, in the order of their weight: a name in a later one of the first two stands there. */
enum sb_npm_scope { SB_NPM_RUNTIME, SB_NPM_OPTIONAL, SB_NPM_PEER, SB_NPM_DEV, SB_NPM_SCOPES };
extern const char *const sb_npm_scope_names[SB_NPM_SCOPES];

struct sb_npm_manifest {
    sb_str name, version, description, homepage, author, repository, bugs, licence;
    sb_str main, browser;
    struct sb_npm_pairs bin, scripts;
    sb_str bin_folder; /* directories.bin */
    struct sb_npm_pairs deps[SB_NPM_SCOPES];
    struct sb_npm_list files;
    bool bundles;  /* brings packages in its own node_modules */
    bool no_gyp;   /* "gypfile": false */
    uint32_t line; /* of the error */
    sb_str error;  /* why the reader stopped; empty if it did not. What it read before is there */
};

/* Never fails: see `error`. */
const struct sb_npm_manifest *sb_npm_manifest_read(sb_str bytes, struct sb_arena *arena);
/* The value of NAME in PAIRS, or an empty slice. */
sb_str sb_npm_pair_get(const struct sb_npm_pairs *pairs, sb_str name);

#endif
