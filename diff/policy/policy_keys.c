/* The keys of a policy: a row each. The reader, the published schema and the test of the manual work from these tables.
 */
#include "diff/signal.h"
#include "model/facts.h"
#include "policy/check.h"

const char *const sb_share_names[SB_SHARES] = {"purls", "versions", "licences", "suppliers", "digests"};

/* ---- words ---- */

static const char *schema_word(size_t n)
{
    return n == 0 ? "sbom-policy/1" : NULL;
}

static const char *preset_word(size_t n)
{
    return sb_presets[n].name;
}

static const char *look_word(size_t n)
{
    static const char *const words[] = {[SB_LOOK_CHANGES] = "changes", [SB_LOOK_EVERYTHING] = "everything"};
    return n < SB_COUNT(words) ? words[n] : NULL;
}

static const char *use_word(size_t n)
{
    static const char *const words[SB_USES] = {"production", "development", "optional"};
    return n < SB_USES ? words[n] : NULL;
}

static const char *source_word(size_t n)
{
    static const char *const words[] = {"registry", "git", "url", "file"};
    return n < SB_COUNT(words) ? words[n] : NULL;
}

/* Facts of a component; one of the document is no word. */
static const char *fact_word(size_t n)
{
    if (n >= SB_FACT_COUNT)
        return NULL;
    return sb_fact_rows[n].document ? "" : sb_fact_rows[n].name;
}

/* A level of what is found: "none" would lose it in silence. */
static const char *found_word(size_t n)
{
    return n == SB_LEVEL_NONE ? "" : sb_level_word(n);
}

/* What a gate can fail on: everything has info. */
static const char *gate_word(size_t n)
{
    return n == SB_LEVEL_INFO ? "" : sb_level_word(n);
}

/* ---- rows that several objects have ---- */

#define AT(in, member) .offset = offsetof(struct in, member)
#define WHERE(in)                                                                                                      \
    {.name = "ecosystems",                                                                                             \
     .type = &sb_key_text,                                                                                             \
     .count = SB_KEY_SOME,                                                                                             \
     AT(in, where.ecosystems),                                                                                         \
     .help = "only packages of these types of purl (npm, pypi, deb ...)"},                                             \
        {.name = "scopes",                                                                                             \
         .type = &sb_key_word,                                                                                         \
         .count = SB_KEY_WORD_BITS,                                                                                    \
         .word = use_word,                                                                                             \
         AT(in, where.scopes),                                                                                         \
         .help = "only packages of these uses"},                                                                       \
    {                                                                                                                  \
        .name = "where", .type = &sb_key_purl, .count = SB_KEY_SOME, AT(in, where.packages),                           \
        .help = "only these packages, as purls without version, * for part of a name, ** for any"                      \
    }
#define LEVEL(in, what)                                                                                                \
    {                                                                                                                  \
        .name = "level", .type = &sb_key_word, .word = found_word, .fallback = SB_LEVEL_HIGH, AT(in, level),           \
        .help = what                                                                                                   \
    }
#define UNKNOWN(in)                                                                                                    \
    {                                                                                                                  \
        .name = "unknown", .type = &sb_key_word, .word = sb_level_word, .fallback = SB_LEVEL_NONE, AT(in, unknown),    \
        .help = "severity where a package does not say; none: no finding"                                              \
    }
#define REASON(in)                                                                                                     \
    {                                                                                                                  \
        .name = "reason", .type = &sb_key_text, AT(in, reason), .help = "why, for those who read the finding"          \
    }
#define OBJECT(called, in, array, test)                                                                                \
    {                                                                                                                  \
        .name = called, .size = sizeof(struct in), .rows = array, .n = SB_COUNT(array), .check = test                  \
    }

/* ---- levels ---- */

static sb_rc check_level(struct sb_key_reading *r, const struct sb_yaml *node, void *object)
{
    const struct sb_level_rule *rule = object;
    if (rule->level == SB_LEVEL_NONE && rule->weight == SB_POLICY_UNSET)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "a line of levels has level or weight, or both");
    return SB_OK;
}

