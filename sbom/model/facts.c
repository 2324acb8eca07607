#include "model/facts.h"

const struct sb_fact_row sb_fact_rows[SB_FACT_COUNT] = {
#define SB_FACT(id, name, document, content) [SB_FACT_##id] = {name, sizeof(name) - 1, document, content},
#include "model/facts.def"
#undef SB_FACT
};

const uint16_t sb_fact_caps[SB_FACT_COUNT] = {
    [SB_FACT_TOPLEVEL] = 256, [SB_FACT_KINDS] = 64,      [SB_FACT_LARGEST] = 8,
    [SB_FACT_LINES] = 10,     [SB_FACT_EXEC] = 256,      [SB_FACT_DEPS] = 512,
    [SB_FACT_LOCK] = 64,      [SB_FACT_INTEGRITY] = 256, [SB_FACT_UNLISTED] = 64,
    [SB_FACT_OWNER] = 256,    [SB_FACT_RAN] = 512,       [SB_FACT_INCOMPLETE] = 256,
    [SB_FACT_UNOWNED] = 512,  [SB_FACT_IDLE] = 256,      [SB_FACT_LAYERS] = 128,
    [SB_FACT_ELF] = 64, /* of each list in it */
};

enum sb_fact_id sb_fact_find(sb_str name)
{
    unsigned id = 0;
    while (id < SB_FACT_COUNT &&
           (sb_fact_rows[id].name_n != name.n || memcmp(sb_fact_rows[id].name, name.p, name.n) != 0))
        id++;
    return (enum sb_fact_id)id;
}
