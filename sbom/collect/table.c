#include "collect/collect.h"

#define SB_COLLECTOR(name) &sb_collect_##name,
const struct sb_collector *const sb_collectors[] = {
#include "collect/collectors.def"
    NULL,
};
