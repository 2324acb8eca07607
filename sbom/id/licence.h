/* SPDX licence expressions (SPDX 2.3 annex D) against the SPDX licence list. */
#ifndef SB_ID_LICENCE_H
#define SB_ID_LICENCE_H

#include "base/arena.h"
#include "base/err.h"

extern const char sb_licence_list_version[]; /* e.g. "3.29.0" */

struct sb_licence_row {
    const char *id;          /* as in the list */
    const char *replaced_by; /* for deprecated ids with one successor expression: GPL-2.0 -> GPL-2.0-only; else NULL */
    bool deprecated;
    bool exception; /* an exception, for use behind WITH */
    uint16_t since; /* list version that brought it in, 100 * major + minor, 0 = before 3.0: an older schema does not
                       know it */
};
/* By id, without regard to case. NULL if unknown. LicenseRef-... is not in the table. */
const struct sb_licence_row *sb_licence_find(sb_str id);

/* Parses an expression. RET_NORMAL: operands in their order, nested uses of one operator flattened, only needed
 * parentheses, one blank between tokens, upper-case operators, ids in the case of the list; nothing is sorted, replaced
 * or dropped. SB_E_SYNTAX with the column where it went wrong; ids that are not on the list are an error, LicenseRef-
 * and DocumentRef-x:LicenseRef-y are not. and, or, with in small letters are taken too, as SPDX 3 does. Depth and
 * length are bounded. */
SB_MUST sb_rc sb_licence_parse(sb_str text, struct sb_arena *arena, sb_str *ret_normal, struct sb_err *err);

/* The form that comparisons use: as above, and deprecated ids mapped, AND and OR sorted and without repeats. Text that
 * is no expression gives its words with single blanks. */
sb_str sb_licence_key(sb_str text, struct sb_arena *arena);

/* The licences named by PyPI's trove classifiers ("License :: OSI Approved :: MIT License"): an id, or empty. */
sb_str sb_licence_of_classifier(sb_str classifier);
/* Short names of Debian's machine-readable copyright files (Expat, GPL-2+, BSD-3-clause ...): an expression, or empty.
 */
sb_str sb_licence_of_debian(sb_str name, struct sb_arena *arena);

#endif
