#include "model/facts.h"

const struct sb_fact_row sb_fact_rows[SB_FACT_COUNT] = {
#define SB_FACT(id, name, document, content) [SB_FACT_##id] = {name, document, content},
#include "model/facts.def"
#undef SB_FACT
};

enum sb_fact_id sb_fact_find(sb_str name)
{
    static const sb_str front = {"sbom:", 5};
    unsigned id = 0;
    if (!sb_str_starts(name, front) || name.n == front.n)
        return SB_FACT_COUNT;
    char first = name.p[front.n]; /* what most names differ in */
    while (id < SB_FACT_COUNT &&
           (sb_fact_rows[id].name[front.n] != first || !sb_str_eq(sb_str_of(sb_fact_rows[id].name), name)))
        id++;
    return (enum sb_fact_id)id;
}
