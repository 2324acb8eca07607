#include "collect/mentioned.h"

uint32_t sb_dep_mention(const struct sb_dep *dep)
{
    if (!dep->imports)
        return sb_mention_hash(dep->name);
    char name[256];
    sb_str spelled = sb_str_part(dep->name, 0, sizeof name);
    for (size_t i = 0; i < spelled.n; i++)
        name[i] = spelled.p[i] == '-' || spelled.p[i] == '.' ? '_' : spelled.p[i];
    return sb_mention_hash(sb_str_n(name, spelled.n));
}

sb_str sb_claim_top(sb_str path)
{
    sb_str top;
    sb_str_cut(&path, '/', &top);
    return sb_str_part(top, 0, sb_str_chr(top, '.'));
}

void sb_mentions_asked(const struct sb_join *join, struct sb_mention_set *set)
{
    bool *imported = sb_calloc((size_t)sb_doc_count(join->doc) + 1, sizeof *imported);
    sb_str last = SB_STR_NONE;
    for (size_t i = 0; i < join->deps.n; i++) {
        const struct sb_dep *dep = &join->deps.p[i];
        if (dep->name.n)
            sb_mention_set_add(set, sb_dep_mention(dep));
        imported[dep->to.v] |= dep->imports;
    }
    for (size_t i = 0; i < join->claims.n; i++) {
        sb_str top = imported[join->claims.p[i].component.v] ? sb_claim_top(join->claims.p[i].path) : SB_STR_NONE;
        if (top.n && !sb_str_eq(top, last))
            sb_mention_set_add(set, sb_mention_hash(last = top));
    }
    sb_free(imported);
}
