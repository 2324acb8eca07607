/* The hosts that packages of either side come from. Private to the signals_*.c files. */
#ifndef SB_DIFF_SIGNAL_HOSTS_H
#define SB_DIFF_SIGNAL_HOSTS_H

#include "diff/signal_run.h"

/* The registry's host in lower case, of those that are one under two names the one; else that of an address. Empty for
 * what comes from neither. */
sb_str sb_host_of(struct sb_signal_run *run, const struct sb_facts *facts);
/* The same of a registry alone. */
sb_str sb_registry_of(struct sb_signal_run *run, const struct sb_facts *facts);
/* Where packages of a type come from when nobody says anything else. */
bool sb_host_is_default(const struct sb_identity *identity, sb_str host);

/* What a side's packages come from, at most SB_LISTED for a report; false where they are too many to compare with. */
bool sb_hosts_before(struct sb_signal_run *run, const sb_str **ret_hosts, size_t *ret_n);
/* One that no package of the old side came from, and hardly any of the new side does: not another mirror for all. */
bool sb_host_is_odd(struct sb_signal_run *run, sb_str host);
/* Whether one of the new side's packages still comes from a host that the old side knew. */
bool sb_hosts_stay(struct sb_signal_run *run);

#endif
