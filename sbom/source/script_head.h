/* The head that the installation of a Python program writes into it. */
#ifndef SB_SOURCE_SCRIPT_HEAD_H
#define SB_SOURCE_SCRIPT_HEAD_H

#include "base/str.h"

enum { SB_SCRIPT_HEAD_MAX = 8192 }; /* more bytes than a head has */

/* How many bytes at the front of a script only say which interpreter of which environment runs it: "#!/path/python"
 * with at most flags that run nothing, or the three lines that installers write where that path is too long or has
 * blanks. BYTES: the file, or its first SB_SCRIPT_HEAD_MAX bytes. 0: there is no such head, every byte counts. */
size_t sb_script_head(sb_str bytes);

#endif
