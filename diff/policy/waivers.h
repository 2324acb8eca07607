/* Findings that a team accepts until a day (sbom-policy(5)). A waived finding leaves the score and stands in the report
 * with the name of who answers for it. */
#ifndef SB_POLICY_WAIVERS_H
#define SB_POLICY_WAIVERS_H

#include "base/clock.h"
#include "policy/policy.h"

enum { SB_WAIVER_ANY_SIGNAL = UINT8_MAX };

/* All that is given must fit. Without a fingerprint it names a signal, and a package or a path; and of findings that
 * are bound to content (diff/signal.h) the content, too, so that no waiver is good for what nobody has seen. */
struct sb_waiver {
    struct sb_key_place place;
    sb_str id, fingerprint, path, content;
    uint8_t signal; /* of sb_any_signal() */
    struct sb_pattern package;
    struct sb_vers versions;
    sb_str owner, reason, ticket, authority;
    int64_t expires; /* the last second of that day, UTC */
};

struct sb_waivers {
    struct sb_key_place place;
    sb_str name;
    uint8_t schema;
    struct sb_key_list list; /* struct sb_waiver */
};

extern const struct sb_key_object sb_waiver_keys;

SB_MUST sb_rc sb_waivers_read(const struct sb_yaml_text *text, struct sb_arena *arena, struct sb_waivers *ret,
                              struct sb_err *err);

/* Moves what is waived out of the findings of DELTA, which are not grouped yet, and notes the waivers that somebody
 * should look at. POLICY may be NULL. NOW counts where the new inventory does not say when it was made; where nobody
 * says it, every waiver has expired. */
void sb_waivers_apply(const struct sb_waivers *waivers, const struct sb_policy *policy, struct sb_time now,
                      struct sb_delta *delta);

/* Waivers for the findings above info of all groups from FAIL_ON on (SB_LEVEL_NONE: of all groups), without owner and
 * reason, so that nobody can use them unread. DELTA is grouped. */
void sb_waivers_draft(const struct sb_delta *delta, const struct sb_policy *policy, enum sb_level fail_on,
                      struct sb_time now, struct sb_sink *sink);

#endif
