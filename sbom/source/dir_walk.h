/* Inside of dir.c: all entries of a folder, on several threads. */
#ifndef SB_SOURCE_DIR_WALK_H
#define SB_SOURCE_DIR_WALK_H

#include <fcntl.h>

#include "source/source.h"

struct sb_dir_state {
    int root;
    struct sb_limits limits;
    char *real; /* the root's own path, without links; NULL for "/" or where it is not known */
};

/* How a file is opened. */
enum { SB_DIR_FILE = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

void sb_dir_walk(const struct sb_dir_state *state, const struct sb_source_options *options,
                 const struct sb_visitor *visitor, struct sb_diags *diags);

#endif
