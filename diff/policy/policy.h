/* The policy of a team: what the gate demands of a comparison, as a file (sbom-policy(5)). Nothing in it depends on the
 * machine or the clock.
 *
 * It is applied between the signals and the groups (diff/diff.h): levels and weights of findings are changed, and what
 * the rules of the policy do not allow becomes findings of its own, which are grouped, ranked and waived like all
 * others. */
#ifndef SB_POLICY_POLICY_H
#define SB_POLICY_POLICY_H

#include "id/vers.h"
#include "policy/key.h"
#include "policy/pattern.h"

enum { SB_POLICY_UNSET = -1 }; /* of a number */

enum sb_use { SB_USE_PRODUCTION, SB_USE_DEVELOPMENT, SB_USE_OPTIONAL, SB_USES };
enum sb_look { SB_LOOK_CHANGES, SB_LOOK_EVERYTHING };

/* Which packages a line is about; what is empty leaves none out. */
struct sb_where {
    struct sb_key_list ecosystems; /* sb_str: purl types */
    struct sb_key_list packages;   /* struct sb_pattern */
    uint64_t scopes;               /* bits of enum sb_use; 0: all */
};

/* Another level or weight for some findings. */
struct sb_level_rule {
    struct sb_key_place place;
    struct sb_where where;
    uint64_t signals, families; /* bits; 0: all */
    uint8_t level;              /* SB_LEVEL_NONE: not said */
    int64_t weight;             /* SB_POLICY_UNSET: that of the level, where one is said */
    sb_str reason;
};

/* What is allowed, and what is denied. */
struct sb_policy_rule {
    struct sb_key_place place;
    struct sb_where where;
    struct sb_key_list allowed, denied; /* of what the kind of rule takes */
    uint8_t level;                      /* of a finding */
    uint8_t unknown;                    /* where a package does not say; SB_LEVEL_NONE: nothing */
    sb_str reason;
};

/* An entry of a rule on packages. */
struct sb_package_entry {
    struct sb_key_place place;
    struct sb_pattern package;
    struct sb_vers versions; /* no text: all */
    sb_str reason;
};

struct sb_age_rule {
    struct sb_key_place place;
    struct sb_where where;
    int64_t days;
    uint8_t level, unknown;
    sb_str reason;
};

/* What the new inventory must hold. */
struct sb_required {
    struct sb_key_place place;
    struct sb_where where;
    uint64_t facts;                /* bits of enum sb_fact_id */
    struct sb_key_list collectors; /* sb_str: that ran */
    int64_t share[5];              /* least percent of packages with a purl, version, licence, supplier, digest */
    bool graph;
    uint8_t level;
    sb_str reason;
};
enum { SB_SHARE_PURLS, SB_SHARE_VERSIONS, SB_SHARE_LICENCES, SB_SHARE_SUPPLIERS, SB_SHARE_DIGESTS, SB_SHARES };
extern const char *const sb_share_names[SB_SHARES];

struct sb_maximum {
    struct sb_key_place place;
    int64_t changes[SB_CHANGE_KINDS]; /* in the order of enum sb_change_kind */
    int64_t terms, components;
    uint8_t level;
};

/* Who may waive what. */
struct sb_authority_rule {
    struct sb_key_place place;
    uint64_t signals, families, levels; /* bits; 0: all */
    struct sb_key_list authorities;     /* sb_str */
};
struct sb_waiving {
    struct sb_key_place place;
    int64_t days; /* from the time of the new inventory on, at most */
    struct sb_key_list authorities;
};

struct sb_classes {
    struct sb_key_place place;
    uint8_t level[SB_CLASS_COVERAGE + 1]; /* in the order of enum sb_class */
};
struct sb_scores {
    struct sb_key_place place;
    int64_t high, medium;
};

struct sb_policy {
    struct sb_key_place place;
    sb_str name; /* of the file, as the user gave it */
    uint8_t schema, preset, fail_on, look_at;
    bool fail_on_coverage;
    struct sb_scores scores;
    struct sb_key_list levels; /* struct sb_level_rule: a later one counts over an earlier one */
    struct sb_classes classes;
    struct sb_key_list packages, licences, sources, registries, suppliers; /* struct sb_policy_rule */
    struct sb_key_list ages;                                               /* struct sb_age_rule */
    struct sb_key_list required;                                           /* struct sb_required */
    struct sb_maximum maximum;
    struct sb_waiving waivers;
};

extern const struct sb_key_object sb_policy_keys;

/* A preset: a policy that comes with the program, as text. */
struct sb_preset {
    const char *name, *summary, *text;
};
extern const struct sb_preset sb_presets[]; /* by enum; ended by a row without a name */
const struct sb_preset *sb_preset_find(sb_str name);

/* Reads a policy over the preset that it names (else "default"). All texts of it lie in ARENA, which TEXT must outlive.
 * SB_E_SYNTAX or SB_E_LIMIT with file, line and column. */
SB_MUST sb_rc sb_policy_read(const struct sb_yaml_text *text, struct sb_arena *arena, struct sb_policy *ret,
                             struct sb_err *err);

/* Changes levels and weights, adds the findings of the rules, and sets the thresholds of DELTA, which was found and is
 * not grouped yet. */
void sb_policy_apply(const struct sb_policy *policy, struct sb_delta *delta);

/* ---- words that both files use ---- */

/* Signals of the comparison, and behind them those of policies. */
const struct sb_signal_row *sb_any_signal(size_t n);          /* NULL behind the last */
extern const struct sb_signal_row *const sb_policy_signals[]; /* NULL-terminated */
const char *sb_signal_word(size_t n);
const char *sb_family_word(size_t n);
const char *sb_level_word(size_t n);
uint64_t sb_signal_bit(const struct sb_signal_row *row);

#endif
