#include "npm/npm_deps.h"

enum { DEPENDENCIES = 2048 };

static const struct sb_npm_pair **slot(struct sb_npm_names *names, sb_str name)
{
    size_t at = (size_t)sb_hash(name.p, name.n, 0) & names->mask;
    for (names->steps++; names->slots[at] && !sb_str_eq(names->slots[at]->name, name); names->steps++)
        at = (at + 1) & names->mask;
    return &names->slots[at];
}

void sb_npm_names_init(struct sb_npm_names *names, const struct sb_npm_pair *pairs, size_t n)
{
    *names = (struct sb_npm_names){.mask = 15};
    while (names->mask < n * 2)
        names->mask = names->mask * 2 + 1;
    names->slots = sb_calloc(names->mask + 1, sizeof *names->slots);
    for (size_t i = 0; i < n; i++)
        *slot(names, pairs[i].name) = &pairs[i];
}

void sb_npm_names_done(struct sb_npm_names *names)
{
    sb_free(names->slots);
}

bool sb_npm_names_have(struct sb_npm_names *names, sb_str name)
{
    return *slot(names, name) != NULL;
}

static size_t n_kept(const struct sb_npm_pairs *pairs)
{
    return pairs->n < DEPENDENCIES ? pairs->n : DEPENDENCIES;
}

void sb_npm_add_deps(struct sb_join *join, sb_comp component, const struct sb_npm_pairs *deps, size_t n_scopes,
                     sb_str path, sb_npm_lead *lead, void *ctx)
{
    struct sb_npm_names optional;
    sb_join_deps_known(join, component);
    sb_npm_names_init(&optional, deps[SB_NPM_OPTIONAL].p, n_kept(&deps[SB_NPM_OPTIONAL]));
    for (size_t s = 0; s < n_scopes; s++) {
        if (deps[s].n > DEPENDENCIES)
            sb_join_diag(join, SB_D_LIST_CUT, path, 0, "%zu %s dependencies", deps[s].n, sb_npm_scope_names[s]);
        for (size_t i = 0; i < n_kept(&deps[s]); i++) {
            const struct sb_npm_pair *dep = &deps[s].p[i];
            if (s == SB_NPM_RUNTIME && sb_npm_names_have(&optional, dep->name))
                continue;
            sb_join_dep(join, (struct sb_dep){.component = component,
                                              .raw = sb_arena_join(join->arena, dep->name, SB_S("@"), dep->value),
                                              .scope = sb_str_of(sb_npm_scope_names[s]),
                                              .to = lead(ctx, dep),
                                              .name = dep->name});
        }
    }
    sb_npm_names_done(&optional);
}