static const struct sb_key_row level_rows[] = {
    {.name = "signals",
     .type = &sb_key_word,
     .count = SB_KEY_WORD_BITS,
     .word = sb_signal_word,
     AT(sb_level_rule, signals),
     .help = "findings of these signals"},
    {.name = "families",
     .type = &sb_key_word,
     .count = SB_KEY_WORD_BITS,
     .word = sb_family_word,
     AT(sb_level_rule, families),
     .help = "findings of these families of signals"},
    WHERE(sb_level_rule),
    {.name = "level",
     .type = &sb_key_word,
     .word = found_word,
     .fallback = SB_LEVEL_NONE,
     AT(sb_level_rule, level),
     .help = "their severity; without a weight beside it also the weight of that severity: 12, what score says (8, 4), "
             "1, 0"},
    {.name = "weight",
     .type = &sb_key_number,
     .fallback = SB_POLICY_UNSET,
     .most = 100,
     AT(sb_level_rule, weight),
     .help = "their weight in the score"},
    REASON(sb_level_rule),
};
static const struct sb_key_object level_object = OBJECT("a line of levels", sb_level_rule, level_rows, check_level);

static const struct sb_key_row score_rows[] = {
    {.name = "high",
     .type = &sb_key_number,
     .fallback = 8,
     .least = 1,
     .most = 100,
     AT(sb_scores, high),
     .help = "score from which a group with a signal of severity high is high"},
    {.name = "medium",
     .type = &sb_key_number,
     .fallback = 4,
     .least = 1,
     .most = 100,
     AT(sb_scores, medium),
     .help = "score from which a group is medium"},
};
static sb_rc check_scores(struct sb_key_reading *r, const struct sb_yaml *node, void *object)
{
    const struct sb_scores *scores = object;
    if (scores->medium > scores->high)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "score: medium is above high");
    return SB_OK;
}
static const struct sb_key_object score_object = OBJECT("score", sb_scores, score_rows, check_scores);

#define CLASS(called, id, what)                                                                                        \
    {                                                                                                                  \
        .name = called, .type = &sb_key_word, .word = sb_level_word, AT(sb_classes, level[id]), .help = what           \
    }
static const struct sb_key_row class_rows[] = {
    CLASS("software", SB_CLASS_SOFTWARE, "severity of each change of software: added, removed, another version"),
    CLASS("terms", SB_CLASS_TERMS, "severity of each other licence, supplier, originator or copyright"),
    CLASS("description", SB_CLASS_DESCRIPTION, "severity of each field that is described differently"),
    CLASS("coverage", SB_CLASS_COVERAGE, "severity of each thing that one side did not look at"),
};
static const struct sb_key_object class_object = OBJECT("classes", sb_classes, class_rows, NULL);

/* ---- rules ---- */

static sb_rc check_rule(struct sb_key_reading *r, const struct sb_yaml *node, void *object)
{
    const struct sb_policy_rule *rule = object;
    if (!rule->allowed.n && !rule->denied.n && rule->unknown == SB_LEVEL_NONE)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err,
                            "a rule says what is allowed, denied, or what unknown is");
    return SB_OK;
}

static const struct sb_key_row entry_rows[] = {
    {.name = "package",
     .type = &sb_key_purl,
     .required = true,
     AT(sb_package_entry, package),
     .help = "purl without version, * for part of a name, ** for any"},
    {.name = "versions",
     .type = &sb_key_vers,
     AT(sb_package_entry, versions),
     .help = "range, vers:npm/>=1.2.0|<2.0.0; without it all versions"},
    REASON(sb_package_entry),
};
static sb_rc check_entry(struct sb_key_reading *r, const struct sb_yaml *node, void *object)
{
    const struct sb_package_entry *entry = object;
    return sb_check_range(r, node, &entry->package, &entry->versions);
}
static const struct sb_key_object entry_object = OBJECT("a package", sb_package_entry, entry_rows, check_entry);

#define ALLOWED(kind, ...)                                                                                             \
    {.name = "allowed",                                                                                                \
     .type = &kind,                                                                                                    \
     .count = SB_KEY_SOME,                                                                                             \
     AT(sb_policy_rule, allowed),                                                                                      \
     __VA_ARGS__,                                                                                                      \
     .help = "if there are any, nothing else is allowed"},                                                             \
    {                                                                                                                  \
        .name = "denied", .type = &kind, .count = SB_KEY_SOME, AT(sb_policy_rule, denied), __VA_ARGS__,                \
        .help = "these are not allowed"                                                                                \
    }
#define RULE_ROWS(name, kind, ...)                                                                                     \
    static const struct sb_key_row name[] = {                                                                          \
        ALLOWED(kind, __VA_ARGS__), LEVEL(sb_policy_rule, "severity of what is not allowed"),                          \
        UNKNOWN(sb_policy_rule),    WHERE(sb_policy_rule),                                                             \
        REASON(sb_policy_rule),                                                                                        \
    }
