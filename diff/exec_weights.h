/* How much the appearance or change of a system's execution point weighs, by what makes it run and by how it came. */
#ifndef SB_DIFF_EXEC_WEIGHTS_H
#define SB_DIFF_EXEC_WEIGHTS_H

#include "diff/delta.h"
#include "model/exec.h"

enum sb_exec_came {
    SB_CAME_EDITED,   /* its package did not change: somebody edited it after installation */
    SB_CAME_PATCH,    /* new with a patch release or a new revision of its package */
    SB_CAME_OTHERS,   /* there before, with other content in a patch release or a new revision */
    SB_CAME_RELEASE,  /* with any other release */
    SB_CAME_ARRIVAL,  /* with a package that is new */
    SB_CAME_UNOWNED,  /* no package owns it, and it was not there before */
    SB_CAME_REPLACED, /* no package owns it, and it had another content */
    SB_CAME_BLIND,    /* the old side did not look */
    SB_CAME_COUNT
};
struct sb_exec_weight {
    uint8_t severity; /* enum sb_level; NONE: not told */
    uint8_t weight;
};
/* KIND: of the system, os:... */
struct sb_exec_weight sb_exec_weight(enum sb_exec_kind kind, enum sb_exec_came came);

#endif
