/* Requirements and environment markers (PEP 508), as far as an installed tree can answer them. */
#ifndef SB_PYTHON_PYTHON_MARKER_H
#define SB_PYTHON_PYTHON_MARKER_H

#include "base/arena.h"

/* A requirement: "name[extra] (>=1) ; marker" or "name[extra] @ url ; marker". */
struct py_requirement {
    sb_str name, extras, url, marker; /* extras: what stands between the brackets */
};
bool sb_python_requirement(sb_str text, struct py_requirement *ret_requirement);
/* Cuts the next of a requirement's extras off. */
bool sb_python_next_extra(sb_str *extras, sb_str *ret_extra);

/* What is known of the environment that a marker asks about; empty: nothing. */
struct py_environment {
    sb_str python_version; /* "3.12" */
    sb_str full_version;   /* "3.12.1"; empty: some release of python_version */
    sb_str implementation; /* "cpython" */
    sb_str os_name, sys_platform, platform_system, machine;
};

enum py_truth { PY_FALSE, PY_TRUE, PY_UNKNOWN };
/* As the reference implementation (packaging) evaluates it, with EXTRA (in PEP 503 form) asked for, or none. */
enum py_truth sb_python_marker(sb_str marker, const struct py_environment *environment, sb_str extra,
                               struct sb_arena *scratch);
/* Cuts MARKER behind the next extra that it compares with ("extra == 'x'") and gives its text; false if there is none.
 */
bool sb_python_marker_extra(sb_str *marker, sb_str *ret_extra);

#endif
