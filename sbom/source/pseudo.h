/* File systems that hold no files, but what the kernel makes up. */
#ifndef SB_SOURCE_PSEUDO_H
#define SB_SOURCE_PSEUDO_H

#include "base/base.h"

bool sb_is_on_pseudo(int fd); /* FD: of a folder */

#endif
