/* What a policy finds: rows like those of the comparison, without a function: the rules of the policy find them. */
#include "policy/judge.h"

#define WHY                                                                                                            \
    "A team wrote down what its releases may hold. Who departs from that says so in a change of the policy or in a "   \
    "waiver with an owner and a day on which it ends, where others can read it."
#define RATE "Not measured: it is as frequent as the policy is strict."
#define QUIET                                                                                                          \
    "What the old inventory did in the same way, unless the policy says look_at: everything. Severity and weight are " \
    "those of the policy (level). A waiver silences one finding."
#define ROW(name, called, told, weighs)                                                                                \
    const struct sb_signal_row name = {                                                                                \
        .id = called,                                                                                                  \
        .severity = SB_LEVEL_HIGH,                                                                                     \
        .weight = weighs,                                                                                              \
        .family = SB_FAMILY_POLICY,                                                                                    \
        .lone = true,                                                                                                  \
        .sentence = told,                                                                                              \
        .why = WHY,                                                                                                    \
        .base_rate = RATE,                                                                                             \
        .quiet = QUIET,                                                                                                \
    }

ROW(sb_policy_package, "POLICY_PACKAGE", "the policy denies this package or version, or does not name it", 8);
ROW(sb_policy_licence, "POLICY_LICENCE", "the policy denies this licence, or does not name it", 8);
ROW(sb_policy_source, "POLICY_SOURCE", "the policy denies this kind of source, or does not name it", 8);
ROW(sb_policy_registry, "POLICY_REGISTRY", "the policy denies this registry or host, or does not name it", 8);
ROW(sb_policy_supplier, "POLICY_SUPPLIER", "the policy denies this supplier, or does not name it", 8);
ROW(sb_policy_age, "POLICY_AGE", "the release is younger than the policy asks for", 8);
ROW(sb_policy_software, "POLICY_SOFTWARE", "the policy gives a severity to every change of software", 8);
ROW(sb_policy_terms, "POLICY_TERMS", "the policy gives a severity to every other licence, supplier and the like", 8);
ROW(sb_policy_description, "POLICY_DESCRIPTION", "the policy gives a severity to what is described differently", 8);
ROW(sb_policy_coverage, "POLICY_COVERAGE", "the policy gives a severity to what one side did not look at", 8);
ROW(sb_policy_maximum, "POLICY_MAXIMUM", "there are more than the policy allows", 8);
ROW(sb_policy_required, "POLICY_REQUIRED", "the new inventory lacks what the policy demands", 8);

const struct sb_signal_row *const sb_policy_signals[] = {
    &sb_policy_package,
    &sb_policy_licence,
    &sb_policy_source,
    &sb_policy_registry,
    &sb_policy_supplier,
    &sb_policy_age,
    &sb_policy_software,
    &sb_policy_terms,
    &sb_policy_description,
    &sb_policy_coverage,
    &sb_policy_maximum,
    &sb_policy_required,
    NULL,
};
