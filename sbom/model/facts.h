/* The facts (contract: names and shapes of their values). One table that the collectors' side, the formats and the diff share. */
#ifndef SB_MODEL_FACTS_H
#define SB_MODEL_FACTS_H

#include "base/str.h"

#define SB_FACTS_REVISION 5u
enum { SB_FACT_BYTES = 64 * 1024 };
/* The command of an execution point: what the first revision wrote, and what later ones do. */
enum { SB_FACT_COMMAND_ONCE = 1024, SB_FACT_COMMAND = 256 };

/* SB_FACT(id, name, of the document?, content?): "content" facts are those that --no-facts leaves out. */
enum sb_fact_id {
#define SB_FACT(id, name, document, content) SB_FACT_##id,
#include "model/facts.def"
#undef SB_FACT
    SB_FACT_COUNT
};
struct sb_fact_row {
    const char *name;
    uint8_t name_n; /* its bytes */
    bool document, content;
};
extern const struct sb_fact_row sb_fact_rows[SB_FACT_COUNT];
/* The entries that a list may have, {"more":n} not counted; 0: as many as fit into SB_FACT_BYTES. More is malformed. */
extern const uint16_t sb_fact_caps[SB_FACT_COUNT];
/* SB_FACT_COUNT for a name that is no fact. */
enum sb_fact_id sb_fact_find(sb_str name);

#endif
