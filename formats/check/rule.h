/* What validate looks at: one row a rule (rules.def). */
#ifndef SB_CHECK_RULE_H
#define SB_CHECK_RULE_H

#include "base/diag.h"

enum sb_rule {
#define RULE(name, number, severity, title, clause, meaning) SB_V_##name,
#include "check/rules.def"
#undef RULE
    SB_V_COUNT
};

enum { SB_V_BEYOND = 101 }; /* numbers from here on: not what the schema says */

struct sb_rule_row {
    unsigned number; /* printed as SBVnnn */
    enum sb_severity severity;
    const char *title, *meaning;
    const char *clause; /* "": each flaw has its own */
};
extern const struct sb_rule_row sb_rules[SB_V_COUNT];
extern const char *const sb_severity_words[]; /* by enum sb_severity: "note" */

#define SB_RULE_ID_MAX 8
const char *sb_rule_id(enum sb_rule rule, char room[SB_RULE_ID_MAX]); /* "SBV101" */
/* By id, in any case. SB_V_COUNT if there is none. */
enum sb_rule sb_rule_find(sb_str id);

#endif
