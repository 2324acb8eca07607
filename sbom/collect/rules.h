/* The settings of a system, read for whoever owns them. */
#ifndef SB_COLLECT_RULES_H
#define SB_COLLECT_RULES_H

#include "collect/collect.h"

/* Takes part in a scan as the first collector, but finds no components: its finish() keeps what the settings do. It is
 * not in sb_collectors[]. */
extern const struct sb_collector sb_system_rules;

/* What the settings at NODE do, as sb_rule() tells it. Empty for what does nothing, or is none. */
sb_str sb_system_rule_of(const struct sb_join *join, sb_node node);
/* Were the settings at NODE read, and are they known to run, write and grant nothing? */
bool sb_system_rule_is_idle(const struct sb_join *join, sb_node node);
/* The homes of the next system from *AT on, which begins with 0, as sb_accounts_homes() has them; false: no more. */
bool sb_system_homes(const struct sb_join *join, size_t *at, sb_str *ret_root, sb_str *ret_homes);
/* What of root USER is ("user[:group]" as an image has it), by the lists of accounts of the scan's root: bits of enum
 * sb_user_rights (collect/image_user.h). */
unsigned sb_system_user_rights(const struct sb_join *join, sb_str user);

#endif
