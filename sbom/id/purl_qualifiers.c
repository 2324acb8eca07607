#include "id/purl.h"

static size_t qualifier_at(const struct sb_purl *purl, sb_str key)
{
    size_t i = 0;
    while (i < purl->n_qualifiers && sb_str_cmp(purl->qualifiers[i].key, key) < 0)
        i++;
    return i;
}

sb_str sb_purl_get(const struct sb_purl *purl, sb_str key)
{
    size_t i = qualifier_at(purl, key);
    bool found = i < purl->n_qualifiers && sb_str_eq(purl->qualifiers[i].key, key);
    return found ? purl->qualifiers[i].value : SB_STR_NONE;
}

bool sb_purl_set(struct sb_purl *purl, sb_str key, sb_str value)
{
    struct sb_purl_qualifier *all = purl->qualifiers;
    size_t i = qualifier_at(purl, key);
    bool found = i < purl->n_qualifiers && sb_str_eq(all[i].key, key);
    if (value.n == 0) {
        if (found)
            memmove(all + i, all + i + 1, (--purl->n_qualifiers - i) * sizeof *all);
        return true;
    }
    if (!found) {
        if (purl->n_qualifiers == SB_PURL_QUALIFIERS)
            return false;
        memmove(all + i + 1, all + i, (purl->n_qualifiers++ - i) * sizeof *all);
    }
    all[i] = (struct sb_purl_qualifier){key, value};
    return true;
}
