#include "model/facts.h"

const struct sb_fact_row sb_fact_rows[SB_FACT_COUNT] = {
#define SB_FACT(id, name, document, content) [SB_FACT_##id] = {name, document, content},
#include "model/facts.def"
#undef SB_FACT
};

enum sb_fact_id sb_fact_find(sb_str name)
{
    unsigned id = 0;
    while (id < SB_FACT_COUNT && !sb_str_eq(sb_str_of(sb_fact_rows[id].name), name))
        id++;
    return (enum sb_fact_id)id;
}
