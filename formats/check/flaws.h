/* What validate found in one document: a list with a bound on flaws of one rule, the rest counted. */
#ifndef SB_CHECK_FINDINGS_H
#define SB_CHECK_FINDINGS_H

#include "base/arena.h"
#include "base/mem.h"
#include "base/window.h"
#include "check/rule.h"

enum { SB_FLAWS_KEEP = 100 }; /* of a rule: the first in the order in which they came */

struct sb_flaw {
    enum sb_rule rule;
    uint32_t line, column; /* from 1; 0: none. The column in bytes, as everywhere; of `offsets` a byte, from 0 */
    uint32_t point;        /* the column in characters, set by sb_flaws_count_points() */
    sb_str path;           /* JSON pointer (RFC 6901); of the document itself empty */
    sb_str place;          /* the same without the numbers of elements: what stays when others come before it */
    sb_str clause;
    sb_str message; /* one line; what stands in the document is quoted, and not escaped */
};

struct sb_flaws {
    struct sb_arena arena; /* of all texts */
    SB_VEC(struct sb_flaw) list;
    bool offsets;               /* the document is binary: columns are bytes of all of it, and there are no lines */
    uint64_t count[SB_V_COUNT]; /* all, those that are not kept, too */
};

/* Counts a flaw. NULL: it is not kept; else to be filled, texts in the arena. */
struct sb_flaw *sb_flaws_add(struct sb_flaws *flaws, enum sb_rule rule);
/* Sorts by place. */
void sb_flaws_seal(struct sb_flaws *flaws);
/* Of sorted ones; INPUT is the document's text, at its front, which is on line FIRST_LINE. */
void sb_flaws_count_points(struct sb_flaws *flaws, struct sb_window *input, uint32_t first_line);
uint64_t sb_flaws_of(const struct sb_flaws *flaws, enum sb_severity severity);
/* No error of the schema's rules; no error at all. */
bool sb_flaws_schema_valid(const struct sb_flaws *flaws);
bool sb_flaws_valid(const struct sb_flaws *flaws);
void sb_flaws_done(struct sb_flaws *flaws);

#endif
