/* What the files of os_*.c keep between calls, each its own. */
#ifndef SB_OS_OS_STATE_H
#define SB_OS_OS_STATE_H

#include "os/os_package.h"

/* ---- os_called.c ---- */

/* Reports the file or link at NODE and PATH (from the system root), of the current package, if others call or load it
 * by its name and no digest of the package's speaks for it: a command that is a link, a library that is one and leads
 * out of where the loader looks, a library in usr/local, one for better processors beside another. */
void sb_os_called(struct sb_os *os, sb_node node, sb_str path);
/* "shadows usr/bin/ls": what has the name of a command or library in usr/local, or of a library for better processors,
 * where a distribution has its own; in the arena of the join, empty for nothing. */
sb_str sb_os_shadows(struct sb_os *os, sb_node node, sb_str path);

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