RULE_ROWS(licence_rows, sb_key_licence, .least = 0);
RULE_ROWS(source_rows, sb_key_word, .word = source_word);
RULE_ROWS(text_rows, sb_key_text, .least = 0);
static const struct sb_key_row package_rows[] = {
    ALLOWED(sb_key_object, .object = &entry_object),
    LEVEL(sb_policy_rule, "severity of what is not allowed"),
    WHERE(sb_policy_rule),
    REASON(sb_policy_rule),
};
static const struct sb_key_object package_object =
    OBJECT("a rule of packages", sb_policy_rule, package_rows, check_rule);
static const struct sb_key_object licence_object =
    OBJECT("a rule of licences", sb_policy_rule, licence_rows, check_rule);
static const struct sb_key_object source_object = OBJECT("a rule of sources", sb_policy_rule, source_rows, check_rule);
static const struct sb_key_object registry_object =
    OBJECT("a rule of registries", sb_policy_rule, text_rows, check_rule);
static const struct sb_key_object supplier_object =
    OBJECT("a rule of suppliers", sb_policy_rule, text_rows, check_rule);

static const struct sb_key_row age_rows[] = {
    {.name = "days",
     .type = &sb_key_number,
     .required = true,
     .least = 1,
     .most = 3650,
     AT(sb_age_rule, days),
     .help = "a release must be as old when the new inventory was made"},
    LEVEL(sb_age_rule, "severity of a younger release"),
    UNKNOWN(sb_age_rule),
    WHERE(sb_age_rule),
    REASON(sb_age_rule),
};
static const struct sb_key_object age_object = OBJECT("a rule of release_age", sb_age_rule, age_rows, NULL);

/* ---- demands on the whole ---- */

#define SHARE(called, id, what)                                                                                        \
    {                                                                                                                  \
        .name = called, .type = &sb_key_number, .fallback = SB_POLICY_UNSET, .most = 100, AT(sb_required, share[id]),  \
        .help = "least percent of packages with " what                                                                 \
    }
static const struct sb_key_row required_rows[] = {
    {.name = "facts",
     .type = &sb_key_word,
     .count = SB_KEY_WORD_BITS,
     .word = fact_word,
     AT(sb_required, facts),
     .help = "facts that every package must have"},
    {.name = "collectors",
     .type = &sb_key_text,
     .count = SB_KEY_SOME,
     AT(sb_required, collectors),
     .help = "collectors that must have run (sbom list collectors)"},
    {.name = "graph", .type = &sb_key_bool, AT(sb_required, graph), .help = "dependencies must have been looked for"},
    SHARE("purls", SB_SHARE_PURLS, "a purl"),
    SHARE("versions", SB_SHARE_VERSIONS, "a version"),
    SHARE("licences", SB_SHARE_LICENCES, "a licence"),
    SHARE("suppliers", SB_SHARE_SUPPLIERS, "a supplier"),
    SHARE("digests", SB_SHARE_DIGESTS, "a digest, of the package or of its content"),
    LEVEL(sb_required, "severity of what is missing"),
    WHERE(sb_required),
    REASON(sb_required),
};
static const struct sb_key_object required_object = OBJECT("required", sb_required, required_rows, NULL);

#define MOST(called, member, what)                                                                                     \
    {                                                                                                                  \
        .name = called, .type = &sb_key_number, .fallback = SB_POLICY_UNSET, .most = 100 * 1000 * 1000,                \
        AT(sb_maximum, member), .help = "most " what                                                                   \
    }
static const struct sb_key_row maximum_rows[] = {
    MOST("added", changes[SB_ADDED], "packages added"),
    MOST("removed", changes[SB_REMOVED], "packages removed"),
    MOST("upgraded", changes[SB_UPGRADED], "packages upgraded"),
    MOST("downgraded", changes[SB_DOWNGRADED], "packages downgraded"),
    MOST("changed", changes[SB_CHANGED], "packages changed at their version"),
    MOST("terms", terms, "changes of licence, supplier, originator and copyright"),
    MOST("components", components, "components of the new inventory, the root left out"),
    LEVEL(sb_maximum, "severity of each number that is passed"),
};
static const struct sb_key_object maximum_object = OBJECT("maximum", sb_maximum, maximum_rows, NULL);

/* ---- waivers ---- */

