/* Declared dependencies. */
#ifndef SB_NPM_NPM_DEPS_H
#define SB_NPM_NPM_DEPS_H

#include "collect/collect.h"
#include "npm/npm_manifest.h"

/* The component that a dependency (its name, what is asked for) leads to, or none. */
typedef sb_comp sb_npm_lead(void *ctx, const struct sb_npm_pair *dep);

/* Records the dependencies DEPS[0 .. N_SCOPES) of COMPONENT; a name among the optional ones is not repeated as one of
 * runtime, as npm reads it. At most 2048 of a list. PATH is the file that declares them. */
void sb_npm_add_deps(struct sb_join *join, sb_comp component, const struct sb_npm_pairs *deps, size_t n_scopes,
                     sb_str path, sb_npm_lead *lead, void *ctx);

/* A set of names. */
struct sb_npm_names {
    const struct sb_npm_pair **slots; /* by hash; NULL = free */
    size_t mask;
    uint64_t steps; /* slots that were looked at so far */
};
void sb_npm_names_init(struct sb_npm_names *names, const struct sb_npm_pair *pairs, size_t n);
void sb_npm_names_done(struct sb_npm_names *names);
bool sb_npm_names_have(struct sb_npm_names *names, sb_str name);

#endif
