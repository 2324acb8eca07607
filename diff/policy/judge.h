/* Private to diff/policy: the state in which a policy is applied to one comparison. */
#ifndef SB_POLICY_JUDGE_H
#define SB_POLICY_JUDGE_H

#include "base/buf.h"
#include "diff/fact.h"
#include "diff/signal.h"
#include "policy/policy.h"

struct sb_judge {
    const struct sb_policy *policy;
    struct sb_delta *delta;
    struct sb_arena scratch; /* of one package */
    struct sb_json *json;
    struct sb_fact_reader reader[SB_SIDES];
    struct sb_buf buf;
};

/* signal_rows.c */
extern const struct sb_signal_row sb_policy_package, sb_policy_licence, sb_policy_source, sb_policy_registry,
    sb_policy_supplier, sb_policy_age, sb_policy_software, sb_policy_terms, sb_policy_description, sb_policy_coverage,
    sb_policy_maximum, sb_policy_required;

/* The weight that a finding of this severity has by itself. */
int32_t sb_level_weight(const struct sb_judge *judge, uint8_t level);

/* ---- packages (where.c) ---- */

bool sb_where_fits(const struct sb_where *where, const struct sb_delta *delta, enum sb_side side, sb_comp row,
                   const struct sb_named *named);
/* A row that a policy speaks of: no file, not what the inventory is about, no source package. */
bool sb_is_judged(const struct sb_delta *delta, enum sb_side side, sb_comp row);

/* ---- findings (judge_find.c) ---- */

/* About a package; about the whole, which NAME tells from others. The pointer is good until the next one. */
struct sb_finding *sb_judge_find(struct sb_judge *judge, const struct sb_signal_row *signal, uint8_t level,
                                 uint32_t identity, const sb_comp row[SB_SIDES]);
struct sb_finding *sb_judge_find_whole(struct sb_judge *judge, const struct sb_signal_row *signal, uint8_t level,
                                       sb_str name);
/* "MESSAGE (FILE, line N: REASON)" */
void sb_judge_say(struct sb_judge *judge, struct sb_finding *finding, const struct sb_key_place *place, sb_str reason,
                  const char *format, ...) SB_PRINTF(5, 6);
sb_str sb_judge_quote(struct sb_judge *judge, sb_str text); /* as JSON, in the arena of the delta */
/* "name 1.2" */
sb_str sb_judge_spell(struct sb_judge *judge, enum sb_side side, sb_comp row);

/* ---- what rules judge ---- */

void sb_judge_rules(struct sb_judge *judge);   /* rules.c */
void sb_judge_ages(struct sb_judge *judge);    /* ages.c */
void sb_judge_classes(struct sb_judge *judge); /* classes.c */
void sb_judge_whole(struct sb_judge *judge);   /* whole.c */
void sb_judge_levels(struct sb_judge *judge);  /* levels.c */

/* When the inventory was made, by its own word; false where it does not say. */
bool sb_judge_time(const struct sb_delta *delta, enum sb_side side, int64_t *ret);
/* The time by which waivers expire: that of the new inventory, else that of the RUN; where the old one is younger, its
 * own, so that who sets a date back does not revive any. */
struct sb_time sb_judge_now(const struct sb_delta *delta, struct sb_time run);

/* TEXT fits PATTERN, in which "*" is any run of bytes; letters in any case. */
bool sb_star(sb_str pattern, sb_str text);

#endif
