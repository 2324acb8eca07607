/* Files that give whoever starts them the rights of another (setuid and setgid programs, files with capabilities), and
 * files that run and that anybody may write: execution points by their modes and attributes. */
#ifndef SB_COLLECT_RIGHTS_H
#define SB_COLLECT_RIGHTS_H

#include "collect/look.h"
#include "collect/places.h"

/* What a file runs as, of the kinds os:setuid and os:capability, in this order; SB_EXEC_COUNT for neither. */
enum sb_exec_kind sb_rights_kind(const struct sb_tree *tree, sb_node node);
/* Somebody else than owner and group may write it. */
bool sb_rights_writable(const struct sb_tree_node *node);
/* The command of such a point, of any of the kinds, in the scan's arena: "mode 4755", "cap_net_raw=ep". */
sb_str sb_rights_text(const struct sb_join *join, sb_node node, enum sb_exec_kind kind);

/* After all claims: the rights of files that somebody has, of those in folders that a distribution's packages fill or
 * that lie above these, and of those where a system has its programs, runs what lies there, or everybody may write.
 * They are asked for where the source has none with its entries, but for files that are looked at later; those of all
 * others count as unknown, so that every source tells the same. */
void sb_rights_settle(struct sb_join *join, const struct sb_places *places, struct sb_tree *tree,
                      struct sb_source *source);
/* After the second look: brings what N workers were told of capabilities together. */
void sb_rights_gather(struct sb_join *join, struct sb_tree *tree, const struct sb_look_worker *workers, size_t n);
/* Adds the execution points of files that components have, once their rights are known. */
void sb_rights_execs(struct sb_join *join, const struct sb_looks *looks);
/* Whether a claimed file has the capabilities that its record says; true where one of both is not known. */
bool sb_rights_as_recorded(const struct sb_join *join, const struct sb_claim *claim);

#endif
