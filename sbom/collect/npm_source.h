/* Where a package came from and where its source lies, in one spelling. */
#ifndef SB_COLLECT_NPM_SOURCE_H
#define SB_COLLECT_NPM_SOURCE_H

#include "base/arena.h"

struct sb_npm_source {
    const char *kind; /* "registry", "git", "url", "file"; NULL: no statement */
    sb_str registry;  /* host of a registry, lower case, with a port that is not the scheme's */
    sb_str url;       /* without passwords and queries, which may be secrets */
};
/* RESOLVED as in a lock file. */
struct sb_npm_source sb_npm_source_of(sb_str resolved, struct sb_arena *arena);

/* False if SOURCE is a registry's tarball of a package that is not NAME: RET_OTHER is what its address names. */
bool sb_npm_source_is_of(const struct sb_npm_source *source, sb_str name, struct sb_arena *arena, sb_str *ret_other);

/* The "repository" of a manifest as a URL: shorthands (user/name, github:user/name, git@host:user/name) are written
 * out. Empty if it is none. */
sb_str sb_npm_repository_url(sb_str written, struct sb_arena *arena);
/* The spelling that two of them are compared by: no "git+", ".git", user, fragment or slash at the end; host in lower
 * case; https for the hosts that serve the same under every scheme. */
sb_str sb_npm_repository_key(sb_str url, struct sb_arena *arena);

#endif
