/* What the files of os_*.c keep between calls, each its own. */
#ifndef SB_OS_OS_STATE_H
#define SB_OS_OS_STATE_H

#include "os/os_package.h"

/* ---- os_depends.c ---- */

void sb_os_depends_free(struct sb_os_depends *depends); /* may be NULL */

/* ---- os_files.c ---- */

void sb_os_paths_free(struct sb_os_paths *paths); /* may be NULL */

/* ---- os_left_out.c ---- */

void sb_os_left_out_free(struct sb_os_left_out *left_out); /* may be NULL */

/* ---- os_package.c ---- */

void sb_os_packages_free(struct sb_os *os);

/* ---- os_parts.c ---- */

void sb_os_parts_free(struct sb_os_parts *parts); /* may be NULL */

#endif
