/* Variables of an environment by which a program loads or runs something else than what its command names. */
#ifndef SB_SOURCE_VARIABLE_H
#define SB_SOURCE_VARIABLE_H

#include "base/str.h"

/* LD_PRELOAD, PYTHONPATH, NODE_OPTIONS, GIT_SSH_COMMAND ... and PATH. */
bool sb_variable_loads(sb_str name);
/* A VALUE that does whatever the name: a function or a command of a shell, an option by which an interpreter loads. */
bool sb_variable_value_loads(sb_str value);

#endif
