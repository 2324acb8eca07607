/* SPDX licence expressions (SPDX 2.3 annex D) against the SPDX licence list. */
#ifndef SB_ID_LICENCE_H
#define SB_ID_LICENCE_H

#include "base/arena.h"
#include "base/digest.h"
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
 * is no expression, but a name that says one, counts as that; other text gives its words with single blanks. */
sb_str sb_licence_key(sb_str text, struct sb_arena *arena);

/* Is TEXT, which stands where a licence should, the holder of a copyright or a line of signs? */
bool sb_licence_is_none(sb_str text);

/* ---- names ---- */

/* The licence that a name of foreign metadata says ("Apache License, Version 2.0", "GPLv3+", "New BSD", "MIT or ISC"):
 * an expression, or empty for what is none or leaves open which licence or version it means. */
sb_str sb_licence_of_name(sb_str name, struct sb_arena *arena);
/* The licence of which TEXT is the whole text, whatever names and years it has; or empty. */
sb_str sb_licence_of_text(sb_str text, struct sb_arena *arena);
/* The licences named by PyPI's trove classifiers ("License :: OSI Approved :: MIT License"): an id, or empty. */
sb_str sb_licence_of_classifier(sb_str classifier, struct sb_arena *arena);

/* The front of the ids between which a name or classifier leaves the choice: "BSD License" and "License :: OSI Approved
 * :: BSD License" mean one of BSD-. Empty for all others. */
sb_str sb_licence_leaves_open(sb_str name, struct sb_arena *arena);

/* A short name of Debian's machine-readable copyright files without its "and", "or" and "with" (Expat, GPL-2+,
 * BSD-3-clause ...): an expression, or empty. */
sb_str sb_licence_of_debian_name(sb_str name, struct sb_arena *arena);
/* What its License field says in one line: "GPL-2+ with Autoconf exception, and Expat or ISC". OTHER gives the operand
 * for what no table knows ("LicenseRef-..."); empty or no OTHER at all makes the whole empty. */
typedef sb_str sb_licence_other(void *ctx, sb_str name);
sb_str sb_licence_of_debian(sb_str line, struct sb_arena *arena, sb_licence_other *other, void *ctx);
/* The same of the License tag of an rpm package: "(LGPLv3+ or GPLv2+) and BSD". */
sb_str sb_licence_of_rpm(sb_str text, struct sb_arena *arena, sb_licence_other *other, void *ctx);

/* ---- references ---- */

/* What tells a licence text from others: case, white space, and how quotes and dashes are written make no other text.
 */
void sb_licence_wording(sb_str text, uint8_t ret_sha256[SB_SHA256_BYTES]);
/* "LicenseRef-" and what of NAME may stand behind it. Behind that the first 8 hex digits of the wording of TEXT;
 * without a TEXT there are none, but where nothing of NAME may stand there: then those of NAME. */
sb_str sb_licence_ref(sb_str name, sb_str text, struct sb_arena *arena);
/* The next LicenseRef- or DocumentRef- of an expression, cut off its front. */
bool sb_licence_next_ref(sb_str *expression, sb_str *ret_ref);
/* Has the expression an id that came with a later version of the list than LIST, which is written as in `since`? */
bool sb_licence_is_newer(sb_str expression, unsigned list);
/* The expression with each "DocumentRef-x:LicenseRef-y" as "LicenseRef-x-y", which needs no other document. */
sb_str sb_licence_without_documents(sb_str expression, struct sb_arena *arena);

#endif
