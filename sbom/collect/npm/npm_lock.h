/* package-lock.json, npm-shrinkwrap.json and the hidden lock of node_modules, versions 1 to 3, as one list of
 * locations. */
#ifndef SB_NPM_NPM_LOCK_H
#define SB_NPM_NPM_LOCK_H

#include "npm/npm_manifest.h"

struct sb_npm_entry {
    sb_str location; /* folder from the project: "node_modules/a/node_modules/b"; empty for the project itself. Of
                        the target of a link: "packages/a", "../a" */
    sb_str name;     /* of the package, which for an alias is not the folder's */
    sb_str version;  /* empty: no statement */
    sb_str resolved; /* where it came from, as written; empty: no statement */
    sb_str from;     /* version 1: what was asked for */
    sb_str integrity, licence;
    struct sb_npm_pairs deps[SB_NPM_SCOPES];
    bool dev, optional, dev_optional, peer, link, bundled, bundles, install_script;
    uint32_t line, order;
};

struct sb_npm_lock {
    sb_str name, version; /* of the project */
    struct sb_npm_list workspaces;
    struct sb_npm_entry *entries; /* sorted by location, each once */
    size_t n;
    uint32_t *slots; /* by hash of the location: index + 1 */
    size_t mask;
    bool tells_scripts; /* versions 2 and 3 say which packages have an install script */
    bool escapes;       /* a location is no path that npm writes, and was left out */
    bool cut;           /* more entries than are kept */
    struct sb_npm_trouble trouble;
};

const struct sb_npm_lock *sb_npm_lock_read(sb_str bytes, struct sb_arena *arena);
/* The entry of a location, or NULL. */
const struct sb_npm_entry *sb_npm_lock_find(const struct sb_npm_lock *lock, sb_str location);
/* What the folder resolution finds for NAME, asked from LOCATION: the nearest node_modules upward. NULL if nothing. */
const struct sb_npm_entry *sb_npm_lock_resolve(const struct sb_npm_lock *lock, sb_str location, sb_str name);

#endif
