/* What debhelper writes into maintainer scripts. */
#ifndef SB_OS_DEBIAN_DEBHELPER_H
#define SB_OS_DEBIAN_DEBHELPER_H

#include "base/str.h"

/* Whether LINE (trimmed, not empty) is one that debhelper's snippets have: frames of tests, and commands of a closed
 * list whose words cannot run anything else. The comment "Automatically added by dh_..." around it proves nothing. */
bool sb_debhelper_line(sb_str line);

#endif
