/* Files with capabilities: asking for them, and where a tree keeps them. */
#ifndef SB_SOURCE_CAPABLE_H
#define SB_SOURCE_CAPABLE_H

#include "source/tree.h"

static inline bool sb_may_run(uint16_t mode)
{
    enum { RUNS = 0111 };
    return mode != SB_MODE_UNKNOWN && mode & RUNS;
}

/* Sets `capable` and `capabilities` of RET to what the file's attribute says. */
void sb_capable_fd(int fd, struct sb_rights *ret);
void sb_capable_path(const char *path, struct sb_rights *ret); /* no link is followed at its end */

/* SB_D_CAPABILITY_ODD. */
void sb_capable_tell_odd(struct sb_diags *diags, sb_str path);

/* Inside of tree.c: by node what the batches have by token. Of hard links, which are names of one file, those of one
 * are those of the other. */
void sb_tree_keep_capable(struct sb_tree *tree, const struct sb_tree_batch *batches);
/* What NODE has; NULL for nothing. */
const struct sb_capabilities *sb_tree_capabilities(const struct sb_tree *tree, sb_node node);
/* Adds what was asked for later: in the order of all nodes once sb_tree_capable_sort() was called. */
void sb_tree_add_capable(struct sb_tree *tree, sb_node node, const struct sb_capabilities *has);
void sb_tree_capable_sort(struct sb_tree *tree);

#endif
