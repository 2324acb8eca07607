/* Patterns for paths: "*" and "?" within one part, "**" over parts, "[a-z]" and "[!a]" sets, "\x" takes x as it is.
 * A time bound holds: work is at most proportional to length of pattern times length of path. */
#ifndef SB_TEXT_GLOB_H
#define SB_TEXT_GLOB_H

#include "base/str.h"

/* The whole PATH must match. "tmp/" and everything below: "tmp/" + "**". */
SB_MUST bool sb_glob(sb_str pattern, sb_str path);
/* As fnmatch(3) has it without flags: "*", "?" and sets take slashes as well, and two stars are one. */
SB_MUST bool sb_glob_any(sb_str pattern, sb_str path);

#endif
