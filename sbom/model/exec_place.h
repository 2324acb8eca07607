/* Which places make a file run. Private to the folder. */
#ifndef SB_MODEL_EXEC_PLACE_H
#define SB_MODEL_EXEC_PLACE_H

#include "model/exec.h"

/* FOLDER and NAME of a file below the root of its system; SB_EXEC_COUNT for what does not run by its place. */
enum sb_exec_kind sb_exec_python(sb_str folder, sb_str name);
enum sb_exec_kind sb_exec_system(sb_str folder, sb_str name);

#endif