static const struct sb_key_row authority_rows[] = {
    {.name = "signals",
     .type = &sb_key_word,
     .count = SB_KEY_WORD_BITS,
     .word = sb_signal_word,
     AT(sb_authority_rule, signals),
     .help = "findings of these signals"},
    {.name = "families",
     .type = &sb_key_word,
     .count = SB_KEY_WORD_BITS,
     .word = sb_family_word,
     AT(sb_authority_rule, families),
     .help = "findings of these families of signals"},
    {.name = "levels",
     .type = &sb_key_word,
     .count = SB_KEY_WORD_BITS,
     .word = found_word,
     AT(sb_authority_rule, levels),
     .help = "findings of these severities"},
    {.name = "by",
     .type = &sb_key_text,
     .count = SB_KEY_SOME,
     .required = true,
     AT(sb_authority_rule, authorities),
     .help = "authorities that may waive them"},
};
static const struct sb_key_object authority_object = OBJECT("an authority", sb_authority_rule, authority_rows, NULL);

static const struct sb_key_row waiving_rows[] = {
    {.name = "days",
     .type = &sb_key_number,
     .fallback = SB_POLICY_UNSET,
     .least = 1,
     .most = 3650,
     AT(sb_waiving, days),
     .help = "a waiver must expire within so many days of the new inventory's time"},
    {.name = "authorities",
     .type = &sb_key_object,
     .count = SB_KEY_LIST,
     .object = &authority_object,
     AT(sb_waiving, authorities),
     .help = "who may waive what; all that match must agree"},
};
static const struct sb_key_object waiving_object = OBJECT("waivers", sb_waiving, waiving_rows, NULL);

/* ---- the policy ---- */

#define RULES(called, member, kind, what)                                                                              \
    {                                                                                                                  \
        .name = called, .type = &sb_key_object, .count = SB_KEY_SOME, .object = &kind, AT(sb_policy, member),          \
        .help = what                                                                                                   \
    }
#define PART(called, member, kind, what)                                                                               \
    {                                                                                                                  \
        .name = called, .type = &sb_key_object, .object = &kind, AT(sb_policy, member), .help = what                   \
    }
static const struct sb_key_row policy_rows[] = {
    {.name = "schema",
     .type = &sb_key_word,
     .word = schema_word,
     .required = true,
     AT(sb_policy, schema),
     .help = "which keys there are"},
    {.name = "preset",
     .type = &sb_key_word,
     .word = preset_word,
     .fallback = 1,
     AT(sb_policy, preset),
     .help = "what the file starts from; lists add up, all else is replaced"},
    {.name = "fail_on",
     .type = &sb_key_word,
     .word = gate_word,
     .fallback = SB_LEVEL_HIGH,
     AT(sb_policy, fail_on),
     .help = "severity of a group from which the gate fails; --fail-on on the command line counts over it"},
    {.name = "fail_on_coverage",
     .type = &sb_key_bool,
     AT(sb_policy, fail_on_coverage),
     .help = "whether what one side did not look at fails the gate"},
    {.name = "look_at",
     .type = &sb_key_word,
     .word = look_word,
     AT(sb_policy, look_at),
     .help = "whether rules judge what a change brought, or every package of the new inventory"},
    PART("score", scores, score_object, "from which scores on groups are high and medium"),
    {.name = "levels",
     .type = &sb_key_object,
     .count = SB_KEY_LIST,
     .object = &level_object,
     AT(sb_policy, levels),
     .help = "other severities and weights; of several lines that match a later one counts over an earlier one"},
    PART("classes", classes, class_object, "severity of each change of a class; none: no finding"),
    RULES("packages", packages, package_object, "packages that are allowed and denied"),
    RULES("licences", licences, licence_object, "licences that are allowed and denied"),
    RULES("sources", sources, source_object, "kinds of source that are allowed and denied"),
    RULES("registries", registries, registry_object, "hosts of registries and addresses"),
    RULES("suppliers", suppliers, supplier_object, "suppliers that are allowed and denied"),
    RULES("release_age", ages, age_object, "least age of a release"),
    RULES("required", required, required_object, "what the new inventory must hold"),
    PART("maximum", maximum, maximum_object, "greatest numbers"),
    PART("waivers", waivers, waiving_object, "how long a waiver may last, and who may sign it"),
};
const struct sb_key_object sb_policy_keys = OBJECT("a policy", sb_policy, policy_rows, NULL);
