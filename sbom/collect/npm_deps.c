#include "collect/npm_deps.h"

enum { DEPENDENCIES = 2048 };

static bool has(const struct sb_npm_pairs *pairs, sb_str name)
{
    for (size_t i = 0; i < pairs->n && i < DEPENDENCIES; i++)
        if (sb_str_eq(pairs->p[i].name, name))
            return true;
    return false;
}

void sb_npm_add_deps(struct sb_join *join, sb_comp component, const struct sb_npm_pairs *deps, size_t n_scopes,
                     sb_str path, sb_npm_lead *lead, void *ctx)
{
    for (size_t s = 0; s < n_scopes; s++) {
        if (deps[s].n > DEPENDENCIES)
            sb_join_diag(join, SB_D_LIST_CUT, path, 0, "%zu %s dependencies", deps[s].n, sb_npm_scope_names[s]);
        for (size_t i = 0; i < deps[s].n && i < DEPENDENCIES; i++) {
            const struct sb_npm_pair *dep = &deps[s].p[i];
            if (s == SB_NPM_RUNTIME && has(&deps[SB_NPM_OPTIONAL], dep->name))
                continue;
            sb_join_dep(join, (struct sb_dep){.component = component,
                                              .raw = sb_arena_join(join->arena, dep->name, SB_S("@"), dep->value),
                                              .scope = sb_str_of(sb_npm_scope_names[s]),
                                              .to = lead(ctx, dep->name),
                                              .name = dep->name});
        }
    }
}
