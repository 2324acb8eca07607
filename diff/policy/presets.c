/* Policies that come with the program: data, read like any other. */
#include "policy/policy.h"

const struct sb_preset sb_presets[] = {
    {"strict", "fails on medium, on what was not looked at, and asks for a registry and a licence",
     "# For what is shipped: somebody looks at each release. It stops most upgrades of many packages: sbom-policy(5) "
     "has figures.\n"
     "schema: sbom-policy/1\n"
     "fail_on: medium\n"
     "fail_on_coverage: true\n"
     "classes:\n"
     "  terms: medium\n"
     "sources:\n"
     "  denied: [git, url, file]\n"
     "  level: medium\n"
     "licences:\n"
     "  unknown: low\n"
     "waivers:\n"
     "  days: 90\n"},
    {"default", "what sbom diff does without a policy",
     "# What sbom diff does without a policy, said in full.\n"
     "schema: sbom-policy/1\n"
     "fail_on: high\n"
     "fail_on_coverage: false\n"
     "look_at: changes\n"
     "score: {high: 8, medium: 4}\n"},
    {"observe", "never fails: to see for a while what the gate would say",
     "# Reports everything, fails nothing.\n"
     "schema: sbom-policy/1\n"
     "fail_on: none\n"
     "fail_on_coverage: false\n"},
    {NULL, NULL, NULL},
};

const struct sb_preset *sb_preset_find(sb_str name)
{
    for (const struct sb_preset *preset = sb_presets; preset->name; preset++)
        if (sb_str_eq(name, sb_str_of(preset->name)))
            return preset;
    return NULL;
}
