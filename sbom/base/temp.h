/* A file that has no name, for bytes that are too many for memory. */
#ifndef SB_BASE_TEMP_H
#define SB_BASE_TEMP_H

#include "base/str.h"

/* Below the folder that TMPDIR names, else /tmp. -1 and errno where none can be made. */
int sb_temp_file(void);
/* Writes all of BYTES where the file stands. False and errno if it cannot. */
SB_MUST bool sb_temp_put(int fd, sb_str bytes);

#endif
