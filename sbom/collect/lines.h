/* Settings of a system that people edit, and of which few lines run a program or load code: those lines. */
#ifndef SB_COLLECT_LINES_H
#define SB_COLLECT_LINES_H

#include "base/arena.h"
#include "model/exec.h"

enum { SB_LINES_BYTES = 64 * 1024 };
struct sb_lines {
    enum sb_exec_kind kind; /* what the file is a point as */
    const char *word;       /* "runs " or "loads ": what they do */
    /* "; " between them, in the order of the file, without what everybody has; empty for none. At most SB_LINES_BYTES,
     * and of more a digest over the whole file behind them, so that a digest over it is one over all. */
    sb_str text;
};
/* Of the file NAME in FOLDER, a path that ends with a folder of a system ("x/etc/default"). False: lines.def has no
 * such file. The text lies in ARENA. */
bool sb_lines_of(sb_str folder, sb_str name, sb_str bytes, struct sb_arena *arena, struct sb_lines *ret_lines);

#endif
