/* Files that give whoever starts them the rights of another: setuid and setgid programs, as execution points. */
#ifndef SB_COLLECT_RIGHTS_H
#define SB_COLLECT_RIGHTS_H

#include "collect/collect.h"

/* Runs for everybody with the rights of its owner, or for its group's with those of its group. */
static inline bool sb_gives_rights(const struct sb_tree_node *node)
{
    enum { SETUID = 04000, SETGID = 02000, RUNS = 0111, GROUP_RUNS = 0010 };
    uint16_t mode = node->mode;
    if (node->kind != SB_ENTRY_FILE || mode == SB_MODE_UNKNOWN)
        return false;
    return (mode & SETUID && mode & RUNS) || (mode & SETGID && mode & GROUP_RUNS);
}
/* "mode 4755", in the scan's arena. */
sb_str sb_rights_text(const struct sb_join *join, const struct sb_tree_node *node);

/* After all claims: the modes of files that somebody has, of those in folders that a distribution's packages fill or
 * that lie above these, and of those where a system has its programs or everybody may write. They are asked for where
 * the source has none with its entries, but for files that are looked at later; those of all others count as unknown,
 * so that every source tells the same. */
void sb_rights_settle(struct sb_join *join, struct sb_source *source);
/* Adds the execution points of files that components have, once their modes are known. */
void sb_rights_execs(struct sb_join *join);

#endif
