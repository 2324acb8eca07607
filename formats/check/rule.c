#include "check/rule.h"

const struct sb_rule_row sb_rules[SB_V_COUNT] = {
#define RULE(name, number, severity, title, clause, meaning) {number, severity, title, meaning, clause},
#include "check/rules.def"
#undef RULE
};

const char *const sb_severity_words[] = {[SB_NOTE] = "note", [SB_WARNING] = "warning", [SB_ERROR] = "error"};

const char *sb_rule_id(enum sb_rule rule, char room[SB_RULE_ID_MAX])
{
    snprintf(room, SB_RULE_ID_MAX, "SBV%03u", sb_rules[rule].number % 1000);
    return room;
}

enum sb_rule sb_rule_find(sb_str id)
{
    char name[SB_RULE_ID_MAX];
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++)
        if (sb_str_eq_nocase(id, sb_str_of(sb_rule_id((enum sb_rule)rule, name))))
            return (enum sb_rule)rule;
    return SB_V_COUNT;
}
