/* Settings of apt (apt.conf(5)): do they do more than name what is kept, fetched or shown? */
#ifndef SB_COLLECT_APT_CONF_H
#define SB_COLLECT_APT_CONF_H

#include "base/str.h"

/* Nothing in it runs a program, reads another file or changes who is trusted: all of its keys are known to be harmless.
 * False for what cannot be read. */
bool sb_apt_conf_is_idle(sb_str bytes);

#endif
