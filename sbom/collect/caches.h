/* Caches of package managers: what lies there was fetched, and is not installed. */
#ifndef SB_COLLECT_CACHES_H
#define SB_COLLECT_CACHES_H

#include "collect/collect.h"

struct sb_cache {
    sb_node node;     /* all of its subtree is of the cache */
    const char *name; /* "uv" */
};
/* A zeroed struct has none. */
struct sb_caches {
    SB_VEC(struct sb_cache) p; /* by node; none lies in another */
};

/* Finds them by what they are made of, never by a name alone. */
void sb_caches_find(struct sb_caches *caches, const struct sb_tree *tree);
void sb_caches_done(struct sb_caches *caches);
/* The name of the cache that NODE lies in, or NULL. What lies in an environment that somebody made there is installed.
 */
const char *sb_cache_of(const struct sb_caches *caches, const struct sb_tree *tree, sb_node node);
/* Gives the components that lie in a cache the fact sbom:cache and the scope "excluded". */
void sb_caches_mark(struct sb_join *join);

/* "__pycache__/name.cpython-312.pyc" beside name.py: what Python makes by itself. A name may have dots, and so may what
 * tools add to the tag. */
bool sb_is_cached_code(const struct sb_tree *tree, const struct sb_tree_node *node);

#endif
