/* package.json: what a package or project says of itself. */
#ifndef SB_NPM_NPM_MANIFEST_H
#define SB_NPM_NPM_MANIFEST_H

#include "npm/npm_exports.h"

/* Lists of dependencies, in the order of their weight: a name in a later one of the first two stands there. */
enum sb_npm_scope { SB_NPM_RUNTIME, SB_NPM_OPTIONAL, SB_NPM_PEER, SB_NPM_DEV, SB_NPM_SCOPES };
extern const char *const sb_npm_scope_names[SB_NPM_SCOPES];

struct sb_npm_manifest {
    sb_str name, version, description, homepage, author, repository, bugs, licence;
    sb_str main, module;
    struct sb_npm_pairs browser; /* one file without a name, or what a bundle for browsers takes instead of what */
    struct sb_npm_exports exports, imports;
    struct sb_npm_pairs binary; /* where node-pre-gyp fetches what is built (host, ...), and puts it (module_path) */
    sb_str resolved, from, integrity; /* written in by npm before version 7: as in a lock file */
    struct sb_npm_pairs bin, scripts;
    sb_str bin_folder; /* directories.bin */
    struct sb_npm_pairs deps[SB_NPM_SCOPES];
    struct sb_npm_list files;
    struct sb_npm_list workspaces; /* patterns of folders */
    bool bundles;                  /* brings packages in its own node_modules */
    bool no_gyp;                   /* "gypfile": false */
    bool mocked;                   /* yarn's word for what it left out on this platform */
    bool object;                   /* the text is one */
    struct sb_npm_trouble trouble;
};

/* Never fails: see `trouble`. */
const struct sb_npm_manifest *sb_npm_manifest_read(sb_str bytes, struct sb_arena *arena);
/* struct sb_npm_list: a list, or an object with it as "packages". */
void sb_npm_read_workspaces(struct sb_npm_reader *reader, void *slot);
/* The value of NAME in PAIRS, or an empty slice; the last of several, as JSON.parse has it. */
sb_str sb_npm_pair_get(const struct sb_npm_pairs *pairs, sb_str name);

#endif
