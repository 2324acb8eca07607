/* What site.py of CPython makes of *.pth and *.start files (private to the Python collector). */
#ifndef SB_PYTHON_PYTHON_PTH_H
#define SB_PYTHON_PYTHON_PTH_H

#include "base/arena.h"

enum { SB_PYTHON_FOLDERS = 256 }; /* path lines that are kept of one file */

/* Versions differ: 3.12 and older cut lines at \n, \r and \r\n and run those that begin with "import"; 3.13 cuts as
 * str.splitlines() does and drops a byte order mark; 3.15 strips blanks in front, too, and reads *.start files (PEP
 * 829). What any of them does is told; names that begin with a dot run in 3.12 and older. */
struct py_pth {
    sb_str runs;     /* the first line that runs; empty: none does */
    sb_str known;    /* not empty: every line of the file is one that setuptools writes for these namespace packages:
                        "zope, zope.app" */
    sb_str paths;    /* lines that name folders, joined by "; "; the first 256 bytes and what is left of a line */
    sb_str *folders; /* what they may add, as they stand */
    size_t n_folders;
    bool cut; /* there are more of them */
};
void sb_python_pth(sb_str bytes, struct sb_arena *arena, struct py_pth *ret_pth);

/* The first line of a *.start file that names an entry point, or empty. */
sb_str sb_python_start(sb_str bytes);

#endif
