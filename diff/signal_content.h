/* What the signals that look at the content of packages share. */
#ifndef SB_DIFF_SIGNAL_CONTENT_H
#define SB_DIFF_SIGNAL_CONTENT_H

#include "diff/signal_run.h"

/* What a text is to the system that it lies on. Told by its name, which chooses a weight and excuses nothing. */
enum sb_role {
    SB_ROLE_CODE,   /* read by an interpreter, or an execution point */
    SB_ROLE_SOURCE, /* read by a compiler, or by an interpreter that is not the package's, if by anybody */
    SB_ROLE_DATA
};
enum sb_role sb_role_of(const struct sb_identity *identity, const struct sb_facts *facts, sb_str path);

bool sb_is_run(const struct sb_facts *facts, sb_str path); /* an execution point names it */

/* A patch step that is none from 0.1 to 0.2, which counts as one while packages change as much there as from 1 to 2. */
bool sb_way_is_true_patch(const struct sb_signal_run *run, const struct sb_way *way);

/* The facts to compare with: those of the old side, or none for what has no old side that looked. */
const struct sb_facts *sb_way_before(const struct sb_way *way);

/* The end of the name from its last dot on; empty without. */
sb_str sb_suffix_of(sb_str path);
/* Digest of the file at PATH, if it is among those that are told; else that of the whole package. */
sb_str sb_content_digest(const struct sb_facts *facts, sb_str path);
/* Whether one of the folders of PATH has a name of LIST. */
bool sb_lies_in(sb_str path, const char *const *list);

/* Built for another version of the interpreter: nothing but native modules, by another tag, and metadata differs. */
bool sb_only_rebuilt(const struct sb_way *way);

/* Severity and weight of a finding; of what has no old side that looked one less severe, and no more than medium. */
struct sb_grade {
    uint8_t severity; /* SB_LEVEL_NONE: nothing is told */
    int8_t weight;
};
struct sb_grade sb_grade_blind(struct sb_grade grade);
struct sb_grade sb_grade_lower(struct sb_grade grade);

#endif
