/* "Known, not read": manifests, lock files, package databases and stores that this version has no collector for. */
#ifndef SB_COLLECT_KNOWN_H
#define SB_COLLECT_KNOWN_H

#include "collect/collect.h"

/* Takes part in a scan as the last collector, but finds no components: its finish() tells, once for each kind and
 * system, how many such files there are that no component owns. It is not in sb_collectors[]. */
extern const struct sb_collector sb_known;

#endif
