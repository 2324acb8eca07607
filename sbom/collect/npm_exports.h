/* "exports" of a manifest: what `import "NAME"` and `require("NAME")` load. */
#ifndef SB_COLLECT_NPM_EXPORTS_H
#define SB_COLLECT_NPM_EXPORTS_H

#include "collect/npm_json.h"

struct sb_npm_target {
    sb_str conditions; /* that lead to it, outermost first, blanks between them: "node import"; empty for none */
    sb_str path;       /* as written */
};
struct sb_npm_targets {
    const struct sb_npm_target *p; /* in the order of the text */
    size_t n;
    bool cut; /* more than are kept, or deeper */
};

/* Keeps the targets of "." alone, without those for type checkers, which nothing runs. SLOT: struct sb_npm_targets. */
void sb_npm_read_exports(struct sb_npm_reader *reader, void *slot);

#endif
