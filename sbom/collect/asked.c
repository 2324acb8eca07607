#include "collect/asked.h"

enum { BITS = 64 * SB_COUNT(((struct sb_asked *)NULL)->bits) };

/* The same names in every process, so that a list that is cut is cut at the same place. */
static uint64_t bit_of(sb_str name)
{
    return sb_hash_same(name.p, name.n, 0) % BITS;
}

static void add(struct sb_asked *asked, sb_str name)
{
    uint64_t at = bit_of(name);
    asked->bits[at / 64] |= (uint64_t)1 << at % 64;
}

void sb_asked_fill(struct sb_asked *asked, const struct sb_collector *const *collectors, const struct sb_tree *tree,
                   const struct sb_record *records, size_t n)
{
    for (; *collectors; collectors++)
        for (const struct sb_match *row = (*collectors)->match; row->name || row->suffix; row++)
            if (row->name && !(*collectors)->owns)
                add(asked, sb_str_of(row->name));
    for (size_t i = 0; i < n; i++)
        if (!records[i].collector->owns)
            add(asked, sb_tree_at(tree, records[i].node)->name);
}

bool sb_asked_for(const struct sb_join *join, sb_str name)
{
    if (!join->asked)
        return true;
    uint64_t at = bit_of(name);
    return join->asked->bits[at / 64] >> at % 64 & 1;
}
