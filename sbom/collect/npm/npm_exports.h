/* "exports" and "imports" of a manifest: what `import "NAME"`, `require("NAME/x")` and, inside of the package,
 * `import "#x"` load. */
#ifndef SB_NPM_NPM_EXPORTS_H
#define SB_NPM_NPM_EXPORTS_H

#include "npm/npm_json.h"

struct sb_npm_target {
    sb_str key;        /* "./x" or "#x"; empty for "." */
    sb_str conditions; /* that lead to it, outermost first, blanks between them: "node import"; empty for none */
    sb_str path;       /* as written */
};
struct sb_npm_targets {
    const struct sb_npm_target *p; /* in the order of the text */
    size_t n;
    bool cut; /* more than are kept, or deeper */
};

struct sb_npm_exports {
    struct sb_npm_targets self;   /* of "." */
    struct sb_npm_targets others; /* of all other keys */
};

/* SLOT: struct sb_npm_exports. Targets for type checkers, which nothing runs, are left out. */
void sb_npm_read_exports(struct sb_npm_reader *reader, void *slot);

#endif
