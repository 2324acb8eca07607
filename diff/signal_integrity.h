/* What lock files, digests and records say of the content of one version, for the signals of integrity. */
#ifndef SB_DIFF_SIGNAL_INTEGRITY_H
#define SB_DIFF_SIGNAL_INTEGRITY_H

#include "diff/signal_run.h"

bool sb_is_artifact(const struct sb_fact_integrity *i);

/* How the lock files of both sides pin the artefact. */
enum sb_pin { SB_PIN_UNKNOWN, SB_PIN_EQUAL, SB_PIN_DIFFERS };
/* RET_OLD, RET_NEW: the records that differ, where they do. */
enum sb_pin sb_compare_pins(struct sb_signal_run *run, const struct sb_way *way,
                            const struct sb_fact_integrity **ret_old, const struct sb_fact_integrity **ret_new);

/* What two content sets say of each other: by the package's own record where both have one. */
enum sb_set { SB_SET_EQUAL, SB_SET_EDITED, SB_SET_DIFFERS }; /* edited: other files below an equal record */
enum sb_set sb_compare_sets(const struct sb_way *way);

/* Same name, version and qualifiers: nothing but the content may speak for a difference. The version counts, not how it
 * is spelled: 2.32.2.0 is 2.32.2. */
bool sb_is_same_version(struct sb_signal_run *run, const struct sb_way *way);

#endif
